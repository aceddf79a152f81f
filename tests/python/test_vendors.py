"""The same history in each vendor's layout gives the same facts, but for what a tool cannot say."""

import json
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
import yaml

from tests.python import golden
from tests.python.conftest import ROOT, UNTESTED, Run
from tests.python.golden import DOMAINS, EVERYTHING, plainly, sources, together, vendors

# What a tool cannot express, and what its facts say instead
CANNOT = {
    # HubSpot measures no waiting in a queue, nor who gave up there: not taken is all that it knows
    "hubspot": {"calls": {"801": ("answered", None), "802": ("missed", None)}},
    # Dynamics keeps no history of the owner of a case. Its calls are written down by people: nobody
    # measures a wait, and a call that did not come about is canceled, whoever hung up
    "dynamics": {
        "tickets": {"1002": golden.TICKETS["1002"] | {"moves": 0}},
        "calls": {"801": ("answered", None), "802": ("failed", None)},
    },
    # Salesforce writes a call down as a task when it is over: nobody measures the wait
    "salesforce": {"calls": {"801": ("answered", None), "802": ("abandoned", None)}},
    # Intercom has no web form: what is asked on the site is a chat, solved within the session
    "intercom": {
        "tickets": {
            "1002": golden.TICKETS["1002"] | {"channel": "chat"},
            "1004": golden.TICKETS["1004"] | {"channel": "chat"},
        },
        "issues": {"1002": True},
    },
}


@pytest.fixture(scope="module")
def strangers(built_once) -> Run:
    """All vendors at once, each with a golden company whose people no other vendor knows."""
    arguments = (plainly, "build", *UNTESTED)
    return built_once(
        "strangers", lambda folder: together(EVERYTHING, folder, *arguments, apart=True)
    )


def expected(vendor, what, facts):
    """Return the facts of the golden company as far as the vendor can express them."""
    return facts | CANNOT.get(vendor, {}).get(what, {})


@pytest.mark.parametrize("vendor", vendors("help_desk"))
def test_tickets(strangers, vendor):
    rows = strangers.rows(
        f"""
        select source_ticket_id, first_response_calendar_minutes, first_resolution_minutes,
            full_resolution_minutes, reopen_count, reassignment_count, channel
        from marts.fct_first_response_time
        inner join marts.fct_resolution_time
            using (source_system, ticket_id, source_ticket_id, channel)
        where source_system = '{vendor}'
        """
    )
    names = ("response", "first", "full", "reopens", "moves", "channel")
    found = {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}
    assert found == expected(vendor, "tickets", golden.TICKETS)


@pytest.mark.parametrize("vendor", vendors("help_desk"))
def test_issues(strangers, vendor):
    rows = strangers.rows(
        f"""
        select split_part(issue_id, ':', 2), first_contact_resolution_count = 1
        from marts.fct_first_contact_resolution
        where is_included and source_system = '{vendor}'
        """
    )
    assert dict(rows) == expected(vendor, "issues", golden.ISSUES)


@pytest.mark.parametrize("vendor", [v for v in vendors("help_desk") if "survey" in DOMAINS[v]])
def test_ratings(strangers, vendor):
    rows = strangers.rows(
        f"""
        select split_part(ticket_id, ':', 2), satisfied_count = 1
        from marts.fct_csat
        where is_included and source_system = '{vendor}'
        """
    )
    assert dict(rows) == expected(vendor, "ratings", golden.RATINGS)


@pytest.mark.parametrize("vendor", ["qualtrics", "surveymonkey", "typeform"])
def test_answers(strangers, vendor):
    answers = {
        name: dict(
            strangers.rows(
                f"""
                select source_response_id, {column} from marts.{fact}
                where is_included and source_system = '{vendor}'
                """
            )
        )
        for name, fact, column in (
            ("nps", "fct_nps", "score"),
            ("csat", "fct_csat", "satisfied_count = 1"),
            ("ces", "fct_ces", "effort_score"),
        )
    }
    assert answers["nps"] == expected(vendor, "nps", golden.NPS)
    assert answers["csat"] == expected(vendor, "csat", golden.CSAT)
    assert answers["ces"] == pytest.approx(expected(vendor, "ces", golden.CES))


@pytest.mark.parametrize("vendor", vendors("crm"))
def test_revenue(strangers, vendor):
    rows = strangers.rows(
        f"""
        select source_revenue_event_id, amount
        from intermediate.int_revenue_events_unioned
        where revenue_event_type = 'opportunity_won' and source_system = '{vendor}'
        """
    )
    assert dict(rows) == golden.REVENUE


@pytest.mark.parametrize("vendor", ["zendesk", "salesforce", "hubspot", "dynamics"])
def test_calls(strangers, vendor):
    rows = strangers.rows(
        "select source_call_id, outcome, wait_seconds from intermediate.int_calls_unioned"
        f" where source_system = '{vendor}'"
    )
    found = {call: (outcome, wait) for call, outcome, wait in rows}
    assert found == expected(vendor, "calls", golden.CALLS)


