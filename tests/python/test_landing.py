"""The two ways in give the same warehouse, and so do CSV and Parquet; a domain may be empty."""

import duckdb
import pytest

from tests.python.conftest import ROOT, dbt

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
    run = dbt(tmp_path, "build", variables=variables)
    assert run.code == 0, run.output
    assert run.rows(SCORECARD) == expected


def test_parquet_files(tmp_path, expected):
    for path in RAW:
        folder = tmp_path / "raw" / path.parent.name
        folder.mkdir(parents=True, exist_ok=True)
        duckdb.execute(
            f"copy (from read_csv('{path}', sample_size = -1)) "
            f"to '{folder / path.stem}.parquet' (format parquet)"
        )
    run = dbt(tmp_path, "build", variables={"raw_path": str(tmp_path / "raw")})
    assert run.code == 0, run.output
    assert run.rows(SCORECARD) == expected


@pytest.mark.parametrize(
    ("domain", "unavailable"),
    [
        ("crm_vendors", set()),
        ("help_desk_vendors", {"frt", "fcr", "resolution_time"}),
        ("survey_vendors", {"nps", "csat", "ces"}),
    ],
)
def test_an_empty_domain(tmp_path, domain, unavailable):
    """A company without a CRM, a help desk or a survey tool has the other KPIs."""
    variables = {domain: []}
    if domain == "help_desk_vendors":
        variables["survey_vendors"] = ["qualtrics"]
    run = dbt(tmp_path, "build", variables=variables)
    assert run.code == 0, run.output
    missing = run.rows(
        """
        select kpi_code from reports.rpt_source_coverage
        where is_built group by 1 having not bool_or(is_available)
        """
    )
    assert {row[0] for row in missing} == unavailable
    shown = run.rows(
        """
        select kpi_code from reports.rpt_kpi_scorecard
        where period_grain = 'all' and cut_type = 'all' and status = 'no_data'
        """
    )
    assert {row[0] for row in shown} == unavailable
