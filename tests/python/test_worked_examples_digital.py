"""The worked examples of journeys (KPI-13, KPI-14) and page loads (KPI-16)."""

from datetime import datetime, timedelta

import pytest

from tests.python.test_worked_examples import close, estimated
from tests.python.test_worked_examples_calls import NINE

PUBLISHED = ("journey_completion", "journey_abandonment")


def instance(number, outcome, steps=1, journey="checkout", version=1, **more):
    """One journey as int_journey_instances tells it."""
    return {
        "journey_instance_id": f"{journey}|{number}",
        "source_system": "segment",
        "visitor_id": f"V{number}",
        "customer_id": f"C{number}",
        "kind": "journey",
        "journey_code": journey,
        "stage_code": "purchase",
        "segment": "unknown",
        "channel": "web",
        "device": "desktop",
        "outcome": outcome,
        "journey_version": version,
        "furthest_step_number": 4 if outcome == "completed" else steps,
        "event_count": 2,
        "click_count": 0,
        "error_count": 0,
        "duration_minutes": 5.0,
        "has_benchmark": True,
        "is_pending": outcome == "in_progress",
        "is_late": False,
        "started_at": NINE,
        "ended_at": None if outcome == "in_progress" else NINE + timedelta(minutes=5),
    } | more


def ended(**counts):
    """So many journeys with each outcome."""
    outcomes = [outcome for outcome, count in counts.items() for _ in range(count)]
    return [instance(number, outcome) for number, outcome in enumerate(outcomes)]


def scorecard(run_model, facts):
    """Run facts through observations and statistics; the totals by KPI, and all estimates."""
    observations = run_model("int_kpi_observations_digital", facts)
    estimates = estimated(run_model, observations)
    changes = run_model("int_kpi_changes", {"int_kpi_estimates": estimates})
    rows = run_model("rpt_kpi_scorecard", {"int_kpi_changes": changes})
    totals = {
        row["kpi_code"]: row
        for row in rows
        if (row["period_grain"], row["cut_type"]) == ("all", "all")
    }
    return totals, [row for row in estimates if row["period_grain"] == "all"]


def rates(run_model, instances):
    """Facts of these journeys, and what the scorecard says of them."""
    facts = run_model("fct_journeys", {"int_journey_instances": instances})
    totals, _ = scorecard(run_model, {"fct_journeys": facts})
    return facts, totals


def test_journey_e1_rates_of_the_mature_add_up(run_model):
    instances = ended(completed=150, abandoned=24, failed=6, in_progress=20)
    facts, totals = rates(run_model, instances)
    assert (len(facts), sum(row["mature_count"] for row in facts)) == (200, 180)
    assert sum(row["completed_count"] for row in facts) == 150
    assert sum(row["abandoned_count"] for row in facts) == 24
    assert sum(row["failed_count"] for row in facts) == 6
    assert sum(row["outcome"] == "in_progress" for row in facts) == 20
    assert {totals[code]["n"] for code in (*PUBLISHED, "journey_failure")} == {180}
    assert totals["journey_completion"]["value"] == close(0.833333)
    assert totals["journey_abandonment"]["value"] == close(0.133333)
    assert totals["journey_failure"]["value"] == close(0.033333)
    assert [totals[code]["status"] for code in PUBLISHED] == ["watch", "watch"]
    assert totals["journey_completion"]["is_provisional"] is True


def test_journey_e2_the_benchmarks_do_not_fit_together(run_model):
    _, totals = rates(run_model, ended(completed=170, abandoned=30))
    assert [totals[code]["value"] for code in PUBLISHED] == [close(0.85), close(0.15)]
    assert [totals[code]["status"] for code in PUBLISHED] == ["on_target", "watch"]


TEN = datetime(2026, 3, 2, 10)
CHECKOUTS = {
    "s1": [(0, "checkout_started"), (5, "payment_info_entered"), (7, "order_completed")],
    "s2": [(0, "checkout_started"), (10, "payment_info_entered")],
    "s3": [(105, "checkout_started")],
    "s4": [
        (0, "checkout_started"),
        (20, "payment_info_entered"),
        (45, "payment_info_entered"),
        (50, "order_completed"),
    ],
    "s5": [(0, "checkout_started"), (0, "checkout_started"), (3, "order_completed")],
}


def recorded(histories):
    """The events of some visitors as int_digital_actions tells them; minutes after ten o'clock."""
    return [
        {
            "digital_action_id": f"event|segment:{visitor}-{number}",
            "visitor_id": visitor,
            "customer_id": visitor,
            "source_system": "segment",
            "segment": "unknown",
            "channel": "web",
            "device": "desktop",
            "action_kind": "event",
            "event": event,
            "occurred_at": TEN + timedelta(minutes=minutes),
        }
        for visitor, history in histories.items()
        for number, (minutes, event) in enumerate(history)
    ]


