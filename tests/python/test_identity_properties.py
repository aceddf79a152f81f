"""Identity: what must hold for any records, in any order, over any number of runs."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from tests.python.identity_engine import Engine, contact, decide
from tests.python.people import three_sources

GIVEN = ("Anna", "Ann", "Bob", "Robert", "Carla", "A")
FAMILY = ("Smith", "Smyth", "Müller", "Jones")
EMAILS = ("anna@a.example", "bob@b.example", "home@c.example", "x.y@gmail.com", "info@a.example")
PHONES = ("+493012345678", "030 12345678", "+4917612345678", "000-000")
DAYS = (None, "2025-01-01 00:00:00", "2025-02-01 00:00:00", "2024-03-01 00:00:00")
FEW = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    # every example is several runs: to shrink one that fails would take minutes
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def often(values):
    """Draw one of the values or nothing."""
    return st.one_of(st.none(), st.sampled_from(values))


@st.composite
def some_contacts(draw, least=4, most=16):
    """Records of three tools that share names, addresses, numbers and ids, all too often."""
    count = draw(st.integers(least, most))
    records = []
    for number in range(count):
        tool = draw(st.sampled_from(("salesforce", "salesforce", "zendesk", "qualtrics")))
        merged = draw(st.one_of(st.just(None), st.just(None), st.integers(0, number)))
        records.append(
            contact(
                number,
                tool,
                first_name=draw(often(GIVEN)),
                last_name=draw(often(FAMILY)),
                email=draw(often(EMAILS)),
                phone=draw(often(PHONES)),
                birth_date=draw(often(("1970-01-02", "1970-02-01", "1999-09-09"))),
                postcode=draw(often(("10115", "10117"))),
                external_id=None if tool == "salesforce" else draw(often(("0", "1", "2"))),
                merged_into_contact_record_id=(
                    records[merged]["contact_record_id"]
                    if merged is not None
                    and merged < number
                    and records[merged]["source_system"] == tool
                    else None
                ),
                created_at=draw(st.sampled_from(DAYS)),
            )
        )
    return records


@st.composite
def some_decisions(draw, records, most=4):
    """Decisions of a steward that do not contradict each other."""
    keys = [record["contact_record_id"] for record in records]
    decisions, groups, apart, alone = [], Groups(), [], set()
    for number in range(draw(st.integers(0, most))):
        kind = draw(st.sampled_from(("same", "not_same", "not_same", "split")))
        a, b = draw(st.lists(st.sampled_from(keys), min_size=2, max_size=2, unique=True))
        trial = Groups(groups)
        if kind == "same":
            trial.tie(a, b)
        kept = [*apart, (a, b)] if kind == "not_same" else apart
        loners = alone | {a} if kind == "split" else alone
        grouped = [key for key in loners if key in trial.parents]
        if grouped or any(trial.of(left) == trial.of(right) for left, right in kept):
            continue
        groups, apart, alone = trial, kept, loners
        decisions.append(decide(number, kind, a, None if kind == "split" else b))
    return decisions


class Groups:
    """Which things were tied together, directly or through others."""

    def __init__(self, other: Groups | None = None) -> None:
        self.parents = dict(other.parents) if other else {}

    def of(self, thing):
        while self.parents.get(thing, thing) != thing:
            thing = self.parents[thing]
        return thing

    def tie(self, a, b) -> None:
        self.parents.setdefault(a, a)
        self.parents.setdefault(b, b)
        self.parents[self.of(a)] = self.of(b)


@pytest.fixture(scope="module")
def shared_engine():
    return Engine()


@pytest.fixture(scope="module")
def two_threads():
    return Engine(threads=2)


def begin(engine):
    """Forget all runs."""
    engine.execute("drop table if exists marts.fct_identity_log")
    return engine


def sides(decision):
    return tuple(
        f"{decision[f'source_system_{side}']}:{decision[f'source_record_id_{side}']}"
        for side in "ab"
    )


def check_partition(engine, contacts):
    """Every record is in one customer, and the customers are the components of the links."""
    map_rows = engine.rows(
        """
        select source_record_key, resolved_id, guard, raw_cluster_key, match_confidence
        from intermediate.int_identity_map where entity = 'person'
        """
    )
    customers = {row[0]: row[1] for row in map_rows}
    assert len(map_rows) == len(customers)
    assert set(customers) == {record["contact_record_id"] for record in contacts}
    assert all(0 < row[4] <= 1 for row in map_rows)
    links = engine.rows(
        """
        select source_record_a, source_record_b, is_in_effect from marts.fct_identity_links
        where decision = 'link' and entity = 'person'
        """
    )
    raw, effective = (
        labels_of(customers, pairs)
        for pairs in (
            [(a, b) for a, b, _ in links],
            [(a, b) for a, b, in_effect in links if in_effect],
        )
    )
    # no more than the links say, and without a guard no less
    assert same_partition(effective, customers)
    guarded = {row[0] for row in map_rows if row[2]}
    assert all(in_effect or a in guarded or b in guarded for a, b, in_effect in links)
    whole = {key: customers[key] for key in customers if key not in guarded}
    assert same_partition({key: raw[key] for key in whole}, whole)
    assert same_partition(raw, {row[0]: row[3] for row in map_rows})


def labels_of(nodes, pairs):
    """Give SciPy's connected components."""
    place = {node: number for number, node in enumerate(nodes)}
    ends = np.array([(place[a], place[b]) for a, b in pairs], dtype=int).reshape(-1, 2)
    graph = coo_matrix((np.ones(len(ends)), ends.T), shape=(len(place), len(place)))
    labels = connected_components(graph, directed=False)[1]
    return {node: labels[number] for node, number in place.items()}


