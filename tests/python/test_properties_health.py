"""What must hold for any scores: the mean and its parts, and the back-test against SciPy."""

from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import stats

from tests.python.test_worked_examples_health import COMPONENTS, health, month, with_components

quick = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
WEIGHTS = dict(zip(COMPONENTS, (0.25, 0.2, 0.15, 0.15, 0.25), strict=True))
STARTS = [date(2025, number, 1) for number in range(1, 4)]
MARCH, JUNE = date(2025, 3, 1), date(2025, 6, 1)

value = st.none() | st.floats(0, 100, allow_nan=False).map(lambda number: round(number, 4))
# nothing: the payer was not active in that month
histories = st.lists(
    st.lists(st.none() | st.tuples(*[value] * 5), min_size=3, max_size=3), min_size=1, max_size=12
)


def reference(components):
    """The score of a customer by the definition: (weight available, score)."""
    known = {
        name: (WEIGHTS[name], part)
        for name, part in zip(COMPONENTS, components, strict=True)
        if part is not None
    }
    weight = sum(weight for weight, _ in known.values())
    if weight < 0.5 - 1e-9:
        return weight, None
    return weight, sum(weight * part for weight, part in known.values()) / weight


@quick
@given(histories)
def test_scores_stay_in_range_and_are_the_sum_of_their_parts(run_model, payers):
    cells = [
        (f"P{number}", start, components)
        for number, history in enumerate(payers)
        for start, components in zip(STARTS, history, strict=True)
        if components is not None
    ]
    months = [month(payer, start) for payer, start, _ in cells]
    known = [with_components(*parts, payer=payer, start=start) for payer, start, parts in cells]
    parts, facts = health(run_model, months, known)
    assert len(facts) == len(cells) and len(parts) == 5 * len(cells)
    scores = {}
    for payer, start, components in cells:
        row = facts[payer, start]
        weight, score = reference(components)
        assert row["weight_available"] == pytest.approx(weight, abs=1e-9)
        assert row["health_score"] == (None if score is None else pytest.approx(score, abs=1e-6))
        assert score is None or 0 <= row["health_score"] <= 100
        own = [p for p in parts if (p["payer_id"], p["month_start"]) == (payer, start)]
        added = [part["contribution"] for part in own]
        if score is None:
            assert set(added) == {None} and row["health_band"] == "unscored"
        else:
            assert min(added) >= 0 and sum(added) == pytest.approx(score, abs=1e-6)
            used = [part["weight_used"] for part in own if part["weight_used"] is not None]
            assert sum(used) == pytest.approx(1, abs=1e-9) and max(used) <= 1 + 1e-9
        changes = [row[f"{name}_change"] for name in COMPONENTS]
        before = scores.get((payer, start.month - 1))
        if score is None or before is None:
            assert row["health_score_change"] is None and set(changes) == {None}
        else:
            assert row["health_score_change"] == pytest.approx(score - before, abs=1e-6)
            assert sum(changes) == pytest.approx(score - before, abs=1e-6)
        scores[payer, start.month] = score


def backtest(run_model, payers, end=JUNE, as_of=None):
    """Score payers at the end of March, and see who is there at the end of June."""
    scores = []
    for number, (score, has_left) in enumerate(payers):
        payer = f"P{number:04d}"
        band = "unscored" if score is None else "green" if score >= 70 else "red"
        scores.append(
            {
                "payer_id": payer,
                "health_score": score,
                "health_band": band,
                "month_start": MARCH,
            }
        )
        if not has_left:
            scores.append({"payer_id": payer, "health_band": "unscored", "month_start": end})
    rows = run_model("rpt_health_backtest", {"fct_customer_health": scores}, as_of)
    return {
        (row["group_type"], row["group_value"]): row
        for row in rows
        if row["quarter_start"] == date(2025, 4, 1)
    }


# few different scores, so that many are equal
outcomes = st.lists(
    st.tuples(st.integers(0, 12).map(float), st.booleans()), min_size=2, max_size=80
)


