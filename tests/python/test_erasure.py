"""Whoever is erased is found nowhere, whatever the raw tables hold; counts stay (GOV-18, 19)."""

from __future__ import annotations

import csv
import re
import shutil
import threading
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pytest

from expectations.validate import validate
from scripts.erase import (
    ErasureError,
    Person,
    alone_in,
    erase,
    keyed_hash,
    main,
    people_of,
    record_key,
)
from scripts.publish import publish
from tests.python.conftest import ROOT, Run, dbt
from tests.python.identity_engine import Engine, contact, decide

# of whom most tools know, who visited the site, and whom a seed names; all of them wrote something
CHOSEN = """
with

records as (
    select customer_id, list(source_system || ':' || source_record_id) as record_ids,
        count(distinct source_system) as tool_count
    from marts.dim_customer_source_records
    where not is_internal
    group by 1
),

writers as (
    select customer_id from marts.fct_feedback_items where redacted_text is not null
),

people as (
    select customer_id, record_ids, tool_count
    from records
    inner join restricted.dim_customer_contact_details as details using (customer_id)
    where details.full_name like '% %'
        and details.all_emails is not null
        and customer_id in (from writers)
        and lower(details.full_name) in (
            select lower(full_name)
            from restricted.dim_customer_contact_details
            group by 1
            having count(*) = 1
        )
),

treated as (
    select list(source_system || ':' || source_contact_id) as record_ids
    from seeds.initiative_assignments
),

referrers as (
    select list(referrer_source_system || ':' || referrer_source_contact_id) as record_ids
    from seeds.referrals
)

(from people order by tool_count desc, len(record_ids) desc, customer_id limit 2)
union
(from people where customer_id in (select customer_id from marts.fct_visits) order by 1 limit 1)
union
(from people where list_has_any(record_ids, (from treated)) order by 1 limit 1)
union
(from people where list_has_any(record_ids, (from referrers)) order by 1 limit 1)
order by 1
"""
# what was read from the words of a person went with them
FROM_WORDS = {
    "emotional_journey",
    "net_sentiment",
    "net_sentiment_all",
    "sentiment_coverage",
    "voc_coverage",
    "voc_theme_share",
}


@dataclass(frozen=True)
class Erased:
    """People who were erased, what they were known by, and the warehouse before and after."""

    people: list[Person]
    traces: set[str]
    before: Path
    after: Path


def traces_of(connection: duckdb.DuckDBPyConnection, people: list[Person]) -> set[str]:
    """All that tells who somebody is: names, addresses, numbers, and ids, in lower case."""
    found: set[str] = set()
    for person in people:
        found |= set(person.emails)
        for system, source_id in person.records:
            record = f"{system}:{source_id}"
            found |= set(
                connection.execute(
                    """
                    select contacts.full_name, contacts.first_name || ' ' || contacts.last_name,
                        contacts.email, contacts.phone, contacts.mobile_phone, contacts.street,
                        keys.customer_id, details.all_phones,
                        -- a respondent without a record has no id but that of the answer, and a
                        -- ticket may have the number of a user
                        case when contact_type <> 'respondent' and contact_record_id not in (
                            select ticket_id from intermediate.int_tickets_unioned
                        ) then contact_record_id end
                    from intermediate.int_contacts_unioned as contacts
                    inner join marts.dim_customer_source_records as keys
                        using (contact_record_id)
                    inner join restricted.dim_customer_contact_details as details
                        on keys.customer_id = details.customer_id
                    where contact_record_id = ?
                    """,
                    [record],
                ).fetchone()
            )
            # a short number is the number of other things, too
            found |= {source_id} if len(source_id) >= 8 else set()
    parts = {part.lower() for value in found if value for part in value.split(";")}
    return {part for part in parts if len(part) >= 6}


def pattern(traces: set[str]) -> str:
    """Write the traces as a pattern: each as a whole word."""
    return rf"(^|[^a-z0-9])({'|'.join(map(re.escape, sorted(traces)))})($|[^a-z0-9])"


