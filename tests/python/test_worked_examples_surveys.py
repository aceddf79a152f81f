"""The worked examples of the surveys (NPS, CSAT, CES, response rate), with every number given."""

import pytest

from tests.python.test_worked_examples import close, estimate, net

Z = 1.959964


def wald(total):
    """Return the plain interval around a score: it collapses where everyone agrees."""
    half = Z * total["standard_error"]
    return total["value"] - half, total["value"] + half


def added_up(rows, *names):
    """Add up counts of a fact."""
    return tuple(sum(row[name] for row in rows) for name in names)


def nps_facts(run_model, scores):
    """Answers to an NPS question, as fct_nps bands and counts them."""
    rows = [
        {"survey_answer_id": str(number), "metric_code": "nps", "score": score}
        for number, score in enumerate(scores)
    ]
    return run_model("fct_nps", {"int_survey_scores_deduplicated": rows})


@pytest.mark.parametrize(
    ("scores", "counts", "nps", "error", "low", "high", "adjusted_low", "adjusted_high"),
    [
        pytest.param(
            [10, 9, 9, 8, 7, 6, 3, 10, 9, 5],
            (10, 5, 2, 3),
            20.0,
            27.568098,
            -34.032479,
            74.032479,
            -30.325995,
            61.095226,
            id="NPS-E1",
        ),
        pytest.param(
            [10, 10, 10, 10],
            (4, 4, 0, 0),
            100.0,
            0.0,
            100.0,
            100.0,
            6.944178,
            100.0,
            id="NPS-E4",
        ),
    ],
)
def test_nps(run_model, scores, counts, nps, error, low, high, adjusted_low, adjusted_high):
    facts = nps_facts(run_model, scores)
    names = ("response_count", "promoter_count", "passive_count", "detractor_count")
    assert added_up(facts, *names) == counts
    values = [float(row["promoter_count"] - row["detractor_count"]) for row in facts]
    total = estimate(run_model, "nps", values)
    assert (total["n"], total["value"]) == (counts[0], close(nps))
    assert total["standard_error"] == close(error)
    assert wald(total) == (close(low), close(high))
    assert (total["ci_lo"], total["ci_hi"]) == (close(adjusted_low), close(adjusted_high))
    assert total["is_reportable"] is False


def test_nps_e2_nine_rows_of_a_wave(run_model):
    """NPS-E2: from nine raw rows to three that count, through every step in between."""
    rows = [
        ("C1", "3", "2025-01-05 10:00:00", "0", True),
        ("C1", "9", "2025-01-09 10:00:00", "0", True),
        ("C2", "10", "2025-01-06 10:00:00", "0", False),
        ("C3", "8", "2025-01-06 11:00:00", "0", True),
        ("C4", "10", "2025-01-07 09:00:00", "0", True),
        ("C5", "2", "2025-01-08 09:00:00", "0", True),
        ("C6", None, "2025-01-08 10:00:00", "0", True),
        ("C7", "11", "2025-01-08 11:00:00", "0", True),
        ("C8", "10", "2025-01-08 12:00:00", "2", True),
    ]
    question = {
        "survey_question_id": "qualtrics:S:Q",
        "survey_id": "qualtrics:S",
        "source_system": "qualtrics",
        "source_survey_id": "S",
        "source_question_id": "Q",
        "metric_code": "nps",
        "scale_id": "nps_0_10",
        "scale_min": 0,
        "scale_max": 10,
    }
    received = [
        {
            "source_system": "qualtrics",
            "raw_row_id": str(number),
            "version_number": 1,
            "is_exact_duplicate": False,
            "source_answer_id": str(number),
            "source_response_id": str(number),
            "source_survey_id": "S",
            "source_question_id": "Q",
            "source_contact_id": person,
            "wave_id": "W1",
            "raw_score": score,
            "raw_response_status": status,
            "is_finished": is_finished,
            "has_response": True,
            "submitted_at": at,
        }
        for number, (person, score, at, status, is_finished) in enumerate(rows)
    ]
    questions = {"int_surveys_unioned": [question]}
    checked = run_model(
        "int_survey_responses_checked", {"int_survey_responses_received": received} | questions
    )
    quarantined = [row for row in checked if row["reason_code"]]
    assert [(row["source_contact_id"], row["reason_code"]) for row in quarantined] == [
        ("C7", "score_out_of_range")
    ]
    answers = run_model("int_survey_responses_unioned", {"int_survey_responses_checked": checked})
    tickets = run_model("int_survey_answer_tickets", {"int_survey_responses_unioned": answers})
    people = [
        {
            "contact_record_id": f"qualtrics:C{number}",
            "customer_id": None if number == 4 else f"C{number}",
            "is_internal": number == 4,
        }
        for number in range(1, 9)
    ]
    scores = run_model(
        "int_survey_scores",
        {"int_survey_answer_tickets": tickets, "int_customer_keys": people} | questions,
    )
    judged = run_model("int_survey_scores_deduplicated", {"int_survey_scores": scores})
    facts = run_model("fct_nps", {"int_survey_scores_deduplicated": judged})
    kept = [row for row in facts if row["is_included"]]
    assert {row["customer_id"]: row["score"] for row in kept} == {"C1": 9, "C3": 8, "C5": 2}
    excluded = sorted(row["exclusion_reason"] for row in facts if not row["is_included"])
    assert excluded == ["duplicate", "internal", "no_answer", "test", "unfinished"]
    counts = (len(received), len(kept), len(excluded), len(quarantined))
    assert counts == (9, 3, 5, 1)
    names = ("response_count", "promoter_count", "passive_count", "detractor_count")
    assert added_up(facts, *names) == (3, 1, 1, 1)
    total = estimate(run_model, "nps", net(1, 1, 1))
    assert (total["n"], total["value"]) == (3, close(0.0))
    assert total["standard_error"] == close(47.140452)
    assert wald(total) == (close(-92.393589), close(92.393589))
    assert (total["ci_lo"], total["ci_hi"]) == (close(-61.112615), close(61.112615))


