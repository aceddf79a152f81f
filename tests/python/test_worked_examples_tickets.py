"""The worked examples of tickets: FCR, FRT, ART, resolution time, social media."""

from datetime import date, timedelta

import pytest

from tests.python.test_worked_examples import close, estimate

WEEK = range(1, 6)


def calendar(run_model, first, days, holidays=()):
    """Slots of a desk that is open Monday to Friday, 9 to 17 UTC."""
    hours = [
        {
            "schedule_id": "default",
            "iso_weekday": weekday,
            "opens_at": "09:00",
            "closes_at": "17:00",
            "time_zone": "UTC",
        }
        for weekday in WEEK
    ]
    closed = [
        {"schedule_id": "default", "holiday_date": day, "holiday_name": "a holiday"}
        for day in holidays
    ]
    start = date.fromisoformat(first)
    dates = [{"date_day": start + timedelta(days=number)} for number in range(days)]
    weeks = run_model("int_schedule_weeks", {"business_hours": hours})
    opened = run_model(
        "int_schedule_days",
        {
            "int_dates": dates,
            "int_schedule_openings": run_model(
                "int_schedule_openings", {"int_schedule_weeks": weeks}
            ),
            "int_time_zone_offsets": run_model(
                "int_time_zone_offsets", {"int_schedule_weeks": weeks}
            ),
            "business_holidays": closed,
        },
    )
    return run_model("int_business_calendar", {"int_schedule_days": opened})


def scoped(*ticket_ids, **columns):
    """Tickets that count, as int_ticket_scope knows them."""
    common = {"schedule_id": "default", "has_landed_messages": True, "channel": "email"} | columns
    return [{"ticket_id": ticket_id, **common} for ticket_id in ticket_ids]


def messages(ticket_id, *written):
    """Public messages of a ticket: (author role, time)."""
    return [
        {
            "message_id": f"{ticket_id}-{number}",
            "ticket_id": ticket_id,
            "author_role": role,
            "is_public": True,
            "is_deleted": False,
            "sent_at": sent_at,
        }
        for number, (role, sent_at) in enumerate(written, start=1)
    ]


def responses(run_model, said, slots, as_of, **columns):
    """Run messages through to fct_response_time; the tickets are still open."""
    ticket_ids = sorted({message["ticket_id"] for message in said})
    runs = run_model("int_ticket_message_runs", {"int_ticket_messages_unioned": said}, as_of)
    facts = run_model(
        "fct_response_time",
        {
            "int_ticket_message_runs": runs,
            "int_ticket_scope": scoped(*ticket_ids, **columns),
            "int_ticket_resolutions": [
                {"ticket_id": ticket_id, "resolution_type": "open"} for ticket_id in ticket_ids
            ],
            "int_business_calendar": slots,
        },
        as_of,
    )
    return sorted(facts, key=lambda row: row["ticket_response_id"])


# ticket, customer, category, created, solved, reopens, public agent replies, exclusion
FCR_TICKETS = [
    ("T1", "C1", "billing", "2025-01-01", "2025-01-01", 0, 1, None),
    ("T2", "C2", "billing", "2025-01-01", "2025-01-01", 0, 1, None),
    ("T3", "C2", "billing", "2025-01-05", "2025-01-05", 0, 1, None),
    ("T4", "C3", "login", "2025-01-01", "2025-01-02", 1, 2, None),
    ("T5", "C4", "login", "2025-01-01", "2025-01-01", 0, 1, None),
    ("T6", "C4", "billing", "2025-01-03", "2025-01-03", 0, 1, None),
    ("T7", "C5", "shipping", "2025-01-01", "2025-01-01", 0, 1, None),
    ("T8", "C5", "shipping", "2025-01-09", "2025-01-09", 0, 1, None),
    ("T9", "C6", "other", "2025-01-02", "2025-01-02", 0, 0, "spam"),
    ("T10", "C2", "billing", "2025-01-01", "2025-01-01", 0, 0, "merged"),
    ("T11", "C7", "login", "2025-01-02", None, 0, 1, None),
    ("T12", "C8", "login", "2025-02-08", "2025-02-08", 0, 1, None),
    ("T13", "C9", "login", "2025-02-05", None, 0, 0, None),
]


