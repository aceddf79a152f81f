"""The worked examples of calls and queues that need decimals, intervals or a status."""

from datetime import datetime, timedelta

import pytest

from tests.python.test_worked_examples import close, estimated

NINE = datetime(2025, 3, 3, 9, 0)


def contact(number, outcome, wait=None, **more):
    """One inbound call as int_call_scope tells it; every caller is another one."""
    return {
        "call_id": f"zendesk:{number}",
        "source_system": "zendesk",
        "source_call_id": str(number),
        "customer_id": f"C{number}",
        "agent_id": "A1",
        "segment": "unknown",
        "channel": "phone",
        "agent_group": "unassigned",
        "queue_name": "Billing",
        "contact_kind": "call",
        "outcome": outcome,
        "wait_seconds": wait,
        "talk_seconds": 200.0,
        "transfer_count": 0,
        "queue_entry_number": 1,
        "is_answered": outcome == "answered",
        "is_callback": False,
        "is_outside_business_hours": False,
        "started_at": NINE,
        "ended_at": NINE + timedelta(minutes=5),
        "work_ended_at": NINE + timedelta(minutes=6),
    } | more


def scorecard(run_model, facts):
    """Run facts through observations and statistics; return the totals by KPI."""
    observations = run_model("int_kpi_observations_queue", facts)
    estimates = estimated(run_model, observations)
    changes = run_model("int_kpi_changes", {"int_kpi_estimates": estimates})
    rows = run_model("rpt_kpi_scorecard", {"int_kpi_changes": changes})
    totals = {
        row["kpi_code"]: row
        for row in rows
        if (row["period_grain"], row["cut_type"]) == ("all", "all")
    }
    p90 = {
        row["kpi_code"]: row["value_p90"]
        for row in estimates
        if (row["period_grain"], row["cut_type"]) == ("all", "all")
    }
    return totals, p90


def queue(run_model, contacts):
    """Facts of a queue, and what the scorecard says of them."""
    classed = run_model("int_queue_contacts", {"int_call_scope": contacts})
    facts = run_model("fct_queue_contacts", {"int_queue_contacts": classed})
    return facts, *scorecard(run_model, {"fct_queue_contacts": facts})


def waits(answered, abandoned):
    """Contacts that were answered or given up after so many seconds."""
    ends = [("answered", wait) for wait in answered] + [("abandoned", wait) for wait in abandoned]
    return [contact(number, end, float(wait)) for number, (end, wait) in enumerate(ends)]


def test_queuewait_e1_short_abandons_leave_every_rate(run_model):
    facts, totals, p90 = queue(run_model, waits([10, 20, 45, 125], [30, 4]))
    assert totals["queue_wait"]["value"] == close(50.0)
    assert totals["queue_wait_all"]["value"] == close(46.0)
    assert p90["queue_wait"] == totals["queue_wait"]["p90_value"] == close(101.0)
    assert totals["service_level"]["value"] == close(0.4)
    answered = [row["wait_seconds"] for row in facts if row["answered_count"]]
    assert max(answered) == close(125)


def test_queuewait_e2_at_once_is_zero(run_model):
    _, totals, _ = queue(run_model, waits([0, 0, 30], []))
    assert totals["queue_wait"]["value"] == close(10.0)
    assert totals["service_level"]["value"] == close(0.666667)


def test_queuewait_e3_nobody_was_answered(run_model):
    _, totals, _ = queue(run_model, waits([], [60, 120]))
    assert (totals["queue_wait"]["value"], totals["queue_wait"]["status"]) == (None, "no_data")
    assert totals["queue_wait_all"]["value"] == close(90.0)
    assert totals["service_level"]["value"] == close(0.0)


def test_a_wait_that_nobody_measured_is_no_quick_answer(run_model):
    _, totals, _ = queue(run_model, [contact(1, "answered"), contact(2, "answered", 10.0)])
    assert (totals["queue_wait"]["n"], totals["queue_wait"]["value"]) == (1, close(10.0))
    assert (totals["service_level"]["n"], totals["service_level"]["value"]) == (1, close(1.0))


