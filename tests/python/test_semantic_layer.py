"""The semantic layer says what the scorecard says, and marks what no tool may add up."""

from __future__ import annotations

import json
import math
from collections import defaultdict

import duckdb
import pytest
from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest
from metricflow.protocols.sql_client import SqlEngine
from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer
from metricflow_semantic_interfaces.validations.semantic_manifest_validator import (
    SemanticManifestValidator,
)
from metricflow_semantics.model.dbt_manifest_parser import (
    parse_manifest_from_dbt_generated_manifest,
)
from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

# the cut of the scorecard, and how a metric is asked for it
CUTS = {
    "total": ("all", "all", []),
    "month": ("month", "all", ["metric_time__month"]),
    "channel": ("all", "channel", ["channel"]),
    "segment": ("all", "segment", ["segment"]),
}
# as they are at as_of, or judged as a whole: the scorecard has no months of them
WITHOUT_MONTHS = {
    *("clv_historic", "clv_historic_median", "clv_historic_margin"),
    *("clv_predicted", "clv_predicted_median", "clv_predicted_margin"),
    *("cx_roi", "did_effect", "cx_maturity", "cx_maturity_index", "moment_of_truth_impact"),
}


class Renderer:
    """What MetricFlow needs of a database to write SQL; the SQL is run by whoever asked."""

    sql_engine_type = SqlEngine.DUCKDB
    sql_plan_renderer = DuckDbSqlPlanRenderer()


class Layer:
    """The metrics of a run, MetricFlow over them, and the scorecard beside them."""

    def __init__(self, run):
        manifest = run.manifest()
        self.semantics = parse_manifest_from_dbt_generated_manifest(
            (run.target / "semantic_manifest.json").read_text()
        )
        self.engine = MetricFlowEngine(SemanticManifestLookup(self.semantics), Renderer())
        self.connection = duckdb.connect(str(run.database), read_only=True)
        self.nodes = manifest["metrics"] | manifest["semantic_models"]
        self.metrics = {node["name"]: node for node in manifest["metrics"].values()}
        self.answers = {}
        self.scorecard = defaultdict(dict)
        for kpi, grain, cut, key, value in self.connection.execute("""
            select
                kpi_code, period_grain, cut_type,
                case
                    when cut_type = 'all' then cast(period_start as varchar)
                    when period_grain = 'all' then cut_value
                end as key,
                value
            from reports.rpt_kpi_scorecard
            where period_grain = 'all' or cut_type = 'all'
        """).fetchall():
            self.scorecard[kpi, grain, cut][key] = value

    def meta(self, name):
        """Return what a metric says of itself."""
        return self.metrics[name]["config"]["meta"]

    def kpis(self):
        """Return the metrics that are KPIs."""
        return [name for name in self.metrics if "kpi_code" in self.meta(name)]

    def models_of(self, name):
        """Return the semantic models behind a metric."""
        found, waiting = set(), list(self.metrics[name]["depends_on"]["nodes"])
        while waiting:
            key = waiting.pop()
            if key.startswith("semantic_model."):
                found.add(key)
            else:
                waiting += self.nodes[key]["depends_on"]["nodes"]
        return tuple(sorted(found))

    def entities_of(self, name):
        """Return what the facts behind a metric are tied to."""
        return set.intersection(
            *({e["name"] for e in self.nodes[key]["entities"]} for key in self.models_of(name))
        )

    def ask(self, names, group_by):
        """Return the value of each metric for each key, with one query; nulls are no values."""
        request = MetricFlowQueryRequest.create(metric_names=sorted(names), group_by_names=group_by)
        result = self.connection.execute(self.engine.explain(request).sql_statement.sql)
        columns = [column[0] for column in result.description]
        values = {name: {} for name in names}
        for row in result.fetchall():
            cells = dict(zip(columns, row, strict=True))
            key = cells[group_by[0]] if group_by else None
            key = str(key.date()) if hasattr(key, "date") else key
            for name in names:
                assert key not in values[name]
                values[name][key] = cells[name]
        return values

    def figures(self, name, cut):
        """Return what a metric says in a cut; its fellows of the same fact are asked with it."""
        if (name, cut) not in self.answers:
            fellows = [k for k in self.metrics if self.models_of(k) == self.models_of(name)]
            fellows = [k for k in fellows if "kpi_code" in self.meta(k)]
            for fellow, values in self.ask(fellows, CUTS[cut][2]).items():
                self.answers[fellow, cut] = values
        return self.answers[name, cut]


@pytest.fixture(scope="module")
def layer(demo):
    """One engine for all questions."""
    layer = Layer(demo)
    yield layer
    layer.connection.close()


def without_nulls(values):
    return {key: value for key, value in values.items() if value is not None}


def differences(ours, theirs):
    """Return the keys at which two figures are not the same, or that only one of them has."""
    return {
        key: (ours.get(key), theirs.get(key))
        for key in ours.keys() | theirs.keys()
        if key not in ours
        or key not in theirs
        or not math.isclose(ours[key], theirs[key], rel_tol=1e-9, abs_tol=1e-12)
    }


@pytest.mark.parametrize("cut", CUTS)
def test_metrics_equal_the_scorecard(layer, cut):
    offenders, compared = {}, 0
    for name in layer.kpis():
        grain, cut_type, group_by = CUTS[cut]
        theirs = without_nulls(layer.scorecard[name, grain, cut_type])
        if cut in ("channel", "segment") and cut not in layer.entities_of(name):
            # the fact knows no channel or segment: neither does the scorecard
            ours = {"none": layer.figures(name, "total")[None]} if theirs else {}
        elif cut == "month" and name in WITHOUT_MONTHS:
            ours = {}
        else:
            ours = dict(layer.figures(name, cut))
            if group_by and None in ours:
                # the figures of the scorecard are a cube: the line without a key is the total
                rest, whole = ours.pop(None), None
                if "figure_value" in str(layer.metrics[name]["type_params"]):
                    whole = layer.figures(name, "total")[None]
                if rest != whole:
                    offenders[name, "line without a key"] = rest, whole
        if different := differences(without_nulls(ours), theirs):
            offenders[name] = different
        compared += len(theirs)
    assert offenders == {}
    assert compared > 90
