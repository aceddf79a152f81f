"""The worked examples of the KPI specification that need decimals, intervals or a status.

Those of the surveys are in test_worked_examples_surveys.py.
"""

import pytest


def estimated(run_model, observations):
    """Run observations through the models that add them up, find medians, and estimate."""
    inputs = {"int_kpi_observations": observations}
    steps = ("int_kpi_aggregates", "int_kpi_spreads")
    return run_model("int_kpi_estimates", {step: run_model(step, inputs) for step in steps})


def estimate(run_model, kpi_code, values):
    """Run the observations of one KPI through aggregation and estimation; return the total."""
    observations = [
        {
            "observation_id": str(number),
            "kpi_code": kpi_code,
            "observed_on": "2025-01-15",
            "channel": "email",
            "segment": "unknown",
            "source_system": "zendesk",
            "agent_group": "unassigned",
            "observed_value": value,
            "observed_weight": 1.0,
            "is_pending": value is None,
        }
        for number, value in enumerate(values)
    ]
    estimates = estimated(run_model, observations)
    changes = run_model("int_kpi_changes", {"int_kpi_estimates": estimates})
    reconciliation = [
        {"source_system": "zendesk", "is_stale": False, "is_balanced": True},
        {"source_system": "qualtrics", "is_stale": False, "is_balanced": True},
    ]
    scorecard = run_model(
        "rpt_kpi_scorecard",
        {"int_kpi_changes": changes, "fct_row_reconciliation": reconciliation},
    )
    (total,) = [
        row
        for row in scorecard
        if (row["kpi_code"], row["period_grain"], row["cut_type"]) == (kpi_code, "all", "all")
    ]
    (detail,) = [
        row
        for row in estimates
        if (row["kpi_code"], row["period_grain"], row["cut_type"]) == (kpi_code, "all", "all")
    ]
    return total | {"standard_error": detail["standard_error"]}


def net(promoters, passives, detractors):
    """Answers as net scores: 1 for a promoter, 0 for a passive, -1 for a detractor."""
    return [1.0] * promoters + [0.0] * passives + [-1.0] * detractors


def close(value):
    return pytest.approx(value, rel=1e-6, abs=1e-6)


def test_nps_e6_ten_points_may_be_noise(run_model):
    waves = {"2025-01-15": net(100, 60, 40), "2025-02-15": net(121, 66, 33)}
    observations = [
        {
            "observation_id": f"{day}-{number}",
            "kpi_code": "nps",
            "observed_on": day,
            "channel": "email",
            "segment": "unknown",
            "source_system": "qualtrics",
            "agent_group": "unassigned",
            "observed_value": value,
            "observed_weight": 1.0,
            "is_pending": False,
        }
        for day, values in waves.items()
        for number, value in enumerate(values)
    ]
    estimates = estimated(run_model, observations)
    changes = run_model("int_kpi_changes", {"int_kpi_estimates": estimates})
    (second,) = [
        row
        for row in changes
        if row["period_grain"] == "month"
        and row["cut_type"] == "all"
        and str(row["period_start"]) == "2025-02-01"
    ]
    assert (second["previous_value"], second["value"]) == (close(30.0), close(40.0))
    assert (second["change"], second["change_error"]) == (close(10.0), close(7.419262))
    assert second["change"] / second["change_error"] == close(1.347843)
    (reported,) = [
        row
        for row in run_model("rpt_kpi_scorecard", {"int_kpi_changes": [second]})
        if row["period_grain"] == "month"
    ]
    assert reported["is_significant_change"] is False


@pytest.mark.parametrize(
    ("resolved", "eligible", "low", "high", "value", "status"),
    [
        pytest.param(7, 10, 0.396778, 0.892209, 0.7, "on_target", id="FCR-E1"),
        pytest.param(5, 8, 0.305742, 0.863156, 0.625, "action_required", id="FCR-E2"),
        pytest.param(13, 20, None, None, 0.65, "watch", id="FCR-E3"),
    ],
)
def test_fcr(run_model, resolved, eligible, low, high, value, status):
    total = estimate(run_model, "fcr", [1.0] * resolved + [0.0] * (eligible - resolved))
    assert (total["value"], total["status"]) == (close(value), status)
    if low is not None:
        assert (total["ci_lo"], total["ci_hi"]) == (close(low), close(high))


def test_fcr_e3_no_eligible_issue(run_model):
    total = estimate(run_model, "fcr", [])
    assert (total["value"], total["status"]) == (None, "no_data")


