"""The semantic layer says what the scorecard says, and marks what no tool may add up."""

from __future__ import annotations

import csv
import math
from collections import Counter, defaultdict

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

from tests.python.conftest import ROOT

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
                case when cut_type = 'all' then cast(period_start as varchar) else cut_value end,
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
            # a date is answered under its name and its grain
            (key,) = [cells[column] for column in columns if column not in names] or [None]
            key = str(key.date()) if hasattr(key, "date") else key
            for name in names:
                assert key not in values[name]
                values[name][key] = cells[name]
        return values

    def figures(self, name, cut):
        """Return what a metric says in a cut; the others of its fact are asked in one go."""
        if (name, cut) not in self.answers:
            others = [k for k in self.metrics if self.models_of(k) == self.models_of(name)]
            others = [k for k in others if not self.meta(k).get("is_helper")]
            for other, values in self.ask(others, CUTS[cut][2]).items():
                self.answers[other, cut] = values
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


# figures that mix what must not be mixed stand in a cut of their own, or for a kind of period
@pytest.mark.parametrize(
    ("name", "group_by", "grain", "cut_type"),
    [
        ("csat_aspect", "csat_answer__aspect", "all", "aspect"),
        ("voc_theme_share", "kpi_figure__topic", "all", "theme"),
        ("assigned_share", "kpi_figure__topic", "all", "scheme"),
        ("moment_of_truth_impact", "kpi_figure__topic", "all", "touchpoint"),
        ("did_effect", "kpi_figure__topic", "all", "initiative"),
        ("cx_roi", "kpi_figure__topic", "all", "initiative"),
        ("channel_consistency", "kpi_figure__topic", "all", "kpi"),
        ("frt", "first_reply__priority", "all", "priority"),
        ("customer_health", "metric_time__quarter", "quarter", "all"),
        ("revenue_per_customer", "metric_time__year", "year", "all"),
        ("retention", "kpi_figure__quarter_start", "quarter", "all"),
        ("arpa", "kpi_figure__year_start", "year", "all"),
    ],
)
def test_other_cuts_and_periods_equal_the_scorecard(layer, name, group_by, grain, cut_type):
    ours = layer.ask([name], [group_by])[name]
    ours.pop(None, None)
    theirs = without_nulls(layer.scorecard[name, grain, cut_type])
    assert theirs
    assert differences(without_nulls(ours), theirs) == {}


def test_what_would_mix_figures_is_empty(layer):
    """A month of churn is not a third of a quarter's, and two KPIs have no common figure."""
    for name in ("retention", "segment_size", "nps_account"):
        quarters = layer.ask([name], ["metric_time__quarter"])[name]
        quarters.pop(None)
        assert len(quarters) > 4
        assert without_nulls(quarters) == {}, name
    assert layer.ask(["figure_value"], [])["figure_value"] == {None: None}
    assert layer.ask(["csat_aspect"], [])["csat_aspect"] == {None: None}


def test_every_kpi_is_a_metric_as_the_catalogue_has_it(layer):
    with (ROOT / "seeds" / "kpi_catalog.csv").open() as file:
        catalogue = [row for row in csv.DictReader(file) if row["is_built"] == "true"]
    assert {row["kpi_code"] for row in catalogue} == set(layer.kpis())
    for row in catalogue:
        metric = layer.metrics[row["kpi_code"]]
        meta = layer.meta(row["kpi_code"])
        assert meta["kpi_code"] == row["kpi_code"]
        assert (meta["kpi_id"], meta["unit"]) == (row["kpi_id"], row["unit"]), row["kpi_code"]
        assert metric["label"] == row["kpi_name"]
        assert metric["description"].endswith(f" {row['kpi_id']}.")
        if row["is_confidential"] == "true":
            # the answers of few people are empty there, and in the fact they are not
            assert layer.models_of(row["kpi_code"]) == ("semantic_model.cx_warehouse.kpi_figures",)


def test_marks_tell_what_adds_up(layer):
    """Additive: over months and segments; semi-additive: over segments; the others over neither."""
    seen = Counter()
    for name in layer.metrics:
        meta = layer.meta(name)
        mark = meta["additivity"]
        assert layer.metrics[name]["description"].strip() and meta["unit"], name
        if meta.get("is_helper") or (mark == "non_additive" and name not in layer.kpis()):
            continue
        whole = layer.figures(name, "total").get(None)
        months = without_nulls(layer.figures(name, "month"))
        segments = {}
        if "segment" in layer.entities_of(name):
            segments = without_nulls(layer.figures(name, "segment"))
        # the line of a cube that has no key is the total
        if layer.models_of(name) == ("semantic_model.cx_warehouse.kpi_figures",):
            months.pop(None, None), segments.pop(None, None)
        adds = [
            math.isclose(sum(parts.values()), whole, rel_tol=1e-9) if len(parts) > 1 else None
            for parts in (months, segments)
        ]
        assert adds[0] in (mark == "additive", None), (name, mark, "months")
        assert adds[1] in (mark != "non_additive", None), (name, mark, "segments")
        seen[mark] += any(add is not None for add in adds)
    assert seen["additive"] > 60 and seen["semi_additive"] > 3 and seen["non_additive"] > 90


def test_only_what_adds_up_is_a_sum(layer):
    """A tool that reads no marks reads the aggregation, and over which time it may be summed."""
    sums = {"additive", "semi_additive"}
    for metric in layer.semantics.metrics:
        how = metric.type_params.metric_aggregation_params
        meta = layer.meta(metric.name)
        if how is None or meta.get("is_helper"):
            continue
        assert (how.agg.value == "sum") == (meta["additivity"] in sums), metric.name
        over_time = how.non_additive_dimension is None
        assert (meta["additivity"] == "semi_additive") <= (not over_time), metric.name
        assert (meta["additivity"] == "additive") <= over_time, metric.name


def test_keys_of_semantic_models_are_unique(layer):
    """A join on a key that is there twice would count answers twice."""
    for model in layer.semantics.semantic_models:
        for entity in model.entities:
            if entity.type.value not in ("primary", "unique"):
                continue
            rows, keys = layer.connection.execute(
                f"select count({entity.expr or entity.name}), "
                f"count(distinct {entity.expr or entity.name}) "
                f"from {model.node_relation.relation_name}"
            ).fetchone()
            assert rows == keys, (model.name, entity.name)


def test_joined_dimensions_lose_no_answer(layer):
    whole = layer.ask(["nps_answer_count"], [])["nps_answer_count"][None]
    for group_by in ("customer__country", "account__industry", "survey__survey_name"):
        parts = layer.ask(["nps_answer_count"], [group_by])["nps_answer_count"]
        assert any(parts)
        assert sum(without_nulls(parts).values()) == whole, group_by


def test_the_semantic_manifest_is_valid(layer):
    results = SemanticManifestValidator().validate_semantic_manifest(layer.semantics)
    assert results.errors == () and results.warnings == ()
    (spine,) = layer.semantics.project_configuration.time_spines
    assert spine.node_relation.alias == "dim_dates"
    assert spine.primary_column.name == "date_day"