def same_partition(left, right):
    both = {(left[key], right[key]) for key in left}
    return len(both) == len(set(left.values())) == len(set(right.values()))


def check_decisions(engine, decisions):
    customers = engine.customers()
    for decision in decisions:
        a, b = sides(decision)
        if a not in customers or (b not in customers and decision["decision"] != "split"):
            continue
        if decision["decision"] == "same":
            assert customers[a] == customers[b]
        elif decision["decision"] == "not_same":
            assert customers[a] != customers[b]
        else:
            assert list(customers.values()).count(customers[a]) == 1


def check_external_ids(engine):
    """At most one id of a tool to a customer, but for those that were merged or declared one."""
    groups = Groups()
    carried = engine.rows(
        """
        select people.contact_record_id, compared.external_id, compared.external_id_space
        from intermediate.int_person_comparables as compared
        inner join intermediate.int_person_records as people using (record_key)
        where compared.external_id is not null
        """
    )
    asserted = engine.rows(
        """
        select source_record_a, source_record_b from marts.fct_identity_links
        where match_rule in ('tool_merge', 'steward') and decision = 'link'
            and entity = 'person'
        """
    )
    for a, b in asserted:
        groups.tie(a, b)
    tied = {record for pair in asserted for record in pair}
    for record, external_id, _ in carried:
        if record in tied:
            groups.tie(record, external_id)
    customers = engine.customers()
    found = {}
    for record, external_id, space in carried:
        found.setdefault((customers[record], space), set()).add(groups.of(external_id))
    assert all(len(ids) == 1 for ids in found.values()), found