@pytest.fixture(scope="module")
def erased(demo: Run, tmp_path_factory: pytest.TempPathFactory) -> Erased:
    """The demo's warehouse, built again from the same raw tables after people were erased."""
    folder = tmp_path_factory.mktemp("erasure")
    seeds = Path(shutil.copytree(ROOT / "seeds", folder / "seeds"))
    with duckdb.connect(demo.database, read_only=True) as connection:
        people = people_of(connection, [row[0] for row in connection.execute(CHOSEN).fetchall()])
        traces = traces_of(connection, people)
    assert len({system for person in people for system, _ in person.records}) >= 6
    done = erase(people, request_id="R-1", reason="request", requested_on=date.today(), seeds=seeds)
    assert {"initiative_assignments", "referrals"} <= set(done.changed)

    # with the logs of the runs before
    shutil.copy(demo.database, folder / "cx.duckdb")
    with duckdb.connect(folder / "cx.duckdb") as connection:
        for name in ("erasures", *done.changed):
            connection.execute(f"delete from seeds.{name}")
            connection.execute(f"copy seeds.{name} from '{seeds / name}.csv' (header)")
            # as a seed that was loaded anew says it of itself
            connection.execute(f"comment on table seeds.{name} is 'other rows'")
    run = dbt(folder, "run", "--no-write-json")
    assert run.code == 0, run.output
    return Erased(people, traces, demo.database, run.database)


def test_the_search_finds_who_is_there(erased: Erased) -> None:
    """A search that finds nobody before the erasure proves nothing after it."""
    found = found_in(erased.before, erased.traces)
    assert len(found) > 100
    assert {"restricted.dim_customer_contact_details.full_name"} <= set(found)
    assert {"marts.fct_identity_log.to_id", "marts.fct_customer_history_log.customer_id"} <= set(
        found
    )


def found_in(database: Path, traces: set[str]) -> list[str]:
    """List the columns of all tables in which a trace is found."""
    found = []
    with duckdb.connect(database, read_only=True) as connection:
        columns = connection.execute(
            """
            select columns.table_schema, columns.table_name, list(columns.column_name)
            from information_schema.columns as columns
            inner join information_schema.tables as tables using (table_schema, table_name)
            where tables.table_type = 'BASE TABLE'
                and columns.data_type not in ('BOOLEAN', 'DATE', 'TIMESTAMP', 'DOUBLE')
            group by all
            """
        ).fetchall()
        for schema, table, names in columns:
            hits = ", ".join(
                f'bool_or(regexp_matches(lower("{name}"::varchar), $words))' for name in names
            )
            row = connection.execute(
                f'select {hits} from {schema}."{table}"', {"words": pattern(traces)}
            ).fetchone()
            found += [
                f"{schema}.{table}.{name}" for name, hit in zip(names, row, strict=True) if hit
            ]
    return found


def test_no_column_of_any_table_holds_an_erased_person(erased: Erased) -> None:
    """Contracts, identity, facts, reports, logs, quarantine, seeds: the person is in none."""
    assert found_in(erased.after, erased.traces) == []


def test_no_published_byte_holds_an_erased_person(erased: Erased, tmp_path: Path) -> None:
    """Neither the new version of any role, nor one that was kept, nor the quality page."""
    before, after = (
        Path(shutil.copy(path, tmp_path / f"{name}.duckdb"))
        for name, path in (("before", erased.before), ("after", erased.after))
    )
    page, folder = tmp_path / "quality.html", tmp_path / "published"
    for warehouse in (before, after):
        assert validate(warehouse, page).is_publishable
        publish(warehouse, folder)
    assert len(list((folder / "versions").iterdir())) == 1
    searched = re.compile(pattern(erased.traces).encode(), re.IGNORECASE)
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 100
    for path in (*files, page):
        # a published file is compressed: its values are searched too
        assert not searched.search(path.read_bytes().lower()), path
        if path.name == "cx.duckdb":
            assert found_in(path, erased.traces) == []
    assert found_in(after, erased.traces) == []