def test_nps_e3_no_answer_is_no_value(run_model):
    assert nps_facts(run_model, []) == []
    total = estimate(run_model, "nps", [])
    assert (total["n"], total["value"], total["is_reportable"]) == (0, None, False)


def test_nps_e5_a_total_is_no_mean_of_segments(run_model):
    first, second = net(40, 50, 10), net(5, 25, 20)
    values = [estimate(run_model, "nps", part)["value"] for part in (first, second)]
    assert values == [close(30.0), close(-30.0)]
    total = estimate(run_model, "nps", first + second)
    assert (total["n"], total["value"]) == (150, close(10.0))


def csat_facts(run_model, answers):
    """Answers (scale, lowest, highest, score) as fct_csat places and counts them."""
    rows = [
        {
            "survey_answer_id": str(number),
            "metric_code": "csat",
            "scale_id": scale,
            "scale_min": low,
            "scale_max": high,
            "score": score,
            "exclusion_reason": "no_answer" if score is None else None,
        }
        for number, (scale, low, high, score) in enumerate(answers)
    ]
    return run_model("fct_csat", {"int_survey_scores_deduplicated": rows})


@pytest.mark.parametrize(
    ("answers", "n", "satisfied", "csat", "low", "high"),
    [
        pytest.param(
            [("csat_1_5", 1, 5, score) for score in (5, 4, 4, 3, 2, 5, 1, 4)],
            8,
            5,
            0.625,
            0.305742,
            0.863156,
            id="CSAT-E1",
        ),
        pytest.param(
            [("csat_1_5", 1, 5, score) for score in (4, 3)]
            + [("csat_1_10", 1, 10, score) for score in (8, 7, 10)]
            + [("csat_good_bad", 0, 1, score) for score in (1, 0, None, None)],
            7,
            4,
            0.571429,
            0.250458,
            0.841780,
            id="CSAT-E2",
        ),
    ],
)
def test_csat(run_model, answers, n, satisfied, csat, low, high):
    facts = csat_facts(run_model, answers)
    assert added_up(facts, "response_count", "satisfied_count") == (n, satisfied)
    counted = [float(row["satisfied_count"]) for row in facts if row["is_included"]]
    total = estimate(run_model, "csat", counted)
    assert (total["n"], total["value"]) == (n, close(csat))
    assert (total["ci_lo"], total["ci_hi"]) == (close(low), close(high))
    if len(answers) == n:  # CSAT-E1: one scale only, so that a mean of raw scores has a meaning
        assert sum(row["score"] for row in facts) / n == close(3.5)
        position = estimate(run_model, "csat_position", [row["score_position"] for row in facts])
        assert position["value"] == close((3.5 - 1) / 4)