def check_ids(engine):
    """Ids are born once, retire, lead to a living one; the log replayed is the map."""
    log = engine.rows(
        """
        select run_number, event, record_key, from_id, to_id, founder_record_key
        from marts.fct_identity_log where entity = 'person' order by run_number
        """
    )
    replayed, births = {}, {}
    for run, event, record_key, from_id, to_id, founder in log:
        if event in ("created", "split"):
            assert to_id not in births
            births[to_id] = (run, founder)
        elif record_key:
            assert replayed.get(record_key) == from_id
            replayed[record_key] = to_id
    now = dict(
        engine.rows(
            "select record_key, resolved_id from intermediate.int_identity_map "
            "where entity = 'person'"
        )
    )
    assert {key: value for key, value in replayed.items() if value} == now
    known = {
        row[0]: row[1:]
        for row in engine.rows(
            """
            select
                resolved_id,
                id_status,
                case when id_status = 'merged' then current_id end,
                current_id
            from marts.dim_customer_ids where entity = 'person'
            """
        )
    }
    assert set(known) == set(births)
    live = set(now.values())
    for customer, (status, merged_into, current) in known.items():
        assert (status == "live") == (customer in live)
        walked = {customer}
        while merged_into:
            assert merged_into not in walked
            walked.add(merged_into)
            end = merged_into
            merged_into = known[merged_into][1]
        if status == "merged":
            assert current == end
            assert known[end][0] == "live"
        else:
            assert current == customer
    # the oldest id of a cluster survives, and its founder keeps it
    for customer in live:
        founded = [
            births[other][0]
            for other, (_, founder) in births.items()
            if now.get(founder) == customer
        ]
        run, founder = births[customer]
        assert run <= min(founded, default=run)
        assert founder not in now or now[founder] == customer


def check_run(engine, contacts, decisions=()):
    """Run, check all that must hold, run once more: nothing happens."""
    engine.run(contacts, decisions=decisions)
    check_partition(engine, contacts)
    check_decisions(engine, decisions)
    check_external_ids(engine)
    check_ids(engine)


def check_again(engine, contacts, decisions=()):
    before = engine.customers(), engine.rows("select count(*) from marts.fct_identity_log")
    engine.run(contacts, decisions=decisions, as_of="2026-08-01 00:00:00")
    after = engine.customers(), engine.rows("select count(*) from marts.fct_identity_log")
    assert before == after


@FEW
@given(data=st.data())
def test_any_history(shared_engine, data):
    """Records come, change and go, decisions are made and withdrawn: every run holds."""
    engine = begin(shared_engine)
    world = data.draw(some_contacts())
    for _ in range(data.draw(st.integers(2, 3))):
        present = [record for record in world if data.draw(st.integers(0, 4)) > 0]
        assume(present)
        changed = data.draw(st.integers(0, len(present) - 1))
        present[changed] = present[changed] | {"email": data.draw(often(EMAILS))}
        decisions = data.draw(some_decisions(present))
        check_run(engine, present, decisions)
    check_again(engine, present, decisions)
    partition = engine.partition()
    assert begin(engine).run(present, decisions=decisions).partition() == partition


@settings(FEW, max_examples=12)
@given(data=st.data())
def test_order_and_threads_do_not_matter(shared_engine, two_threads, data):
    """The same records in another order, on another number of threads: the same ids."""
    world = data.draw(some_contacts(most=24))
    decisions = data.draw(some_decisions(world))
    shuffled = data.draw(st.permutations(world))
    first = begin(shared_engine).run(world, decisions=decisions).customers()
    assert begin(two_threads).run(shuffled, decisions=decisions[::-1]).customers() == first


@FEW
@given(data=st.data())
def test_a_steward_has_the_last_word_and_may_take_it_back(shared_engine, data):
    """Many records that all agree, ids and merges of tools: no third record overrules a steward."""
    engine = begin(shared_engine)
    person = {"first_name": "Anna", "last_name": "Smith", "email": "anna@a.example"}
    world = [contact(0, **person), contact(1, **person)]
    for number in range(2, data.draw(st.integers(4, 9))):
        tool = data.draw(st.sampled_from(("salesforce", "zendesk", "qualtrics")))
        merged = data.draw(st.sampled_from((None, None, "0", "1")))
        is_crm = tool == "salesforce"
        world.append(
            contact(
                number,
                tool,
                external_id=None if is_crm else data.draw(often(("0", "1"))),
                merged_into_contact_record_id=(
                    f"salesforce:{merged}" if merged and is_crm else None
                ),
                phone=data.draw(often(PHONES)),
                created_at=data.draw(st.sampled_from(DAYS)),
                **person,
            )
        )
    decisions = data.draw(some_decisions(world, most=6))
    kept = data.draw(some_decisions(world, most=2))
    engine.run(world, decisions=kept)
    before = engine.customers()
    check_run(engine, world, decisions)
    check_run(engine, world, kept)
    assert engine.customers() == before