def test_what_happened_keeps_counting(erased: Erased) -> None:
    """Every KPI, period and cut is what it was; only what was read from words is not."""
    with duckdb.connect(erased.after, read_only=True) as connection:
        connection.execute(f"attach '{erased.before}' as before (read_only)")
        changed, compared = connection.execute(
            """
            select list(distinct kpi_code) filter (
                where (a.n, a.value, a.numerator, a.denominator)
                    is distinct from (b.n, b.value, b.numerator, b.denominator)
            ), count(distinct kpi_code)
            from reports.rpt_kpi_scorecard as a
            full join before.reports.rpt_kpi_scorecard as b using (kpi_value_id, kpi_code)
            """
        ).fetchone()
        assert compared > 100
        assert set(changed) <= FROM_WORDS
        for fact in ("fct_touchpoints", "fct_survey_responses", "fct_revenue", "fct_visits"):
            counts = connection.execute(
                f"select (select count(*) from marts.{fact}),"
                f" (select count(*) from before.marts.{fact})"
            ).fetchone()
            assert counts[0] == counts[1], fact
        # the records of a person stay one customer, and no other customer changes
        people = connection.execute(
            """
            select regexp_extract(source_record_id, '^erased-[0-9a-f]+'),
                count(distinct customer_id)
            from marts.dim_customer_source_records
            where source_record_id like 'erased-%'
            group by 1
            """
        ).fetchall()
        assert sorted(people) == sorted((person.erased_person_id, 1) for person in erased.people)
        others = connection.execute(
            """
            select count(*) from marts.dim_customer_source_records as a
            inner join before.marts.dim_customer_source_records as b using (contact_record_id)
            where a.customer_id <> b.customer_id
            """
        ).fetchone()
        assert others == (0,)


def test_the_erasures_are_told_without_a_name(erased: Erased) -> None:
    """One row a person with its records; no leak; the addresses on the list are hashes."""
    with duckdb.connect(erased.after, read_only=True) as connection:
        told = connection.execute(
            "select erased_person_id, record_count, touchpoint_count > 0 from marts.fct_erasures"
        ).fetchall()
        assert sorted(told) == sorted(
            (person.erased_person_id, len(person.records), True) for person in erased.people
        )
        assert connection.execute("select * from marts.fct_erasure_leaks").fetchall() == []
        listed = connection.execute("select identifier_hash from seeds.erasures").fetchall()
        assert all(re.fullmatch("[0-9a-f]{64}", digest) for (digest,) in listed)


def test_a_leak_is_named(run_model) -> None:
    """A record, an address or words that are left are found by the hashes and the random name."""
    erasures = [
        {"erased_person_id": "erased-1", "identifier_hash": keyed_hash("record", "desk:7")},
        {"erased_person_id": "erased-1", "identifier_hash": keyed_hash("email", "a@b.example")},
    ]
    leaks = run_model(
        "fct_erasure_leaks",
        {
            "erasures": erasures,
            "stg_landing__erasure_keys": [{"erasure_key": "demo"}],
            "int_contacts_unioned": [
                {"contact_record_id": "desk:7"},
                {"contact_record_id": "crm:1", "email": " A@b.example"},
                {"contact_record_id": "crm:2", "email": "c@b.example"},
                {"contact_record_id": "crm:3", "additional_emails": "d@b.example, A@b.example"},
            ],
            "fct_rejected_records": [{"raw_record": '{"to": "A@B.example, c@b.example"}'}],
            "fct_erasures": [{"customer_id": "c1", "erased_person_id": "erased-1"}],
            "fct_feedback_items": [{"customer_id": "c1", "redacted_text": "it is me"}],
        },
    )
    assert {(leak["erasure_leak"], leak["occurrence_count"]) for leak in leaks} == {
        ("record_not_erased", 3),
        ("address_in_quarantine", 1),
        ("words_not_erased", 1),
    }


def test_all_addresses_of_a_person_that_nobody_else_has_go_on_the_list() -> None:
    """A further address would let the person in again; one of a family would take others along.

    The same holds for the ids under which the person logs in.
    """
    with duckdb.connect() as connection:
        connection.execute(
            """
            create schema intermediate;
            create schema marts;
            create schema seeds;
            create table seeds.source_priority as from (
                values ('crm', 'crm'), ('desk', 'help_desk')
            ) as tools (source_system, domain);
            create table intermediate.int_contacts_unioned as from (
                values
                    ('crm:1', 'Ana@work.example', 'ana@home.example, Family@home.example', 'x1'),
                    ('crm:2', 'bo@home.example', 'family@home.example', 'x2'),
                    ('desk:3', 'ana@work.example', null, 'x2'),
                    ('desk:4', null, null, 'Ana@work.example')
            ) as contacts (contact_record_id, email, additional_emails, external_id);
            alter table intermediate.int_contacts_unioned add column source_system varchar;
            alter table intermediate.int_contacts_unioned add column source_contact_id varchar;
            update intermediate.int_contacts_unioned set
                source_system = split_part(contact_record_id, ':', 1),
                source_contact_id = split_part(contact_record_id, ':', 2);
            create table marts.dim_customer_source_records as from (
                values ('crm:1', 'crm', '1', 'ana', false),
                    ('crm:2', 'crm', '2', 'bo', false),
                    ('desk:3', 'desk', '3', 'ana', false),
                    ('desk:4', 'desk', '4', 'ana', false)
            ) as keys (
                contact_record_id, source_system, source_record_id, customer_id, is_internal
            )
            """
        )
        ana, bo = people_of(connection, ["ana", "bo"])
    assert ana.records == (("crm", "1"), ("desk", "3"), ("desk", "4"))
    assert ana.emails == ("ana@home.example", "ana@work.example")
    assert bo.emails == ("bo@home.example",)
    # an external id that is an address is on the list as one
    assert (ana.logins, bo.logins) == (("1", "x1"), ("2",))