def test_csat_e3_exactly_80_percent_is_on_target(run_model):
    facts = csat_facts(run_model, [("csat_1_5", 1, 5, score) for score in [5] * 40 + [3] * 10])
    assert added_up(facts, "response_count", "satisfied_count") == (50, 40)
    total = estimate(run_model, "csat", [float(row["satisfied_count"]) for row in facts])
    assert (total["value"], total["status"]) == (close(0.8), "on_target")
    assert (total["ci_lo"], total["ci_hi"]) == (close(0.669629), close(0.887563))


def test_csat_e4_a_changed_rating_counts_once(run_model):
    def rating(number, ticket, score, at):
        return {
            "survey_answer_id": str(number),
            "source_response_id": str(number),
            "metric_code": "csat",
            "ticket_id": ticket,
            "customer_id": "C1",
            "scale_id": "csat_good_bad",
            "scale_min": 0,
            "scale_max": 1,
            "score": score,
            "is_answered": score is not None,
            "submitted_at": at,
        }

    scores = [
        rating(1, "77", 0, "2025-03-01 10:00:00"),
        rating(2, "77", 1, "2025-03-02 09:00:00"),
        rating(3, "78", None, "2025-03-02 09:00:00"),
    ]
    judged = run_model("int_survey_scores_deduplicated", {"int_survey_scores": scores})
    facts = run_model("fct_csat", {"int_survey_scores_deduplicated": judged})
    assert added_up(facts, "response_count", "satisfied_count") == (1, 1)
    total = estimate(run_model, "csat", [1.0])
    assert (total["n"], total["value"], total["is_reportable"]) == (1, close(1.0), False)


def ces_facts(run_model, answers):
    """Answers (wording, lowest, highest, score) as fct_ces converts and counts them."""
    rows = [
        {
            "survey_answer_id": f"{number:02}",
            "metric_code": "ces",
            "wording": wording,
            "scale_min": low,
            "scale_max": high,
            "score": score,
        }
        for number, (wording, low, high, score) in enumerate(answers)
    ]
    return run_model("fct_ces", {"int_survey_scores_deduplicated": rows})


@pytest.mark.parametrize(
    ("answers", "effort", "low_effort", "agree", "raw_mean", "status"),
    [
        pytest.param(
            [("effort", 1, 5, score) for score in (1, 2, 1, 3, 2, 1)],
            1.666667,
            0.833333,
            None,
            None,
            "on_target",
            id="CES-E1",
        ),
        pytest.param(
            [("ease", 1, 7, score) for score in (7, 6, 6, 5, 7, 4)],
            1.777778,
            0.666667,
            0.833333,
            5.833333,
            "on_target",
            id="CES-E2",
        ),
        pytest.param(
            [("ease", 1, 7, score) for score in (5, 6)],
            2.0,
            None,
            None,
            None,
            "off_target",
            id="CES-E3",
        ),
        pytest.param(
            [("effort", 1, 5, 1)] * 2
            + [("ease", 1, 7, 7)] * 2
            + [("ease", 1, 5, 5), ("ease", 1, 10, 10)],
            1.0,
            1.0,
            None,
            5.166667,
            "on_target",
            id="CES-E4",
        ),
    ],
)
def test_ces(run_model, answers, effort, low_effort, agree, raw_mean, status):
    facts = ces_facts(run_model, answers)
    total = estimate(run_model, "ces", [row["effort_score"] for row in facts])
    assert (total["n"], total["value"]) == (len(answers), close(effort))
    assert total["status"] == status
    n, low, agreement, agreed = added_up(
        facts, "response_count", "low_effort_count", "agreement_count", "agree_count"
    )
    assert n == len(answers)
    if low_effort is not None:
        values = [float(row["low_effort_count"]) for row in facts]
        assert estimate(run_model, "ces_low_effort", values)["value"] == close(low_effort)
    if agree is not None:
        values = [float(row["agree_count"]) for row in facts if row["agreement_count"]]
        assert estimate(run_model, "ces_agree", values)["value"] == close(agree)
        assert agreed / agreement == close(agree)
    if raw_mean is not None:
        # what the raw scores would say: over several instruments it means nothing
        assert sum(row["score"] for row in facts) / n == close(raw_mean)