@settings(FEW, max_examples=10)
@given(data=st.data())
def test_any_increments_end_in_the_partition_from_scratch(shared_engine, data):
    """The ids may tell of the way there, the customers may not."""
    world = data.draw(some_contacts(least=6))
    engine = begin(shared_engine)
    cuts = sorted(data.draw(st.sets(st.integers(1, len(world) - 1), max_size=3)))
    for end in (*cuts, len(world)):
        check_run(engine, world[:end])
    partition = engine.partition()
    assert begin(engine).run(world).partition() == partition


@st.composite
def rewritten(draw):
    """One person typed in two ways that mean the same."""
    first, last = draw(st.sampled_from((("José", "Müller"), ("Zoë", "Smith"), ("Anna", "Łuk"))))
    folded = str.maketrans("éüëŁ", "eueL")
    styles = (str.upper, str.lower, lambda text: f"  {text} ", lambda text: text.translate(folded))
    written = [draw(st.sampled_from(styles))(text) for text in (first, last)]
    address = "jo.mu@acme.example"
    number = draw(
        st.sampled_from(
            (
                "+49 30 12345678",
                "030/12345678",
                "(030) 123 456 78",
                "0049-30-12345678",
                "03012345678",
            )
        )
    )
    shared = draw(st.sampled_from(("email", "phone")))
    a = {"first_name": first, "last_name": last}
    b = {"first_name": written[0], "last_name": written[1]}
    if shared == "email":
        a["email"] = address
        b["email"] = draw(st.sampled_from((address.upper(), f" {address}", f"Jo <{address}>")))
    else:
        a["phone"], b["phone"] = "+493012345678", number
    return a, b


@settings(FEW, max_examples=25)
@given(pairs=st.lists(rewritten(), min_size=1, max_size=1))
def test_the_way_of_writing_does_not_make_two_of_one(shared_engine, pairs):
    ((a, b),) = pairs
    strangers = [contact(10, first_name="Carl", last_name="Jones", email="carl@c.example")]
    engine = begin(shared_engine).run([contact(1, **a), contact(2, "zendesk", **b), *strangers])
    assert len(engine.partition()) == 2


@pytest.fixture(scope="module")
def large():
    """A population in which one record more or less hardly moves how common a value is."""
    records, _ = three_sources(1_500, 17)
    return records


def raw_components(engine):
    return dict(
        engine.rows(
            "select source_record_key, raw_cluster_key from intermediate.int_identity_map "
            "where entity = 'person'"
        )
    )


def linked(engine):
    return {
        (a, b): (weight, decision)
        for a, b, weight, decision in engine.rows(
            "select source_record_a, source_record_b, match_weight, decision "
            "from marts.fct_identity_links"
        )
    }


def check_local(engine, contacts, touched):
    """Run with other contacts: who moves is in the raw component of a touched record.

    How common values are is counted over all records. A pair whose weight that moved over the bar,
    by a tenth of a bit, may take its own raw component with it; nothing else may.
    """
    customers, raws, links = engine.customers(), raw_components(engine), linked(engine)
    engine.run(contacts)
    after, raws_after, links_after = engine.customers(), raw_components(engine), linked(engine)
    moved = {key for key in customers.keys() & after.keys() if customers[key] != after[key]}
    reached = {raw[key] for key in touched for raw in (raws, raws_after) if key in raw}
    shifted = {
        pair
        for pair in links.keys() ^ links_after.keys()
        | {pair for pair in links if links[pair] != links_after.get(pair)}
        if not set(pair) & set(touched)
    }
    reached |= {raw[key] for pair in shifted for key in pair for raw in (raws, raws_after)}
    assert all(raws[key] in reached or raws_after[key] in reached for key in moved)
    return moved, shifted


def test_a_stranger_moves_nobody(large):
    engine = Engine().run(large)
    stranger = contact("new", first_name="Xanthippe", last_name="Quux", email="xq@quux.example")
    moved, _ = check_local(engine, [*large, stranger], ["salesforce:new"])
    assert moved == set()
    assert list(engine.customers().values()).count(engine.customers()["salesforce:new"]) == 1


