"""Defects that were found in other packages for the same tools, a test for each: not here.

Most tests give a few tickets to the models of service; what a tool's own tables are about is run
through its staging model.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest

from tests.python.conftest import ROOT
from tests.python.model_chain import Chain
from tests.python.service_chain import AS_OF, input_rows, service_chain
from tests.python.service_reference import Change, Message, Ticket

MONDAY = datetime(2026, 3, 2, 9)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def at(hours: float) -> datetime:
    """Return a moment after Monday, 2 March 2026, 09:00 UTC."""
    return MONDAY + hours * HOUR


def ticket(number: int, statuses: list, messages: list = (), **values) -> Ticket:
    """One ticket: (hours, status) and (hours, author) after its creation on Monday."""
    return Ticket(
        number,
        values.pop("created", MONDAY),
        tuple(Change(at(hours), status) for hours, status in statuses),
        tuple(Message(at(hours), author) for hours, author in messages),
        **values,
    )


@pytest.fixture(scope="module")
def chain() -> Chain:
    return service_chain()


@pytest.fixture()
def facts(chain):
    """Return a function that gives the rows of a fact by ticket for some tickets."""

    def build(fact: str, *tickets: Ticket, **changed: list[dict]) -> dict[str, dict]:
        """Other input rows than those of the tickets may be given by name."""
        chain.build(input_rows(list(tickets)) | changed)
        key = "issue_id" if fact == "fct_first_contact_resolution" else "ticket_id"
        rows = {row[key]: row for row in chain.table(fact)}
        return {one.id: rows[one.id] for one in tickets if one.id in rows}

    build.chain = chain
    return build


def test_unreplied_tickets_are_counted(facts):
    """1: the count of unreplied tickets was always zero, because it asked for less than none."""
    rows = facts(
        "fct_first_response_time",
        ticket(1, [(0, "new")], [(0, "customer")]),
        ticket(2, [(0, "new"), (1, "solved")], [(0, "customer")]),
        ticket(3, [(0, "new"), (1, "solved")], [(0, "customer"), (0.5, "agent")]),
    )
    assert [row["is_unreplied"] for row in rows.values()] == [True, True, False]
    assert [row["exclusion_reason"] for row in rows.values()] == [None, "no_reply", None]


def test_solved_without_a_word_is_no_touch(facts):
    """2: a ticket solved without a public answer was counted as solved with several."""
    solved = [(0, "new"), (3, "solved")]
    answers = [[], [(1, "agent")], [(1, "agent"), (2, "agent")]]
    rows = facts(
        "fct_resolution_time",
        *(ticket(n, solved, [(0, "customer"), *some]) for n, some in enumerate(answers, 1)),
    )
    assert [row["is_one_touch"] for row in rows.values()] == [False, True, False]
    assert [row["agent_reply_count"] for row in rows.values()] == [0, 1, 2]


def test_an_open_status_ends_now(facts):
    """3: the status that still holds ran into the future, and open tickets had waited longer."""
    created = AS_OF - 9 * HOUR
    waiting = Ticket(1, created, (Change(created, "open"), Change(created + HOUR, "hold")))
    (row,) = facts("fct_resolution_time", waiting).values()
    # as_of is Tuesday 01:00 in Berlin, the ticket is of Monday 16:00: one hour of opening is left
    assert (row["requester_wait_minutes"], row["on_hold_minutes"]) == (540, 480)
    assert (row["requester_wait_business_minutes"], row["on_hold_business_minutes"]) == (60, 0)
    assert (row["open_age_minutes"], row["open_age_business_minutes"]) == (540, 60)


def test_a_reopened_ticket_that_is_still_open_is_reopened(facts):
    """4: reopenings were solutions less one: none until the ticket was solved again."""
    (row,) = facts(
        "fct_resolution_time", ticket(1, [(0, "new"), (1, "solved"), (30, "open")])
    ).values()
    assert (row["reopen_count"], row["is_reopened"], row["is_resolved"]) == (1, True, False)


@pytest.fixture(scope="module")
def message_roles():
    """Return a function that gives the roles of the authors of messages on one ticket."""
    inputs = {
        "int_ticket_messages_checked",
        "int_agents_unioned",
        "int_tickets_unioned",
        "int_contacts_unioned",
    }
    chain = Chain(inputs, ("int_ticket_messages_unioned",))

    def roles(agents: list[dict], authors: list[str]) -> list[str]:
        """Give one role an author, in their order."""
        messages = [
            {
                "source_system": "desk",
                "source_message_id": str(number),
                "source_ticket_id": "1",
                "source_author_id": author,
                "is_public": True,
                "sent_at": MONDAY,
            }
            for number, author in enumerate(authors)
        ]
        requested = {"ticket_id": "desk:1", "requester_record_id": "desk:customer"}
        chain.build(
            {
                "int_ticket_messages_checked": messages,
                "int_agents_unioned": [{"source_system": "desk", **agent} for agent in agents],
                "int_tickets_unioned": [requested],
            }
        )
        found = sorted(
            chain.table("int_ticket_messages_unioned"), key=lambda row: row["message_id"]
        )
        return [row["author_role"] for row in found]

    return roles


def test_messages_of_people_who_are_gone_are_kept(message_roles):
    """5: a message by a user who is missing vanished; the answers of agents who left became theirs
    who asked."""
    left = {"source_agent_id": "left", "is_active": False, "is_deleted": True, "is_bot": False}
    assert message_roles([left], ["customer", "left", "nobody"]) == ["customer", "agent", "unknown"]


def test_who_was_staff_once_stays_an_agent(run_any_model):
    """5: a tool makes end-users of agents whom it deactivates, and their answers with them."""
    rows = run_any_model(
        "stg_zendesk__agents",
        {
            "base_zendesk__users": [{"source_user_id": "4", "raw_role": "end-user"}],
            "base_zendesk__staff": [{"source_user_id": "4"}],
        },
    )
    assert [(row["source_agent_id"], row["is_active"]) for row in rows] == [("4", False)]


def test_deleted_tickets_and_messages_do_not_count(facts):
    """6: rows that the loader had marked as deleted were counted like all others."""
    asked = Message(MONDAY, "customer")
    withdrawn = Message(at(1), "agent", is_deleted=True)
    opened = (Change(MONDAY, "new"),)
    answered = Ticket(1, MONDAY, opened, (asked, withdrawn, Message(at(5), "agent")))
    tickets = [answered, ticket(2, [(0, "new"), (1, "deleted")], [(0, "customer")])]
    marked = ticket(3, [(0, "new")], [(0, "customer"), (1, "agent")])
    rows = input_rows([*tickets, marked])["int_tickets_unioned"]
    rows[-1]["is_deleted"] = True
    found = facts("fct_first_response_time", *tickets, marked, int_tickets_unioned=rows)
    assert found["desk:001"]["first_response_calendar_minutes"] == 300
    reasons = [row["exclusion_reason"] for row in found.values()]
    assert reasons == [None, "deleted", "deleted"]
    assert [row["is_included"] for row in found.values()] == [True, False, False]


def test_time_is_elapsed_not_marks_crossed(facts):
    """7: from 00:00:59 to 00:01:00 was a minute, because a minute mark lies between."""
    created = datetime(2026, 3, 2, 12, 0, 59)
    second = created + timedelta(seconds=1)
    one = Ticket(
        1,
        created,
        (Change(created, "open"), Change(second, "solved")),
        (Message(created, "customer"), Message(second, "agent")),
    )
    for fact, names in {
        "fct_first_response_time": ("first_response_calendar", "first_response_business"),
        "fct_response_time": ("response_calendar", "response_business"),
        "fct_resolution_time": ("full_resolution", "first_resolution", "requester_wait"),
    }.items():
        (row,) = facts(fact, one).values()
        for name in names:
            assert row[f"{name}_minutes"] == pytest.approx(1 / 60), name


def test_every_kind_of_resolution_can_be_reached(facts):
    """8: one branch of a CASE hid the next, so that a kind of revenue movement never occurred.

    Movements of revenue are not built yet; the kinds of resolution have branches that could hide
    each other in the same way.
    """
    by_itself = ticket(3, [(0, "new"), (1, "pending")])
    closed = Change(at(9), "closed", by="nobody")
    rows = facts(
        "fct_resolution_time",
        ticket(1, [(0, "new"), (1, "solved"), (2, "closed")]),
        ticket(2, [(0, "new"), (1, "closed")]),
        Ticket(3, MONDAY, (*by_itself.changes, closed)),
        ticket(4, [(0, "new"), (1, "solved"), (2, "open")]),
    )
    kinds = [row["resolution_type"] for row in rows.values()]
    assert kinds == ["solved", "closed_without_solve", "no_response", "open"]


def test_answers_find_a_question_without_parts(run_any_model):
    """9: questions without sub-questions were joined on a null key, and lost their words."""
    rows = run_any_model(
        "stg_qualtrics__surveys",
        {
            "base_qualtrics__questions": [
                {
                    "raw_row_id": "1",
                    "version_number": 1,
                    "source_survey_id": "SV1",
                    "source_question_id": "QID1",
                    "question_text": "How likely are you to recommend us?",
                    "question_type": "MC",
                    "selector": "NPS",
                    "is_deleted": False,
                }
            ],
            "base_qualtrics__surveys": [
                {"source_survey_id": "SV1", "survey_name": "Relationship", "version_number": 1}
            ],
        },
    )
    (row,) = rows
    assert row["question_text"] == "How likely are you to recommend us?"
    assert (row["raw_question_type"], row["survey_name"]) == ("MC:NPS", "Relationship")
    assert (row["source_metric_code"], row["source_scale_id"]) == ("nps", "nps_0_10")
    (answer,) = run_any_model(
        "stg_qualtrics__survey_responses",
        {
            "base_qualtrics__question_responses": [
                {
                    "raw_row_id": "1",
                    "version_number": 1,
                    "source_answer_id": "a1",
                    "source_response_id": "R1",
                    "source_question_id": "QID1",
                    "raw_score": "9",
                    "is_nps_group": False,
                }
            ],
            "base_qualtrics__survey_responses": [
                {"source_response_id": "R1", "source_survey_id": "SV1", "version_number": 1}
            ],
        },
    )
    assert (answer["source_survey_id"], answer["source_question_id"]) == ("SV1", "QID1")
    assert answer["raw_score"] == "9"


def test_labels_in_several_languages_double_nothing(run_any_model):
    """10: a state with a label in two languages, or an inactive one, doubled its incidents."""
    label = {"choice_table": "incident", "choice_field": "state", "choice_value": "12"}
    rows = run_any_model(
        "stg_servicenow__tickets",
        {
            "base_servicenow__incidents": [
                {"source_ticket_id": "i1", "raw_status": "12", "version_number": 1}
            ],
            "base_servicenow__choices": [
                label
                | {"choice_label": text, "language": language, "is_inactive": inactive}
                | {"version_number": 1}
                for text, language, inactive in (
                    ("Beim Hersteller", "de", False),
                    ("With vendor", "en", False),
                    ("Chez le fournisseur", "fr", False),
                    ("A retired label", "en", True),
                )
            ],
        },
    )
    assert [row["raw_status_label"] for row in rows] == ["With vendor"]


def test_touching_a_ticket_moves_it_to_no_other_day(facts):
    """10: activity was counted on the day of the last update, so that a ticket changed its day."""
    one = ticket(1, [(0, "new"), (30, "solved")], [(0, "customer"), (1, "agent")])
    touched = input_rows([one])["int_tickets_unioned"]
    for row in touched:
        row["updated_at"] = AS_OF - HOUR
    for fact, name, day in (
        ("fct_first_response_time", "created_date", MONDAY.date()),
        ("fct_response_time", "responded_date", MONDAY.date()),
        ("fct_resolution_time", "resolved_date", at(30).date()),
        ("fct_first_contact_resolution", "first_contact_date", MONDAY.date()),
    ):
        (row,) = facts(fact, one, int_tickets_unioned=touched).values()
        assert row[name] == day, fact


def test_no_duration_runs_backwards(facts, run_any_model):
    """11: the arguments of a difference of times were exchanged: all ages of deals were negative,
    and a probability in percent was taken for a share.

    Ages and forecasts of deals are not built: tested are the ages and waits of tickets, and that a
    deal which is not won is no revenue, whatever its probability.
    """
    one = ticket(
        1,
        [(0, "new"), (1, "pending"), (3, "hold"), (4, "solved"), (28, "open")],
        [(0, "customer"), (1, "agent"), (29, "customer")],
    )
    for fact in ("fct_first_response_time", "fct_response_time", "fct_resolution_time"):
        (row,) = facts(fact, one).values()
        durations = {k: v for k, v in row.items() if k.endswith("_minutes") and v is not None}
        assert durations
        assert min(durations.values()) >= 0, durations
    (row,) = facts("fct_resolution_time", one).values()
    assert (row["first_resolution_minutes"], row["agent_wait_minutes"]) == (240, 120)
    rows = run_any_model(
        "stg_salesforce__revenue_events",
        {
            "base_salesforce__opportunities": [
                {"source_revenue_event_id": name, "amount": 1200, "is_won": won, "is_closed": won}
                for name, won in (("likely", False), ("won", True))
            ]
        },
    )
    kinds = {row["source_revenue_event_id"]: row["revenue_event_type"] for row in rows}
    assert kinds == {"likely": "opportunity_open", "won": "opportunity_won"}


def test_equal_ids_of_two_tools_do_not_mix(facts):
    """12: figures of agents were joined on the bare id, so that two tools shared an agent."""
    one = ticket(1, [(0, "new"), (2, "solved")], [(0, "customer"), (1, "agent")])
    rows = input_rows([one])
    # the same ticket, with the same ids, in another tool; its agent answers three hours later
    for name, copied in rows.items():
        others = [
            {k: v.replace("desk:", "help:") if isinstance(v, str) else v for k, v in row.items()}
            | {"source_system": "help"}
            for row in copied
        ]
        for row in others:
            if row.get("author_role") == "agent":
                row["sent_at"] += 3 * HOUR
        rows[name] = copied + others
    agents = [
        {"agent_id": f"{tool}:a1", "source_system": tool, "source_agent_id": "a1", "is_bot": False}
        for tool in ("desk", "help")
    ]
    both = [one, Ticket(1, MONDAY, one.changes)]
    facts("fct_first_response_time", *both, int_agents_unioned=agents, **rows)
    found = {
        row["ticket_id"]: (row["first_responder_agent_id"], row["first_response_calendar_minutes"])
        for row in facts.chain.table("fct_first_response_time")
        if row["ticket_id"].endswith(":001")
    }
    assert found == {"desk:001": ("desk:a1", 60), "help:001": ("help:a1", 240)}


def test_an_agent_of_two_teams_counts_once(run_any_model):
    """12: an agent's figures were repeated on each of his teams."""
    teams = [{"source_group_id": n, "group_name": n, "version_number": 1} for n in ("A", "B")]
    rows = run_any_model(
        "stg_intercom__agents",
        {
            "base_intercom__admins": [{"source_agent_id": "7", "version_number": 1}],
            "base_intercom__teams": teams,
            "base_intercom__team_admins": [
                {
                    "source_agent_id": "7",
                    "source_group_id": team["source_group_id"],
                    "version_number": 1,
                    "is_deleted": False,
                }
                for team in teams
            ],
        },
    )
    assert [(row["source_agent_id"], row["group_name"]) for row in rows] == [("7", "A")]


