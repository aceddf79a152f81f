"""The identity models without dbt: their own text, rendered and run in a DuckDB in memory.

A run of dbt over these models takes ten seconds, a run here a fraction of one: that makes room for
many small worlds. Models and macros are read from their files and rendered by Jinja; only what dbt
gives them (ref, var, run_query, statement, ...) stands in. The log persists between the runs of one
engine. test_identity.py proves that dbt and this engine give the demo the same customers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pandas as pd
import yaml
from jinja2 import Environment

from tests.python.conftest import ROOT

INPUTS = (
    "int_contacts_unioned",
    "int_accounts_unioned",
    "int_survey_responses_unioned",
    "int_surveys_unioned",
)
# what comes after the customers are known
LEFT_OUT = {"int_customer_keys", "int_customers_golden", "int_accounts_golden"}
MARTS = {
    "fct_identity_log",
    "fct_identity_links",
    "fct_identity_guard_hits",
    "fct_match_evidence",
    "dim_customer_ids",
}


class Returned(Exception):
    """How {{ return(...) }} leaves a macro."""


def refuse(message: str) -> None:
    """Stand for exceptions.raise_compiler_error."""
    raise RuntimeError(message)


@cache
def project() -> dict:
    return yaml.safe_load((ROOT / "dbt_project.yml").read_text())


@cache
def columns(model: str) -> dict[str, str]:
    """Give the columns of an input model with their types, as its contract lists them."""
    for path in (ROOT / "models" / "intermediate").rglob("*.yml"):
        for listed in yaml.safe_load(path.read_text()).get("models", []):
            if listed["name"] == model:
                return {column["name"]: column["data_type"] for column in listed["columns"]}
    raise LookupError(model)


@cache
def seed_types() -> dict[str, dict[str, str]]:
    return {
        seed["name"]: seed.get("config", {}).get("column_types", {})
        for path in sorted((ROOT / "seeds").glob("_seeds*.yml"))
        for seed in yaml.safe_load(path.read_text())["seeds"]
    }


@cache
def files() -> dict[str, Path]:
    """Give the file of each identity model."""
    found = {path.stem: path for path in (ROOT / "models" / "marts").rglob("*.sql")}
    found = {name: path for name, path in found.items() if name in MARTS}
    for path in (ROOT / "models" / "intermediate" / "identity").glob("*.sql"):
        if path.stem not in LEFT_OUT:
            found[path.stem] = path
    return found


class Relation(SimpleNamespace):
    """A table by its name."""

    def __str__(self) -> str:
        return f"{self.schema}.{self.identifier}"

    def incorporate(self, **_: str) -> Relation:
        return self


class Engine:
    """One warehouse of identities; run() it as often as you like."""

    name = "duckdb"

    def __init__(self, threads: int = 1, **variables: object) -> None:
        self.connection = duckdb.connect(config={"threads": threads})
        self.connection.execute("set timezone = 'UTC'")
        self.connection.execute(
            "create schema intermediate; create schema marts; create schema seeds"
        )
        self.variables = project()["vars"] | variables
        self.this = Relation(schema="", identifier="")
        self.environment = Environment(extensions=["jinja2.ext.do"])
        self.environment.globals |= self.stand_ins() | {"return": self.leave}
        self.load_folders()
        self.models = {name: self.render(name) for name in self.in_order()}
        for name in seed_types():
            if self.is_read(name):
                self.load_seed(name)

    def dispatched(self, name: str) -> Callable:
        """Give the macro of this engine, or the one for every engine."""
        names = self.environment.globals
        return names.get(f"{self.name}__{name}") or names[f"default__{name}"]

    def stand_ins(self) -> dict:
        """What dbt would put into the context of a model or macro."""
        return {
            "ref": lambda name: f"{'seeds' if name in seed_types() else self.schema(name)}.{name}",
            "var": lambda name, default=None: self.variables.get(name, default),
            "config": lambda **_: "",
            "this": self.this,
            "execute": True,
            "target": SimpleNamespace(database="memory", schema="main"),
            "is_incremental": lambda: True,
            "dbt": SimpleNamespace(
                type_string=lambda: "varchar",
                type_timestamp=lambda: "timestamp",
                datediff=lambda a, b, part: f"date_diff('{part}', {a}, {b})",
                dateadd=lambda part, count, day: f"({day} + to_{part}s(cast({count} as integer)))",
            ),
            "adapter": SimpleNamespace(
                dispatch=self.dispatched,
                commit=lambda: "",
                create_schema=lambda _: "",
                cache_added=lambda _: "",
            ),
            "api": SimpleNamespace(
                Relation=SimpleNamespace(
                    create=lambda schema, identifier, **_: Relation(
                        schema=schema, identifier=identifier
                    )
                )
            ),
            "exceptions": SimpleNamespace(raise_compiler_error=refuse),
            "run_hooks": lambda _: "",
            "run_query": self.query,
            "statement": lambda _, caller: self.execute(caller()) or "",
            "load_relation": lambda relation: self.exists(relation),
            # every run builds every model
            "read_inputs": lambda: None,
            "is_unchanged": lambda _: False,
            "remember": lambda _: "",
        }

    @staticmethod
    def leave(value: object) -> None:
        raise Returned(value)

    def query(self, sql: str) -> SimpleNamespace:
        """Stand for run_query: only the first value is ever asked for."""
        first = (self.rows(sql) or [(None,)])[0][0]
        return SimpleNamespace(columns=[SimpleNamespace(values=lambda: [first])])

    def exists(self, relation: Relation) -> bool:
        return bool(
            self.rows(
                "select 1 from duckdb_tables() where schema_name = ? and table_name = ?",
                [relation.schema, relation.identifier],
            )
        )

    def load_folders(self) -> None:
        """Read the macros that the models between the input contracts and the facts call."""
        for folder in ("engine", "identity", "governance"):
            for path in sorted((ROOT / "macros" / folder).glob("*.sql")):
                self.load_macros(path)

    def load_macros(self, path: Path) -> None:
        """Every macro is called through a function of its name, so that it may return a value."""
        text = re.sub(
            r"{% (end)?materialization(?: (\w+), default)? %}",
            lambda found: (
                "{% endmacro %}"
                if found[1]
                else "{% macro build_" + found[2] + "(sql, pre_hooks=[], post_hooks=[]) %}"
            ),
            path.read_text(),
        )
        text = re.sub(r"({%-? macro )(\w+)", r"\1macro__\2", text)
        template = self.environment.from_string(text)
        for name in re.findall(r"{%-? macro macro__(\w+)", text):

            def call(*arguments, _template=template, _name=f"macro__{name}", **named):
                try:
                    return getattr(_template.module, _name)(*arguments, **named)
                except Returned as returned:
                    return returned.args[0]

            self.environment.globals[name] = call

    @staticmethod
    def is_read(seed: str) -> bool:
        """Tell whether an identity model reads a seed."""
        return any(f"ref('{seed}')" in path.read_text() for path in files().values())

    @staticmethod
    def schema(model: str) -> str:
        return "marts" if model in MARTS else "intermediate"

    @staticmethod
    def in_order() -> list[str]:
        """Give the identity models so that each comes after those that it reads."""
        reads = {
            name: {
                parent
                for parent in re.findall(r"ref\('(\w+)'\)", path.read_text())
                if parent in files()
            }
            for name, path in files().items()
        }
        # what is written after the models that read it is the log of the runs before
        return list(TopologicalSorter(reads).static_order())

    def render(self, name: str) -> tuple[str, str]:
        """Give the materialization of a model, and its SQL."""
        text = files()[name].read_text()
        found = re.search(r"materialized = '(\w+)'", text)
        sql = self.environment.from_string(text).render().strip()
        return found[1] if found else "table", sql

    def load_seed(self, name: str) -> None:
        types = ", ".join(f"'{key}': '{value}'" for key, value in seed_types()[name].items())
        self.connection.execute(
            f"create table seeds.{name} as from read_csv('{ROOT}/seeds/{name}.csv', "
            f"header = true, types = {{{types}}})"
            if types
            else f"create table seeds.{name} as from read_csv('{ROOT}/seeds/{name}.csv', "
            "header = true)"
        )
        self.hand_over(f"seeds.{name}")

    def fill(self, place: str, types: dict[str, str], given: Iterable[dict]) -> None:
        """Replace a table by the given rows; what a row leaves out is null."""
        declared = ", ".join(f"{name} {kind}" for name, kind in types.items())
        self.connection.execute(f"create or replace table {place} ({declared})")
        frame = given if isinstance(given, pd.DataFrame) else pd.DataFrame(list(given))
        if len(frame):
            frame = frame.astype(object).where(frame.notna(), None)
            casts = ", ".join(f"cast({name} as {types[name]}) as {name}" for name in frame)
            self.connection.register("given_rows", frame)
            self.connection.execute(f"insert into {place} by name select {casts} from given_rows")
            self.connection.unregister("given_rows")
        self.hand_over(place)

    def run(
        self,
        contacts: Iterable[dict],
        accounts: Iterable[dict] = (),
        decisions: Iterable[dict] = (),
        as_of: str = "2026-07-01 00:00:00",
        answers: Iterable[dict] = (),
        questions: Iterable[dict] = (),
    ) -> Engine:
        """Resolve the given records, as one run of dbt would."""
        for name, given in zip(INPUTS, (contacts, accounts, answers, questions), strict=True):
            self.fill(f"intermediate.{name}", columns(name), given)
        kinds = dict.fromkeys(
            (
                "decision_id entity decision source_system_a source_record_id_a source_system_b "
                "source_record_id_b decided_by decided_on reason"
            ).split(),
            "varchar",
        )
        self.fill("seeds.identity_decisions", kinds, decisions)
        self.environment.globals["create_identity_log"]()
        for name, (kind, sql) in self.models.items():
            place = f"{self.schema(name)}.{name}"
            sql = sql.replace(self.variables["as_of"], as_of)
            if kind == "incremental":
                self.execute(f"insert into {place} by name {sql}")
            elif kind == "view":
                self.execute(f"create or replace view {place} as {sql}")
            elif kind == "table":
                self.execute(self.environment.globals["replacing_table"](place, sql))
            else:
                self.this.schema, self.this.identifier = self.schema(name), name
                self.environment.globals[f"build_{kind}"](sql)
        return self

    def hand_over(self, place: str) -> None:
        """Say that a table was filled: where the models run elsewhere, it goes there."""

    def execute(self, sql: str) -> None:
        """Run a statement of a model or macro."""
        self.connection.execute(sql)

    def rows(self, query: str, values: Iterable[object] = ()) -> list[tuple]:
        return self.connection.execute(query, list(values)).fetchall()

    def customers(self, entity: str = "person") -> dict[str, str]:
        """Give the id of every record by its source record key."""
        return dict(
            self.rows(
                "select source_record_key, resolved_id from intermediate.int_identity_map "
                "where entity = ?",
                [entity],
            )
        )

    def partition(self) -> set[frozenset[str]]:
        """Give the records of each customer, whatever its id."""
        members: dict[str, set[str]] = {}
        for record, customer in self.customers().items():
            members.setdefault(customer, set()).add(record)
        return {frozenset(records) for records in members.values()}


def contact(number: object, system: str = "salesforce", **values: object) -> dict:
    """One person's record of a tool."""
    return {
        "contact_record_id": f"{system}:{number}",
        "source_system": system,
        "source_contact_id": str(number),
        "contact_type": "contact",
        "is_deleted": False,
        "created_at": "2025-01-01 00:00:00",
        "updated_at": "2025-01-01 00:00:00",
    } | values


def decide(number: object, decision: str, a: str, b: str | None = None) -> dict:
    """One decision of a steward on records given as system:id."""
    system_a, id_a = a.split(":", 1)
    system_b, id_b = b.split(":", 1) if b else (None, None)
    return {
        "decision_id": str(number),
        "entity": "person",
        "decision": decision,
        "source_system_a": system_a,
        "source_record_id_a": id_a,
        "source_system_b": system_b,
        "source_record_id_b": id_b,
    }
