"""The stream of contacts: what is one, how it felt, and that adding to it is building it anew."""

import csv
import shutil
from datetime import datetime, timedelta

import duckdb

from tests.python.conftest import dbt
from tests.python.test_worked_examples import close

DAY = datetime(2025, 5, 1, 9)
HOUR = timedelta(hours=1)
SOMEONE = {"source_system": "zendesk", "customer_id": "C1", "account_id": "A1", "payer_id": "A1"}
PLACED = {"segment": "smb", "agent_id": "a", "agent_group": "g"}


def ticket(number, **others):
    """One row of int_ticket_scope."""
    row = {"ticket_id": f"t{number}", "channel": "email", "created_at": DAY}
    return SOMEONE | PLACED | row | others


def message(number, at, role="customer", **others):
    """One row of int_ticket_messages_unioned."""
    row = {"message_id": f"m{number}", "ticket_id": "t1", "author_role": role, "sent_at": at}
    return {"source_system": "zendesk", "is_public": True, "is_deleted": False} | row | others


def test_an_opening_message_is_no_second_contact(run_model):
    """A ticket and what was written in it; replies later; internal notes reach nobody."""
    messages = [
        message(1, DAY),
        message(2, DAY + HOUR, "agent", author_record_id="zendesk:9"),
        message(3, DAY + 2 * HOUR),
        message(4, DAY + 3 * HOUR, "agent", is_public=False),
        message(5, DAY + 4 * HOUR, "bot"),
        message(6, DAY + 5 * HOUR, is_deleted=True),
        message(7, DAY + 6 * HOUR, "unknown"),
        message(8, DAY, ticket_id="t2"),
        message(9, DAY + HOUR, ticket_id="t2"),
        message(10, DAY + HOUR, ticket_id="t3"),
    ]
    tickets = [
        ticket(1),
        ticket(2, exclusion_reason="spam"),
        ticket(3, exclusion_reason="merged"),
        ticket(4, exclusion_reason="outbound"),
    ]
    rows = run_model(
        "int_touches_service",
        {
            "int_ticket_scope": tickets,
            "int_ticket_messages_unioned": messages,
            "int_agents_unioned": [{"agent_id": "zendesk:9"}],
        },
    )
    found = {
        row["touch_id"]: (row["contact_kind"], row["direction"], row["exclusion_reason"])
        for row in rows
    }
    assert found == {
        "ticket|t1": ("ticket", "inbound", None),
        "message|m2": ("agent_reply", "outbound", None),
        "message|m3": ("customer_message", "inbound", None),
        "message|m5": ("agent_reply", "outbound", "bot"),
        "message|m6": ("customer_message", "inbound", "deleted"),
        "message|m7": ("customer_message", "inbound", "unknown_author"),
        "ticket|t2": ("ticket", "inbound", "spam"),
        "message|m9": ("customer_message", "inbound", "spam"),
        # what was merged or written by us was a contact all the same
        "ticket|t3": ("ticket", "inbound", None),
        "message|m10": ("customer_message", "inbound", None),
        "ticket|t4": ("ticket", "outbound", None),
    }
    by_id = {row["touch_id"]: row for row in rows}
    # the words of the opening message are those of the ticket
    assert by_id["ticket|t1"]["feedback_key"] == "message|m1"
    assert by_id["message|m2"]["agent_id"] == "zendesk:9"
    assert by_id["message|m3"]["agent_id"] == "a"