def test_a_late_change_of_an_earlier_day_is_applied(facts):
    """13: a history took only days after the last one it had: a late change was never seen."""
    known = ticket(1, [(0, "new"), (48, "solved")], [(0, "customer"), (47, "agent")])
    (before,) = facts("fct_resolution_time", known).values()
    # the customer's turn of Monday comes to light after the solution of Wednesday
    late = ticket(1, [(0, "new"), (5, "pending"), (48, "solved")], [(0, "customer"), (47, "agent")])
    (after,) = facts("fct_resolution_time", late).values()
    assert (before["requester_wait_minutes"], before["agent_wait_minutes"]) == (2880, 0)
    assert (after["requester_wait_minutes"], after["agent_wait_minutes"]) == (300, 2580)


def test_what_is_incremental_is_named():
    """13: an incremental model is where a late change gets lost. Logs and the frozen baselines keep
    what each run saw; the stream of contacts is compared with its source, row by row, and a
    test changes late rows in it. No fact of service is incremental."""
    incremental = {
        path.stem
        for path in (ROOT / "models").rglob("*.sql")
        if re.search(r"materialized\s*=\s*'incremental'", path.read_text())
    }
    logs = {
        "fct_identity_log",
        "fct_customer_history_log",
        "fct_kpi_values_published",
        "fct_quarantine_log",
    }
    assert incremental == logs | {"fct_kpi_baselines", "fct_touchpoints"}


def test_first_contact_resolution_needs_more_than_one_answer(facts):
    """14: a ticket with one answer was resolved at first contact, solved or not, reopened or not,
    repeated or not."""
    words = [(0, "customer"), (1, "agent")]
    one_answer = ticket(1, [(0, "new"), (1, "solved")], words, customer="c1")
    unsolved = ticket(2, [(0, "new"), (1, "pending")], words, customer="c2")
    reopened = ticket(
        3, [(0, "new"), (1, "solved"), (50, "open"), (90, "solved")], words, customer="c3"
    )
    repeated = Ticket(
        4,
        at(24 * 6),
        (Change(at(24 * 6), "new"), Change(at(24 * 6 + 1), "solved")),
        customer="c1",
    )
    rows = facts("fct_first_contact_resolution", one_answer, unsolved, reopened)
    counts = [row["first_contact_resolution_count"] for row in rows.values()]
    assert counts == [1, 0, 0]
    assert all(row["is_included"] for row in rows.values())
    rows = facts("fct_first_contact_resolution", one_answer, repeated)
    assert {issue: row["ticket_count"] for issue, row in rows.items()} == {"desk:001": 2}
    assert rows["desk:001"]["first_contact_resolution_count"] == 0