def test_who_is_erased_moves_only_those_tied_to_him(large):
    """Erased one after the other, from the largest customers; the raw component is the border."""
    engine = Engine().run(large)
    sizes = engine.rows(
        """
        select min(source_record_key) from intermediate.int_identity_map
        where entity = 'person' group by raw_cluster_key order by count(*) desc, 1 limit 6
        """
    )
    left = large
    for (key,) in sizes:
        left = [record for record in left if record["contact_record_id"] != key]
        moved, _ = check_local(engine, left, [key])
        assert key not in engine.customers()
        check_ids(engine)
        assert len(moved) < 100


def test_an_earlier_record_that_joins_later_does_not_rename(shared_engine):
    engine = begin(shared_engine)
    known = {"email": "anna@a.example", "first_name": "Anna", "last_name": "Smith"}
    first = contact(1, created_at="2025-05-01 00:00:00", **known)
    ((_, customer),) = engine.run([first]).customers().items()
    earlier = contact(2, "zendesk", created_at="2020-01-01 00:00:00", **known)
    assert set(engine.run([first, earlier]).customers().values()) == {customer}


def test_the_oldest_id_survives_a_merge(shared_engine):
    engine = begin(shared_engine)
    known = {"first_name": "Anna", "last_name": "Smith"}
    old = contact(1, email="anna@a.example", created_at="2025-05-01 00:00:00", **known)
    oldest = engine.run([old]).customers()["salesforce:1"]
    young = contact(2, email="as@b.example", created_at="2020-01-01 00:00:00", **known)
    others = [contact(9, first_name="Bob", last_name="Jones")]
    younger = engine.run(
        [old, young, *others], decisions=[decide(1, "not_same", "salesforce:1", "salesforce:2")]
    ).customers()["salesforce:2"]
    assert younger != oldest
    together = engine.run(
        [old, young, *others], decisions=[decide(2, "same", "salesforce:1", "salesforce:2")]
    ).customers()
    assert together["salesforce:1"] == together["salesforce:2"] == oldest
    assert engine.rows(
        "select id_status, current_id from marts.dim_customer_ids where resolved_id = ?",
        [younger],
    ) == [("merged", oldest)]


def test_a_retired_id_goes_back_to_its_founder_only(shared_engine):
    """All records of a customer go, another one comes: it gets an id of its own."""
    engine = begin(shared_engine)
    known = {"email": "anna@a.example", "first_name": "Anna", "last_name": "Smith"}
    rest = [contact(9, first_name="Bob", last_name="Jones")]
    first = engine.run([contact(1, **known), *rest]).customers()["salesforce:1"]
    second = engine.run([contact(2, **known), *rest]).customers()["salesforce:2"]
    assert second != first
    back = engine.run([contact(1, **known), *rest]).customers()["salesforce:1"]
    assert back == first
    check_ids(engine)


def test_a_merged_id_leads_on_when_its_founder_is_gone(shared_engine):
    engine = begin(shared_engine)
    known = {"email": "anna@a.example", "first_name": "Anna", "last_name": "Smith"}
    other = {"email": "bob@b.example", "first_name": "Bob", "last_name": "Jones"}
    first = contact(1, created_at="2020-01-01 00:00:00", **known)
    founder = contact(2, created_at="2021-01-01 00:00:00", **other)
    follower = contact(3, created_at="2022-01-01 00:00:00", **other)
    customers = engine.run([first, founder, follower]).customers()
    engine.run([first, follower | known])
    check_again(engine, [first, follower | known])
    assert engine.rows(
        "select current_id from marts.dim_customer_ids where resolved_id = ?",
        [customers["salesforce:2"]],
    ) == [(customers["salesforce:1"],)]


def chain(links):
    """Sixty records without a name, each tied to the next by the given fields in turn."""
    records = [contact(number) for number in range(60)]
    for number, (record, follower) in enumerate(itertools.pairwise(records)):
        links(number, record, follower)
    return records