def test_a_response_is_one_contact_about_what_it_asks(run_model):
    """The touchpoint is that of the ticket, else the relationship; nobody's previews count."""

    def answer(response, survey, **others):
        row = {
            "survey_response_id": response,
            "source_system": "qualtrics",
            "survey_id": survey,
            "respondent_record_id": "r1",
            "channel": "email",
            "raw_response_status": "0",
            "is_answered": True,
            "submitted_at": DAY,
        }
        return row | others

    answers = [
        answer("linked", "post", ticket_id="t1"),
        answer("linked", "post", ticket_id="t1", is_answered=False),
        answer("nameless", "post", channel="unknown"),
        answer("about spam", "post", ticket_id="t2", channel="unknown"),
        answer("relation", "wave", ticket_id="t1"),
        answer("words", "wave", is_answered=False, answer_text="Fine"),
        answer("empty", "wave", is_answered=False),
        answer("preview", "wave", raw_response_status="1"),
        answer("staff", "work", respondent_record_id=None),
        answer("colleague", "wave", respondent_record_id="r2"),
    ]
    surveys = [
        {"survey_id": "post", "metric_code": "csat"},
        {"survey_id": "post", "metric_code": "tnps"},
        {"survey_id": "wave", "metric_code": "nps"},
        {"survey_id": "wave", "metric_code": None},
        {"survey_id": "work", "metric_code": "enps", "is_employee_survey": True},
    ]
    people = [
        {"contact_record_id": "r1", "customer_id": "C1", "is_internal": False},
        {"contact_record_id": "r2", "is_internal": True},
    ]
    rows = run_model(
        "int_touches_surveys",
        {
            "int_survey_answer_tickets": answers,
            "int_surveys_unioned": surveys,
            "int_customer_keys": people,
            "int_rated_contacts": [
                rated | {"survey_response_id": response}
                for response in ("linked", "about spam", "relation")
                for rated in (
                    {"ticket_id": "t1", "channel": "chat"},
                    {"ticket_id": "t2", "exclusion_reason": "spam"},
                )
            ],
        },
    )
    found = {
        row["touch_id"].removeprefix("response|"): (
            row["raw_touchpoint"],
            row["channel"],
            row["exclusion_reason"],
        )
        for row in rows
    }
    assert found == {
        "linked": ("chat", "email", None),
        "nameless": ("other", "unknown", None),
        "about spam": ("other", "unknown", None),
        "relation": ("relationship", "email", None),
        "words": ("relationship", "email", None),
        "empty": ("relationship", "email", "no_answer"),
        "preview": ("relationship", "email", "preview"),
        "staff": ("other", "email", "internal"),
        "colleague": ("relationship", "email", "internal"),
    }


def test_a_ticket_stands_for_the_call_that_it_was_opened_for(run_model):
    """A call that comes later is a contact of its own; the future is not known yet."""
    call = {"contact_kind": "call", "channel": "phone", "ticket_id": "t1"} | SOMEONE | PLACED
    opened = {
        "touch_id": "ticket|t1",
        "contact_kind": "ticket",
        "channel": "phone",
        "touched_at": DAY,
    }
    calls = [
        call | {"call_id": "1", "started_at": DAY - HOUR},
        call | {"call_id": "2", "started_at": DAY + HOUR},
        call | {"call_id": "3", "started_at": DAY, "ticket_id": None},
        call | {"call_id": "4", "started_at": DAY + HOUR, "exclusion_reason": "outbound"},
        call | {"call_id": "5", "started_at": DAY, "exclusion_reason": "unknown_direction"},
        call | {"call_id": "6", "started_at": DAY, "exclusion_reason": "spam"},
        call | {"call_id": "7", "started_at": datetime(2027, 1, 1)},
    ]
    rows = run_model("int_touches", {"int_touches_service": [opened], "int_call_scope": calls})
    found = {
        row["touch_id"]: (row["direction"], row["exclusion_reason"], row["raw_touchpoint"])
        for row in rows
        if row["contact_kind"] == "call"
    }
    assert found == {
        "call|1": ("inbound", "same_contact", "phone"),
        "call|2": ("inbound", None, "phone"),
        "call|3": ("inbound", None, "phone"),
        "call|4": ("outbound", None, "phone"),
        "call|5": ("unknown", "same_contact", "phone"),
        "call|6": ("inbound", "spam", "phone"),
    }