@pytest.mark.parametrize("is_landed", [True, False])
def test_whoever_was_split_off_an_erased_person_keeps_the_id(is_landed: bool) -> None:
    """Bo's records were Ann's once: Ann's erasure takes her out of the log, and nobody else."""
    engine = Engine()
    ann, bo = contact(1, created_at="2024-01-01 00:00:00"), contact(2)
    # founds the cluster from now on; the id is the one of before
    older = contact(3, created_at="2023-01-01 00:00:00")
    apart = decide(1, "not_same", "salesforce:1", "salesforce:2")
    engine.run([ann, bo], decisions=[decide(1, "same", "salesforce:1", "salesforce:2")])
    (ann_id,) = set(engine.customers().values())
    engine.run([ann, bo], decisions=[apart])
    decisions = [apart, decide(2, "same", "salesforce:2", "salesforce:3")]
    engine.run([ann, bo, older], decisions=decisions)
    before = engine.customers()
    assert before["salesforce:1"] == ann_id != before["salesforce:2"] == before["salesforce:3"]

    # the tool has the record no more, or has it still
    engine.execute(
        "create schema landing; create table landing.erasure_keys as select 'demo' as erasure_key;"
        " create table intermediate.int_erased_contact_rows as"
        " select 'salesforce' as source_system, '1' as source_contact_id"
        f" where {is_landed} union all select 'desk', null;"
        " create table seeds.erasures (identifier_hash varchar)"
    )
    if not is_landed:
        digest = keyed_hash("record_key", record_key("salesforce", "1"))
        engine.execute(f"insert into seeds.erasures values ('{digest}')")
    for name in ("detach_in_identity_log", "forget_in_identity_log"):
        engine.execute(engine.environment.globals[name]())
    log = (
        "select event, record_key is null, from_id, to_id from marts.fct_identity_log order by all"
    )
    assert engine.rows(log) == [
        ("created", True, None, before["salesforce:2"]),
        ("record_added", False, None, before["salesforce:2"]),
        ("record_added", False, None, before["salesforce:3"]),
    ]
    engine.run([contact("erased-1-ab"), bo, older], decisions=decisions[1:])
    after = engine.customers()
    assert after.pop("salesforce:erased-1-ab") not in before.values()
    assert after == {record: before[record] for record in ("salesforce:2", "salesforce:3")}
    names = "select count(*) from marts.fct_identity_log where ? in (from_id, to_id)"
    assert engine.rows(names, [ann_id]) == [(0,)]


def test_the_log_of_quarantine_forgets_rows_that_are_gone() -> None:
    """The id of a rejected row names its record; others stay, and a ticket of the same number."""
    engine = Engine()
    engine.environment.globals["ref"] = lambda name: f"restricted.{name}"
    digest = keyed_hash("record", "desk:7")
    rows = ("desk.user|7#1", "desk.user|17#1", "desk.ticket|7#1", "desk.user|5#2")
    engine.execute(
        "create schema landing; create table landing.erasure_keys as select 'demo' as erasure_key;"
        f" create table seeds.erasures as select '{digest}' as identifier_hash;"
        " create schema restricted; create table restricted.fct_quarantine_log as"
        f" select 'desk' as source_system, unnest({list(rows)}) as rejected_record_id;"
        " create table restricted.fct_rejected_records as"
        " select 'desk.ticket|7#1' as rejected_record_id;"
        " create table intermediate.int_erased_contact_rows as"
        " select 'desk.user|5#2' as erased_raw_row_id"
    )
    engine.this.schema, engine.this.identifier = "restricted", "fct_quarantine_log"
    engine.execute(engine.environment.globals["forget_in_quarantine_log"]())
    left = engine.rows("select rejected_record_id from restricted.fct_quarantine_log order by 1")
    assert left == [("desk.ticket|7#1",), ("desk.user|17#1",)]


