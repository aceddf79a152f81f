"""The two ways in give the same warehouse; a domain may be empty; loaders have their marks."""

import duckdb
import pytest

from tests.python.conftest import ROOT, UNTESTED, dbt

SCORECARD = "select * from reports.rpt_kpi_scorecard order by kpi_value_id"
RAW = sorted((ROOT / "demo" / "raw").glob("*/*.csv"))


@pytest.fixture(scope="module")
def expected(demo):
    return demo.rows(SCORECARD)


def test_tables_of_a_loader(tmp_path, expected):
    """Typed tables in schemas that a loader filled, instead of files."""
    variables = {"raw_path": "nowhere"}
    tmp_path.mkdir(exist_ok=True)
    with duckdb.connect(str(tmp_path / "cx.duckdb")) as connection:
        for path in RAW:
            vendor = path.parent.name
            variables[f"{vendor}_schema"] = f"loaded_{vendor}"
            connection.execute(f"create schema if not exists loaded_{vendor}")
            connection.execute(
                f"create table loaded_{vendor}.\"{path.stem}\" as from read_csv('{path}', "
                "sample_size = -1)"
            )
    run = dbt(tmp_path, "build", *UNTESTED, variables=variables)
    assert run.code == 0, run.output
    assert run.rows(SCORECARD) == expected


@pytest.mark.parametrize(
    ("domain", "unavailable"),
    [
        (
            "crm_vendors",
            "clv_historic clv_predicted customer_health logo_churn referral_rate retention "
            "revenue_churn revenue_per_customer segment_size",
        ),
        (
            "help_desk_vendors",
            "agent_scorecard aht art callback fcr first_call_resolution frt moments_of_truth "
            "net_sentiment queue_abandonment queue_wait resolution_time social_response",
        ),
        (
            "survey_vendors",
            "ces channel_consistency csat customer_health cx_maturity employee_engagement "
            "moments_of_truth nps survey_response_rate",
        ),
        (
            "digital_vendors",
            "cx_roi did_effect journey_abandonment journey_completion page_load",
        ),
    ],
)
def test_an_empty_domain(tmp_path, domain, unavailable):
    """A company without a CRM, a help desk, a survey tool or a site has the other KPIs."""
    variables = {domain: []}
    if domain == "help_desk_vendors":
        variables["survey_vendors"] = ["qualtrics", "typeform"]
    run = dbt(tmp_path, "build", *UNTESTED, variables=variables)
    assert run.code == 0, run.output
    missing = run.rows(
        """
        select kpi_code from reports.rpt_source_coverage
        where is_built group by 1 having not bool_or(is_available)
        """
    )
    assert {row[0] for row in missing} == set(unavailable.split())
    shown = run.rows(
        """
        select kpi_code from reports.rpt_kpi_scorecard
        where period_grain = 'all' and cut_type = 'all' and is_headline and status = 'no_data'
        """
    )
    # an initiative has its own figure, and all of them together have none
    expected = set(unavailable.split()) | {"cx_roi", "did_effect"}
    # surveys alone answer in one channel: there is no other to compare it with
    if domain == "help_desk_vendors":
        expected.add("channel_consistency")
    # people assess maturity too, whatever the tools say
    expected.discard("cx_maturity")
    assert {row[0] for row in shown} == expected


def test_the_marks_of_every_loader(tmp_path):
    """When a row came, whether it was deleted, which version holds: as each loader marks it.

    A closed version is deleted: if it is the last of its record, no other mark says so.
    """
    raw = tmp_path / "raw" / "zendesk"
    raw.mkdir(parents=True)
    tables = {
        "ticket": "id,requester_id,status,via_channel,created_at,_fivetran_synced,"
        "_fivetran_deleted,_fivetran_active\n"
        "1,7,open,web,2026-01-01,2026-01-02T00:00:00Z,true,true\n"
        "2,7,open,web,2026-01-01,2026-01-02T00:00:00Z,,false\n",
        "ticket_comment": "id,ticket_id,user_id,public,created,_airbyte_extracted_at,"
        "_ab_cdc_deleted_at\n"
        "1,1,7,true,2026-01-01,1767312000000,2026-01-01\n"
        "2,1,7,true,2026-01-01,1767312000000,\n",
        "user": "id,role,_dlt_load_id,_dlt_id\n1,agent,1767312000.0,x\n2,agent,1767312000.0,y\n",
        "organization": "id,name,_sdc_batched_at,_sdc_deleted_at\n"
        "1,A,2026-01-02 01:00:00+01:00,2026-01-01\n2,B,2026-01-01 18:30:00 -05:30,\n",
    }
    for name, text in tables.items():
        (raw / f"{name}.csv").write_text(text)
    variables = {
        "crm_vendors": [],
        "help_desk_vendors": ["zendesk"],
        "survey_vendors": [],
        "digital_vendors": [],
        "raw_path": str(tmp_path / "raw"),
    }
    run = dbt(tmp_path, "seed", "--select", "channels", variables=variables)
    assert run.code == 0, run.output
    for name in tables:
        marks = run.rows(
            f"""
            select cast(_loaded_at as varchar), _is_deleted, _is_active
            from raw_zendesk."{name}" order by id
            """
        )
        has_deletes, has_versions = name != "user", name == "ticket"
        assert marks == [
            ("2026-01-02 00:00:00", has_deletes, True),
            ("2026-01-02 00:00:00", has_versions, not has_versions),
        ], name
