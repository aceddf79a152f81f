"""The worked examples of the KPI specification on touchpoints (KPI-29, KPI-30), and their rules."""

import itertools
from datetime import datetime, timedelta

import pytest
from scipy import stats

from tests.python.test_worked_examples import close, estimated

DAY = datetime(2025, 5, 1, 9)
STAGES = [{"stage_code": "only", "stage_name": "Only", "stage_order": 1}]


def contact(number, touchpoint, customer="C1", at=DAY, **others):
    """One row of fct_touchpoints that counts."""
    return {
        "touchpoint_id": str(number),
        "customer_id": customer,
        "touchpoint": touchpoint,
        "segment": "smb",
        "is_included": True,
        "rated_count": 0,
        "satisfied_count": 0,
        "touched_on": at.date(),
        "occurred_at": at,
        **others,
    }


def journey(run_model, sentiments):
    """Run the sentiments of touchpoints, in order, through the report; give its rows as a whole."""
    touchpoints = [
        {
            "touchpoint": touchpoint,
            "touchpoint_name": touchpoint,
            "stage_code": "only",
            "touchpoint_order": place,
            "is_moment_of_truth_by_design": False,
        }
        for place, touchpoint in enumerate(sentiments)
    ]
    contacts = [
        contact(f"{touchpoint} {number}", touchpoint, sentiment_score=score)
        for touchpoint, scores in sentiments.items()
        for number, score in enumerate(scores)
    ]
    seeds = {"touchpoints": touchpoints, "journey_stages": STAGES}
    scored = run_model("int_emotional_journey", {"fct_touchpoints": contacts, **seeds})
    report = run_model("rpt_emotional_journey", {"int_emotional_journey": scored, **seeds})
    rows = [r for r in report if (r["period_grain"], r["segment"]) == ("all", "all")]
    computed = run_model("int_kpi_computed_journey", {"rpt_emotional_journey": report})
    (total,) = [
        r for r in computed if (r["period_grain"], r["cut_type"]) == ("all", "all") and r["n"]
    ]
    return sorted(rows, key=lambda row: row["touchpoint_order"]), total


def test_emotion_e1_touchpoints_weigh_the_same(run_model):
    rows, total = journey(
        run_model,
        {
            "awareness": [0.2, 0.4],
            "purchase": [0.6, 0.8, 0.7],
            "support": [-0.6, -0.2, -0.4, -0.4],
            "advocacy": [0.5],
        },
    )
    assert [row["mean_sentiment"] for row in rows] == [close(v) for v in (0.3, 0.7, -0.4, 0.5)]
    first = rows[0]
    assert first["journey_emotion"] == total["value"] == close(0.275)
    assert first["volume_weighted_sentiment"] == close(0.16)
    assert (first["peak_touchpoint"], first["peak_sentiment"]) == ("purchase", close(0.7))
    assert (first["trough_touchpoint"], first["trough_sentiment"]) == ("support", close(-0.4))
    assert (first["end_touchpoint"], first["end_sentiment"]) == ("advocacy", close(0.5))
    assert (first["drop_from_touchpoint"], first["drop_to_touchpoint"]) == ("purchase", "support")
    assert first["largest_drop"] == rows[1]["change_to_next"] == close(-1.1)
    assert total["n"] == 10
    # one answer alone has no spread, so the journey has no interval
    assert total["ci_lo"] is None
    assert not any(row["is_reportable"] for row in rows)


def test_emotion_e2_what_is_remembered_is_the_extreme_and_the_end(run_model):
    rows, _ = journey(run_model, {"a": [0.3], "b": [0.7], "c": [-0.4], "d": [0.5]})
    assert rows[0]["peak_end"] == close(0.6)


def test_the_extreme_may_be_the_worst(run_model):
    """The strongest feeling by absolute value, not the best: (-0.9 + 0.5) / 2."""
    rows, _ = journey(run_model, {"a": [0.3], "b": [-0.9], "c": [0.5]})
    assert rows[0]["peak_end"] == close(-0.2)


def test_emotion_e3_a_touchpoint_without_feedback_is_left_out(run_model):
    rows, _ = journey(run_model, {"a": [0.3], "b": [], "c": [0.5]})
    assert rows[0]["journey_emotion"] == close(0.4)
    assert (rows[0]["touchpoints_scored"], rows[0]["touchpoints_total"]) == (2, 3)
    assert (rows[1]["n_scored"], rows[1]["mean_sentiment"]) == (0, None)
    # the next touchpoint is the next one at which anything was felt; a rise is no drop
    assert (rows[0]["next_touchpoint"], rows[0]["change_to_next"]) == ("c", close(0.2))
    assert (rows[0]["largest_drop"], rows[0]["drop_from_touchpoint"]) == (None, None)


