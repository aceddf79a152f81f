"""A chain of models without dbt: from given rows of the inputs to the facts, in memory.

dbt takes seconds for what DuckDB does in a fraction of one. The models' own text is rendered once,
as the identity engine does it; each run builds what lies downstream of the rows that it is given.
"""

from __future__ import annotations

import re
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb
import pandas as pd
from jinja2 import Environment

from tests.python.conftest import ROOT
from tests.python.identity_engine import Engine, Relation, columns, project, seed_types

LAYERS = ("intermediate", "marts")


def model_files() -> dict[str, Path]:
    """Give the file of every model after staging."""
    folders = (ROOT / "models" / layer for layer in LAYERS)
    return {path.stem: path for folder in folders for path in folder.rglob("*.sql")}


class Chain(Engine):
    """The models between some inputs and the facts that are asked for."""

    def __init__(self, inputs: set[str], facts: tuple[str, ...], **variables: object) -> None:
        """Find and render the models; the inputs are empty until rows are given."""
        self.connection = duckdb.connect(config={"threads": 1})
        self.connection.execute("set timezone = 'UTC'; create schema intermediate")
        self.connection.execute("create schema seeds")
        self.variables = project()["vars"] | variables
        self.this = Relation(schema="", identifier="")
        self.environment = Environment(extensions=["jinja2.ext.do"])
        self.environment.globals |= self.stand_ins() | {"return": self.leave}
        self.load_folders()
        self.reads = self.find(inputs, facts)
        self.sql = {name: self.text(name) for name in self.reads}
        for name in inputs:
            types = ", ".join(f"{column} {kind}" for column, kind in columns(name).items())
            self.connection.execute(f"create table intermediate.{name} ({types})")
        read = set().union(*self.reads.values())
        for name in read & set(seed_types()):
            self.load_seed(name)

    @staticmethod
    def schema(model: str) -> str:
        """All models share one schema here."""
        return "intermediate"

    @staticmethod
    def find(inputs: set[str], facts: tuple[str, ...]) -> dict[str, set[str]]:
        """Give each model that the facts need, up to the inputs, with what it reads."""
        files, found, wanted = model_files(), {}, list(facts)
        while wanted:
            name = wanted.pop()
            if name in found or name in inputs or name in seed_types():
                continue
            found[name] = set(re.findall(r"ref\('(\w+)'\)", files[name].read_text()))
            wanted += found[name]
        return found

    def text(self, name: str) -> str:
        """Render the SQL of a model."""
        return self.environment.from_string(model_files()[name].read_text()).render().strip()

    def put(self, name: str, rows: list[dict]) -> None:
        """Fill an input or a seed; columns that no row has are null."""
        place = f"{'seeds' if name in seed_types() else 'intermediate'}.{name}"
        self.connection.execute(f"delete from {place}")
        if rows:
            given = pd.DataFrame(rows, dtype=object)
            self.connection.register("given", given)
            listed = ", ".join(given.columns)
            self.connection.execute(f"insert into {place} ({listed}) select {listed} from given")
            self.connection.unregister("given")

    def build(self, given: dict[str, list[dict]]) -> None:
        """Fill these inputs, and build every model that depends on one of them."""
        for name, rows in given.items():
            self.put(name, rows)
        changed = set(given)
        for name in TopologicalSorter(self.reads).static_order():
            if self.reads.get(name, set()) & changed:
                changed.add(name)
                self.make(name)

    def make(self, name: str) -> None:
        """Build a model."""
        self.connection.execute(f"create or replace table intermediate.{name} as {self.sql[name]}")

    def table(self, name: str) -> list[dict]:
        """Give the rows of a model."""
        result = self.connection.execute(f"select * from intermediate.{name}")
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
