"""Real data with independently computed truths; runs where the data lies beside the checkout."""

import json

import pytest

from tests.python.conftest import REAL_DATA, REAL_VARS, WITHOUT_UNIT_TESTS, dbt

pytestmark = pytest.mark.skipif(not REAL_DATA.is_dir(), reason="the real data is not here")


@pytest.fixture(scope="module")
def real(built_once):
    variables = REAL_VARS | {"raw_path": str(REAL_DATA)}
    arguments = ("build", *WITHOUT_UNIT_TESTS)
    return built_once("real", lambda folder: dbt(folder, *arguments, variables=variables))


def truth(vendor):
    return json.loads((REAL_DATA / vendor / "truth.json").read_text())


def test_nps_overall_and_by_month(real):
    expected = truth("qualtrics")
    ((promoters, passives, detractors, responses),) = real.rows(
        """
        select sum(promoter_count), sum(passive_count), sum(detractor_count), sum(response_count)
        from marts.fct_nps
        """
    )
    assert (promoters, passives, detractors, responses) == tuple(
        expected[key] for key in ("promoters", "passives", "detractors", "responses")
    )
    values = {
        (grain, str(start)[:7]): (n, value)
        for grain, start, n, value in real.rows(
            """
            select period_grain, period_start, n, value from reports.rpt_kpi_scorecard
            where kpi_code = 'nps' and cut_type = 'all'
            """
        )
    }
    n, value = values["all", "None"]
    assert n == expected["responses"]
    assert value == pytest.approx(expected["nps"], abs=1e-9)
    assert len(expected["by_month"]) == 12
    assert {month for grain, month in values if grain == "month"} == set(expected["by_month"])
    assert sum(figures["n"] for figures in expected["by_month"].values()) == n
    for month, figures in expected["by_month"].items():
        n, value = values["month", month]
        assert n == figures["n"]
        assert value == pytest.approx(figures["nps"], abs=1e-9)


def test_a_survey_without_mailings_has_answers_and_no_response_rate(real):
    """The responses came through a link: there is no invitation, and no rate is made up."""
    expected = truth("qualtrics")["responses"]
    assert real.rows("select invitation_count from marts.dim_surveys") == [(0,)]
    counted = "select sum(finished_count), sum(partial_count) from marts.fct_survey_responses"
    assert real.rows(counted) == [(expected, 0)]
    rates = real.rows(
        """
        select kpi_code, n, value from reports.rpt_kpi_scorecard
        where kpi_code in ('survey_response_rate', 'survey_completion', 'tnps')
            and period_grain = 'all' and cut_type = 'all' order by 1
        """
    )
    assert rates == [
        ("survey_completion", expected, 1.0),
        ("survey_response_rate", 0, None),
        ("tnps", 0, None),
    ]


def test_tickets_and_their_resolution(real):
    expected = truth("servicenow")
    ((tickets, reopened, reassigned, resolved, median),) = real.rows(
        """
        select count(*), count(*) filter (where reopen_count > 0),
            count(*) filter (where reassignment_count > 0),
            count(*) filter (where is_included and is_resolved),
            median(full_resolution_minutes) filter (where is_included)
        from marts.fct_resolution_time
        """
    )
    assert tickets == expected["tickets"]
    assert reopened == expected["reopened_tickets"]
    assert reassigned == expected["reassigned_tickets"]
    assert resolved == expected["tickets_with_resolved_at"]
    assert median == pytest.approx(expected["median_resolution_minutes"], abs=1e-9)
    ((first, last, negative),) = real.rows(
        """
        select min(created_at), max(created_at),
            count(*) filter (where least(first_resolution_minutes, full_resolution_minutes) < 0)
        from marts.fct_resolution_time
        """
    )
    assert (str(first), str(last)) == (expected["opened_min"], expected["opened_max"])
    assert negative == expected["negative_resolution_rows"]
    ((hours,),) = real.rows(
        """
        select value from reports.rpt_kpi_scorecard
        where kpi_code = 'resolution_time' and period_grain = 'all' and cut_type = 'all'
        """
    )
    assert hours * 60 == pytest.approx(expected["median_resolution_minutes"], abs=1e-9)


def test_nothing_is_lost_and_what_is_missing_is_said(real):
    assert real.rows("select * from restricted.fct_rejected_records") == []
    reasons = dict(
        real.rows(
            """
            select kpi_code || ' ' || source_system, reason from reports.rpt_source_coverage
            where kpi_code in ('frt', 'nps', 'resolution_time')
            """
        )
    )
    assert reasons == {
        "nps qualtrics": None,
        "resolution_time servicenow": None,
        "frt servicenow": "table not found: sys_journal_field",
    }
