"""The benchmark's raw data: the same each time, in the columns that the sources declare."""

import re
from pathlib import Path

import duckdb
import jinja2
import pytest
import yaml

from benchmarks.harness import VARIABLES
from benchmarks.raw_data import TABLES, generate
from benchmarks.yardsticks import NEEDED, scan, script
from tests.python.conftest import ROOT

TICKETS = 300
OF_THE_LOADER = {"_fivetran_synced", "_fivetran_deleted"}


def test_the_readme_has_the_figures_of_the_last_measurement():
    """If this fails, the README tells how fast an older build was."""
    page = (ROOT / "benchmarks" / "performance.md").read_text()
    rows = [line.split(" | ") for line in page.splitlines() if line.startswith(("| S (", "| M ("))]
    (script, build), (script_m, build_m) = (
        (float(row[3].split()[0]), float(row[4])) for row in rows
    )
    told = f"{script:.2g} s and the build {build:.0f} s at 100 thousand tickets"
    told += f", {script_m:.2g} s and {build_m:.0f} s at a million"
    assert told in (ROOT / "README.md").read_text()
    after = [re.findall(r"[(]([0-9]+)%[)]", line) for line in page.splitlines() if "%) |" in line]
    (nothing, last), (nothing_m, last_m) = after
    told = f"{nothing} % of the first at 100 thousand tickets and {nothing_m} % at a million"
    assert told in (ROOT / "README.md").read_text()
    assert f"loaded {last} % and {last_m} %." in (ROOT / "README.md").read_text()


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("raw")
    generate(folder, TICKETS)
    return folder


def columns(path: Path) -> set[str]:
    described = duckdb.connect().sql(f"describe select * from '{path}'").fetchall()
    return {row[0] for row in described}


def declared(vendor: str) -> dict[str, dict]:
    text = (ROOT / f"models/staging/{vendor}/_{vendor}__sources.yml").read_text()
    tables = yaml.safe_load(text)["sources"][0]["tables"]
    return {table["name"]: table for table in tables if enabled(table)}


# a CRM that is no help desk has no cases
def enabled(table: dict) -> bool:
    rule = str(table.get("config", {}).get("enabled", True))
    return jinja2.Template(rule).render(var=VARIABLES.__getitem__) == "True"


def required(node: dict) -> bool:
    return node.get("config", {}).get("meta", {}).get("required", False)


def test_the_same_rows_each_time(raw: Path, tmp_path: Path):
    generate(tmp_path, TICKETS)
    for table in TABLES:
        one, other = raw / f"{table}.parquet", tmp_path / f"{table}.parquet"
        assert one.read_bytes() == other.read_bytes(), table


def test_every_column_is_read_and_every_required_one_is_there(raw: Path):
    for vendor in {table.split("/")[0] for table in TABLES}:
        known = declared(vendor)
        for name, table in known.items():
            path = raw / vendor / f"{name}.parquet"
            if not path.is_file():
                assert not required(table), f"{vendor}.{name} is required"
                continue
            found = columns(path)
            names = {column["name"] for column in table["columns"]}
            assert found - OF_THE_LOADER <= names, f"{vendor}.{name} has columns that nobody reads"
            wanted = {column["name"] for column in table["columns"] if required(column)}
            assert wanted <= found, f"{vendor}.{name} lacks required columns"
        written = {table.split("/")[1] for table in TABLES if table.startswith(f"{vendor}/")}
        assert written <= known.keys(), f"{vendor} has tables that nobody reads"


def test_the_script_runs_on_it_and_the_scan_reads_what_it_needs(raw: Path, tmp_path: Path):
    script(raw, tmp_path / "script.duckdb")
    with duckdb.connect(str(tmp_path / "script.duckdb"), read_only=True) as connection:
        kpis = dict(
            connection.execute("select kpi_code, n from scorecard where month is null").fetchall()
        )
    assert kpis.keys() >= {"frt", "frt_business", "resolution_time", "fcr", "nps", "csat", "ces"}
    assert min(kpis.values()) > 0
    assert 0.7 * TICKETS < kpis["frt"] < TICKETS
    # what the scan reads, the script names
    text = (ROOT / "benchmarks" / "script.sql").read_text()
    for table, names in NEEDED.items():
        assert f"{table}.parquet" in text
        assert set(names.split(", ")) <= columns(raw / f"{table}.parquet")
    assert scan(raw)["scan"] > 0