def test_tools_that_do_not_see_who_leaves_say_nothing_of_abandonment(run_model):
    chat = {"source_system": "intercom", "contact_kind": "chat", "channel": "chat"}
    _, totals, _ = queue(run_model, [contact(1, "answered", 10.0, **chat)])
    assert totals["queue_wait"]["n"] == totals["service_level"]["n"] == 1
    assert totals["queue_abandonment"]["n"] == totals["queue_wait_all"]["n"] == 0


def test_queueabandon_e1_callbacks_are_no_abandons(run_model):
    contacts = waits([10] * 84, [30] * 9 + [4] * 4)
    contacts += [contact(number, "missed", 300.0, is_callback=True) for number in range(900, 903)]
    facts, totals, _ = queue(run_model, contacts)
    assert sum(row["offered_count"] for row in facts) == 100
    assert sum(row["short_abandon_count"] for row in facts) == 4
    assert sum(row["callback_accepted_count"] for row in facts) == 3
    assert sum(row["answered_count"] for row in facts) == 84
    total = totals["queue_abandonment"]
    assert (total["numerator"], total["denominator"]) == (9, 96)
    assert total["value"] == close(0.09375)
    assert (total["ci_lo"], total["ci_hi"]) == (close(0.050108), close(0.168653))
    assert total["status"] == "on_target"


@pytest.mark.parametrize(
    ("value", "status"),
    [
        pytest.param(0.0999, "on_target", id="QUEUEABANDON-E2-0.0999"),
        pytest.param(0.1, "watch", id="QUEUEABANDON-E2-0.1"),
        pytest.param(0.15, "watch", id="QUEUEABANDON-E2-0.15"),
        pytest.param(0.1501, "action_required", id="QUEUEABANDON-E2-0.1501"),
        pytest.param(None, "no_data", id="QUEUEABANDON-E2-null"),
    ],
)
def test_queueabandon_e2_boundaries(run_model, value, status):
    change = {
        "kpi_code": "queue_abandonment",
        "kpi_value_id": "x",
        "period_grain": "all",
        "cut_type": "all",
        "cut_value": "all",
        "n": 100,
        "minimum_n": 30,
        "value": value,
        "pending_count": 0,
    }
    (row,) = run_model("rpt_kpi_scorecard", {"int_kpi_changes": [change]})
    assert row["status"] == status


def test_queueabandon_e3_exactly_five_seconds(run_model):
    facts, totals, _ = queue(run_model, waits([], [4.999, 5.0]))
    assert sum(row["abandoned_count"] for row in facts) == 1
    assert sum(row["short_abandon_count"] for row in facts) == 1
    assert totals["queue_abandonment"]["denominator"] == 1
    assert totals["queue_abandonment"]["value"] == close(1.0)


def test_callers_who_give_up_are_counted_once(run_model):
    """Three hang-ups of one caller within five minutes of each other, and one an hour later."""
    minutes = (0, 4, 8, 68)
    contacts = [
        contact(
            minute,
            "abandoned",
            60.0,
            customer_id="C1",
            started_at=NINE + timedelta(minutes=minute),
        )
        for minute in minutes
    ]
    contacts += [contact(n, "abandoned", 60.0, customer_id="unknown") for n in (91, 92)]
    facts, _, _ = queue(run_model, contacts)
    assert sum(row["abandoned_count"] for row in facts) == 6
    assert sum(row["callers_abandoned_count"] for row in facts) == 4


def test_arrivals_are_put_into_hours_and_half_hours(run_model):
    contacts = [
        contact(1, "answered", 1.0, started_at=NINE + timedelta(minutes=29, seconds=59)),
        contact(2, "answered", 1.0, started_at=NINE + timedelta(minutes=30)),
    ]
    facts, _, _ = queue(run_model, contacts)
    found = {
        row["source_call_id"]: (row["arrival_hour"], row["interval_started_at"]) for row in facts
    }
    assert found == {"1": (9, NINE), "2": (9, NINE + timedelta(minutes=30))}


def callbacks(offered, accepted, in_time):
    """Callers who waited a minute; some took a callback, and some of those were reached."""
    contacts = [contact(number, "answered", 60.0) for number in range(offered - accepted)]
    for number in range(accepted):
        # exactly the promised hour is in time
        wait = 3600.0 if number < in_time else 3600.5
        outcome = "answered" if number % 2 else "missed"
        kept = {"outcome": "answered", "callback_wait_seconds": wait}
        more = kept if number < in_time or outcome == "answered" else {}
        contacts.append(contact(1000 + number, outcome, 70.0, is_callback=True) | more)
    return contacts