def login_hash(login: str) -> str:
    """Hash a name under which somebody logs in, as the list does."""
    return keyed_hash("email" if "@" in login else "login", login)


def erased_logins(*logins: str) -> dict[str, list[dict]]:
    """The logins of somebody who was erased, as inputs of a model."""
    rows = [{"erased_login_hash": login_hash(login)} for login in logins]
    return {
        "int_erased_logins": [row | {"erased_person_id": "erased-1"} for row in rows],
        "stg_landing__erasure_keys": [{"erasure_key": "demo"}],
    }


def test_an_address_of_a_login_goes_however_it_is_written(run_model) -> None:
    """The site sends what was typed in; an id keeps its case, and another's stays."""
    users = [" Ada@Acme.Example", "003Ab", "003AB", "ada@acme.example.org"]
    rows = [
        {
            "source_system": "site",
            "raw_row_id": str(number),
            "version_number": 1,
            "anonymous_id": "d1",
            "user_id": user,
            "page_url": "https://shop.example/?mail=x",
            "raw_record": user,
        }
        for number, user in enumerate(users)
    ]
    logins = erased_logins("ada@acme.example", "003Ab")
    for name in ("digital_events", "page_views"):
        given = {f"stg_segment__{name}": rows} | logins
        found = sorted(run_model(f"int_{name}_checked", given), key=lambda row: row["raw_row_id"])
        assert [row["user_id"] for row in found] == ["erased-1", "erased-1", *users[2:]], name
        assert [row["raw_record"] for row in found] == ["[erased]", "[erased]", *users[2:]], name


def test_an_erased_address_does_not_take_the_events_of_who_stays(run_model) -> None:
    """Bo sent the event, with an address that was Ann's: it stays Bo's, and loses the address."""
    sent = {"bo": "Bo@x.example", "app-17": "app-17", "nobody": None, "ann": "003Ab"}
    rows = [
        {
            "source_system": "site",
            "raw_row_id": name,
            "version_number": 1,
            "anonymous_id": "d1",
            "user_id": user,
            "user_email": "Ann@x.example",
            "page_url": "https://shop.example/?mail=ann@x.example",
            "raw_record": "ann@x.example",
        }
        for name, user in sent.items()
    ]
    # an id of a record that was erased is erased, whoever has it as well
    kept = [{"kept_login": "bo@x.example"}, {"kept_login": "003Ab"}]
    found = run_model(
        "int_digital_events_checked",
        {"stg_segment__digital_events": rows, "int_kept_logins": kept}
        | erased_logins("ann@x.example", "003Ab"),
    )
    assert {row["raw_row_id"]: row["user_id"] for row in found} == {
        "bo": "Bo@x.example",
        # an id that no record has is as unknown as none
        "app-17": "erased-1",
        "nobody": "erased-1",
        "ann": "erased-1",
    }
    assert {(row["user_email"], row["page_url"], row["raw_record"]) for row in found} == {
        (None, "https://shop.example/", "[erased]")
    }


def test_the_logins_of_who_was_erased(run_model) -> None:
    """An address among the ids of a tool is one name, in whatever case it is written."""
    contacts = [
        {"source_system": "zendesk", "erased_external_id": "Ada@Acme.example"},
        {"source_system": "salesforce", "source_contact_id": "003Ab"},
        {"source_system": "salesforce", "erased_email": "ada@acme.example"},
    ]
    rows = [contact | {"erased_person_id": "erased-1"} for contact in contacts]
    keys = [{"erasure_key": "demo"}]
    given = {"int_erased_contact_rows": rows, "stg_landing__erasure_keys": keys}
    found = run_model("int_erased_logins", given)
    names = ("ada@acme.example", "003Ab")
    assert {row["erased_login_hash"] for row in found} == {login_hash(name) for name in names}
    assert len(found) == 2


