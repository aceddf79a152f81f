"""The identity engine of tests/python, with Spark in the place of DuckDB."""

from __future__ import annotations

import re
from collections.abc import Iterable
from types import SimpleNamespace

import duckdb
from pyspark.sql import DataFrame, SparkSession

from tests.python.identity_engine import Engine, Relation

# beside the demo company, which lies in the schemas without it
PREFIX = "random_"


def in_spark(session: SparkSession, rows: duckdb.DuckDBPyRelation) -> DataFrame:
    """Give rows of DuckDB to Spark, where an instant has a zone, which is UTC."""
    frame = session.createDataFrame(rows.to_arrow_table())
    instants = [name for name, kind in frame.dtypes if kind == "timestamp_ntz"]
    return frame.withColumns({name: frame[name].cast("timestamp") for name in instants})


class SparkEngine(Engine):
    """One warehouse of identities on Spark; what is given lies in DuckDB first, which types it."""

    name = "spark"

    def __init__(self) -> None:
        """Render the models for Spark, and hand over the seeds that they read."""
        self.session = SparkSession.builder.getOrCreate()
        for schema in ("intermediate", "marts", "seeds"):
            self.session.sql(f"create database if not exists {PREFIX}{schema}")
        super().__init__()

    def stand_ins(self) -> dict:
        """What dbt-spark would put into the context of a model or macro."""
        dialect = SimpleNamespace(
            type_string=lambda: "string",
            type_timestamp=lambda: "timestamp",
            datediff=lambda start, end, _: f"datediff({end}, {start})",
        )
        return super().stand_ins() | {"dbt": dialect}

    def hand_over(self, place: str) -> None:
        """Write a table of DuckDB to Spark."""
        frame = in_spark(self.session, self.connection.sql(f"from {place}"))
        frame.write.mode("overwrite").format("parquet").saveAsTable(PREFIX + place)

    def execute(self, sql: str) -> None:
        """Run a statement on Spark."""
        self.rows(sql)

    def exists(self, relation: Relation) -> bool:
        """Tell whether Spark has a table."""
        return self.session.catalog.tableExists(f"{PREFIX}{relation}")

    def rows(self, query: str, values: Iterable[object] = ()) -> list[tuple]:
        """Give the rows of a query on Spark."""
        placed = re.sub(r"\b(intermediate|marts|seeds)\.", rf"{PREFIX}\1.", query)
        return [tuple(row) for row in self.session.sql(placed, args=list(values)).collect()]
