"""The property tests of the models once more, with Spark in the place of DuckDB.

The same generators and the same references in Python; the inputs are laid out by the harnesses of
tests/python in a DuckDB in memory, Spark runs the model's compiled SQL on them.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import MethodType, SimpleNamespace

import duckdb
import pyarrow
from hypothesis import HealthCheck, Phase, settings
from pyspark.sql import SparkSession

from tests.python import (
    test_consent,
    test_customer_months,
    test_identity_properties,
    test_journeys,
    test_properties,
    test_properties_health,
    test_ticket_histories,
    test_worked_examples_lifetime,
)
from tests.python.clocks import Clock
from tests.python.conftest import Run, runner
from tests.python.identity_engine import Engine
from tests.python.model_chain import Chain
from tests.spark.identity import SparkEngine, in_spark

# some examples of each: Spark takes a second where DuckDB takes a hundredth
FEW = settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
OF_ONE_MODEL = (
    test_properties.test_proportions_have_the_wilson_interval_of_scipy,
    test_properties.test_net_scores_have_the_adjusted_wald_interval,
    test_properties.test_means_have_the_normal_interval,
    test_properties.test_effort_keeps_order_and_ends,
    test_properties_health.test_scores_stay_in_range_and_are_the_sum_of_their_parts,
    test_properties_health.test_auc_is_that_of_scipy,
    test_properties_health.test_the_fifths_hold_everyone_once_and_lift_is_relative,
    test_worked_examples_lifetime.test_the_closed_form_is_the_sum_of_the_months,
    test_worked_examples_lifetime.test_purchase_histories_of_random_purchases,
    test_worked_examples_lifetime.test_referrals_of_random_networks,
)


OF_CHAINS = {
    test_consent: test_consent.test_every_instant_says_what_the_records_say,
    test_customer_months: test_customer_months.test_every_month_of_every_payer,
    test_journeys: test_journeys.test_every_journey_and_visit,
    test_ticket_histories: test_ticket_histories.test_every_duration_and_flag_of_a_ticket,
}
# the second engine of this test is DuckDB: the same records in another order, the same ids
OF_BOTH_ENGINES = test_identity_properties.test_order_and_threads_do_not_matter
OF_IDENTITY = (
    test_identity_properties.test_any_history,
    test_identity_properties.test_a_steward_has_the_last_word_and_may_take_it_back,
)


class Models:
    """The SQL that dbt compiled for Spark, run on tables of a DuckDB in memory."""

    def __init__(self, target: Path) -> None:
        """Find the models below the target of a run."""
        self.session = SparkSession.builder.getOrCreate()
        folder = target / "compiled" / "cx_warehouse"
        nodes = Run(0, "", target, target).manifest()["nodes"].values()
        self.files = {
            node["name"]: folder / node["original_file_path"]
            for node in nodes
            if node["resource_type"] == "model"
        }
        self.count = 0

    def run(
        self, connection: duckdb.DuckDBPyConnection, name: str, as_of: str | None
    ) -> pyarrow.Table:
        """Run a model on the tables that it reads; what is not on the connection was built."""
        sql = self.files[name].read_text()
        if as_of:
            sql = sql.replace("'2026-07-01 00:00:00'", f"'{as_of}'")
        tables = connection.execute(
            "select table_schema, table_name, table_catalog from information_schema.tables"
            " where table_catalog <> 'built'"
        ).fetchall()
        for schema, table, catalog in tables:
            sql, count = re.subn(rf"\b\w+\.{table}\b", f"given_{table}", sql)
            if count:
                rows = connection.sql(f"from {catalog}.{schema}.{table}")
                in_spark(self.session, rows).createOrReplaceTempView(f"given_{table}")
        self.count += 1
        found = self.session.sql(sql).toArrow()
        return found.cast(pyarrow.schema(map(without_zone, found.schema)))

    def rows(
        self, connection: duckdb.DuckDBPyConnection, name: str, as_of: str | None
    ) -> list[dict]:
        """Give the rows of a model."""
        return self.run(connection, name, as_of).to_pylist()

    def put(
        self, connection: duckdb.DuckDBPyConnection, name: str, place: str, as_of: str | None
    ) -> None:
        """Write the rows of a model to a table of the DuckDB."""
        connection.register("found", self.run(connection, name, as_of))
        connection.execute(f"create or replace table {place} as from found")
        connection.unregister("found")


def without_zone(field: pyarrow.Field) -> pyarrow.Field:
    """Spark's instants have a zone, which is UTC, and those of the warehouse have none."""
    if pyarrow.types.is_timestamp(field.type):
        return field.with_type(pyarrow.timestamp("us"))
    return field


def fixture(function: Callable) -> Callable:
    """Give what a fixture of pytest does."""
    return function.__wrapped__


def on_spark(chain: Chain, models: Models) -> Chain:
    """Let Spark build the models of a chain from here on; what it has stays."""

    def make(chain: Chain, name: str) -> None:
        models.put(chain.connection, name, f"intermediate.{name}", chain.variables["as_of"])

    chain.make = MethodType(make, chain)
    return chain


class SparkClock(Clock):
    """A calendar that Spark computes."""

    def __init__(self, run: Run, models: Models) -> None:
        """Take the names of the models from the run."""
        super().__init__(run)
        self.on_spark = models

    def make(self, name: str, sql: str) -> None:
        """Build a model."""
        self.on_spark.put(self.connection, name, f"cx.intermediate.{name}", None)


def chain_of(module: object) -> Chain:
    """Set up the chain of models that a module of tests has."""
    if module is test_customer_months:
        # the rule of churn that the project has
        return fixture(module.chain)(SimpleNamespace(param="by_payer"))
    return fixture(module.chain)()


def check_properties(duck: Run, target: Path) -> bool:
    """Run every test on some examples, and name what fails.

    Args:
        duck: the build on DuckDB.
        target: where dbt compiled the models for Spark.
    """
    models = Models(target)
    run_model = runner(duck, models.rows)
    clock = test_properties.test_business_minutes_are_the_overlap_with_the_opening_hours
    cases = [(test, lambda: (run_model,), 5) for test in OF_ONE_MODEL]
    cases += [
        (test, lambda module=module: (on_spark(chain_of(module), models),), 2)
        for module, test in OF_CHAINS.items()
    ]
    cases += [(clock, lambda: (SparkClock(duck, models),), 3)]
    # made once, where it is first asked for: each test forgets what was before it
    engine = cache(SparkEngine)
    cases += [(OF_BOTH_ENGINES, lambda: (engine(), Engine()), 2)]
    cases += [(test, lambda: (engine(),), 1) for test in OF_IDENTITY]
    failed = 0
    for test, stand_ins, count in cases:
        test._hypothesis_internal_use_settings = settings(FEW, max_examples=count)
        try:
            test(*stand_ins())
        except Exception:
            failed += 1
            print(f"Spark breaks {test.__name__}:\n{traceback.format_exc(limit=-3)[-1500:]}")
    print(
        f"{len(cases) - failed} of {len(cases)} property tests hold on Spark"
        f" ({models.count} queries).",
        flush=True,
    )
    return not failed