def test_whose_time_is_over(run_model) -> None:
    """24 months after the last contact, purchase or end of a contract, also the company's."""
    ids = ("silent", "active", "contract", "colleague", "former", "erased")
    due = run_model(
        "fct_retention_due",
        {
            "fct_touchpoints": [
                {"customer_id": "silent", "occurred_at": "2024-06-01"},
                {"customer_id": "active", "occurred_at": "2024-07-02"},
                {"customer_id": "colleague", "occurred_at": "2020-01-01"},
                {"customer_id": "former", "occurred_at": "2020-01-01"},
                {"customer_id": "erased", "occurred_at": "2020-01-01"},
            ],
            "fct_revenue": [
                {
                    "customer_id": "contract",
                    "payer_id": "shop",
                    "occurred_at": "2020-01-01",
                    "service_end_date": "2025-01-01",
                },
                # names the company alone: a contract of all who belong to it
                {
                    "customer_id": "unknown",
                    "payer_id": "works",
                    "occurred_at": "2020-01-01",
                    "service_end_date": "2026-12-31",
                },
                {"customer_id": "unknown", "payer_id": "unknown", "occurred_at": "2026-06-01"},
            ],
            "int_contacts_unioned": [],
            "int_customer_keys": [
                {"contact_record_id": "crm:1", "customer_id": "colleague", "payer_id": "works"},
                {"contact_record_id": "crm:2", "customer_id": "former", "payer_id": "former"},
            ],
            "dim_customer_contact_details": [
                {"customer_id": name, "full_name": None if name == "erased" else "Ada"}
                for name in ids
            ],
        },
    )
    assert sorted((row["customer_id"], row["due_since"], row["overdue_days"]) for row in due) == [
        ("former", date(2022, 1, 1), 1642),
        ("silent", date(2026, 6, 1), 30),
    ]


def test_old_answers_leave_no_words(run_model) -> None:
    """24 months after the answer its text goes, and with it the row as it came."""
    common = {"source_system": "poll", "version_number": 1, "answer_text": "x", "raw_record": "x"}
    given = [
        {"raw_row_id": "kept", "submitted_at": "2024-07-01 00:00:00"},
        {"raw_row_id": "old", "submitted_at": "2024-06-30 23:59:59"},
        {"raw_row_id": "landed", "loaded_at": "2024-07-01 00:00:00"},
        {"raw_row_id": "landed long ago", "loaded_at": "2024-06-30 23:59:59"},
    ]
    answers = run_model(
        "int_survey_responses_received",
        {"int_survey_responses_handed_over": [common | row for row in given]},
    )
    assert {row["raw_row_id"]: (row["answer_text"], row["raw_record"]) for row in answers} == {
        "kept": ("x", "x"),
        "old": (None, "[expired]"),
        "landed": (None, "x"),
        "landed long ago": (None, "[expired]"),
    }


def test_words_about_an_erased_requester_go_whoever_answered(run_model) -> None:
    """A comment without a respondent is about whoever asked for the ticket; its score stays."""
    common = {"source_system": "poll", "version_number": 1, "answer_text": "x", "raw_record": "x"}
    common |= {"raw_score": "9", "submitted_at": "2026-06-01 00:00:00"}
    of_desk = {"ticket_source_system": "desk"}
    given = [
        {"raw_row_id": "rating", "source_ticket_id": "8"} | of_desk,
        {"raw_row_id": "link with the id", "source_ticket_id": "8"},
        {"raw_row_id": "link with the number", "source_ticket_id": "INC8"},
        {"raw_row_id": "answered by a colleague", "source_ticket_id": "8"}
        | of_desk
        | {"source_contact_id": "5"},
        {"raw_row_id": "another ticket", "source_ticket_id": "9"} | of_desk,
        {"raw_row_id": "another tool", "source_ticket_id": "8", "ticket_source_system": "crm"},
        {"raw_row_id": "no ticket"},
    ]
    # one with a version that was replaced: an answer must not come out twice
    tickets = [
        {"source_system": "desk", "source_ticket_id": "8", "ticket_number": "INC8"}
        | {"source_requester_id": "erased-1-ab", "reason_code": reason}
        for reason in (None, "superseded_version")
    ]
    tickets += [
        {"source_system": system, "source_ticket_id": ticket, "source_requester_id": "6"}
        for system, ticket in (("desk", "9"), ("crm", "8"))
    ]
    answers = run_model(
        "int_survey_responses_received",
        {
            "int_survey_responses_handed_over": [common | row for row in given],
            "int_tickets_checked": tickets,
        },
    )
    assert len(answers) == len(given)
    kept = {row["raw_row_id"] for row in answers if row["answer_text"] == row["raw_record"] == "x"}
    assert kept == {"another ticket", "another tool", "no ticket"}
    gone = [row for row in answers if row["raw_row_id"] not in kept]
    assert {(row["answer_text"], row["raw_record"]) for row in gone} == {(None, "[erased]")}
    assert {row["raw_score"] for row in answers} == {"9"}


