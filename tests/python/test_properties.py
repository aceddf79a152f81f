"""Properties that hold for any input, against independent references in Python."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import stats

from tests.python.clocks import WEEK, Clock

quick = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def estimate(run_model, kpi_code, statistic_rows):
    """Estimate one KPI from its sums and its median; return the row."""
    sums = {name: value for name, value in statistic_rows.items() if name != "value_median"}
    spread = {name: statistic_rows[name] for name in ("kpi_value_id", "value_median")}
    inputs = {"int_kpi_aggregates": [sums], "int_kpi_spreads": [spread]}
    rows = run_model("int_kpi_estimates", inputs)
    return next(row for row in rows if row["kpi_code"] == kpi_code)


def sums(kpi_code, values):
    values = np.asarray(values, dtype=float)
    return {
        "kpi_value_id": "x",
        "kpi_code": kpi_code,
        "period_grain": "all",
        "cut_type": "all",
        "cut_value": "all",
        "n": len(values),
        "value_sum": float(values.sum()),
        "value_square_sum": float((values**2).sum()),
        "value_median": float(np.median(values)),
        "pending_count": 0,
        "is_suppressed": False,
    }


@quick
@given(st.integers(0, 400), st.integers(0, 400))
def test_proportions_have_the_wilson_interval_of_scipy(run_model, hits, misses):
    n = hits + misses
    if n == 0:
        return
    row = estimate(run_model, "csat", sums("csat", [1] * hits + [0] * misses))
    expected = stats.binomtest(hits, n).proportion_ci(0.95, method="wilson")
    assert row["value"] == pytest.approx(hits / n)
    assert row["ci_lo"] == pytest.approx(expected.low, abs=1e-6)
    assert row["ci_hi"] == pytest.approx(expected.high, abs=1e-6)


@quick
@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
def test_net_scores_have_the_adjusted_wald_interval(run_model, promoters, passives, detractors):
    n = promoters + passives + detractors
    if n == 0:
        return
    answers = [1] * promoters + [0] * passives + [-1] * detractors
    row = estimate(run_model, "nps", sums("nps", answers))
    share_for, share_against = (promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)
    centre = 100 * (share_for - share_against)
    spread = share_for + share_against - (share_for - share_against) ** 2
    half = 100 * stats.norm.ppf(0.975) * np.sqrt(spread / (n + 3))
    assert row["value"] == pytest.approx(100 * (promoters - detractors) / n, abs=1e-9)
    assert row["standard_error"] == pytest.approx(100 * np.std(answers) / np.sqrt(n), abs=1e-6)
    assert row["ci_lo"] == pytest.approx(max(centre - half, -100), abs=1e-4)
    assert row["ci_hi"] == pytest.approx(min(centre + half, 100), abs=1e-4)


@quick
@given(st.lists(st.floats(1, 5, allow_nan=False), min_size=2, max_size=200))
def test_means_have_the_normal_interval(run_model, efforts):
    row = estimate(run_model, "ces", sums("ces", efforts))
    error = stats.sem(efforts)
    assert row["value"] == pytest.approx(np.mean(efforts))
    assert row["ci_lo"] == pytest.approx(np.mean(efforts) - 1.959964 * error, abs=1e-5)
    assert row["ci_hi"] == pytest.approx(np.mean(efforts) + 1.959964 * error, abs=1e-5)


@quick
@given(
    st.sampled_from(["effort", "ease"]),
    st.integers(0, 1),
    st.integers(2, 10),
    st.floats(0, 1, allow_nan=False),
)
def test_effort_keeps_order_and_ends(run_model, wording, low, width, position):
    high = low + width
    score = low + position * width
    answer = {
        "survey_answer_id": "a",
        "metric_code": "ces",
        "wording": wording,
        "score": score,
        "scale_min": low,
        "scale_max": high,
    }
    (row,) = run_model("fct_ces", {"int_survey_scores_deduplicated": [answer]})
    share = position if wording == "effort" else 1 - position
    assert row["effort_score"] == pytest.approx(1 + 4 * share)


# zones with different rules: half an hour of daylight saving, and none at all
ZONES = {
    "Europe/Berlin": (datetime(2025, 3, 30, 1), datetime(2025, 10, 26, 1)),
    "America/New_York": (datetime(2025, 3, 9, 7), datetime(2025, 11, 2, 6)),
    "Australia/Lord_Howe": (datetime(2025, 4, 5, 15), datetime(2025, 10, 4, 15, 30)),
    "Asia/Kathmandu": (datetime(2025, 6, 1),),
}
DAY = 24 * 60
LENGTHS = (5, 20, 45, 90, 480, 600, DAY, 4 * DAY, WEEK)


def is_open(instant, zone, week, holidays):
    """Whether the clock on the wall shows an open time at an instant."""
    local = instant.replace(tzinfo=UTC).astimezone(zone)
    if any(begins <= local.date() <= ends for begins, ends in holidays):
        return False
    seconds = (local.hour * 60 + local.minute) * 60 + local.second + local.microsecond / 1e6
    minute = local.weekday() * DAY + seconds / 60
    return any(opens <= at < closes for opens, closes in week for at in (minute, minute + WEEK))


def open_minutes(start, end, zone, week, holidays):
    """Overlap with the opening hours: nothing changes but at the edges and as clocks change."""
    marks = {start, end, *(change for change in ZONES[zone.key])}
    minutes = {0, *(edge % DAY for interval in week for edge in interval)}
    for day in range(-2, (end - start).days + 3):
        midnight = datetime.combine(start.date() + timedelta(days=day), datetime.min.time())
        for minute in minutes:
            for fold in (0, 1):
                local = (midnight + timedelta(minutes=minute)).replace(tzinfo=zone, fold=fold)
                marks.add(local.astimezone(UTC).replace(tzinfo=None))
    ordered = sorted(mark for mark in marks if start <= mark <= end)
    return sum(
        (later - earlier).total_seconds() / 60
        for earlier, later in zip(ordered, ordered[1:], strict=False)
        if is_open(earlier + (later - earlier) / 2, zone, week, holidays)
    )


@pytest.fixture(scope="module")
def clock(demo):
    return Clock(demo)


@st.composite
def schedules(draw):
    """A zone, a week, holidays and pairs of instants near a change of the clocks."""
    zone = draw(st.sampled_from(sorted(ZONES)))
    change = draw(st.sampled_from(ZONES[zone]))
    interval = st.tuples(st.integers(0, WEEK - 1), st.sampled_from(LENGTHS)).map(
        lambda one: (one[0], one[0] + one[1])
    )
    # edges close to the hour that is skipped or shown twice
    local = change.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    minute = local.weekday() * DAY + local.hour * 60 + local.minute
    near = st.tuples(st.integers(-150, 150), st.sampled_from(LENGTHS[:4])).map(
        lambda one: ((minute + one[0]) % WEEK, (minute + one[0]) % WEEK + one[1])
    )
    week = draw(st.lists(st.one_of(interval, near), min_size=1, max_size=5))
    day = st.integers(-4, 4).map(lambda days: local.date() + timedelta(days=days))
    holidays = draw(
        st.lists(st.tuples(day, st.integers(0, 2)), max_size=2).map(
            lambda found: [(first, first + timedelta(days=more)) for first, more in found]
        )
    )
    hours, days = timedelta(hours=4), timedelta(days=4)
    seconds = st.one_of(st.timedeltas(-hours, hours), st.timedeltas(-days, days))
    pair = st.tuples(seconds, seconds).map(lambda two: tuple(change + one for one in sorted(two)))
    return zone, week, holidays, change, draw(st.lists(pair, min_size=10, max_size=20))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(schedules())
def test_business_minutes_are_the_overlap_with_the_opening_hours(clock, case):
    """Several openings, nights, 24/7, holidays and daylight saving, fractions of seconds."""
    zone, week, holidays, change, pairs = case
    around = [change.date() + timedelta(days=days) for days in (-7, 7)]
    clock.build(zone, week, *around, holidays)
    expected = [open_minutes(*pair, ZoneInfo(zone), week, holidays) for pair in pairs]
    assert clock.minutes(pairs) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("product_sum", "has_interval"), [(30.0, True), (None, False)])
def test_a_ratio_without_its_products_has_no_interval(run_model, product_sum, has_interval):
    """If this fails, a rate of people, whose rows are no sample, looks exact."""
    row = {"kpi_code": "attrition", "period_grain": "all", "cut_type": "all", "cut_value": "all"}
    row |= {"kpi_value_id": "x", "n": 10, "value_sum": 3.0, "value_square_sum": 3.0}
    row |= {"weight_sum": 100.0, "weight_square_sum": 1000.0, "product_sum": product_sum}
    rows = run_model("int_kpi_estimates", {"int_kpi_aggregates": [row]})
    (found,) = [row for row in rows if row["kpi_value_id"] == "x"]
    assert found["value"] == 0.03
    assert (found["ci_lo"] is not None, found["ci_hi"] is not None) == (has_interval,) * 2


def test_a_ratio_below_zero_lies_in_its_interval(run_model):
    """If this fails, a month with more refunds than sales stops the build (GOV-28)."""
    row = {"kpi_code": "unattributed_share", "period_grain": "all", "cut_type": "all"}
    row |= {"kpi_value_id": "x", "cut_value": "all", "n": 10, "value_sum": 30.0}
    row |= {"value_square_sum": 900.0, "weight_sum": -100.0, "weight_square_sum": 40000.0}
    rows = run_model("int_kpi_estimates", {"int_kpi_aggregates": [row | {"product_sum": 900.0}]})
    (found,) = [row for row in rows if row["kpi_value_id"] == "x"]
    assert found["value"] == -0.3
    assert found["standard_error"] > 0 and found["ci_lo"] < -0.3 < found["ci_hi"]