def test_frt_e1_median_and_mean(run_model):
    total = estimate(run_model, "frt", [30.0, 90.0, None, 240.0])
    assert (total["n"], total["value"]) == (3, close(90.0))
    assert total["numerator"] / total["denominator"] == close(120.0)
    assert total["is_provisional"] is True


def test_resolution_e2_median_of_the_solved(run_model):
    total = estimate(run_model, "resolution_time", [4.0, 6.0, 27.0, None])
    assert (total["n"], total["value"]) == (3, close(6.0))
    assert total["numerator"] / total["denominator"] == close(12.333333)


@pytest.mark.parametrize(
    ("kpi_code", "value", "status"),
    [
        ("nps", 50, "on_target"),
        ("nps", 49.9, "off_target"),
        ("csat", 0.8, "on_target"),
        ("csat", 0.7999, "off_target"),
        ("ces", 1.99, "on_target"),
        ("ces", 2.0, "off_target"),
        ("ces", 1.9999999999999998, "off_target"),
        ("customer_health", 70, "on_target"),
        ("fcr", 0.76, "on_target"),
        ("fcr", 0.7, "on_target"),
        ("fcr", 0.65, "watch"),
        ("fcr", 0.6499, "action_required"),
        ("journey_completion", 0.85, "on_target"),
        ("journey_completion", 0.8, "watch"),
        ("journey_completion", 0.7999, "action_required"),
    ],
)
def test_status_e1_every_published_threshold(run_model, kpi_code, value, status):
    change = {
        "kpi_code": kpi_code,
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


def person_records(domain, customers, linked=True):
    """Rows of fct_profile_unification, one for each customer named."""
    return [
        {
            "contact_record_id": f"{domain}:{number}:{linked}",
            "customer_id": str(customer),
            "source_domain": domain,
            "match_rule": "exact_email" if linked else "singleton",
            "linked_count": int(linked),
            "is_linked": linked,
            "is_included": True,
        }
        for number, customer in enumerate(customers)
    ]


def identity_figures(run_model, records):
    """Run records through rpt_identity_quality."""
    rows = run_model("rpt_identity_quality", {"fct_profile_unification": records})
    return {(row["figure"], row["cut"]): row["figure_value"] for row in rows}


def test_unify_e1_two_departments_know_a_customer(run_model):
    """UNIFY-E1: 950 customers, 900 in the CRM; 380 of them known to another department too."""
    records = (
        person_records("crm", range(900))
        + person_records("help_desk", [*range(380), *range(140), *range(900, 950)])
        + person_records("help_desk", range(2000, 2030), linked=False)
        + person_records("survey", range(270))
        + person_records("survey", range(3000, 3030), linked=False)
    )
    figures = identity_figures(run_model, records)
    assert figures["unification_rate", "all"] == close(0.966667)
    by_source = [figures["unification_rate", cut] for cut in ("crm", "help_desk", "survey")]
    assert by_source == [close(1.0), close(0.95), close(0.9)]
    assert figures["multi_domain_share", "all"] == close(0.4)
    total = estimate(run_model, "profile_unification", [1.0] * 1740 + [0.0] * 60)
    assert (total["n"], total["value"]) == (1800, close(0.966667))


def test_unify_e2_records_beyond_one_a_customer(run_model):
    figures = identity_figures(run_model, person_records("crm", [*range(950), *range(50)]))
    assert figures["duplicate_rate", "crm"] == close(0.05)


def test_unify_e3_a_shared_address_is_no_merge(run_model):
    """UNIFY-E3: one address of two people is shown, and ties nobody."""
    names = [
        {
            "identifier_type": "email",
            "identifier_value": "a@example.com",
            "record_count": 2,
            "given_name": given,
            "given_name_group": given,
            "family_name": "smith",
            "name_number": number,
            "name_count": 2,
        }
        for number, given in enumerate(("john", "karen"), start=1)
    ]
    people = run_model("int_identifier_people", {"int_identifier_names": names})
    (guarded,) = run_model("int_identity_identifiers", {"int_identifier_people": people})
    assert guarded["person_count"] == 2
    assert guarded["refusal_reason"] == "shared_by_several_names"


def test_money_of_a_small_unit_is_added_up(run_model):
    """If this fails, one order of hundreds of millions of yen or won stops the build."""
    total = estimate(run_model, "arpa", [500_000_000.0, 300_000_000.0])
    assert (total["n"], total["value"]) == (2, close(400_000_000))
    assert total["standard_error"] == close(100_000_000)