def test_fcr_e2_from_tickets_to_the_rate(run_model):
    """FCR-E2: thirteen tickets are ten issues, two of them too young; five of eight are solved."""
    as_of = "2025-02-10 00:00:00"
    tickets = [
        {
            "ticket_id": ticket_id,
            "customer_id": customer,
            "category": category,
            "created_at": created,
            "exclusion_reason": exclusion,
            "has_landed_messages": True,
            "is_synchronous": False,
            "agent_id": "unassigned",
        }
        for ticket_id, customer, category, created, _, _, _, exclusion in FCR_TICKETS
    ]
    resolutions = [
        {"ticket_id": row[0], "resolved_at": row[4], "counted_reopen_count": row[5]}
        | {"resolution_type": "solved" if row[4] else "open"}
        for row in FCR_TICKETS
    ]
    facts = [
        {"ticket_id": row[0], "agent_reply_count": row[6], "customer_message_count": 1}
        for row in FCR_TICKETS
    ]
    chained = run_model(
        "int_issue_tickets", {"int_ticket_scope": tickets, "int_ticket_resolutions": resolutions}
    )
    issues = run_model(
        "int_issues", {"int_issue_tickets": chained, "int_ticket_message_facts": facts}
    )
    judged = run_model(
        "fct_first_contact_resolution",
        {"int_issues": issues, "int_ticket_first_responses": tickets},
        as_of,
    )
    counting = [row for row in judged if row["exclusion_reason"] not in ("spam", "merged")]
    eligible = [row for row in counting if row["is_included"]]
    resolved = [row for row in eligible if row["first_contact_resolution_count"]]
    assert len(judged) == 12  # the ten issues, and the two tickets that do not count
    assert len(counting) == 10
    assert [row["exclusion_reason"] for row in counting].count("immature") == 2
    assert len(eligible) == 8
    assert {row["issue_id"] for row in resolved} == {"T1", "T6", "T5", "T7", "T8"}
    assert len(resolved) == 5
    total = estimate(
        run_model, "fcr", [float(row["first_contact_resolution_count"]) for row in eligible]
    )
    assert (total["n"], total["value"]) == (8, close(0.625))
    assert (total["ci_lo"], total["ci_hi"]) == (close(0.305742), close(0.863156))
    assert total["status"] == "action_required"


def test_fcr_unlinkable_tickets_are_published(run_model):
    (row,) = run_model(
        "fct_first_contact_resolution",
        {
            "int_ticket_first_responses": scoped(
                "t1", customer_id="unknown", agent_id="a1", first_responder_agent_id="a2"
            )
        },
    )
    assert (row["unlinkable_count"], row["exclusion_reason"]) == (1, "unlinkable")
    assert (row["first_agent_id"], row["fcr_method"]) == ("a2", "repeat_contact")


def test_frt_e1_the_unanswered_ticket_is_counted(run_model):
    """FRT-E1: three answers, one ticket without; it is in neither mean nor median."""
    answered = ["09:30", "10:30", None, "13:00"]
    facts = run_model(
        "fct_first_response_time",
        {
            "int_ticket_first_responses": [
                ticket
                | {
                    "clock_started_at": "2025-03-17 09:00:00",
                    "first_response_at": at and f"2025-03-17 {at}:00",
                }
                for ticket, at in zip(scoped("1", "2", "3", "4"), answered, strict=True)
            ],
            "int_ticket_resolutions": [
                {"ticket_id": str(number), "resolution_type": "open"} for number in range(1, 5)
            ],
        },
    )
    assert sum(row["is_answered"] for row in facts) == 3
    assert sum(row["is_unreplied"] for row in facts) == 1
    minutes = [row["first_response_calendar_minutes"] for row in facts]
    total = estimate(run_model, "frt", minutes)
    assert (total["n"], total["mean_value"], total["value"]) == (3, close(120.0), close(90.0))


def test_frt_e2_business_clock_of_the_calendar(run_model):
    """FRT-E2: Friday 16:30 to Monday 9:30; a bot and a private note on the way."""
    as_of = "2025-03-18 00:00:00"
    said = messages(
        "t1",
        ("customer", "2025-03-14 16:30:00"),
        ("bot", "2025-03-14 16:31:00"),
        ("agent", "2025-03-15 10:00:00"),
        ("agent", "2025-03-17 09:30:00"),
    )
    said[2]["is_public"] = False
    responded = run_model(
        "int_ticket_first_responses",
        {
            "int_ticket_scope": scoped(
                "t1", is_agent_created=False, clock_started_at="2025-03-14 16:30:00"
            ),
            "int_ticket_messages_unioned": said,
        },
    )
    (row,) = run_model(
        "fct_first_response_time",
        {
            "int_ticket_first_responses": responded,
            "int_ticket_resolutions": [{"ticket_id": "t1", "resolution_type": "solved"}],
            "int_business_calendar": calendar(run_model, "2025-03-13", 6),
        },
        as_of,
    )
    assert row["first_response_calendar_minutes"] == close(3900.0)
    assert row["first_response_business_minutes"] == close(60.0)


