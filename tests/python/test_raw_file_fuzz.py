"""Five hundred damaged raw files: each lands with all its records, or is refused with the cause.

Every file is landed by the project's own macros, in dbt's own runtime. Those that land then go,
many at once, through the models between a raw table and the account of its rows.
"""

from __future__ import annotations

import copy
import csv
import json
import os
import random
import re
import shutil
from collections import Counter, defaultdict
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from dbt.adapters.factory import FACTORY
from dbt.cli.main import dbtRunner

from tests.python.conftest import ROOT, Run, parsed_file
from tests.python.raw_files import KINDS, Raw, parquet_records, records
from tests.python.run_dbt import parsed_project

INPUTS, SHARDS = 500, 4
# most files are short; some are longer than what DuckDB reads at once
SHORT, LONG, LONG_EVERY = 40, 5000, 6
ACCOUNT = ("model.cx_warehouse.fct_rejected_records", "model.cx_warehouse.fct_row_reconciliation")


@dataclass
class Input:
    """A damaged file: the kind of its damage, its table, its bytes, and what became of it."""

    kind: str
    vendor: str
    table: str
    files: dict[str, bytes]
    message: str = ""
    count: int = 0

    def records(self) -> tuple[list[str], list[list[str]]]:
        """Read what lies in the file, without DuckDB's reader of CSV."""
        if ".csv" in self.files:
            return records(self.files[".csv"])
        return parquet_records(self.files[".parquet"])

    def __str__(self) -> str:
        return f"{self.vendor}.{self.table} ({self.kind})"


class Landing:
    """Raw files below a folder, and dbt's runtime to land them and to build on them."""

    def __init__(self, folder: Path, demo: Run) -> None:
        """Read the parsed project, start the adapter, and copy the seeds of the demo."""
        self.raw = folder / "raw"
        os.environ |= {"CX_DATABASE": str(folder / "cx.duckdb"), "DBT_THREADS": "1"}
        places = ["--target-path", str(folder / "target"), "--log-path", str(folder / "logs")]
        places += ["--project-dir", str(ROOT), "--profiles-dir", str(ROOT)]
        options = [*places, "--vars", json.dumps({"raw_path": str(self.raw)})]
        self.project = parsed_project(parsed_file({}), options)
        quiet = ("--quiet", "--log-level-file", "none")
        done = dbtRunner(manifest=self.project).invoke([*quiet, "ls", *options])
        assert done.success, done.exception
        self.adapter = FACTORY.adapters["duckdb"]
        self.project.build_flat_graph()
        self.sources = {
            (source["source_name"], source["name"]): source
            for source in self.project.flat_graph["sources"].values()
        }
        self.good = {}
        for path in sorted((ROOT / "demo" / "raw").glob("*/*.csv")):
            key = path.parent.name, path.stem
            if key in self.sources:
                self.good[key] = records(path.read_bytes())
        self.models = self.chain(demo)
        self.macro("write_erasure_key")
        self.execute(f"attach '{demo.database}' as demo (read_only)")
        for node in demo.manifest()["nodes"].values():
            if node["resource_type"] == "seed":
                self.execute(f"create schema if not exists {node['schema']}")
                name = f"{node['schema']}.{node['name']}"
                self.execute(f"create or replace table {name} as from demo.{name}")

    @staticmethod
    def chain(demo: Run) -> list[tuple[str, str]]:
        """Give the relation and the compiled SQL of each model from staging to the account."""
        nodes = demo.manifest()["nodes"]
        reads, wanted = {}, list(ACCOUNT)
        while wanted:
            name = wanted.pop()
            if name not in reads and name.startswith("model."):
                reads[name] = nodes[name]["depends_on"]["nodes"]
                wanted += reads[name]
        compiled = demo.target / "compiled" / "cx_warehouse"
        return [
            (
                f"{nodes[name]['config']['materialized']} {nodes[name]['relation_name']}",
                (compiled / nodes[name]["original_file_path"]).read_text(),
            )
            for name in TopologicalSorter(reads).static_order()
            if name in reads
        ]

    def execute(self, sql: str) -> list[tuple]:
        """Run SQL on the warehouse of the landing."""
        with self.adapter.connection_named("fuzz"):
            cursor = self.adapter.connections.get_thread_connection().handle.cursor()
            cursor.execute(sql)
            return cursor.fetchall()

    def macro(self, name: str, **arguments: object) -> object:
        """Call one of the project's macros."""
        with self.adapter.connection_named("fuzz"):
            return self.adapter.execute_macro(name, kwargs=arguments)

    def put(self, vendor: str, table: str, files: dict[str, bytes]) -> None:
        """Let a raw table lie in these files, and in no others."""
        for old in (self.raw / vendor).glob(f"{table}.*"):
            shutil.rmtree(old) if old.is_dir() else old.unlink()
        for ending, data in files.items():
            path = self.raw / vendor / f"{table}{ending}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    def land(self, given: Input) -> None:
        """Land one file alone, and note the message or the number of records."""
        self.put(given.vendor, given.table, given.files)
        source = self.sources[given.vendor, given.table]
        try:
            row = self.macro("land_source", source=source, files=self.macro("raw_files"))
        except Exception as error:  # noqa: BLE001
            given.message = str(error)
        else:
            given.count = int(str(row).rsplit(",", 1)[1].strip(" )"))

    def build(self) -> None:
        """Land all raw tables, and build the models up to the account of their rows."""
        self.macro("land_sources")
        for place, sql in self.models:
            kind, relation = place.split(" ", 1)
            schema = relation.split(".")[1]
            self.execute(f"create schema if not exists {schema}")
            kind = "view" if kind == "view" else "table"
            try:
                self.execute(f"create or replace {kind} {relation} as {sql}")
            except Exception as error:
                raise AssertionError(f"{relation}: {error}") from error


