"""Checks a built warehouse against the governance rules, keeps the results, and writes the page.

    python -m expectations.validate [--database PATH] [--page PATH] [--data-docs DIR]

Exit code 0: no critical check failed. 1: one failed; each is printed on a line. 2: no warehouse.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from expectations.results import CheckResult, Run, ValidationSummary, load_rules, store

DEFAULT_DATABASE = "warehouse/cx.duckdb"
DEFAULT_PAGE = "target/quality.html"
# the rule about the checks themselves
TRAIL = "GOV-35"


class WarehouseError(Exception):
    """The warehouse is missing, is in use by another process, or is no DuckDB file."""


def validate(
    database: Path,
    page: Path | None = None,
    *,
    rules: Iterable[str] | None = None,
    data_docs: Path | None = None,
) -> ValidationSummary:
    """Run the governance checks, append the results to the warehouse, write the quality page.

    Args:
        database: the DuckDB file of a built warehouse; results go to its table
            governance.fct_governance_checks.
        page: where the quality page goes; None for no page.
        rules: ids of the rules to check; all of them when None.
        data_docs: folder for Great Expectations' own pages; none are made without it.

    Raises:
        WarehouseError: the file is missing, locked, or not a DuckDB database.
        KeyError: a rule id that is not in the suites.
    """
    started = time.perf_counter()
    _probe(database)

    # imported late: they cost seconds, which a missing file should not
    from expectations.checkpoint import run_checkpoint
    from expectations.kpi_warnings import store_kpi_warnings
    from expectations.offenders import sample_keys
    from expectations.quality_page import write_page
    from expectations.suites import RULES

    checked_at = datetime.now(UTC).replace(tzinfo=None)
    run: Run | None = None
    results: list[CheckResult] = []
    chosen = set(RULES if rules is None else rules)
    # the trail is checked when the others have left it
    for group in filter(None, (chosen - {TRAIL}, chosen & {TRAIL})):
        found = run_checkpoint(database, sorted(group), None if results else data_docs)
        with connect(database) as connection:
            for result in found:
                if not result.is_success and not result.exception:
                    result.sample_keys = sample_keys(connection, result)
            run = run or Run(f"{checked_at:%Y%m%dT%H%M%S.%fZ}", checked_at, _as_of(connection))
            store(connection, run, found)
        results += found
    with connect(database) as connection:
        store_kpi_warnings(connection, run, results, load_rules())
        if page:
            write_page(connection, page, run, results)

    failed = [result for result in results if not result.is_success]
    failed_critical = sum(result.failed_critically for result in failed)
    return ValidationSummary(
        checks=len(results),
        failed_critical=failed_critical,
        failed_warnings=len(failed) - failed_critical,
        seconds=round(time.perf_counter() - started, 1),
        results=tuple(results),
    )


def connect(database: Path, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Open a warehouse.

    Args:
        database: the DuckDB file.
        read_only: whether other readers may have it open as well.

    Raises:
        WarehouseError: it is missing, in use by another process, or no DuckDB file.
    """
    try:
        return duckdb.connect(database, read_only=read_only)
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise WarehouseError(f"The warehouse {database} cannot be opened: {reason}") from error


def _probe(database: Path) -> None:
    """Make sure that there is a warehouse before the slow part begins."""
    if not database.is_file():
        raise WarehouseError(f"There is no warehouse at {database}; run dbt build first.")
    connect(database, read_only=True).close()


def _as_of(connection: duckdb.DuckDBPyConnection) -> datetime | None:
    """Read the instant that the warehouse speaks for; None when the scorecard is not there."""
    try:
        # the column as_of is its date only
        query = "select max(computed_at) from reports.rpt_kpi_scorecard"
        return connection.execute(query).fetchone()[0]
    except (duckdb.CatalogException, duckdb.BinderException):
        return None


def describe_failure(result: CheckResult, statement: str) -> str:
    """Say on one line which rule broke, where, in how many rows, and in which.

    Args:
        result: a failed check.
        statement: the rule in words.
    """
    word = "FAILED" if result.failed_critically else "WARNING"
    if result.exception:
        return f"{word} {result.rule_id} {statement} | {result.subject} | {result.exception}"
    keys = ", ".join(result.sample_keys) or "rows without a key"
    count = f"{result.unexpected_count} {'row' if result.unexpected_count == 1 else 'rows'}"
    return f"{word} {result.rule_id} {statement} | {result.subject} | {count} | for example {keys}"


def failure_lines(summary: ValidationSummary) -> list[str]:
    """Describe every failed check on a line, the critical ones first.

    Args:
        summary: the outcome of a run.
    """
    rules = load_rules()
    failed = [result for result in summary.results if not result.is_success]
    failed.sort(key=lambda result: not result.failed_critically)
    return [describe_failure(result, rules[result.rule_id].statement) for result in failed]


def main(arguments: list[str] | None = None) -> int:
    """Run the checks from the command line.

    Args:
        arguments: the words after the command; those of the process when None.

    Returns:
        The exit code: 0 publishable, 1 a critical check failed, 2 no warehouse.
    """
    parser = argparse.ArgumentParser(
        prog="python -m expectations.validate",
        description="Check a built warehouse against the governance rules.",
    )
    parser.add_argument(
        "--database",
        type=Path,
        default=Path(os.environ.get("CX_DATABASE", DEFAULT_DATABASE)),
        help=f"the DuckDB file (default: CX_DATABASE, else {DEFAULT_DATABASE})",
    )
    parser.add_argument(
        "--page", type=Path, default=Path(DEFAULT_PAGE), help=f"the page (default: {DEFAULT_PAGE})"
    )
    parser.add_argument(
        "--data-docs", type=Path, help="also write Great Expectations' own pages to this folder"
    )
    options = parser.parse_args(arguments)

    try:
        summary = validate(options.database, options.page, data_docs=options.data_docs)
    except WarehouseError as error:
        print(error, file=sys.stderr)
        return 2

    for line in failure_lines(summary):
        print(line)
    print(
        f"{summary.checks} checks, {summary.failed_critical} failed, "
        f"{summary.failed_warnings} warnings, {summary.seconds} s; page: {options.page}"
    )
    return 0 if summary.is_publishable else 1


if __name__ == "__main__":
    exit_code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # the ordinary way out prints forty lines about objects that the DuckDB driver still holds
    os._exit(exit_code)