def test_words_tell_more_than_ratings_and_ratings_more_than_effort(run_model):
    """The sentiment of a contact; whether it went well is what the customer rated."""
    texts = [
        ("text|1", "a1", None, 0.5),
        ("text|2", "a2", None, -0.1),
        ("message|m1", None, "m1", 0.2),
    ]
    items = [
        {
            "feedback_item_id": item,
            "survey_answer_id": answer,
            "message_id": message_id,
            "is_included": True,
            "has_text": True,
            "sentiment_score": score,
        }
        for item, answer, message_id, score in texts
    ]
    responses = [
        {"survey_answer_id": answer, "survey_response_id": "zendesk:1"} for answer in ("a1", "a2")
    ]

    def rating(response, position, satisfied, scope="interaction"):
        return {
            "source_system": "zendesk",
            "source_response_id": response,
            "is_included": True,
            "scope": scope,
            "score_position": position,
            "satisfied_count": satisfied,
        }

    def effort(response, score):
        return {
            "source_system": "zendesk",
            "source_response_id": response,
            "is_included": True,
            "effort_score": score,
            "low_effort_count": int(score <= 2),
        }

    rows = run_model(
        "int_touch_feelings",
        {
            "fct_feedback_items": items,
            "int_survey_responses_unioned": responses,
            "fct_csat": [
                rating("1", 0.0, 0),
                rating("2", 0.75, 1),
                rating("3", 1.0, 1, "overall"),
                rating("5", 1.0, 1, "aspect"),
            ],
            "fct_ces": [effort("2", 5.0), effort("4", 2.0)],
        },
    )
    found = {
        row["feedback_key"]: (
            row["sentiment_source"],
            row["sentiment_score"],
            row["satisfied_count"],
        )
        for row in rows
    }
    assert found == {
        "response|zendesk:1": ("text", close(0.2), 0),
        "message|m1": ("text", close(0.2), None),
        "response|zendesk:2": ("rating", close(0.5), 1),
        "response|zendesk:3": ("rating", close(1.0), None),
        "response|zendesk:4": ("effort", close(0.5), 1),
    }


def test_the_stage_is_that_of_the_last_contact(run_model):
    """Since the first contact after the last one in another stage."""
    stages = ["awareness", "service", "purchase", "service", "unmapped", "service"]
    rows = [
        {
            "touchpoint_id": str(place),
            "customer_id": "C1",
            "touchpoint": f"{stage} {place}",
            "stage_code": stage,
            "sequence_number": place + 1,
            "occurred_at": DAY + place * HOUR,
        }
        for place, stage in enumerate(stages)
    ]
    rows.append(rows[0] | {"touchpoint_id": "x", "customer_id": "unknown", "sequence_number": None})
    (row,) = run_model("int_customer_journey_stage", {"fct_touchpoints": rows})
    assert row == {
        "customer_id": "C1",
        "journey_stage": "service",
        "last_touchpoint": "service 5",
        "journey_stage_since": DAY + 3 * HOUR,
        "last_touchpoint_at": DAY + 5 * HOUR,
    }


def attitudes(run_model, nps=(), csat=()):
    """Give what int_customer_attitudes makes of answers (customer, score, date)."""
    common = {"is_included": True, "payer_id": "A1"}
    inputs = {
        "fct_nps": [
            common
            | {
                "survey_answer_id": f"n{number}",
                "customer_id": customer,
                "metric_code": "nps",
                "promoter_count": int(score >= 9),
                "detractor_count": int(score <= 6),
                "submitted_at": at,
            }
            for number, (customer, score, at) in enumerate(nps)
        ],
        "fct_csat": [
            common
            | {
                "survey_answer_id": f"c{number}",
                "customer_id": customer,
                "scope": "interaction",
                "satisfied_count": score,
                "submitted_at": at,
            }
            for number, (customer, score, at) in enumerate(csat)
        ],
        "dim_dates": [
            {"date_day": day, "quarter_start_date": day}
            for day in ("2025-04-01", "2025-07-01", "2025-10-01", "2026-01-01", "2026-04-01")
        ],
    }
    return run_model("int_customer_attitudes", inputs)