def invitations(count, start=0, **row):
    """Return outcomes of as many invitations."""
    return [
        {
            "survey_invitation_id": f"i{number}",
            "customer_id": f"C{number}",
            "is_finished": False,
            "is_started": False,
            "sent_at": "2025-01-15 09:00:00",
        }
        | row
        for number in range(start, start + count)
    ]


def test_resp_e1_rate_and_completion(run_model):
    """RESP-E1: 1,000 invited, 60 bounced, 188 finished, 30 partial; opt-outs were not invited."""
    outcomes = (
        invitations(60, exclusion_reason="bounced")
        + invitations(188, 60, is_finished=True, is_started=True)
        + invitations(30, 248, is_started=True)
        + invitations(722, 278)
        + invitations(25, 1000, exclusion_reason="not_sent")
    )
    facts = run_model("fct_survey_invitations", {"int_survey_invitation_outcomes": outcomes})
    names = ("invited_count", "bounced_count", "delivered_count", "finished_count", "partial_count")
    assert added_up(facts, *names) == (1000, 60, 940, 188, 30)
    observations = run_model("int_kpi_observations_sampling", {"fct_survey_invitations": facts})
    rate = estimate(
        run_model, "survey_response_rate", [row["observed_value"] for row in observations]
    )
    assert (rate["n"], rate["value"]) == (940, close(0.2))
    responses = [
        {
            "survey_response_id": str(number),
            "finished_count": int(number < 188),
            "is_included": True,
            "is_rating": False,
        }
        for number in range(218)
    ]
    observed = run_model("int_kpi_observations_answers", {"fct_survey_responses": responses})
    completion = estimate(
        run_model, "survey_completion", [row["observed_value"] for row in observed]
    )
    assert (completion["n"], completion["value"]) == (218, close(0.862385))


def test_resp_e2_nothing_delivered_and_coverage(run_model):
    rate = estimate(run_model, "survey_response_rate", [])
    assert (rate["n"], rate["value"], rate["status"]) == (0, None, "no_data")
    tickets = [{"ticket_id": str(number)} for number in range(250)]
    responses = [
        {
            "survey_response_id": str(number),
            "ticket_id": str(number),
            "finished_count": 1,
            "is_included": True,
        }
        for number in range(40)
    ]
    facts = run_model(
        "fct_feedback_coverage", {"int_ticket_scope": tickets, "fct_survey_responses": responses}
    )
    assert added_up(facts, "interaction_count", "feedback_count") == (250, 40)
    coverage = estimate(
        run_model, "feedback_coverage", [float(row["feedback_count"]) for row in facts]
    )
    assert (coverage["n"], coverage["value"]) == (250, close(0.16))


def test_resp_e3_maturity(run_model):
    rows = [
        {
            "survey_invitation_id": name,
            "survey_id": "s",
            "invitation_kind": "invite",
            "delivery": "delivered",
            "is_answered": False,
            "sent_at": sent,
        }
        for name, sent in (("young", "2025-06-20 00:00:00"), ("old", "2025-06-02 00:00:00"))
    ]
    outcomes = run_model(
        "int_survey_invitation_outcomes",
        {
            "int_survey_invitations_unioned": rows,
            "dim_surveys": [{"survey_id": "s", "is_employee_survey": False}],
        },
        as_of="2025-06-30 00:00:00",
    )
    judged = {r["survey_invitation_id"]: (r["is_mature"], r["exclusion_reason"]) for r in outcomes}
    assert judged == {"young": (False, "immature"), "old": (True, None)}


@pytest.mark.parametrize(
    ("kpi_code", "rate", "risk"),
    [
        ("nps", 0.0999, True),
        ("csat", 0.1, False),
        ("ces", None, None),
        ("tnps", 0.05, True),
        ("frt", 0.05, None),
    ],
)
def test_a_low_response_rate_warns_of_bias(run_model, kpi_code, rate, risk):
    """If this fails, a perception KPI that few answered looks as sure as any other."""
    change = {
        "kpi_code": kpi_code,
        "kpi_value_id": "x",
        "n": 100,
        "minimum_n": 30,
        "value": 1,
        "pending_count": 0,
        "response_rate": rate,
    }
    (row,) = run_model("rpt_kpi_scorecard", {"int_kpi_changes": [change]})
    assert row["has_response_bias_risk"] is risk