def test_a_queue_is_measured_where_the_tool_shows_one(strangers):
    """The phone of Zendesk times queue and agents; Dynamics has notes of calls that are over."""
    query = """
        select source_call_id, outcome_class, queue.exclusion_reason, within_service_level_count,
            handle_seconds, handled.exclusion_reason
        from marts.fct_queue_contacts as queue
        inner join marts.fct_handling_time as handled using (source_system, call_id, source_call_id)
        where queue.contact_kind = 'call' and source_system = '{}' order by 1
    """
    assert strangers.rows(query.format("zendesk")) == [
        ("801", "answered", None, 1, 300, None),
        ("802", "abandoned", None, 0, None, "not_answered"),
    ]
    noted = strangers.rows(query.format("dynamics"))
    assert [row[2] for row in noted] == ["no_queue", "no_queue"]
    assert noted[0][4:] == (None, "incomplete")


def test_invitations(strangers):
    """A survey that was sent is an invitation, answered or not."""
    rows = strangers.rows(
        """
        select count(*), count(*) filter (where is_answered)
        from intermediate.int_survey_invitations_unioned
        where is_invitation and delivery = 'delivered' and source_system = 'servicenow'
        """
    )
    assert rows == [(3, 2)]


def test_people(strangers):
    """Every tool knows four people (a survey tool those who answered), and no other tool does."""
    known = strangers.rows(
        """
        select source_system, count(distinct customer_id)
        from marts.dim_customer_source_records
        group by source_system
        """
    )
    assert dict(known) == dict.fromkeys(DOMAINS, 4)
    people = strangers.rows(
        "select count(*) from marts.dim_customers where customer_id <> 'unknown'"
    )
    assert people == [(4 * len(DOMAINS),)]


def test_secrets_are_never_read(strangers):
    """A password must not even be in the row that is kept for the quarantine."""
    rows = strangers.rows("select _raw_record from raw_servicenow.sys_user")
    assert rows
    assert not [row for row in rows if "password" in row[0]]


# --- mixtures -----------------------------------------------------------------------------------


def awkwardly(folder: Path, vendor: str, tables: dict[str, list[dict]]) -> None:
    """Typed Parquet: other order, upper-case names, more columns, epochs, offsets, nested types."""
    folder.mkdir(parents=True)
    for name, rows in tables.items():
        if not rows:
            continue
        lines = folder / f"{name}.json"
        numeric = {key for key in rows[0] if all(_is_number(row[key]) for row in rows)}
        lines.write_text("\n".join(json.dumps(_twisted(row, numeric), default=str) for row in rows))
        read = f"read_json('{lines}', format = 'newline_delimited', sample_size = -1)"
        columns = [
            f'cast(null as integer) as "{column}"' if "NULL" in kind else f'"{column}"'
            for column, kind, *_ in duckdb.connect().execute(f"describe from {read}").fetchall()
        ]
        duckdb.connect().execute(
            f"copy (select {', '.join(columns)}, 'more' as ANOTHER_COLUMN from {read}) "
            f"to '{folder / name.upper()}.parquet' (format parquet)"
        )
        lines.unlink()


def _is_number(value) -> bool:
    return value is None or (
        isinstance(value, str) and value.isdecimal() and not value.startswith("0")
    )


def _twisted(row: dict, numeric: set[str]) -> dict:
    changed = {}
    for place, (key, value) in enumerate(reversed(row.items())):
        if isinstance(value, datetime):
            moment = value.replace(tzinfo=UTC)
            value = (
                int(moment.timestamp()),
                int(moment.timestamp() * 1000),
                moment.isoformat().replace("+00:00", "Z"),
                f"{(moment.timestamp())}",
            )[place % 4]
        elif key in numeric and value is not None:
            value = int(value)
        changed[key.upper()] = value
    return changed


FACTS = [
    "marts.fct_nps",
    "marts.fct_csat",
    "marts.fct_ces",
    "marts.fct_first_response_time",
    "marts.fct_response_time",
    "marts.fct_resolution_time",
    "marts.fct_first_contact_resolution",
    "marts.dim_customer_source_records",
    "intermediate.int_calls_unioned",
    "intermediate.int_call_legs_unioned",
    "marts.fct_queue_contacts",
    "marts.fct_first_call_resolution",
    "marts.fct_handling_time",
    "intermediate.int_revenue_events_unioned",
    "intermediate.int_survey_invitations_unioned",
    "marts.fct_journeys",
    "marts.fct_journey_steps",
    "marts.fct_page_loads",
    "marts.fct_visits",
]


def test_all_vendors_together(all_on):
    """Ten records of one person are one customer, and every tool's tickets are there."""
    people = all_on.rows("select count(*) from marts.dim_customers where customer_id <> 'unknown'")
    assert people == [(4,)]
    tickets = all_on.rows(
        "select source_system, count(*) from marts.fct_first_response_time group by 1"
    )
    assert dict(tickets) == dict.fromkeys(vendors("help_desk"), len(golden.TICKETS))