def test_callback_e1_accepted_and_kept(run_model):
    facts, totals, _ = queue(run_model, callbacks(200, 50, 45))
    names = ("callback_offered_count", "callback_accepted_count", "callback_kept_count")
    assert [sum(row[name] for row in facts) for name in names] == [200, 50, 45]
    assert totals["callback"]["value"] == close(0.25)
    assert totals["callback_kept"]["value"] == close(0.9)


def test_callback_e2_nobody_accepted(run_model):
    _, totals, _ = queue(run_model, callbacks(20, 0, 0))
    assert totals["callback"]["value"] == close(0.0)
    kept = totals["callback_kept"]
    assert (kept["value"], kept["status"]) == (None, "no_data")


def test_a_promise_that_is_not_due_is_neither_kept_nor_broken(run_model):
    late = datetime(2026, 6, 30, 23, 30)
    contacts = [contact(1, "missed", 60.0, is_callback=True, started_at=late)]
    contacts.append(contact(2, "missed", 60.0, is_callback=True))
    _, totals, _ = queue(run_model, contacts)
    kept = totals["callback_kept"]
    assert (kept["n"], kept["value"], kept["is_provisional"]) == (1, close(0.0), True)


def first_calls(run_model, calls):
    """Facts of phone calls as int_call_resolutions tells them, and the scorecard."""
    facts = run_model("fct_first_call_resolution", {"int_call_resolutions": calls})
    return facts, *scorecard(run_model, {"fct_first_call_resolution": facts})


def test_firstcall_e1_solved_without_transfer_and_repeat(run_model):
    calls = [contact(number, "answered", is_resolved=True) for number in range(1, 8)]
    calls += [
        contact(8, "answered", is_resolved=True, transfer_count=1),
        contact(9, "answered", is_resolved=True, next_contact_at=NINE + timedelta(days=2)),
        contact(10, "answered", is_resolved=False),
        contact(11, "abandoned"),
        contact(12, "abandoned"),
        contact(13, "answered", is_resolved=True, exclusion_reason="outbound"),
    ]
    facts, totals, _ = first_calls(run_model, calls)
    total = totals["first_call_resolution"]
    assert (total["denominator"], total["numerator"]) == (10, 7)
    assert total["value"] == close(0.7)
    assert sum(row["resolved_count"] for row in facts) / total["denominator"] == close(0.8)
    assert totals["transfer_rate"]["value"] == close(0.1)
    assert (total["status"], total["target_kind"]) == ("no_target", "inherited")


def test_firstcall_e2_transfers_of_legs(run_model):
    """FIRSTCALL-E2: from the parts of the calls to the rate."""
    calls = [
        {
            "call_id": name,
            "source_system": "zendesk",
            "contact_kind": "call",
            "direction": "inbound",
            "outcome": "answered",
            "queue_entry_number": 1,
            "is_callback": False,
            "is_deleted": False,
            "is_resolved_on_call": True,
            "contact_record_id": "p1",
            "started_at": NINE,
        }
        for name in ("one", "two")
    ]
    parts = ["ivr"] * 3 + ["customer", "agent"], ["ivr", "customer", "agent", "agent"]
    legs = [
        {"call_leg_id": f"{name}{place}", "call_id": name, "leg_type": kind, "is_completed": True}
        for name, kinds in zip(("one", "two"), parts, strict=True)
        for place, kind in enumerate(kinds)
    ]
    people = [{"contact_record_id": "p1", "customer_id": "C1", "is_internal": False}]
    scoped = run_model(
        "int_call_scope",
        {
            "int_calls_unioned": calls,
            "int_call_legs_unioned": legs,
            "int_customer_keys": people,
        },
    )
    assert {row["call_id"]: row["transfer_count"] for row in scoped} == {"one": 0, "two": 1}
    resolved = run_model("int_call_resolutions", {"int_call_scope": scoped})
    _, totals, _ = first_calls(run_model, resolved)
    assert totals["first_call_resolution"]["value"] == close(0.5)