@quick
@given(outcomes)
def test_auc_is_that_of_scipy(run_model, payers):
    rows = backtest(run_model, payers)
    whole = rows["all", "scored"]
    left = [score for score, has_left in payers if has_left]
    kept = [score for score, has_left in payers if not has_left]
    assert (whole["payer_count"], whole["churned_count"]) == (len(payers), len(left))
    if not left or not kept:
        assert whole["auc"] is whole["auc_ci_lo"] is whole["auc_ci_hi"] is None
        assert whole["verdict"] in ("too few churners", "too few kept")
        return
    pairs = len(left) * len(kept)
    auc = stats.mannwhitneyu(kept, left).statistic / pairs
    assert whole["auc"] == pytest.approx(auc, abs=1e-9)
    spread = auc * (1 - auc)
    spread += (len(left) - 1) * (auc / (2 - auc) - auc**2)
    spread += (len(kept) - 1) * (2 * auc**2 / (1 + auc) - auc**2)
    half = 1.959964 * np.sqrt(max(spread, 0) / pairs)
    assert whole["auc_ci_lo"] == pytest.approx(max(auc - half, 0), abs=1e-6)
    assert whole["auc_ci_hi"] == pytest.approx(min(auc + half, 1), abs=1e-6)


@quick
@given(outcomes)
def test_the_fifths_hold_everyone_once_and_lift_is_relative(run_model, payers):
    rows = backtest(run_model, payers)
    fifths = [row for (kind, _), row in rows.items() if kind == "fifth"]
    whole = rows["all", "scored"]
    assert sum(row["payer_count"] for row in fifths) == len(payers)
    assert sum(row["churned_count"] for row in fifths) == whole["churned_count"]
    worst = sorted(score for score, _ in payers)[: rows["fifth", "1"]["payer_count"]]
    assert rows["fifth", "1"]["mean_health_score"] == pytest.approx(np.mean(worst))
    for row in rows.values():
        share = row["churned_count"] / row["payer_count"]
        expected = stats.binomtest(row["churned_count"], row["payer_count"]).proportion_ci(
            0.95, method="wilson"
        )
        assert row["churn_rate"] == pytest.approx(share)
        assert row["churn_rate_ci_lo"] == pytest.approx(expected.low, abs=1e-6)
        assert row["churn_rate_ci_hi"] == pytest.approx(expected.high, abs=1e-6)
        if whole["churned_count"]:
            assert row["lift"] == pytest.approx(share / whole["churn_rate"])
        else:
            assert row["lift"] is None


def test_the_verdict_needs_ten_who_left(run_model):
    kept = [(80.0 + number / 10, False) for number in range(40)]
    left = [(20.0 + number, True) for number in range(10)]
    assert backtest(run_model, kept + left)["all", "scored"]["verdict"] == "foretells churn"
    few = backtest(run_model, kept + left[1:])
    assert {row["verdict"] for row in few.values()} == {"too few churners"}
    swapped = [(100 - score, has_left) for score, has_left in kept + left]
    assert backtest(run_model, swapped)["all", "scored"]["verdict"] == "foretells the opposite"
    mixed = [(float(number), number % 4 == 1) for number in range(48)]
    assert backtest(run_model, mixed)["all", "scored"]["verdict"] == "no better than chance"


def test_who_has_no_score_stands_beside(run_model):
    rows = backtest(run_model, [(90.0, False), (40.0, True), (None, True), (None, False)])
    assert rows["all", "scored"]["payer_count"] == 2
    unscored = rows["band", "unscored"]
    assert (unscored["payer_count"], unscored["churn_rate"]) == (2, 0.5)
    assert unscored["mean_health_score"] is None
    assert rows["band", "red"]["lift"] == pytest.approx(2.0)


def test_a_quarter_is_judged_when_it_is_over(run_model):
    """Neither the months within the quarter nor one that is not over tell who left."""
    payers = [(90.0, False), (40.0, True)]
    assert backtest(run_model, payers, as_of="2025-06-30 23:59:59") == {}
    over = backtest(run_model, payers, as_of="2025-07-01 00:00:00")
    assert over["all", "scored"]["churned_count"] == 1
    # who is there in May only has left by the end of June
    early = backtest(run_model, payers, end=date(2025, 5, 1))
    assert early["all", "scored"]["churned_count"] == 2
