"""What a run found: a result a check, the rules in words, and the table that keeps the history."""

import csv
import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb

RULES_FILE = Path(__file__).parents[1] / "seeds" / "governance_rules.csv"

CREATE_TABLE = """
create schema if not exists governance;
create table if not exists governance.fct_governance_checks (
    check_id varchar primary key,
    run_id varchar not null,
    rule_id varchar not null,
    severity varchar not null,
    table_schema varchar not null,
    table_name varchar not null,
    expectation varchar not null,
    column_name varchar,
    is_success boolean not null,
    observed_value varchar,
    evaluated_row_count bigint,
    unexpected_count bigint,
    sample_keys varchar not null,
    exception varchar,
    as_of timestamp,
    checked_at timestamp not null
)
"""


@dataclass(frozen=True)
class Rule:
    """A governance rule in words: what it states, where it comes from, who answers for it.

    `offenders` says what becomes of the rows that break it, `checked_in` which file checks it.
    """

    rule_id: str
    statement: str
    source_quote: str
    source_document: str
    severity: str
    owner: str
    offenders: str
    checked_in: str


@dataclass
class CheckResult:
    """One expectation of one rule on one table, and what came of it."""

    rule_id: str
    severity: str
    table_schema: str
    table_name: str
    expectation: str
    # the expectation's own arguments: column, bounds, condition
    arguments: dict
    column_name: str | None = None
    is_success: bool = False
    observed_value: str | None = None
    evaluated_row_count: int | None = None
    unexpected_count: int | None = None
    sample_keys: list[str] = field(default_factory=list)
    exception: str | None = None

    @property
    def table(self) -> str:
        """The table with its schema."""
        return f"{self.table_schema}.{self.table_name}"

    @property
    def failed_critically(self) -> bool:
        """Whether this check stops the publication."""
        return not self.is_success and self.severity == "critical"

    @property
    def condition(self) -> str | None:
        """The rows that the check is about, or None when it is about all."""
        condition = self.arguments.get("row_condition")
        if not condition:
            return None
        return f"{condition['column']['name']} {condition['operator']} {condition['parameter']}"

    @property
    def subject(self) -> str:
        """What was checked: table, column, and the condition on its rows."""
        column = f".{self.column_name}" if self.column_name else ""
        condition = f" where {self.condition}" if self.condition else ""
        return f"{self.table}{column}{condition}"

    def check_id(self, run_id: str) -> str:
        """Give the key of this check in a run."""
        column = " where ".join(part for part in (self.column_name, self.condition) if part)
        return "|".join([run_id, self.rule_id, self.table, self.expectation, column])


@dataclass(frozen=True)
class Run:
    """When the checks ran, and for which instant the warehouse spoke."""

    run_id: str
    checked_at: datetime
    as_of: datetime | None


@dataclass(frozen=True)
class ValidationSummary:
    """The outcome of a run: how many checks, how many failed, how long it took."""

    checks: int
    failed_critical: int
    failed_warnings: int
    seconds: float
    results: tuple[CheckResult, ...] = ()

    @property
    def is_publishable(self) -> bool:
        """Whether no critical check failed."""
        return self.failed_critical == 0


def load_rules() -> dict[str, Rule]:
    """Read the rules in words from the seed governance_rules, by rule id.

    Raises:
        OSError: the file cannot be read.
        TypeError: the file lacks a column, or has one too many.
    """
    with RULES_FILE.open(encoding="utf-8", newline="") as rules:
        return {row["rule_id"]: Rule(**row) for row in csv.DictReader(rules)}


def store(connection: duckdb.DuckDBPyConnection, run: Run, results: list[CheckResult]) -> None:
    """Append the results of a run to governance.fct_governance_checks; earlier runs stay.

    Their sample keys do not: a row that was shown may since have been erased (GOV-19).

    Args:
        connection: the warehouse, open for writing.
        run: the run that the results belong to.
        results: one result a check.

    Raises:
        duckdb.Error: the table cannot be made or written; then nothing of the run is kept.
    """
    connection.execute(CREATE_TABLE)
    rows = [
        (
            result.check_id(run.run_id),
            run.run_id,
            result.rule_id,
            result.severity,
            result.table_schema,
            result.table_name,
            result.expectation,
            result.column_name,
            result.is_success,
            result.observed_value,
            result.evaluated_row_count,
            result.unexpected_count,
            json.dumps(result.sample_keys),
            result.exception,
            run.as_of,
            run.checked_at,
        )
        for result in results
    ]
    connection.begin()
    connection.execute(
        "update governance.fct_governance_checks set sample_keys = '[]'"
        " where run_id <> ? and sample_keys <> '[]'",
        [run.run_id],
    )
    connection.executemany(
        f"insert into governance.fct_governance_checks values ({', '.join('?' * 16)})", rows
    )
    connection.commit()