def judged(run_model, histories, as_of):
    """The journeys that these events make, as seen at a moment."""
    actions = recorded(histories)
    events = run_model("int_journey_events", {"int_digital_actions": actions}, as_of)
    parts = run_model("int_journey_instance_events", {"int_journey_events": events}, as_of)
    instances = run_model("int_journey_instances", {"int_journey_instance_events": parts}, as_of)
    return rates(run_model, [row for row in instances if row["journey_code"] == "checkout"])


def test_journey_e3_pauses_and_doubled_starts(run_model):
    facts, totals = judged(run_model, CHECKOUTS, "2026-03-02 12:00:00")
    found = {row["customer_id"]: row for row in facts}
    assert len(facts) == len(found) == 5
    assert {name: row["outcome"] for name, row in found.items()} == {
        "s1": "completed",
        "s2": "abandoned",
        "s3": "in_progress",
        "s4": "completed",
        "s5": "completed",
    }
    assert found["s2"]["ended_at"] == TEN + timedelta(minutes=40)
    assert sum(row["mature_count"] for row in facts) == 4
    assert [totals[code]["n"] for code in PUBLISHED] == [4, 4]
    assert [totals[code]["value"] for code in PUBLISHED] == [close(0.75), close(0.25)]
    assert [totals[code]["status"] for code in PUBLISHED] == ["action_required"] * 2


def test_journey_e4_all_under_way_is_no_rate(run_model):
    facts, totals = rates(run_model, ended(in_progress=20))
    assert (len(facts), sum(row["mature_count"] for row in facts)) == (20, 0)
    assert [totals[code]["value"] for code in PUBLISHED] == [None, None]
    assert [totals[code]["status"] for code in PUBLISHED] == ["no_data", "no_data"]


def test_a_cart_is_not_measured_against_the_published_figures(run_model):
    carts = [instance(n, "abandoned", journey="cart", has_benchmark=False) for n in range(100, 170)]
    _, totals = rates(run_model, ended(completed=19, abandoned=1) + carts)
    assert totals["journey_abandonment"]["value"] == close(0.05)
    assert (totals["cart_abandonment"]["n"], totals["cart_abandonment"]["value"]) == (70, close(1))
    assert totals["cart_abandonment"]["status"] == "no_target"


def test_complete_e1_step_rates_of_one_cohort(run_model):
    reached = [1] * 20 + [2] * 20 + [3] * 15
    instances = ended(completed=45)
    instances += [instance(100 + n, "abandoned", steps) for n, steps in enumerate(reached)]
    steps = run_model("fct_journey_steps", {"int_journey_instances": instances})
    counts = [sum(row["step_number"] == number for row in steps) for number in (1, 2, 3, 4)]
    assert counts == [100, 80, 60, 45]
    facts = run_model("fct_journeys", {"int_journey_instances": instances})
    totals, cuts = scorecard(run_model, {"fct_journeys": facts, "fct_journey_steps": steps})
    found = {row["cut_value"]: row["value"] for row in cuts if row["cut_type"] == "journey_step"}
    assert found == {
        "checkout:checkout_started": close(0.8),
        "checkout:shipping_info_entered": close(0.75),
        "checkout:payment_info_entered": close(0.75),
    }
    assert totals["journey_completion"]["value"] == close(0.45)
    assert totals["journey_completion"]["status"] == "action_required"


def test_a_journey_under_way_makes_its_steps_provisional(run_model):
    """If this fails, the step rates of a month change after they were final."""
    instances = [*ended(completed=3), instance(9, "in_progress", 2)]
    steps = run_model("fct_journey_steps", {"int_journey_instances": instances})
    totals, _ = scorecard(run_model, {"fct_journey_steps": steps})
    assert (totals["journey_step_rate"]["n"], totals["journey_step_rate"]["value"]) == (9, 1)
    assert totals["journey_step_rate"]["is_provisional"] is True
    steps = run_model("fct_journey_steps", {"int_journey_instances": instances[:3]})
    totals, _ = scorecard(run_model, {"fct_journey_steps": steps})
    assert totals["journey_step_rate"]["is_provisional"] is False


def test_complete_e2_a_late_completion_restates(run_model):
    histories = {
        f"v{n}": [(0, "checkout_started"), (9, "order_completed")][: 2 if n < 8 else 1]
        for n in range(10)
    }
    _, before = judged(run_model, histories, "2026-03-02 12:00:00")
    assert before["journey_completion"]["value"] == close(0.8)
    assert before["journey_completion"]["status"] == "watch"
    histories["v9"] = [(0, "checkout_started"), (60 * 24, "order_completed")]
    facts, after = judged(run_model, histories, "2026-03-04 12:00:00")
    assert after["journey_completion"]["value"] == close(0.9)
    assert after["journey_completion"]["status"] == "on_target"
    assert not any(row["is_late"] for row in facts)
    # the month was over when it completed: it counts, and says so
    histories["v9"] = [(0, "checkout_started"), (60 * 24 * 30, "order_completed")]
    facts, _ = judged(run_model, histories, "2026-05-04 12:00:00")
    late = [(row["customer_id"], row["outcome"]) for row in facts if row["is_late"]]
    assert late == [("v9", "completed")]