def by_merge(number, record, follower):
    record["merged_into_contact_record_id"] = follower["contact_record_id"]


def by_address(number, record, follower):
    record["email"] = f"link{number}@a.example"
    follower["additional_emails"] = f"link{number}@a.example"


def by_address_or_number(number, record, follower):
    """An address and a number in turn; a number ties only whom a name ties too."""
    for one in (record, follower):
        one |= {"first_name": "Anna", "last_name": "Smith"}
        if number % 2:
            one["phone"] = f"+4930{1_000_000 + number}"
        else:
            one["email"] = f"link{number}@a.example"


@pytest.mark.parametrize("links", [by_merge, by_address, by_address_or_number])
def test_a_long_chain_is_one_person(shared_engine, links):
    engine = begin(shared_engine).run(chain(links))
    assert len(engine.partition()) == 1


@pytest.mark.parametrize("field", ["email", "phone"])
@pytest.mark.parametrize("is_one_name", [True, False])
def test_a_thousand_records_around_one_value_are_not_one_person(shared_engine, field, is_one_name):
    value = {"email": "hub@acme.example", "phone": "+493012345678"}[field]
    names = [
        {"first_name": "Anna", "last_name": "Smith"}
        if is_one_name
        else {"first_name": f"Given{number:04d}", "last_name": f"{number:04d}family"}
        for number in range(1_000)
    ]
    people = [contact(number, **{field: value}, **name) for number, name in enumerate(names)]
    engine = begin(shared_engine).run(people)
    assert max(len(customer) for customer in engine.partition()) == 1
    hits = engine.rows(
        "select guard, record_count from marts.fct_identity_guard_hits where guarded_type = ?",
        [field],
    )
    assert hits == [("shared_by_many_records", 1_000)]


@pytest.mark.parametrize(
    ("field", "value", "ties"),
    [
        ("email", "anna@acme.example", True),
        ("email", "noreply@acme.example", False),
        ("email", "none@example.com", False),
        ("email", "info@acme.example", False),
        ("phone", "+49 30 2345678", True),
        ("phone", "000-000", False),
        ("phone", "+49 30 0000000", False),
        ("phone", "1234567", False),
    ],
)
def test_placeholders_tie_nobody(shared_engine, field, value, ties):
    """Two of one name, which is not enough; only a value that is somebody's makes them one."""
    strangers = [
        contact(number, first_name=f"{number}given", last_name=f"family{number}")
        for number in range(10, 30)
    ]
    named = {"first_name": "Anna", "last_name": "Smith", field: value}
    engine = begin(shared_engine).run([contact(1, **named), contact(2, **named), *strangers])
    customers = engine.customers()
    assert (customers["salesforce:1"] == customers["salesforce:2"]) == ties


@pytest.mark.parametrize("length", [40, 2_000])
def test_a_chain_in_the_worst_order_is_right_or_an_error(shared_engine, length):
    """Contraction shortens a chain of ascending nodes by one a round: it must not stop half way."""
    engine, nodes = shared_engine, [f"{number:06d}" for number in range(length)]
    edges = ", ".join(f"('{a}', '{b}')" for a, b in itertools.pairwise(nodes))
    engine.this.schema, engine.this.identifier = "intermediate", "worst_chain"
    build = engine.environment.globals["build_connected_components"]
    try:
        build(f"select * from (values {edges}) as edges (node_a, node_b)")
    except RuntimeError as stopped:
        assert "edges are left" in str(stopped)
        assert length > 40
        return
    assert engine.rows("select distinct component from intermediate.worst_chain") == [("000000",)]


def test_a_long_chain_of_real_keys_is_one_person(shared_engine):
    """Keys are hashes: two thousand merges in the order of their ids take a few rounds."""
    people = [
        contact(
            f"{number:06d}",
            merged_into_contact_record_id=f"salesforce:{number + 1:06d}"
            if number < 1_999
            else None,
        )
        for number in range(2_000)
    ]
    assert len(begin(shared_engine).run(people).partition()) == 1
