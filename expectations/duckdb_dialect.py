"""A SQLAlchemy dialect that lets Great Expectations read a DuckDB file.

Great Expectations has no DuckDB data source, and the public dialect loses every result: its cursor
is the connection itself, so the rows are gone once the connection is back in the pool. Here
1. a cursor takes its rows when it executes, and keeps them;
2. the dialect calls itself postgresql, whose SQL for patterns and types is right for DuckDB.
"""

from collections import deque
from pathlib import Path
from typing import Any

import duckdb
from duckdb_engine import ConnectionWrapper, CursorWrapper, Dialect
from sqlalchemy import URL
from sqlalchemy.dialects import registry

DRIVER = "duckdb+eager"


class EagerCursor(CursorWrapper):
    """A cursor that owns its rows."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, wrapper: ConnectionWrapper) -> None:
        """Begin without a result."""
        super().__init__(connection, wrapper)
        self.duckdb_connection = connection
        self.description: list[tuple] | None = None
        self.rows: deque[tuple] = deque()

    def execute(self, statement: str, parameters: Any = None, context: Any = None) -> None:
        """Run the statement and take all of its rows at once."""
        super().execute(statement, parameters, context)
        self.description = self.duckdb_connection.description
        self.rows = deque(self.duckdb_connection.fetchall() if self.description else [])

    def fetchone(self) -> tuple | None:
        """Give the next row, or None after the last."""
        return self.rows.popleft() if self.rows else None

    def fetchmany(self, size: int | None = None) -> list[tuple]:
        """Give the next rows, as many as asked for."""
        return [self.rows.popleft() for _ in range(min(size or 1, len(self.rows)))]

    def fetchall(self) -> list[tuple]:
        """Give all the rows that are left."""
        return self.fetchmany(len(self.rows)) if self.rows else []


class EagerConnection(ConnectionWrapper):
    """A connection whose cursors own their rows."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Keep the connection for the cursors."""
        super().__init__(connection)
        self.duckdb_connection = connection

    def cursor(self) -> EagerCursor:
        """Open a cursor."""
        return EagerCursor(self.duckdb_connection, self)


class EagerDuckDBDialect(Dialect):
    """DuckDB under PostgreSQL's name, opened for reading only."""

    name = "postgresql"
    driver = "eager"
    supports_statement_cache = False

    def connect(self, *args: Any, database: str, **kwargs: Any) -> EagerConnection:
        """Open the file; what else the URL says does not matter to a reader."""
        return EagerConnection(duckdb.connect(database, read_only=True))


registry.register(DRIVER.replace("+", "."), __name__, "EagerDuckDBDialect")


def connection_string(database: Path) -> str:
    """Give the SQLAlchemy URL of a DuckDB file, to be opened by this dialect."""
    return URL.create(DRIVER, database=str(database.resolve())).render_as_string()
