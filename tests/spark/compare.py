"""Compare what Spark built with what DuckDB built: every table, row by row."""

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb

TOLERANCE = 1e-9
# made of a hash that each engine computes in its own way: these tables are compared without them
HASHES = {
    "int_identity_block_sizes": ("block_hash", "block_id"),
    "fct_identity_guard_hits": ("guard_hit_id", "guarded_key"),
    "int_identity_blocks": ("block_hash",),
}

# a row as it came, as JSON: Spark writes all six decimals of a second, DuckDB none at the end that
# is zero
RAW = "raw_record"
ZEROS = r"""'(:\d\d(?:\.\d*[1-9])?)\.?0*"', '\1"', 'g'"""


@dataclass
class Finding:
    """How one table of Spark stands to the same table of DuckDB."""

    name: str
    rows: int
    verdict: str
    detail: str = ""


@dataclass
class Table:
    """A table that both engines built; without a key of one column its rows are a multiset."""

    name: str
    schema: str
    alias: str
    key: str | None = None


def tables_of(manifest: dict) -> list[Table]:
    """Give every seed and every model that is no view, with the column of its primary key."""
    nodes = manifest["nodes"].values()
    keys = {
        test["attached_node"]: test["test_metadata"]["kwargs"]["column_name"]
        for test in nodes
        if test["resource_type"] == "test"
        and (test.get("test_metadata") or {}).get("name") == "primary_key"
    }
    return [
        Table(node["name"], node["schema"], node["alias"], keys.get(node["unique_id"]))
        for node in sorted(nodes, key=lambda node: node["name"])
        if node["resource_type"] in ("model", "seed") and node["config"]["materialized"] != "view"
    ]


def difference(column: str, kind: str) -> str:
    """Say in SQL when two values of a column are different."""
    ours, theirs = f'd."{column}"', f's."{column}"'
    if column == RAW:
        ours, theirs = (f"regexp_replace({side}, {ZEROS})" for side in (ours, theirs))
    if kind in ("DOUBLE", "FLOAT") or kind.startswith("DECIMAL"):
        ours, theirs = f"cast({ours} as double)", f"cast({theirs} as double)"
        near = f"abs({ours} - {theirs}) <= {TOLERANCE} * greatest(1, abs({ours}), abs({theirs}))"
        return f"({ours} is distinct from {theirs} and not coalesce({near}, false))"
    if kind == "TIMESTAMP":
        theirs = f"cast({theirs} as timestamp)"
    return f"({ours} is distinct from {theirs})"


def compare(connection: duckdb.DuckDBPyConnection, folder: Path, table: Table) -> Finding:
    """Compare one table."""
    ours = f'duck."{table.schema}"."{table.alias}"'
    types = connection.sql(f"select * from {ours} limit 0")
    kinds = dict(zip(types.columns, (str(kind) for kind in types.types), strict=True))
    rows = connection.execute(f"select count(*) from {ours}").fetchone()[0]
    files = folder / "warehouse" / f"{table.schema}.db" / table.alias
    if not any(files.glob("*.parquet")):
        return Finding(table.name, rows, "not built")
    theirs = f"read_parquet('{files}/*.parquet')"
    there = connection.sql(f"select * from {theirs} limit 0").columns
    if set(kinds) != set(there):
        names = ", ".join(sorted(set(kinds) ^ set(there)))
        return Finding(table.name, rows, "different", f"columns of one engine alone: {names}")
    hashes = HASHES.get(table.name, ())
    kinds = {column: kind for column, kind in kinds.items() if column not in hashes}
    by = by_key if table.key in kinds else as_multiset
    words = by(connection, ours, theirs, kinds, table.key)
    others = connection.execute(f"select count(*) from {theirs}").fetchone()[0]
    if not words and others != rows:
        words = [f"{others} rows on Spark"]
    return Finding(table.name, rows, "different" if words else "equal", ", ".join(words))


def by_key(
    connection: duckdb.DuckDBPyConnection, ours: str, theirs: str, kinds: dict[str, str], key: str
) -> list[str]:
    """Say how many rows are missing, and in how many rows each column differs."""
    both = f'd."{key}" is not null and s."{key}" is not null'
    counts = [f'count(*) filter (where {side}."{key}" is null)' for side in "sd"]
    counts += [
        f"count(*) filter (where {both} and {difference(column, kind)})"
        for column, kind in kinds.items()
    ]
    missing, beyond, *differing = connection.execute(
        f"select {', '.join(counts)} from {ours} as d"
        f' full outer join {theirs} as s on d."{key}" = s."{key}"'
    ).fetchone()
    words = [f"{missing} rows only in DuckDB"] if missing else []
    words += [f"{beyond} rows only in Spark"] if beyond else []
    pairs = zip(kinds, differing, strict=True)
    return words + [f"{column} ({count})" for column, count in pairs if count]


def as_multiset(
    connection: duckdb.DuckDBPyConnection, ours: str, theirs: str, kinds: dict[str, str], _: None
) -> list[str]:
    """Say how many rows only one engine has; without a key floats must be the same."""
    cast = ", ".join(f'cast("{column}" as {kind}) as "{column}"' for column, kind in kinds.items())
    duck, spark = (f"select {cast} from {place}" for place in (ours, theirs))
    sides = {"DuckDB": (duck, spark), "Spark": (spark, duck)}
    words = []
    for engine, (one, other) in sides.items():
        query = f"select count(*) from (({one}) except all ({other}))"
        count = connection.execute(query).fetchone()[0]
        words += [f"{count} rows only in {engine}"] if count else []
    return words


def compare_all(database: Path, folder: Path, manifest: Path) -> list[Finding]:
    """Compare every table."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"attach '{database}' as duck (read_only)")
        tables = tables_of(json.loads(manifest.read_text()))
        return [compare(connection, folder, table) for table in tables]


def report(findings: list[Finding]) -> bool:
    """Name the tables that differ, and say whether there is none."""
    for finding in findings:
        if finding.verdict != "equal":
            print(f"{finding.verdict}: {finding.name} ({finding.rows} rows) {finding.detail}")
    equal = sum(finding.verdict == "equal" for finding in findings)
    print(f"{equal} of {len(findings)} tables are equal on DuckDB and Spark.", flush=True)
    return equal == len(findings)


def main() -> int:
    """Compare all tables and say which differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--duckdb", default="target/spark/cx.duckdb", type=Path)
    parser.add_argument("--folder", default="target/spark", type=Path, help="CX_SPARK_FOLDER")
    parser.add_argument(
        "--manifest", default="target/spark/dbt_duckdb/manifest.json", type=Path, help="of dbt"
    )
    options = parser.parse_args()
    return 0 if report(compare_all(options.duckdb, options.folder, options.manifest)) else 1


if __name__ == "__main__":
    sys.exit(main())
