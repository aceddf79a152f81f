"""If the comparison of two engines overlooks a difference, `make test-spark` proves nothing."""

import json

import duckdb
import pytest

from tests.spark.compare import compare_all, difference

ROWS = """
    select * from (values
        ('a', 1.5::double, timestamp '2026-01-01 10:00:00', true, ['x', 'y']),
        ('b', 1e6::double, null, false, null),
        ('c', null, timestamp '2026-01-02 10:00:00', null, []::varchar[])
    ) as t (id, amount, seen_at, is_new, words)
"""


@pytest.fixture()
def verdict(tmp_path):
    """Return a function that says how the rows above stand to what a query makes of them."""

    def compare(query, key="id"):
        files = tmp_path / "warehouse" / "marts.db" / "facts"
        files.mkdir(parents=True)
        with duckdb.connect(str(tmp_path / "cx.duckdb")) as connection:
            connection.execute(f"create schema marts; create table marts.facts as {ROWS}")
            connection.execute(f"copy ({query}) to '{files / 'part.parquet'}' (format parquet)")
        model = {"unique_id": "m", "name": "fct", "schema": "marts", "alias": "facts"}
        model |= {"resource_type": "model", "config": {"materialized": "table"}}
        test = {"name": "t", "resource_type": "test", "attached_node": "m"}
        test |= {"test_metadata": {"name": "primary_key", "kwargs": {"column_name": key}}}
        nodes = {"m": model, "t": test} if key else {"m": model}
        (tmp_path / "manifest.json").write_text(json.dumps({"nodes": nodes}))
        (found,) = compare_all(tmp_path / "cx.duckdb", tmp_path, tmp_path / "manifest.json")
        return f"{found.verdict} {found.detail}".strip()

    return compare


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        pytest.param(f"from ({ROWS}) order by id desc", "equal", id="same"),
        pytest.param(f"select * replace (amount * (1 + 1e-11) as amount) from ({ROWS})", "equal"),
        pytest.param(
            f"select * replace (amount * (1 + 1e-8) as amount) from ({ROWS})",
            "different amount (2)",
            id="float",
        ),
        pytest.param(
            f"select * replace (coalesce(amount, 0) as amount) from ({ROWS})",
            "different amount (1)",
            id="null",
        ),
        pytest.param(
            f"select * replace (seen_at + interval 1 microsecond as seen_at) from ({ROWS})",
            "different seen_at (2)",
            id="instant",
        ),
        pytest.param(
            f"select * replace (nullif(words, []) as words) from ({ROWS})",
            "different words (1)",
            id="list",
        ),
        pytest.param(
            f"from ({ROWS}) where id <> 'b'", "different 1 rows only in DuckDB", id="fewer rows"
        ),
        pytest.param(
            f"from ({ROWS}) union all select * replace ('d' as id) from ({ROWS}) where id = 'c'",
            "different 1 rows only in Spark",
            id="more rows",
        ),
        pytest.param(
            f"from ({ROWS}) union all from ({ROWS}) where id = 'c'",
            "different 4 rows on Spark",
            id="twice",
        ),
        pytest.param(
            f"select * exclude (is_new) from ({ROWS})",
            "different columns of one engine alone: is_new",
            id="column",
        ),
    ],
)
def test_each_difference_is_named(verdict, changed, said):
    assert verdict(changed) == said


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        pytest.param(f"from ({ROWS}) order by id desc", "equal", id="same"),
        pytest.param(
            f"select * replace (not is_new as is_new) from ({ROWS})",
            "different 2 rows only in DuckDB, 2 rows only in Spark",
            id="cell",
        ),
        pytest.param(
            f"from ({ROWS}) union all from ({ROWS}) where id = 'c'",
            "different 1 rows only in Spark",
            id="twice",
        ),
    ],
)
def test_rows_without_a_key_are_counted(verdict, changed, said):
    assert verdict(changed, key=None) == said


@pytest.mark.parametrize(
    ("ours", "theirs", "differs"),
    [
        ("10:00:05", "10:00:05.000000", False),
        ("10:00:05.12", "10:00:05.120000", False),
        ("10:00:50", "10:00:50", False),
        ("10:00:50", "10:00:05.000000", True),
        ("10:00:05.12", "10:00:05.120001", True),
        ("10:00:05.12", "10:00:05.000000", True),
    ],
)
def test_zeros_of_a_second_are_no_difference_of_a_raw_record(ours, theirs, differs):
    """If more than zeros were passed over, a row could be kept otherwise than it came."""
    rows = [f"""(select '{{"at":"2026-01-01 {at}"}}' as raw_record)""" for at in (ours, theirs)]
    query = f"select {difference('raw_record', 'VARCHAR')} from {rows[0]} as d, {rows[1]} as s"
    assert duckdb.connect().sql(query).fetchall() == [(differs,)]