@pytest.mark.parametrize(("score", "reason"), [(5.8, "score_out_of_range"), (5.0, None)])
def test_emotion_e3_sentiment_beyond_one_is_rejected(run_model, score, reason):
    """A rating of 5.8 of 5 would be a sentiment of 1.4."""
    assert 2 * (score - 1) / 4 - 1 == close(1.4 if reason else 1.0)
    answer = {
        "source_system": "typeform",
        "source_answer_id": "1",
        "source_response_id": "1",
        "source_survey_id": "S",
        "source_question_id": "Q",
        "raw_score": str(score),
        "submitted_at": DAY,
        "version_number": 1,
        "has_response": True,
    }
    survey = {
        "source_system": "typeform",
        "source_survey_id": "S",
        "source_question_id": "Q",
        "metric_code": "csat",
        "scale_min": 1,
        "scale_max": 5,
    }
    (row,) = run_model(
        "int_survey_responses_checked",
        {"int_survey_responses_received": [answer], "int_surveys_unioned": [survey]},
    )
    assert row["reason_code"] == reason


def moments(run_model, touchpoints, at=DAY):
    """Run customers by touchpoint, experience and answer through the report.

    `touchpoints` maps a touchpoint to (good, bad), each (promoters, passives, detractors).
    """
    contacts, answers, number = [], [], itertools.count()
    for touchpoint, sides in touchpoints.items():
        for satisfied, counts in zip((1, 0), sides, strict=True):
            for place, count in enumerate(counts):
                for _ in range(count):
                    one = next(number)
                    contacts.append(
                        contact(
                            one, touchpoint, f"C{one}", at, rated_count=1, satisfied_count=satisfied
                        )
                    )
                    answers.append(
                        answer(one, f"C{one}", (10, 8, 2)[place], at + timedelta(days=9))
                    )
    return judged(run_model, contacts, answers)


def answer(number, customer, score, at, metric="nps"):
    """One row of fct_nps that counts."""
    return {
        "survey_answer_id": f"A{number}",
        "customer_id": customer,
        "metric_code": metric,
        "is_included": True,
        "promoter_count": int(score >= 9),
        "detractor_count": int(score <= 6),
        "submitted_at": at,
    }


def judged(run_model, contacts, answers):
    """Give the rows of the report by touchpoint, over all time."""
    impacts = run_model("int_touchpoint_impacts", {"fct_touchpoints": contacts, "fct_nps": answers})
    touchpoints = [
        {
            "touchpoint": name,
            "touchpoint_name": name,
            "stage_code": "only",
            "touchpoint_order": 1,
            "is_moment_of_truth_by_design": name == "designed",
        }
        for name in sorted({one["touchpoint"] for one in contacts})
    ]
    report = run_model(
        "rpt_moments_of_truth", {"int_touchpoint_impacts": impacts, "touchpoints": touchpoints}
    )
    return {row["touchpoint"]: row for row in report if row["period_grain"] == "all"}


def test_mot_e1_good_and_bad_experiences_are_far_apart(run_model):
    row = moments(run_model, {"support": ((60, 30, 10), (12, 13, 25))})["support"]
    assert (row["nps_good"], row["nps_bad"]) == (close(50.0), close(-26.0))
    assert row["impact_points"] == close(76.0)
    assert row["z"] == close(5.672906)
    assert row["is_moment_of_truth"] is True
    assert row["p_value"] == pytest.approx(2 * stats.norm.sf(5.672906), rel=1e-2)


def test_mot_e2_success_rate(run_model):
    """Rated contacts at moments of truth, through observations to the estimate."""
    contacts = [
        contact(n, "designed", rated_count=1, satisfied_count=int(n < 62), channel="phone")
        for n in range(80)
    ]
    contacts += [contact(f"other {n}", "plain", rated_count=1) for n in range(9)]
    report = judged(run_model, contacts, [])
    assert report["designed"]["success_rate"] == close(0.775)
    observations = run_model(
        "int_kpi_observations_journey",
        {"fct_touchpoints": contacts, "rpt_moments_of_truth": report.values()},
    )
    estimates = estimated(run_model, observations)
    (total,) = [
        row
        for row in estimates
        if (row["kpi_code"], row["period_grain"], row["cut_type"])
        == ("moments_of_truth", "all", "all")
    ]
    assert (total["n"], total["value"]) == (80, close(0.775))


