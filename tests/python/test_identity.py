"""Identity: who is tied to whom, who must not be, and why."""

import json
import shutil
from datetime import date, timedelta

import pytest

from tests.python.conftest import ROOT, dbt
from tests.python.identity_engine import INPUTS, Engine, contact, decide
from tests.python.test_identity_properties import labels_of, same_partition

ANNA = {"first_name": "Anna", "last_name": "Smith"}
# so much that agrees is worth more bits than a probability below 1 can tell
ALL_OF_ANNA = ANNA | {
    "email": "anna.smith@acme.example",
    "phone": "+493012345678",
    "birth_date": "1970-02-03",
    "postcode": "10115",
    "city": "Berlin",
    "street": "Hauptstrasse 1",
}


def strangers(count):
    """People who have nothing in common, for whom values are rare."""
    return [
        contact(
            f"stranger-{number}",
            first_name=f"{number:04d}given",
            last_name=f"{number:04d}family",
            email=f"{number:04d}@company{number}.example",
            phone=f"+4940{2_000_000 + number}",
            birth_date=str(date(1930, 1, 1) + timedelta(days=17 * number)),
            postcode=str(20_000 + 7 * number),
            city=f"{number:04d}city",
            street=f"{number:04d} street",
        )
        for number in range(count)
    ]


@pytest.fixture()
def engine():
    return Engine()


def customers_of(engine, *records):
    """Give the customers of some records, numbered in order."""
    customers = engine.customers()
    found = [customers[record] for record in records]
    return [found.index(customer) for customer in found]


def test_the_engine_of_the_tests_is_the_warehouse(engine, demo):
    """If this fails, the tests of identity prove nothing of what dbt builds."""
    inputs = []
    for name in INPUTS:
        columns = [
            row[0]
            for row in demo.rows(
                "select column_name from duckdb_columns() "
                f"where table_name = '{name}' order by column_index"
            )
        ]
        rows = demo.rows(f"select {', '.join(columns)} from intermediate.{name}")
        inputs.append([dict(zip(columns, row, strict=True)) for row in rows])
    contacts, accounts, answers, questions = inputs
    engine.run(contacts, accounts, answers=answers, questions=questions)
    for query in (
        "select entity, record_key, resolved_id, guard from intermediate.int_identity_map",
        "select link_id, match_rule, decision, match_weight from marts.fct_identity_links",
        "select match_evidence_id, level, weight from marts.fct_match_evidence",
        "select guard_hit_id, record_count from marts.fct_identity_guard_hits",
        "select resolved_id, current_id, id_status from marts.dim_customer_ids",
    ):
        built = demo.rows(query)
        assert built
        assert sorted(built, key=str) == sorted(engine.rows(query), key=str), query


def test_records_of_one_customer_are_the_linked_ones(demo):
    """The customers are SciPy's connected components of the links, but for what a guard cut."""
    records = demo.rows(
        "select record_key, resolved_id, raw_cluster_key, guard from intermediate.int_identity_map"
    )
    links = demo.rows(
        "select record_key_a, record_key_b, is_in_effect from marts.fct_identity_links "
        "where decision = 'link'"
    )
    customers = {row[0]: row[1] for row in records}
    raw = {row[0]: row[2] for row in records}
    guarded = {row[0] for row in records if row[3]}
    linked = labels_of(customers, [(a, b) for a, b, _ in links])
    effective = labels_of(customers, [(a, b) for a, b, in_effect in links if in_effect])
    assert same_partition(linked, raw)
    assert same_partition(effective, customers)
    assert {a for a, b, in_effect in links if not in_effect} <= guarded


def test_weights_add_up(demo):
    """If this fails, nobody can follow why two records are one person."""
    assert not demo.rows(
        """
        select links.link_id, links.match_weight, sum(evidence.weight)
        from marts.fct_identity_links as links
        left join marts.fct_match_evidence as evidence using (link_id)
        cross join intermediate.int_identity_population as population
        where links.entity = 'person' and links.match_rule not in ('tool_merge', 'steward')
        group by 1, 2, population.prior_weight
        having abs(links.match_weight - population.prior_weight
            - coalesce(sum(evidence.weight), 0)) > 0.051
        """
    )


