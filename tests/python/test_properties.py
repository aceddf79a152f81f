"""Properties that hold for any input, against independent references in Python."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import stats

quick = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def estimate(run_model, kpi_code, statistic_rows):
    """Estimate one KPI from its sums; return the row."""
    rows = run_model("int_kpi_estimates", {"int_kpi_aggregates": [statistic_rows]})
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


ZONE = ZoneInfo("Europe/Berlin")
HOLIDAYS = {"2024-12-25", "2024-12-26", "2025-01-01", "2025-05-01", "2025-12-25", "2025-12-26"}
HOLIDAYS |= {"2026-01-01", "2026-05-01"}


def business_minutes(started, ended):
    """Overlap with Monday to Friday, 09:00 to 17:00 in Berlin, day by day."""
    day, seconds = started.astimezone(ZONE).date(), 0.0
    while day <= ended.astimezone(ZONE).date():
        if day.isoweekday() <= 5 and str(day) not in HOLIDAYS:
            opened = datetime(day.year, day.month, day.day, 9, tzinfo=ZONE)
            closed = datetime(day.year, day.month, day.day, 17, tzinfo=ZONE)
            overlap = min(ended, closed).timestamp() - max(started, opened).timestamp()
            seconds += max(overlap, 0)
        day += timedelta(days=1)
    return seconds / 60


@pytest.fixture(scope="module")
def calendar(demo):
    with duckdb.connect(str(demo.database), read_only=True) as connection:
        yield connection


@settings(max_examples=150, deadline=None)
@given(
    start=st.datetimes(datetime(2024, 7, 1), datetime(2026, 6, 1)),
    length=st.timedeltas(timedelta(0), timedelta(days=20)),
)
def test_business_minutes_are_the_overlap_with_the_opening_hours(calendar, start, length):
    """Daylight saving, holidays and weekends included; the demo's two years."""
    ended = start + length
    (minutes,) = calendar.execute(
        """
        with instants as (select unnest([$1::timestamp, $2::timestamp]) as instant),
        opened as (
            select slot.open_seconds_before + coalesce(greatest(0, least(
                slot.open_seconds, epoch(instant) - epoch(slot.open_from))), 0) as seconds
            from instants
            inner join intermediate.int_business_calendar as slot
                on date_trunc('hour', instant) = slot.slot_started_at
        )
        select (max(seconds) - min(seconds)) / 60 from opened
        """,
        [start, ended],
    ).fetchone()
    expected = business_minutes(start.replace(tzinfo=UTC), ended.replace(tzinfo=UTC))
    assert minutes == pytest.approx(expected, abs=1e-4)