def test_old_calls_and_lookups_leave_no_words(run_model) -> None:
    """The note of a call and a task about no ticket go from quarantine like a message does."""
    common = {"version_number": 2, "is_exact_duplicate": False, "raw_record": "x"}
    lookups = [
        {"raw_row_id": "kept", "source_record_id": "1", "loaded_at": "2024-07-01 00:00:00"},
        {"raw_row_id": "old", "source_record_id": "2", "loaded_at": "2024-06-30 23:59:59"},
    ]
    calls = [
        {"raw_row_id": "kept", "source_call_id": "1", "started_at": "2024-07-01 00:00:00"},
        {"raw_row_id": "old", "source_call_id": "2", "started_at": "2024-06-30 23:59:59"},
        {"raw_row_id": "ended", "source_call_id": "3", "ended_at": "2024-06-30 23:59:59"},
        {"raw_row_id": "landed", "source_call_id": "4", "loaded_at": "2024-06-30 23:59:59"},
        {"raw_row_id": "taken", "source_call_id": "2", "started_at": "2024-06-30 23:59:59"}
        | {"version_number": 1},
    ]
    for name, given, rows in (
        ("int_lookup_rows_checked", "int_lookup_rows_from_help_desk", lookups),
        ("int_calls_checked", "int_calls_from_help_desk", calls),
    ):
        found = run_model(name, {given: [{"source_system": "desk"} | common | row for row in rows]})
        assert {row["raw_row_id"]: row["raw_record"] for row in found} == {
            row["raw_row_id"]: {"kept": "x", "taken": None}.get(row["raw_row_id"], "[expired]")
            for row in rows
        }, name


def test_rows_that_describe_others_tell_nothing_of_who_was_erased(run_model) -> None:
    """A mail about no ticket names people though its key does not; a merge has two in its key."""
    rows = [
        {"raw_row_id": "desk.mail|5#2", "source_record_id": "5", "version_number": 2},
        {"raw_row_id": "desk.mail|5#1", "source_record_id": "5", "version_number": 1},
        {"raw_row_id": "desk.merge|7|17|8#2", "source_record_id": "7|17|8", "version_number": 2},
    ]
    rows = [{"source_system": "desk", "raw_record": "to ann@x.example"} | row for row in rows]
    erased = {
        "stg_landing__erasure_keys": [{"erasure_key": "demo"}],
        "int_erased_contacts": [
            {
                "erased_record_hash": keyed_hash("record", f"desk:{number}"),
                "erased_contact_id": f"erased-{number}-ab",
            }
            for number in ("7", "8")
        ],
    }
    given = {"int_lookup_rows_from_help_desk": rows}
    found = run_model("int_lookup_rows_checked", given)
    assert [row["raw_record"] for row in found].count("to ann@x.example") == 2
    found = run_model("int_lookup_rows_checked", given | erased)
    assert {(row["raw_row_id"], row["source_record_id"], row["raw_record"]) for row in found} == {
        ("desk.mail|5#2", "5", "[erased]"),
        ("desk.mail|5#1", "5", None),
        ("desk.merge|erased-7-ab|17|erased-8-ab#2", "erased-7-ab|17|erased-8-ab", "[erased]"),
    }


def test_what_names_an_erased_record_is_masked_without_the_record(run_model) -> None:
    """Erased in the tool, too: orders, tickets, calls and answers still name the person."""
    erased = {
        "stg_landing__erasure_keys": [{"erasure_key": "demo"}],
        "int_erased_contacts": [
            {
                "erased_record_hash": keyed_hash("record", "desk:7"),
                "erased_contact_id": "erased-1-a",
            }
        ],
    }
    named = {
        "int_tickets_checked": ("int_tickets_from_help_desk", "source_requester_id"),
        "int_ticket_messages_checked": ("int_ticket_messages_from_help_desk", "source_author_id"),
        "int_ticket_events_checked": ("int_ticket_events_from_help_desk", "source_actor_id"),
        "int_calls_checked": ("int_calls_from_help_desk", "source_contact_id"),
        "int_revenue_events_checked": ("stg_hubspot__revenue_events", "source_contact_id"),
        "int_survey_responses_received": (
            "int_survey_responses_handed_over",
            "source_contact_id",
        ),
        "int_survey_invitations_checked": (
            "stg_qualtrics__survey_invitations",
            "source_contact_id",
        ),
    }
    for name, (landed, column) in named.items():
        rows = [
            {"source_system": system, "raw_row_id": f"{system}|{person}", column: person}
            # a row without an id of its own is turned away, and kept as it came
            | {"version_number": 1, "raw_record": "words"}
            for system, person in (("desk", "7"), ("desk", "8"), ("other", "7"))
        ]
        found = run_model(name, erased | {landed: rows})
        assert {row["raw_row_id"]: (row[column], row["raw_record"]) for row in found} == {
            "desk|7": ("erased-1-a", "[erased]"),
            "desk|8": ("8", "words"),
            "other|7": ("7", "words"),
        }, name