def test_the_site(all_on):
    """Who logged in is the customer of the other tools; a journey under way does not count."""
    journeys = all_on.rows(
        """
        select journeys.journey_code, journeys.outcome, journeys.furthest_step_number,
            journeys.channel, customers.email
        from marts.fct_journeys as journeys
        left join intermediate.int_customers_golden as known
            on journeys.customer_id = known.customer_id
        left join (
            select keys.customer_id, min(lower(contacts.email)) as email
            from intermediate.int_customer_keys as keys
            inner join intermediate.int_contacts_unioned as contacts using (contact_record_id)
            group by 1
        ) as customers on known.customer_id = customers.customer_id
        order by journeys.started_at
        """
    )
    assert journeys == [
        ("checkout", "completed", 3, "web", "ana@acme.example"),
        ("checkout", "abandoned", 1, "app", "ben@acme.example"),
        ("booking", "in_progress", 1, "web", None),
    ]
    loads = all_on.rows(
        "select load_seconds, exclusion_reason from marts.fct_page_loads order by load_seconds"
    )
    assert loads == [(0.01, "prefetch"), (1.5, None), (4.0, None)]
    visits = all_on.rows(
        "select has_converted, event_count from marts.fct_visits where is_included"
    )
    assert sorted(visits) == [(False, 1), (False, 2), (True, 4)]


def test_awkward_tables_give_the_same_facts(all_on, tmp_path):
    """If this fails, the way a loader spells or types a column changes a number."""
    run = together(EVERYTHING, tmp_path, awkwardly, "build", *UNTESTED)
    for fact in FACTS:
        query = f"select * from {fact} order by all"
        assert run.rows(query) == all_on.rows(query), fact


def test_pairs(tmp_path):
    """Two of a kind, as after a merger; the demo pairs Zendesk, Freshdesk and Intercom."""
    listed = {"crm": ["hubspot", "dynamics"], "help_desk": ["servicenow", "zendesk"]}
    listed["survey"] = ["surveymonkey", "typeform"]
    run = together(listed, tmp_path, plainly, "build", *UNTESTED)
    people = run.rows("select count(*) from marts.dim_customers where customer_id <> 'unknown'")
    assert people == [(4,)]


def test_without_any_optional_table(tmp_path):
    """Every vendor with its required tables only builds, and the report says what is missing."""
    required = {
        vendor: {
            table["name"]
            for table in sources(vendor)["tables"]
            if table.get("config", {}).get("meta", {}).get("required")
        }
        for vendor in [*DOMAINS, *golden.SITES]
    }

    def sparingly(folder: Path, vendor: str, tables: dict[str, list[dict]]) -> None:
        golden.write_csv(
            folder, {name: rows for name, rows in tables.items() if name in required[vendor]}
        )

    run = together(EVERYTHING, tmp_path, sparingly, "build", *UNTESTED)
    missing = run.rows(
        """
        select source_system, kpi_code, reason, limitations from reports.rpt_source_coverage
        where reason like 'table not found: %' or limitations is not null
        """
    )
    assert missing
    absent = run.rows(
        "select source_table_id from marts.fct_row_reconciliation where not is_present"
    )
    assert len(absent) > 40


# --- the list of pitfalls -----------------------------------------------------------------------

PITFALLS = dict(
    landing=17,
    zendesk=22,
    hubspot=12,
    salesforce=13,
    dynamics=8,
    freshdesk=10,
    servicenow=11,
    intercom=10,
    qualtrics=11,
    surveymonkey=8,
    typeform=8,
    segment=9,
)
CHAPTER = {vendor: f"C{number}" for number, vendor in enumerate(PITFALLS)}


@pytest.mark.parametrize("vendor", PITFALLS)
def test_every_pitfall_is_handled_or_named(vendor):
    """Each known pitfall of a tool names the test that handles it, or says why none does."""
    listed = sources(vendor)["config"]["meta"]["pitfalls"]
    numbers = range(1, PITFALLS[vendor] + 1)
    assert [pitfall["id"] for pitfall in listed] == [f"{CHAPTER[vendor]}.{n}" for n in numbers]
    paths = (ROOT / "models" / "staging" / vendor).glob("_*__unit_tests.yml")
    known = {
        test["name"] for path in paths for test in yaml.safe_load(path.read_text())["unit_tests"]
    }
    for pitfall in listed:
        assert len(pitfall["pitfall"]) > 10, pitfall
        assert pitfall.get("handled_by") or len(pitfall.get("not_handled", "")) > 20, pitfall
        for name in pitfall.get("handled_by", []):
            if "." in name:
                module, function = name.split(".")
                text = (ROOT / "tests" / "python" / f"{module}.py").read_text()
                assert f"def {function}(" in text, name
            else:
                assert name in known, name