def inputs(landing: Landing, shard: int) -> list[Input]:
    """Damage good files, each kind of damage in many tables."""
    kinds, tables = list(KINDS), [key for key, (_, rows) in landing.good.items() if rows]
    made = []
    for number in range(shard, INPUTS, SHARDS):
        rng = random.Random(number)
        key, kind = tables[number % len(tables)], kinds[number % len(kinds)]
        header, rows = landing.good[key]
        rows = copy.deepcopy(rows[: SHORT if number % LONG_EVERY else LONG])
        damaged = KINDS[kind].damage(Raw(list(header), rows, rng))
        files = damaged if isinstance(damaged, dict) else {".csv": damaged}
        made.append(Input(kind, *key, files))
    return made


@pytest.fixture(scope="module")
def landing(demo, tmp_path_factory):
    before = {name: os.environ.get(name) for name in ("CX_DATABASE", "DBT_THREADS")}
    yield Landing(tmp_path_factory.mktemp("fuzz"), demo)
    FACTORY.adapters["duckdb"].cleanup_connections()
    for name, value in before.items():
        os.environ.pop(name)
        if value is not None:
            os.environ[name] = value


def complaint(landing: Landing, given: Input) -> str:
    """Say what is wrong with how a file landed or did not; nothing where all is well."""
    kind = KINDS[given.kind]
    if given.message:
        named = all(word in given.message for word in (given.vendor, given.table))
        cause = kind.causes and re.search(kind.causes, given.message)
        return "" if named and cause else given.message[:800]
    if not kind.lands:
        return f"landed with {given.count} records"
    try:
        header, rows = given.records()
    except (csv.Error, UnicodeError) as error:
        return f"landed with {given.count} records, and cannot be read: {error}"
    if given.count != len(rows):
        return f"landed with {given.count} records of {len(rows)}"
    known = landing.sources[given.vendor, given.table]["columns"]
    places = {name.lower(): place for place, name in enumerate(header) if name.lower() in known}
    listed = ", ".join(f'"{name}"' for name in places)
    found = landing.execute(f'select {listed} from raw_{given.vendor}."{given.table}"')
    lost = Counter(tuple(row[place] for place in places.values()) for row in rows) - Counter(
        tuple(value or "" for value in row) for row in found
    )
    return f"lacks {list(lost)[:2]}" if lost else ""


def accounts(landing: Landing) -> dict[tuple[str, str], tuple[int, ...]]:
    """Give what became of the rows of each raw table."""
    rows = landing.execute(
        """
        select
            account.source_system,
            account.source_table,
            account.raw_row_count,
            account.contract_row_count,
            account.rejected_row_count + account.superseded_row_count,
            count(rejected.rejected_record_id),
            count(*) filter (where rejected.rule_id = 'unregistered')
        from marts.fct_row_reconciliation as account
        left join restricted.fct_rejected_records as rejected
            on account.source_system = rejected.source_system
            and account.source_table = rejected.source_table
        group by all
        """
    )
    return {row[:2]: row[2:] for row in rows}


@pytest.mark.parametrize("shard", range(SHARDS))
def test_damaged_files(landing, shard):
    """If this fails, a damaged file stops a run without a word of which and why, or loses rows."""
    wrong, rounds = [], defaultdict(dict)
    for given in inputs(landing, shard):
        landing.land(given)
        if why := complaint(landing, given):
            wrong.append(f"{given}: {why}")
        elif not given.message:
            key = given.vendor, given.table
            rounds[sum(key in others for others in rounds.values())][key] = given
    assert not wrong, "\n".join(wrong)
    for landed in rounds.values():
        for key, (header, rows) in landing.good.items():
            short = Raw(header, rows[:SHORT], random.Random(0)).text().encode()
            landing.put(*key, landed[key].files if key in landed else {".csv": short})
        landing.build()
        for key, (raw, taken, left, listed, unexplained) in accounts(landing).items():
            given = landed.get(key)
            expected = given.count if given else raw
            if not raw == expected == taken + left or left != listed or unexplained:
                wrong.append(f"{given or key}: {raw=} {expected=} {taken=} {left=} {listed=}")
    assert not wrong, "\n".join(wrong)
