"""The same raw data and the same as_of give the same rows, whatever the run."""

import random
import shutil

import duckdb
import pytest

from tests.python.conftest import UNTESTED, dbt

LAYERS = ("intermediate", "marts", "reports", "restricted")


def fingerprint(database):
    """Return for every table its row count and an order-free checksum of its rows."""
    with duckdb.connect(str(database), read_only=True) as connection:
        tables = connection.execute(
            f"""
            select schema_name || '.' || table_name from duckdb_tables()
            where schema_name in {LAYERS} order by 1
            """
        ).fetchall()
        return {
            table: connection.execute(
                f"select count(*), sum(hash(t::text)::hugeint) from {table} as t"
            ).fetchone()
            for (table,) in tables
        }


@pytest.fixture(scope="module")
def expected(demo):
    prints = fingerprint(demo.database)
    assert len(prints) > 50
    return prints


def test_a_second_build_changes_nothing(tmp_path, demo, expected):
    """Built again over itself, by four threads instead of the one of the other builds."""
    shutil.copy(demo.database, tmp_path / "cx.duckdb")
    run = dbt(tmp_path, "build", *UNTESTED, variables={"build_unchanged": True}, threads=4)
    assert run.code == 0, run.output
    assert fingerprint(run.database) == expected


def test_the_order_of_raw_rows_does_not_matter(tmp_path, raw_copy, demo):
    """Connectors land rows in any order; and four threads build from nothing what one does."""
    for number, path in enumerate(sorted(raw_copy.glob("*/*.csv"))):
        header, *rows = path.read_text().splitlines(keepends=True)
        random.Random(number).shuffle(rows)
        path.write_text(header + "".join(rows))
    run = dbt(
        tmp_path,
        "build",
        *UNTESTED,
        variables={"raw_path": str(raw_copy)},
        threads=4,
    )
    assert run.code == 0, run.output
    layers = ("marts", "reports", "restricted")
    query = f"""
        select schema_name || '.' || table_name from duckdb_tables()
        where schema_name in {layers} and table_name <> 'fct_row_reconciliation'
    """
    for (table,) in run.rows(query):
        rows = f"select * from {table} order by all"
        # sums of floating-point numbers depend on the order in their last digits
        if table == "reports.rpt_kpi_scorecard":
            rows = "select kpi_value_id, n, round(value, 9), status from " + table + " order by 1"
        assert run.rows(rows) == demo.rows(rows), table