def test_complete_e3_failures_are_neither(run_model):
    _, totals = rates(run_model, ended(completed=85, abandoned=5, failed=10))
    assert [totals[code]["value"] for code in PUBLISHED] == [close(0.85), close(0.05)]
    assert totals["journey_failure"]["value"] == close(0.1)
    assert [totals[code]["status"] for code in PUBLISHED] == ["on_target", "on_target"]


def load(run_model, views):
    """Page views of (seconds, human or bot), and what the scorecard says of them."""
    actions = [
        {
            "digital_action_id": f"page|segment:{number}",
            "visitor_id": "V1",
            "customer_id": "unknown",
            "source_system": "segment",
            "segment": "unknown",
            "channel": "web",
            "device": "desktop",
            "action_kind": "page_view",
            "page_type": "Home",
            "load_exclusion_reason": "bot" if who == "bot" else None,
            "load_milliseconds": None if seconds is None else seconds * 1000.0,
            "occurred_at": NINE,
        }
        for number, (seconds, who) in enumerate(views)
    ]
    facts = run_model("fct_page_loads", {"int_digital_actions": actions})
    totals, _ = scorecard(run_model, {"fct_page_loads": facts})
    return facts, totals


def test_pageload_e1_percentile_with_interpolation(run_model):
    seconds = [1.2, 1.8, 2.4, 2.9, 3.1, 7.5]
    facts, totals = load(run_model, [(second, "human") for second in seconds])
    total = totals["page_load"]
    assert (total["n"], total["value"]) == (6, close(3.05))
    assert totals["page_load_median"]["value"] == close(2.65)
    assert total["numerator"] / total["denominator"] == close(3.15)
    assert totals["page_load_under_3s"]["value"] == close(0.666667)
    assert total["status"] == "off_target"


def test_pageload_e2_what_is_no_page_load(run_model):
    views = [(0.8, "human"), (2.0, "human"), (2.2, "human"), (2.6, "human")]
    views += [(0.1, "bot"), (-1, "human"), (120, "human")]
    facts, totals = load(run_model, views)
    assert (totals["page_load"]["n"], totals["page_load"]["value"]) == (4, close(2.3))
    reasons = [row["exclusion_reason"] for row in facts if not row["is_included"]]
    assert sorted(reasons) == ["bot", "negative_duration", "too_long"]
    assert totals["page_load_under_3s"]["value"] == close(1.0)
    assert totals["page_load"]["status"] == "on_target"


def test_pageload_e3_exactly_three_seconds_is_not_below(run_model):
    _, totals = load(run_model, [(3.0, "human")] * 3)
    assert totals["page_load"]["value"] == close(3.0)
    assert totals["page_load_under_3s"]["value"] == close(0.0)
    assert totals["page_load"]["status"] == "off_target"


def test_a_view_without_a_time_is_counted_as_incomplete(run_model):
    facts, totals = load(run_model, [(2.0, "human"), (None, "human")])
    assert [row["incomplete_count"] for row in facts] == [0, 1]
    assert totals["page_load"]["n"] == 1


@pytest.mark.parametrize(
    ("outcome", "errors", "expected"),
    [
        ("completed", 0, {"task_success": 1, "task_error": 0, "task_abandonment": 0}),
        ("abandoned", 2, {"task_success": 0, "task_error": 1, "task_abandonment": 1}),
    ],
)
def test_measures_of_a_task(run_model, outcome, errors, expected):
    """Time and clicks are those of who succeeded: who gave up quickly was not fast."""
    attempt = instance(1, outcome, kind="task", error_count=errors, click_count=7)
    facts = run_model("fct_task_attempts", {"int_journey_instances": [attempt]})
    totals, _ = scorecard(run_model, {"fct_task_attempts": facts})
    assert {code: totals[code]["value"] for code in expected} == expected
    times = [totals[code]["value"] for code in ("task_time", "task_clicks")]
    assert times == ([300, 7] if outcome == "completed" else [None, None])


@pytest.mark.parametrize("is_under_way", [True, False])
def test_who_is_under_way_may_yet_succeed(run_model, is_under_way):
    """If this fails, time and clicks of a month are final while an attempt of it is open."""
    outcomes = ["completed", "in_progress" if is_under_way else "abandoned"]
    attempts = [
        instance(number, outcome, kind="task", click_count=7)
        for number, outcome in enumerate(outcomes)
    ]
    facts = run_model("fct_task_attempts", {"int_journey_instances": attempts})
    totals, _ = scorecard(run_model, {"fct_task_attempts": facts})
    for code, value in {"task_time": 300, "task_clicks": 7}.items():
        row = totals[code]
        assert (row["value"], row["n"], row["is_provisional"]) == (value, 1, is_under_way), code
    assert totals["task_success"]["is_provisional"] is is_under_way