def test_mot_e3_too_few_bad_experiences(run_model):
    row = moments(run_model, {"support": ((200, 100, 100), (0, 2, 10))})["support"]
    assert (row["n_good"], row["n_bad"]) == (400, 12)
    assert (row["impact_points"], row["is_moment_of_truth"]) == (None, None)


@pytest.mark.parametrize(("bad", "is_moment"), [(29, None), (30, True)])
def test_thirty_on_each_side(run_model, bad, is_moment):
    row = moments(run_model, {"support": ((300, 0, 0), (0, 0, bad))})["support"]
    assert row["is_moment_of_truth"] is is_moment


@pytest.mark.parametrize(("promoters", "points", "is_moment"), [(60, 20, True), (59, 19, False)])
def test_twenty_points_are_enough(run_model, promoters, points, is_moment):
    """NPS 60 or 59 against 40, each of a thousand customers: both differences are significant."""
    sides = ((10 * promoters, 1000 - 10 * promoters, 0), (400, 600, 0))
    row = moments(run_model, {"support": sides})["support"]
    assert (row["impact_points"], row["is_significant"]) == (close(points), True)
    assert row["is_moment_of_truth"] is is_moment


def test_holm_asks_more_of_many_touchpoints(run_model):
    """Alone the middle touchpoint is significant, among three it is not."""
    middle = ((23, 10, 7), (15, 10, 15))
    alone = moments(run_model, {"middle": middle})["middle"]
    assert (alone["is_significant"], alone["is_moment_of_truth"]) == (True, True)
    weak = ((15, 12, 13), (14, 12, 14))
    strong = ((40, 0, 0), (0, 0, 40))
    report = moments(run_model, {"strong": strong, "middle": middle, "weak": weak})
    ordered = sorted(
        (row for row in report.values() if row["p_value"] is not None), key=lambda r: r["p_value"]
    )
    p_values = [row["p_value"] for row in ordered]
    expected = [min(1, p * (len(p_values) - place)) for place, p in enumerate(p_values)]
    expected = list(itertools.accumulate(expected, max))
    assert [row["p_value_holm"] for row in ordered] == [close(value) for value in expected]
    assert report["middle"]["is_significant"] is False
    assert report["middle"]["is_moment_of_truth"] is False


def test_only_the_last_experience_before_the_answer_counts(run_model):
    """Not what comes after the answer, nor 91 days before, nor a transactional answer."""
    rated = {"rated_count": 1}
    contacts = [
        contact(1, "support", at=DAY, satisfied_count=0, **rated),
        contact(2, "support", at=DAY + timedelta(days=5), satisfied_count=1, **rated),
        contact(3, "support", at=DAY + timedelta(days=15), satisfied_count=0, **rated),
        contact(4, "support", "C2", satisfied_count=1, **rated),
        contact(5, "support", "C3", satisfied_count=1, **rated),
        contact(6, "support", "C4", satisfied_count=0, **rated),
        contact(7, "support", "unknown", satisfied_count=0, **rated),
    ]
    answers = [
        answer(1, "C1", 10, DAY + timedelta(days=10)),
        answer(2, "C2", 10, DAY + timedelta(days=90)),
        answer(3, "C3", 10, DAY + timedelta(days=91)),
        answer(4, "C4", 0, DAY + timedelta(days=3), metric="tnps"),
        answer(5, "unknown", 0, DAY + timedelta(days=3)),
    ]
    row = judged(run_model, contacts, answers)["support"]
    assert (row["n_good"], row["n_bad"], row["rated_count"]) == (2, 0, 7)


@pytest.mark.parametrize("z", [0.0, 0.5, 1.0, 1.96, 2.5758, 3.0, 5.0])
def test_two_sided_p_is_that_of_the_normal_distribution(run_model, z):
    impact = {
        "touchpoint_impact_id": "1",
        "period_grain": "all",
        "touchpoint": "support",
        "n_good": 99,
        "n_bad": 99,
        "nps_good": z,
        "nps_bad": 0.0,
        "standard_error": 1.0,
        "rated_count": 200,
        "satisfied_count": 100,
    }
    touchpoint = {"touchpoint": "support", "is_moment_of_truth_by_design": False}
    inputs = {"int_touchpoint_impacts": [impact], "touchpoints": [touchpoint]}
    (row,) = run_model("rpt_moments_of_truth", inputs)
    assert row["p_value"] == pytest.approx(2 * stats.norm.sf(z), abs=2e-7)