def test_frt_e3_minutes_to_the_second_comment(run_model):
    """FRT-E3: the agent opens the ticket at 10:00 and writes again at 12:15."""
    responded = run_model(
        "int_ticket_first_responses",
        {
            "int_ticket_scope": scoped(
                "t1",
                is_agent_created=True,
                created_at="2025-03-17 10:00:00",
                clock_started_at="2025-03-17 10:00:00",
            ),
            "int_ticket_messages_unioned": messages(
                "t1", ("agent", "2025-03-17 10:00:00"), ("agent", "2025-03-17 12:15:00")
            ),
        },
    )
    (row,) = run_model(
        "fct_first_response_time",
        {
            "int_ticket_first_responses": responded,
            "int_ticket_resolutions": [{"ticket_id": "t1", "resolution_type": "solved"}],
        },
    )
    assert row["first_response_calendar_minutes"] == close(135.0)


def test_art_e1_clock_starts_at_the_first_message(run_model):
    """ART-E1: 60 minutes from 10:00 and 30 minutes; the message of 12:40 answers nothing."""
    said = messages(
        "t1",
        ("customer", "2025-03-17 10:00:00"),
        ("customer", "2025-03-17 10:20:00"),
        ("agent", "2025-03-17 11:00:00"),
        ("customer", "2025-03-17 12:00:00"),
        ("agent", "2025-03-17 12:30:00"),
        ("agent", "2025-03-17 12:40:00"),
    )
    minutes = [
        row["response_calendar_minutes"]
        for row in responses(run_model, said, [], "2025-03-18 00:00:00")
    ]
    assert minutes == [close(60.0), close(30.0)]
    total = estimate(run_model, "art", [value / 60 for value in minutes])
    assert (total["n"], total["value"], total["status"]) == (2, close(0.75), "on_target")


def test_art_e2_pooled_over_responses(run_model):
    """ART-E2: 60 and 30 minutes on ticket A, 300 on B; the mean of the two means is wrong."""
    total = estimate(run_model, "art", [1.0, 0.5, 5.0])
    assert (total["value"] * 60, total["value"]) == (close(130.0), close(2.166667))
    assert total["value"] * 60 != close(172.5)
    assert total["status"] == "watch"


@pytest.mark.parametrize(
    ("hours", "status"),
    [(1.99, "on_target"), (2.0, "watch"), (4.0, "watch"), (4.01, "action_required")],
)
def test_art_e3_boundaries(run_model, hours, status):
    assert estimate(run_model, "art", [hours])["status"] == status


def test_art_e3_no_response(run_model):
    total = estimate(run_model, "art", [])
    assert (total["value"], total["status"]) == (None, "no_data")


RESOLUTION_HISTORY = [
    ("new", "2025-03-17 09:00:00"),
    ("open", "2025-03-17 10:00:00"),
    ("pending", "2025-03-17 11:00:00"),
    ("open", "2025-03-17 13:00:00"),
    ("solved", "2025-03-17 15:00:00"),
    ("open", "2025-03-18 10:00:00"),
    ("solved", "2025-03-18 12:00:00"),
]


def resolution(run_model, ticket, history, slots, as_of):
    """Run a ticket and its status history through to fct_resolution_time."""
    scope = scoped("t1", created_at=ticket["created_at"])
    changes = run_model(
        "int_ticket_status_changes",
        {
            "int_ticket_scope": scope,
            "int_ticket_events_unioned": [
                {
                    "ticket_event_id": str(number),
                    "ticket_id": "t1",
                    "event_type": "status",
                    "status": status,
                    "occurred_at": at,
                }
                for number, (status, at) in enumerate(history)
            ],
        },
    )
    periods = run_model(
        "int_ticket_status_periods",
        {"int_ticket_status_changes": changes, "int_business_calendar": slots},
        as_of,
    )
    resolutions = run_model(
        "int_ticket_resolutions",
        {
            "int_tickets_unioned": [{"ticket_id": "t1", **ticket}],
            "int_ticket_status_totals": run_model(
                "int_ticket_status_totals", {"int_ticket_status_periods": periods}
            ),
            "int_ticket_reopens": run_model(
                "int_ticket_reopens", {"int_ticket_status_periods": periods}
            ),
        },
    )
    times = run_model(
        "int_ticket_resolution_times",
        {
            "int_ticket_scope": scope,
            "int_ticket_resolutions": resolutions,
            "int_business_calendar": slots,
        },
        as_of,
    )
    (row,) = run_model("fct_resolution_time", {"int_ticket_resolution_times": times}, as_of)
    return row