def test_firstcall_e3_only_abandoned_calls(run_model):
    _, totals, _ = first_calls(run_model, [contact(number, "abandoned") for number in range(6)])
    total = totals["first_call_resolution"]
    assert (total["denominator"], total["value"], total["status"]) == (0, None, "no_data")


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"talk_seconds": 9.0}, "too_short"),
        ({"talk_seconds": 10.0}, None),
        ({"outcome": "wrong_number"}, "wrong_number"),
        ({"outcome": "unmapped"}, "unmapped"),
        ({"queue_entry_number": 2}, "requeued"),
        ({"customer_id": "unknown"}, "unlinkable"),
        ({"is_resolved": None}, "incomplete"),
        ({"ended_at": datetime(2026, 6, 24)}, None),
        ({"ended_at": datetime(2026, 6, 24, 0, 0, 1)}, "immature"),
    ],
)
def test_first_calls_that_do_not_count(run_model, more, reason):
    call = contact(1, "answered", is_resolved=True) | more
    (fact,), totals, _ = first_calls(run_model, [call])
    assert fact["exclusion_reason"] == reason
    assert totals["first_call_resolution"]["n"] == (reason is None)
    assert totals["first_call_resolution"]["is_provisional"] == (reason == "immature")
    # the end of these is not known yet, but an agent had them
    known = reason in (None, "unlinkable", "incomplete", "immature")
    assert totals["transfer_rate"]["n"] == known


def handled(run_model, calls, legs):
    """Facts of handled contacts, and the scorecard."""
    inputs = {"int_call_scope": calls, "int_call_legs_timed": legs}
    facts = run_model("fct_handling_time", inputs)
    return facts, *scorecard(run_model, {"fct_handling_time": facts})


def times(number, talk, hold, wrap, agent="A1", place=1):
    """One agent's part of a call of Zendesk, in seconds."""
    return {
        "call_leg_id": f"{number}-{place}",
        "call_id": f"zendesk:{number}",
        "source_system": "zendesk",
        "agent_id": agent,
        "leg_type": "agent",
        "leg_number": place,
        "is_completed": True,
        "talk_seconds": talk,
        "hold_seconds": hold,
        "wrap_up_seconds": wrap,
    }


def timed(run_model, calls, legs):
    """Parts of calls, as int_call_legs_timed adds them up."""
    names = ("call_id", "source_system", "contact_kind", "outcome", "agent_id")
    inputs = {
        "int_calls_unioned": [{name: call[name] for name in names} for call in calls],
        "int_call_legs_unioned": legs,
    }
    return run_model("int_call_legs_timed", inputs)


def test_aht_e1_talk_hold_and_wrap_up(run_model):
    seconds = [(300, 30, 60), (240, 0, 45), (600, 120, 90)]
    calls = [contact(number, "answered") for number in range(3)]
    legs = timed(run_model, calls, [times(number, *three) for number, three in enumerate(seconds)])
    _, totals, _ = handled(run_model, calls, legs)
    total = totals["aht"]
    assert (total["denominator"], total["numerator"]) == (3, close(1485))
    assert total["value"] == close(495.0)
    minutes, rest = divmod(round(total["value"]), 60)
    assert f"{minutes:02d}:{rest:02d}" == "08:15"


def test_aht_e2_two_agents(run_model):
    calls = [contact("K8", "answered")]
    parts = [times("K8", 250, 20, 30, "A1", 1), times("K8", 340, 0, 60, "A2", 2)]
    legs = timed(run_model, calls, parts)
    (fact,), totals, _ = handled(run_model, calls, legs)
    assert fact["handle_seconds"] == totals["aht"]["value"] == close(700.0)
    by_agent = {leg["agent_id"]: leg["handle_seconds"] for leg in legs}
    assert by_agent == {"A1": close(300.0), "A2": close(400.0)}


def test_aht_e3_incomplete_is_not_zero(run_model):
    calls = [
        contact(1, "answered"),
        contact(2, "answered"),
        contact(3, "abandoned"),
        contact(4, "answered", exclusion_reason="outbound"),
    ]
    parts = [times(1, 200, 0, 40), times(2, 300, 10, None), times(4, 500, 0, 60)]
    facts, totals, _ = handled(run_model, calls, timed(run_model, calls, parts))
    assert sum(row["handled_count"] for row in facts) == 1
    assert sum(row["exclusion_reason"] == "incomplete" for row in facts) == 1
    assert totals["aht"]["value"] == close(240.0)