def test_satisfied_becomes_loyal_by_recommending_or_buying_again(run_model):
    """Worked by hand: three customers of three payers over two quarters."""
    early, late = datetime(2025, 3, 1), datetime(2025, 5, 1)
    rows = attitudes(
        run_model,
        nps=[("recommends", 8, early), ("recommends", 10, late), ("leaves", 10, early)],
        csat=[("buys", 1, early), ("leaves", 0, late)],
    )
    payers = {"recommends": "A1", "buys": "A2", "leaves": "A3"}
    rows = [row | {"payer_id": payers[row["customer_id"]]} for row in rows]
    sales = [
        {"revenue_id": f"{payer}{day}", "payer_id": payer, "revenue_date": day}
        | {"is_included": True, "revenue_type": "contract"}
        # the first purchase was one, whatever its currency is worth
        | ({"is_included": False, "exclusion_reason": "no_exchange_rate"} if place == 0 else {})
        for place, (payer, day) in enumerate(
            (
                ("A2", "2024-06-01"),
                ("A2", "2025-06-01"),
                ("A3", "2024-05-01"),
                ("A3", "2025-05-05"),
            )
        )
    ]
    report = run_model(
        "rpt_loyalty_transitions", {"int_customer_attitudes": rows, "fct_revenue": sales}
    )
    found = {
        (str(row["quarter_start_date"]), row["from_state"], row["to_state"]): row for row in report
    }
    quarter = {key[1:]: row for key, row in found.items() if key[0] == "2025-04-01"}
    # one satisfied customer came to recommend, one bought again; a promoter was let down, and that
    # the payer renewed does not make this customer loyal
    assert {key: row["customer_count"] for key, row in quarter.items()} == {
        ("satisfied", "loyal"): 2,
        ("loyal", "dissatisfied"): 1,
    }
    satisfied = quarter["satisfied", "loyal"]
    assert (satisfied["transition_rate"], satisfied["from_customer_count"]) == (1.0, 2)
    # of the two satisfied customers the payer of one bought again within twelve months (C-03)
    assert (satisfied["repurchase_count"], satisfied["is_mature"]) == (1, True)
    # the first purchase alone makes nobody loyal, and answers are forgotten after twelve months
    assert found["2026-01-01", "loyal", "silent"]["customer_count"] == 1
    assert found["2026-01-01", "loyal", "silent"]["repurchase_count"] is None


def contents(database):
    """All rows of fct_touchpoints."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute("select * from marts.fct_touchpoints order by all").fetchall()


def test_adding_to_the_stream_is_building_it_anew(tmp_path, raw_copy, demo):
    """Messages come, change and go, and two customers turn out to be one.

    If this fails, the stream of a running warehouse drifts away from its sources.
    """
    shutil.copy(demo.database, tmp_path / "cx.duckdb")
    with duckdb.connect(str(tmp_path / "cx.duckdb")) as connection:
        ((ticket_id, customer, author, start, end),) = connection.execute(
            """
            select split_part(ticket_id, ':', 2), customer_id, min(author_record_id),
                min(sent_at), max(sent_at)
            from intermediate.int_ticket_messages_unioned
            inner join intermediate.int_ticket_scope as tickets using (ticket_id)
            where tickets.source_system = 'zendesk' and author_role = 'customer'
                and exclusion_reason is null and customer_id <> 'unknown' and is_public
            group by 1, 2 having count(*) >= 2 order by 1 limit 1
            """
        ).fetchall()
        # identity resolution has merged another customer into this one
        connection.execute(
            """
            update intermediate.int_ticket_scope set customer_id = $1 where customer_id = (
                select min(customer_id) from intermediate.int_ticket_scope
                where customer_id not in ($1, 'unknown')
            )
            """,
            [customer],
        )
    path = raw_copy / "zendesk" / "ticket_comment.csv"
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    own = [row for row in rows if row["ticket_id"] == ticket_id]
    late = own[0] | {"id": "990001", "user_id": author.split(":")[1], "public": "true"}
    late |= {"created": f"{start + timedelta(seconds=1)}", "body": "late, in between"}
    new = late | {"id": "990002", "created": f"{end + timedelta(seconds=1)}", "body": "new"}
    own[1]["_fivetran_deleted"] = "true"
    kept = [row for row in rows if row["id"] != own[-1]["id"]]
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows([*kept, late, new])
    before = contents(demo.database)
    variables = {"raw_path": str(raw_copy)}
    models = ("int_ticket_messages_from_help_desk", "int_ticket_messages_checked")
    models += ("int_ticket_messages_unioned", "int_touches", "fct_touchpoints")
    run = dbt(tmp_path, "run", "--select", *models, "--no-write-json", variables=variables)
    assert run.code == 0, run.output
    added = contents(run.database)
    arguments = ("run", "--full-refresh", "--select", "fct_touchpoints", "--no-write-json")
    run = dbt(tmp_path, *arguments, variables=variables)
    assert run.code == 0, run.output
    assert added == contents(run.database)
    ids = [{row[0] for row in part} for part in (before, added)]
    assert len(ids[1] - ids[0]) == 2
    assert len(ids[0] - ids[1]) == 1
    # most rows have stayed as they were
    assert 10 < len(set(added) - set(before)) < len(added) / 10