def test_resolution_e1_status_history_with_a_reopen(run_model):
    """RESOLUTION-E1: time in solved belongs to the full resolution, and to nobody's wait."""
    slots = calendar(run_model, "2025-03-17", 4)
    row = resolution(
        run_model,
        {"created_at": "2025-03-17 09:00:00"},
        RESOLUTION_HISTORY,
        slots,
        "2025-03-20 00:00:00",
    )
    assert row["first_resolution_minutes"] / 60 == close(6.0)
    assert row["full_resolution_minutes"] / 60 == close(27.0)
    assert row["requester_wait_minutes"] / 60 == close(6.0)
    assert row["agent_wait_minutes"] / 60 == close(2.0)
    assert (row["reopen_count"], row["is_reopened"]) == (1, True)
    # all of it within opening hours, but for the night
    assert row["requester_wait_business_minutes"] / 60 == close(6.0)
    assert row["agent_wait_business_minutes"] / 60 == close(2.0)
    assert row["full_resolution_business_minutes"] / 60 == close(11.0)


def test_resolution_waits_of_an_open_ticket_end_at_as_of(run_model):
    """Pending from Monday 16:00 on, on hold from Tuesday 16:30: business time stops at 17:00."""
    row = resolution(
        run_model,
        {"created_at": "2025-03-17 15:00:00"},
        [
            ("open", "2025-03-17 15:00:00"),
            ("pending", "2025-03-17 16:00:00"),
            ("hold", "2025-03-18 16:30:00"),
        ],
        calendar(run_model, "2025-03-17", 4),
        "2025-03-18 20:30:00",
    )
    assert (row["is_resolved"], row["reopen_count"]) == (False, 0)
    assert (row["open_age_minutes"], row["open_age_business_minutes"]) == (1770.0, 600.0)
    assert (row["agent_wait_minutes"], row["agent_wait_business_minutes"]) == (1470.0, 510.0)
    assert (row["on_hold_minutes"], row["on_hold_business_minutes"]) == (240.0, 30.0)
    assert (row["requester_wait_minutes"], row["requester_wait_business_minutes"]) == (300.0, 90.0)


def test_resolution_e2_the_open_ticket_is_counted(run_model):
    """RESOLUTION-E2: three solved, one open, which is in neither median nor mean."""
    facts = run_model(
        "fct_resolution_time",
        {
            "int_ticket_resolution_times": [
                {"ticket_id": str(number), "resolution_type": kind, "age_minutes": 60 * hours}
                for number, (hours, kind) in enumerate(
                    [(4, "solved"), (6, "solved"), (27, "solved"), (500, "open")]
                )
            ]
        },
    )
    assert sum(row["is_resolved"] for row in facts) == 3
    assert sum(not row["is_resolved"] for row in facts) == 1
    hours = [row["full_resolution_minutes"] / 60 for row in facts if row["is_resolved"]]
    total = estimate(run_model, "resolution_time", hours)
    assert (total["n"], total["value"], total["mean_value"]) == (3, close(6.0), close(12.333333))


def test_resolution_e3_closed_unsolved_and_solved_before_created(run_model):
    """RESOLUTION-E3: closed unsolved takes 48 hours; solved before created is turned away."""
    raw = [
        {"source_ticket_id": "t1", "resolved_at": None, "closed_at": "2025-03-19 09:00:00"},
        {"source_ticket_id": "t2", "resolved_at": "2025-03-16 09:00:00", "closed_at": None},
    ]
    common = {"source_system": "x", "version_number": 1, "created_at": "2025-03-17 09:00:00"}
    checked = run_model(
        "int_tickets_checked", {"int_tickets_from_help_desk": [common | row for row in raw]}
    )
    reasons = {row["source_ticket_id"]: row["reason_code"] for row in checked}
    assert reasons == {"t1": None, "t2": "negative_duration"}
    row = resolution(
        run_model,
        {"created_at": "2025-03-17 09:00:00", "closed_at": "2025-03-19 09:00:00"},
        [("new", "2025-03-17 09:00:00"), ("closed", "2025-03-19 09:00:00")],
        [],
        "2025-03-20 00:00:00",
    )
    assert row["full_resolution_minutes"] / 60 == close(48.0)
    assert row["exclusion_reason"] == "closed_without_solve"