def test_one_query_explains_a_customer(demo, tmp_path):
    """Every record of a customer is in the explanation, with what was compared."""
    ((customer, records),) = demo.rows(
        """
        select resolved_id, list(source_record_key) from intermediate.int_identity_map
        where entity = 'person' group by 1 having count(*) between 4 and 8 order by 1 limit 1
        """
    )
    shutil.copy(demo.database, tmp_path / "cx.duckdb")
    shown = dbt(
        tmp_path,
        *("--quiet", "show", "--select", "explain_customer", "--limit", "500"),
        *("--output", "json"),
        variables={"customer_id": customer},
    )
    assert shown.code == 0, shown.output
    lines = json.loads(shown.output[shown.output.index("{") : shown.output.rindex("}") + 1])["show"]
    explained = {line[side] for line in lines for side in ("source_record_a", "source_record_b")}
    assert explained == set(records)
    assert {line["comparison"] for line in lines} & {"email", "given_name"}


def test_guards_refuse_shared_and_placeholder_values(engine):
    engine.run(
        [
            contact(1, email="info@acme.example"),
            contact(2, email="none@example.com"),
            contact(3, email="family@acme.example", first_name="Jo", last_name="Smith"),
            contact(4, email="family@acme.example", first_name="Kim", last_name="Smith"),
            contact(5, email="jo@acme.example", first_name="Jo", last_name="Smith"),
            contact(6, email="jo@acme.example"),
            contact(7, phone="+490000000000", first_name="Jo", last_name="Smith"),
            contact(8, phone="+493012345678", first_name="Jo", last_name="Smith"),
        ]
    )
    reasons = engine.rows(
        """
        select identifier_value, refusal_reason from intermediate.int_identity_identifiers
        where identifier_type <> 'external_id'
        """
    )
    assert dict(reasons) == {
        "info@acme.example": "role_inbox",
        "none@example.com": "placeholder",
        "family@acme.example": "shared_by_several_names",
        "jo@acme.example": None,
        "+490000000000": "placeholder",
        "+493012345678": None,
    }


@pytest.mark.parametrize("field", ["email", "phone"])
def test_a_value_of_more_than_a_hundred_records_speaks_neither_for_nor_against(engine, field):
    """The line of a big company: two records of one person who share it do not differ in it."""
    value = {"email": "reception1@acme.example", "phone": "+493012345678"}[field]
    colleagues = [one | {field: value} for one in strangers(99)]
    jo = {"first_name": "Jo", "last_name": "Smithson", "birth_date": "1980-05-05", field: value}
    engine.run([*colleagues, contact(1, **jo), contact(2, system="hubspot", **jo)])
    assert engine.rows(
        """
        select distinct refusal_reason from intermediate.int_identity_identifiers
        where identifier_value = ?
        """,
        [value],
    ) == [("shared_by_many_records",)]
    ((email_level, phone_level),) = engine.rows(
        """
        select levels.email_level, levels.phone_level
        from intermediate.int_identity_pair_levels as levels
        inner join intermediate.int_person_records as a
            on levels.record_number_a = a.record_number
        inner join intermediate.int_person_records as b
            on levels.record_number_b = b.record_number
        where a.family_name = 'smithson' and b.family_name = 'smithson'
        """
    )
    assert (email_level, phone_level) == (None, None)


def test_a_parent_and_a_child_at_one_address_stay_two(engine):
    """The same family, street and telephone, another given name."""
    home = {"last_name": "Smith", "phone": "+493012345678", "postcode": "10115", "street": "A 1"}
    people = [
        contact(1, first_name="Anna", **home),
        contact(2, "zendesk", first_name="Georg", **home),
    ]
    engine.run(people + strangers(50))
    assert customers_of(engine, "salesforce:1", "zendesk:2") == [0, 1]


# two contacts of the CRM, each with a user of the help desk who carries its id
TWO_IDS = [
    contact(1, **ALL_OF_ANNA),
    contact(2, **ALL_OF_ANNA),
    contact(11, "zendesk", external_id="1", **ANNA),
    contact(12, "zendesk", external_id="2", **ANNA),
]
OF_BOTH = ("salesforce:1", "salesforce:2", "zendesk:11", "zendesk:12")


def test_two_ids_of_one_tool_are_two_people(engine):
    """Much that agrees, and an id of the CRM that does not, on three records that are tied."""
    people = [
        contact(1, **ALL_OF_ANNA),
        contact(2, first_name="Bob", last_name="Jones", email="bob@b.example"),
        contact(11, "zendesk", external_id="1", **ALL_OF_ANNA),
        contact(12, "zendesk", external_id="2", **ALL_OF_ANNA),
    ]
    engine.run(people + strangers(50))
    assert customers_of(engine, *OF_BOTH) == [0, 1, 0, 1]
    assert engine.rows(
        "select 1 from marts.fct_identity_guard_hits where guard = 'other_external_id'"
    )


