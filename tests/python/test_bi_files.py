"""The dashboard in bi/superset asks for what is published, and for rates as they stand."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import duckdb
import pytest
import yaml

from expectations.kpi_warnings import CREATE_TABLE
from scripts import superset
from scripts.superset_check import as_sql, columns_and_metrics, filters, read
from tests.python.conftest import ROOT, Run

FOLDER = ROOT / "bi" / "superset" / "dashboards"
CHARTS, DATASETS = read(FOLDER / "charts"), read(FOLDER / "datasets")
DASHBOARDS = read(FOLDER / "dashboards")
GUIDE = ROOT / "docs" / "bi_tools.md"
ROLE = "stakeholder"
# what a checked warehouse has, and one that was only built has not
WRITTEN_BY_CHECKS = {"fct_kpi_warnings"}
# measures that count or date rows; every other one must be blank as soon as rows are merged
ABOUT_ROWS = {"COUNT(*)", "MAX(as_of)"}
ONE_ROW = re.compile(r"CASE WHEN COUNT\(\*\) = 1 THEN MAX\(\w+\) END")
# what keeps figures of two grains, cuts or KPIs from meeting on one axis
APART = {
    "rpt_kpi_scorecard": {"period_grain", "cut_type"},
    "rpt_emotional_journey": {"period_grain", "segment"},
    "rpt_moments_of_truth": {"period_grain"},
    "rpt_retention": {"segment"},
}
ids_of_charts = [chart["slice_name"] for chart in CHARTS.values()]
ids_of_datasets = [dataset["table_name"] for dataset in DATASETS.values()]


@pytest.fixture(scope="module")
def built(demo: Run) -> duckdb.DuckDBPyConnection:
    """The demo warehouse, and beside it what the governance checks would have written."""
    connection = duckdb.connect()
    connection.execute(CREATE_TABLE)
    connection.execute(
        "insert into governance.fct_kpi_warnings select '', '', '', '', '', 1, '', '2026-07-01'"
    )
    connection.execute(f"attach '{demo.database}' as demo (read_only)")
    connection.execute("create schema reports")
    for dataset in DATASETS.values():
        if dataset["table_name"] not in WRITTEN_BY_CHECKS:
            place = f"{dataset['schema']}.{dataset['table_name']}"
            connection.execute(f"create view {place} as from demo.{place}")
    return connection


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=ids_of_datasets)
def test_datasets_are_tables_that_stakeholders_get(dataset: dict, built):
    """A data set that the published file of the stakeholders lacks, or that lost a column."""
    with (ROOT / "seeds" / "access_grants.csv").open(encoding="utf-8", newline="") as seed:
        granted = {
            (row["schema_name"], row["relation_name"])
            for row in csv.DictReader(seed)
            if row["role"] == ROLE
        }
    place = (dataset["schema"], dataset["table_name"])
    assert place in granted
    there = built.execute(
        "select column_name, data_type from information_schema.columns"
        " where table_schema = ? and table_name = ? and table_catalog = 'memory'",
        list(place),
    ).fetchall()
    plain = [one for one in dataset["columns"] if "expression" not in one]
    assert {one["column_name"]: one["type"] for one in plain} == dict(there)
    times = {name for name, kind in there if kind in ("DATE", "TIMESTAMP")}
    assert {one["column_name"] for one in plain if one.get("is_dttm")} == times
    assert dataset["main_dttm_col"] in times
    database = yaml.safe_load((FOLDER / "databases" / "cx_published.yaml").read_text())
    assert dataset["database_uuid"] == database["uuid"]


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=ids_of_datasets)
def test_no_measure_merges_figures(dataset: dict):
    """A measure that sums or averages rates, or takes one of several: a wrong number, unnoticed."""
    for measure in dataset.get("metrics", []):
        expression = measure["expression"]
        assert expression in ABOUT_ROWS or ONE_ROW.fullmatch(expression), measure["metric_name"]


def test_a_measure_of_several_rows_is_blank(built):
    """A chart without its filters that shows a figure of mixed rows."""
    scorecard = next(one for one in DATASETS.values() if one["table_name"] == "rpt_kpi_scorecard")
    for measure in scorecard["metrics"]:
        if measure["expression"] not in ABOUT_ROWS:
            query = f"select {measure['expression']} from reports.rpt_kpi_scorecard"
            assert built.execute(query).fetchone() == (None,)


@pytest.mark.parametrize("chart", CHARTS.values(), ids=ids_of_charts)
def test_charts_ask_for_what_there_is(chart: dict, built):
    """A chart that names a column, a measure or a value that is gone is empty, or does not load."""
    dataset = DATASETS[chart["dataset_uuid"]]
    assert chart["viz_type"] == chart["params"]["viz_type"]
    measures = {one["metric_name"] for one in dataset.get("metrics", [])}
    names = {one["column_name"] for one in dataset["columns"]}
    columns, metrics = columns_and_metrics(chart)
    assert set(columns) <= names and set(metrics) <= measures and columns + metrics
    params = chart["params"]
    # Superset makes measures of its own of anything that is no name
    assert all(isinstance(name, str) for name in columns + metrics)
    ordered = {yaml.safe_load(one)[0] for one in params.get("order_by_cols", [])}
    assert ordered | set(params.get("column_config", {})) <= names
    assert params.get("x_axis_sort", columns[0] if columns else None) in (*columns, *metrics, None)
    place = f"{dataset['schema']}.{dataset['table_name']}"
    asked = filters(chart, DASHBOARDS.values())
    for one in asked:
        if one["op"] in ("==", "IN"):
            values = one["val"] if isinstance(one["val"], list) else [one["val"]]
            for value in values:
                query = f'select count(*) from {place} where "{one["col"]}" = ?'
                assert built.execute(query, [value]).fetchone() != (0,), one
    if dataset["table_name"] in APART:
        fixed = {one["col"] for one in asked if one["op"] in ("==", "IN")}
        assert APART[dataset["table_name"]] <= fixed
    rows = built.execute(as_sql(chart, dataset, DASHBOARDS.values())).fetchall()
    assert rows
    if metrics:
        # a measure that is blank in every row: the chart merges rows, or shows what is not there
        assert all(any(row[-1 - i] is not None for row in rows) for i in range(len(metrics)))
        assert all(any(value is not None for value in row[len(columns) :]) for row in rows)


@pytest.mark.parametrize("dashboard", DASHBOARDS.values(), ids=lambda one: one["slug"])
def test_the_page_holds_every_chart_once(dashboard: dict):
    """A chart that nobody sees, a hole in the page, or a row that is wider than the page."""
    nodes = {key: one for key, one in dashboard["position"].items() if isinstance(one, dict)}
    placed = [one["meta"] for one in nodes.values() if one["type"] == "CHART"]
    assert sorted(one["uuid"] for one in placed) == sorted(CHARTS)
    assert len({one["chartId"] for one in placed}) == len(placed)
    assert all(one["sliceName"] == CHARTS[one["uuid"]]["slice_name"] for one in placed)
    for key, one in nodes.items():
        assert one["id"] == key
        for child in one.get("children", []):
            assert nodes[child]["parents"] == [*one.get("parents", []), key], child
        if one["type"] == "ROW":
            assert sum(nodes[child]["meta"]["width"] for child in one["children"]) <= 12
    for one in dashboard["metadata"]["native_filter_configuration"]:
        assert set(one["scope"]["rootPath"]) <= set(nodes)
        assert not one["controlValues"]["multiSelect"] and one["controlValues"]["enableEmptyFilter"]
        for target in one["targets"]:
            dataset = DATASETS[target["datasetUuid"]]
            assert target["column"]["name"] in {c["column_name"] for c in dataset["columns"]}


def test_the_database_is_opened_to_read():
    """A dashboard that can write the published file, or read other files of the server."""
    database = yaml.safe_load((FOLDER / "databases" / "cx_published.yaml").read_text())
    arguments = database["extra"]["engine_params"]["connect_args"]
    assert arguments["read_only"] is True
    assert arguments["config"] == {"enable_external_access": False, "lock_configuration": True}
    assert not any(database[name] for name in database if name.startswith("allow_"))
    assert database["sqlalchemy_uri"] == superset.PLACEHOLDER


def test_the_copy_names_the_published_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """An import that reads another file, or that changes the files of the repository."""
    monkeypatch.setattr(superset, "HOME", tmp_path)
    before = {file: file.read_bytes() for file in FOLDER.rglob("*.yaml")}
    folder = superset.staged(Path("/data/o'neill: x/published/current/stakeholder/cx.duckdb"))
    database = yaml.safe_load((folder / "databases" / "cx_published.yaml").read_text())
    expected = "duckdb:////data/o'neill: x/published/current/stakeholder/cx.duckdb"
    assert database["sqlalchemy_uri"] == expected
    assert before == {file: file.read_bytes() for file in FOLDER.rglob("*.yaml")}


def test_what_is_missing_is_told(tmp_path: Path, capsys: pytest.CaptureFixture, monkeypatch):
    """Whoever starts it too early, twice, or without room reads a stack trace."""
    assert superset.main(["--published", str(tmp_path)]) == 2
    assert "make publish" in capsys.readouterr().err
    with superset.socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(superset.SupersetError, match="--port"):
            superset.free_port(other.getsockname()[1])
    monkeypatch.setattr(superset, "ENVIRONMENT", tmp_path / "none")
    monkeypatch.setattr(superset, "python_for_superset", lambda named: "python3")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(9, 8, 10**6))
    with pytest.raises(superset.SupersetError, match="needs 1.5 GB"):
        superset.install(None)


def test_requirements_are_pinned():
    """An environment that is another one tomorrow."""
    lines = (ROOT / "bi" / "superset" / "requirements.txt").read_text().splitlines()
    packages = [line for line in lines if line and not line.startswith((" ", "#"))]
    assert packages and all(re.match(r"[\w.-]+(\[\w+\])?==\S+ ", line) for line in packages)
    ours = (ROOT / "requirements.lock").read_text()
    pin = next(line.split()[0] for line in packages if line.startswith("duckdb=="))
    # the one that writes the published file
    assert f"\n{pin} " in f"\n{ours}"


def test_links_of_the_guide_resolve():
    """A link of the guide to a file that was moved."""
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", GUIDE.read_text())
    here = [link for link in links if "://" not in link]
    assert here and all((GUIDE.parent / link).exists() for link in here)
    named = re.findall(r"`((?:bi|scripts|seeds|models|docs)/[\w./-]+)`", GUIDE.read_text())
    assert named and all((ROOT / name).exists() for name in named)