@pytest.mark.parametrize(
    ("received", "replied", "first", "holidays", "business", "calendar_minutes", "within"),
    [
        pytest.param(
            "2025-03-14 16:30:00",
            "2025-03-17 09:20:00",
            "2025-03-13",
            [],
            50.0,
            3890.0,
            True,
            id="SOCIAL-E1",
        ),
        pytest.param(
            "2025-12-24 16:00:00",
            "2025-12-26 10:00:00",
            "2025-12-23",
            ["2025-12-25"],
            120.0,
            2520.0,
            False,
            id="SOCIAL-E3",
        ),
    ],
)
def test_social(run_model, received, replied, first, holidays, business, calendar_minutes, within):
    said = messages("t1", ("customer", received), ("agent", replied))
    slots = calendar(run_model, first, 7, holidays)
    (row,) = responses(run_model, said, slots, f"{replied[:10]} 20:00:00", channel="social")
    assert row["response_business_minutes"] == close(business)
    assert row["response_calendar_minutes"] == close(calendar_minutes)
    assert row["is_within_hour"] is within


def test_social_e2_a_missing_reply_lowers_the_share_and_not_the_mean(run_model):
    """SOCIAL-E2: a reply before opening time costs nothing; one message has no reply."""
    written = [
        ("2025-03-14 16:30:00", "2025-03-17 09:20:00"),
        ("2025-03-17 20:00:00", "2025-03-17 21:00:00"),
        ("2025-03-18 09:00:00", "2025-03-18 10:15:00"),
        ("2025-03-18 11:00:00", None),
    ]
    said = [
        message
        for number, (received, replied) in enumerate(written)
        for message in messages(
            f"t{number}", ("customer", received), *([("agent", replied)] if replied else [])
        )
    ]
    slots = calendar(run_model, "2025-03-13", 8)
    facts = responses(run_model, said, slots, "2025-03-18 15:00:00", channel="social")
    minutes = [row["response_business_minutes"] for row in facts]
    assert minutes == [close(50.0), close(0.0), close(75.0), None]
    answered = [row for row in facts if row["is_answered"]]
    assert (len(answered), sum(row["is_pending"] for row in facts)) == (3, 1)
    assert len(answered) / len(facts) == close(0.75)
    total = estimate(run_model, "social_response", minutes)
    assert (total["n"], total["value"]) == (3, close(41.666667))
    assert (total["median_value"], total["status"]) == (close(50.0), "on_target")
    of_answered = estimate(
        run_model, "social_within_hour", [float(row["is_within_hour"]) for row in answered]
    )
    assert of_answered["value"] == close(0.666667)
    of_all = estimate(
        run_model, "social_within_hour", [float(row["is_within_hour"]) for row in facts]
    )
    assert of_all["value"] == close(0.5)
    # half an hour after the last message it is not missed yet
    *_, young = responses(run_model, said, slots, "2025-03-18 11:30:00", channel="social")
    assert (young["is_pending"], young["is_within_hour"]) == (True, None)


def test_social_observations(run_model):
    """Only social media; a wait that is too long already is missed, a younger one undecided."""
    common = {"is_included": True, "channel": "social", "received_date": "2025-03-18"}
    facts = [
        common
        | {"ticket_response_id": "quick", "is_answered": True, "is_pending": False}
        | {"response_business_minutes": 5.0, "is_within_hour": True},
        common
        | {"ticket_response_id": "missed", "is_answered": False, "is_pending": True}
        | {"is_within_hour": False},
        common | {"ticket_response_id": "young", "is_answered": False, "is_pending": True},
        common | {"ticket_response_id": "email", "channel": "email", "is_within_hour": True},
        common | {"ticket_response_id": "spam", "is_included": False, "is_within_hour": True},
    ]
    rows = run_model("int_kpi_observations_response", {"fct_response_time": facts})
    found = {
        row["observation_id"]: (row["observed_value"], row["is_pending"])
        for row in rows
        if row["kpi_code"].startswith("social")
    }
    assert found == {
        "social_response|quick": (5.0, False),
        "social_response|missed": (None, True),
        "social_response|young": (None, True),
        "social_within_hour|quick": (1.0, False),
        "social_within_hour|missed": (0.0, False),
        "social_within_hour|young": (None, True),
    }
