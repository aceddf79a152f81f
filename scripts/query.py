"""Answers a question in SQL from the warehouse, which it only reads.

    make query SQL="select ..."
    python -m scripts.query "select ..." [--database FILE]

Exit codes: 0 answered, 1 the SQL is wrong or there is none, 2 no warehouse.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import duckdb

from scripts.project import database

# beyond it a line is cut
WIDTH = 150
ROWS = 100


def answer(connection: duckdb.DuckDBPyConnection, sql: str) -> bool:
    """Print the answer as a table.

    Args:
        connection: the warehouse, or a published file.
        sql: one query.

    Returns:
        Whether there was a query: blanks and comments alone are none.
    """
    relation = connection.sql(sql)
    if relation is None:
        return False
    relation.show(max_width=WIDTH, max_rows=ROWS)
    return True


def main(arguments: list[str] | None = None) -> int:
    """Answer from the command line.

    Args:
        arguments: the words after the command; those of the process when None.

    Returns:
        The exit code: 0 answered, 1 the SQL is wrong or there is none, 2 no warehouse.
    """
    parser = argparse.ArgumentParser(
        prog="python -m scripts.query", description="Answer a query from the warehouse."
    )
    parser.add_argument("sql", help="a query")
    parser.add_argument("--database", type=Path, default=database(), help="a DuckDB file")
    options = parser.parse_args(arguments)
    try:
        connection = duckdb.connect(str(options.database), read_only=True)
    except duckdb.Error as error:
        print(f"No answer: {str(error).splitlines()[0]}", file=sys.stderr)
        return 2
    with connection:
        try:
            answered = answer(connection, options.sql)
        except duckdb.Error as error:
            print(error, file=sys.stderr)
            return 1
    if not answered:
        print('No query was given: make query SQL="select ..."', file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