def test_two_ids_that_the_tool_merged_are_one_person(engine):
    """Who carries the id of the merged contact is the one who it was merged into."""
    one, two, *users = TWO_IDS
    merged = two | {"merged_into_contact_record_id": "salesforce:1"}
    engine.run([one, merged, *users] + strangers(300))
    assert customers_of(engine, *OF_BOTH) == [0, 0, 0, 0]


def test_two_ids_that_a_steward_declared_one_are_one_person(engine):
    decisions = [decide(1, "same", "salesforce:1", "salesforce:2")]
    engine.run(TWO_IDS + strangers(300), decisions=decisions)
    assert customers_of(engine, *OF_BOTH) == [0, 0, 0, 0]


@pytest.mark.parametrize("decided", [True, False])
def test_what_a_tool_or_a_steward_said_outranks_any_score(engine, decided):
    """A score of many bits is a probability of 1 as well; its veto must not come before them."""
    users = [
        contact(11, "zendesk", external_id="1", **ALL_OF_ANNA),
        contact(
            12,
            "zendesk",
            external_id="2",
            merged_into_contact_record_id=None if decided else "zendesk:11",
            **ALL_OF_ANNA,
        ),
    ]
    crm = [
        contact(1, first_name="Carl", last_name="Jones"),
        contact(2, first_name="Dora", last_name="Miller"),
    ]
    decisions = [decide(1, "same", "zendesk:11", "zendesk:12")] if decided else []
    engine.run(crm + users + strangers(1_000), decisions=decisions)
    assert customers_of(engine, "zendesk:11", "zendesk:12") == [0, 0]
    ((scored, rule),) = engine.rows(
        """
        select scores.match_confidence, links.match_rule
        from intermediate.int_identity_pair_scores as scores
        inner join marts.fct_identity_links as links
            on links.source_record_a in ('zendesk:11', 'zendesk:12')
            and links.source_record_b in ('zendesk:11', 'zendesk:12')
        where scores.decision = 'veto'
        """
    )
    assert scored == 1
    assert rule == ("steward" if decided else "tool_merge")


def test_who_is_tied_to_two_sides_alike_belongs_to_neither(engine):
    """0.1 and 0.2 bits are as much as 0.3, though not to a computer."""
    engine.this.schema, engine.this.identifier = "intermediate", "sides"
    engine.environment.globals["build_guarded_components"](
        """
        select * from (values
            ('exact', 'middle', 'x1', 0.1::double, null), ('exact', 'middle', 'x2', 0.2, null),
            ('exact', 'middle', 'y1', 0.3, null),
            ('apart', 'x1', 'x', 0, 'id'), ('apart', 'x2', 'x', 0, 'id'),
            ('apart', 'y1', 'y', 0, 'id')
        ) as graph (edge_kind, node_a, node_b, weight, namespace)
        """
    )
    rows = engine.rows("select node, component from intermediate.sides")
    others = {component for node, component in rows if node != "middle"}
    assert dict(rows)["middle"] not in others


CONTRADICTING = ROOT / "tests" / "identity" / "contradicting_decisions.sql"


@pytest.mark.parametrize(
    ("contradiction", "named"),
    [
        (
            decide(3, "not_same", "salesforce:1", "salesforce:3"),
            [("3", "not_same", "1"), ("3", "not_same", "2")],
        ),
        (decide(3, "split", "salesforce:2"), [("3", "split", "1"), ("3", "split", "2")]),
        (decide(3, "not_same", "salesforce:1", "salesforce:4"), []),
        # it waits for a record that no tool has
        (decide(3, "not_same", "salesforce:1", "salesforce:gone"), []),
    ],
)
def test_decisions_that_contradict_each_other_are_named(engine, contradiction, named):
    """A is B, B is C, and A is not C: dbt's test fails with the numbers of the decisions."""
    decisions = [
        decide(1, "same", "salesforce:1", "salesforce:2"),
        decide(2, "same", "salesforce:2", "salesforce:3"),
        contradiction,
    ]
    people = [contact(number, last_name=f"{number}{number}") for number in range(1, 5)]
    engine.run(people, decisions=decisions)
    test = engine.environment.from_string(CONTRADICTING.read_text()).render()
    assert engine.rows(test) == named