def test_seeds_that_name_a_person(tmp_path: Path) -> None:
    """The random name takes the place of the id; a correction of an attribute goes."""
    files = {
        "erasures": "request_id,reason,requested_on,erased_on,erased_person_id,identifier_type,"
        "identifier_hash\n",
        "segments": 'source_system,source_contact_id,why\ncrm,7,"a, b"\ndesk,7,\ncrm,8,\n',
        "overrides": "source_system,source_record_id,attribute,value\ncrm,7,full_name,Ada\n",
        "decisions": "entity,source_system_a,source_record_id_a,source_system_b,"
        "source_record_id_b\nperson,crm,8,crm,7\naccount,crm,7,crm,9\n",
    }
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text)
    person = Person("erased-ab", (("crm", "7"),), ("ada@b.example",))
    day = date(2026, 7, 1)
    done = erase([person], request_id="R-2", reason="request", requested_on=day, seeds=tmp_path)
    assert done.changed == {"decisions": 1, "overrides": 1, "segments": 1}

    def rows(name: str) -> list[list[str]]:
        with (tmp_path / f"{name}.csv").open(newline="") as file:
            return list(csv.reader(file))[1:]

    (name,) = {row[1] for row in rows("segments") if row[1].startswith("erased-ab-")}
    assert rows("segments") == [["crm", name, "a, b"], ["desk", "7", ""], ["crm", "8", ""]]
    assert rows("overrides") == []
    assert rows("decisions") == [
        ["person", "crm", "8", "crm", name],
        ["account", "crm", "7", "crm", "9"],
    ]
    listed = [["erased-ab", kind] for kind in ("record", "record_key", "email")]
    assert [row[4:6] for row in rows("erasures")] == listed
    # asked twice before the next build
    again = Person("erased-cd", (("crm", "7"),))
    assert not erase(
        [again], request_id="R-3", reason="request", requested_on=day, seeds=tmp_path
    ).people
    assert [row[4:6] for row in rows("erasures")] == listed


def test_of_two_erasures_at_once_none_is_lost(tmp_path: Path) -> None:
    """Both read the list and write it whole: the second must not read before the first wrote."""
    path = tmp_path / "erasures.csv"
    path.write_text(
        "request_id,reason,requested_on,erased_on,erased_person_id,identifier_type,"
        "identifier_hash\n"
    )
    second = threading.Thread(
        target=erase,
        args=([Person("erased-cd", (("crm", "8"),))],),
        kwargs={
            "request_id": "R-2",
            "reason": "request",
            "requested_on": date(2026, 7, 1),
            "seeds": tmp_path,
        },
    )
    with alone_in(tmp_path):
        second.start()
        second.join(0.5)
        assert second.is_alive()
        with path.open("a") as file:
            file.write("R-1,request,2026-07-01,2026-07-01,erased-ab,record,0\n")
    second.join(10)
    with path.open(newline="") as file:
        assert [row["request_id"] for row in csv.DictReader(file)] == ["R-1", "R-2", "R-2"]


def test_who_is_not_there_cannot_be_erased(
    erased: Erased, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    """An unknown id, one that was erased before, and a missing warehouse end in a sentence."""
    monkeypatch.setenv("CX_DATABASE", str(erased.after))
    assert main(["--customer", "nobody", "--request", "R-3"]) == 2
    assert "No record of a customer nobody" in capsys.readouterr().err
    with duckdb.connect(erased.after, read_only=True) as connection:
        (customer_id,) = connection.execute(
            "select min(customer_id) from marts.dim_customer_source_records"
            " where source_record_id like 'erased-%'"
        ).fetchone()
        with pytest.raises(ErasureError, match="was erased before"):
            people_of(connection, [customer_id])
    monkeypatch.setenv("CX_DATABASE", str(erased.after.with_name("none.duckdb")))
    assert main(["--overdue"]) == 2
    assert "cannot be opened" in capsys.readouterr().err
