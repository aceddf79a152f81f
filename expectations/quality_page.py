"""Writes the quality page: one HTML file that says whether the warehouse can be trusted, and why.

The page loads nothing from anywhere and shows counts and keys only, never a personal value.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from expectations.results import CheckResult, Rule, Run, load_rules

TEMPLATE = "quality_page.html.j2"

QUARANTINE = """
select source_system, source_table, rule_id, reason_code, reason, verdict, count(*) as row_count
from restricted.fct_rejected_records
group by all
order by source_system, source_table, verdict, row_count desc, reason_code
"""

QUARANTINE_OVER_TIME = """
select rule_id, count(*) filter (where is_open) as open_count,
    count(*) filter (where not is_open) as released_count,
    min(rejected_since) filter (where is_open) as open_since
from restricted.fct_quarantine_log
group by rule_id
order by rule_id
"""

RECONCILIATION = """
select source_system, source_table, is_required, is_present, raw_row_count, contract_row_count,
    rejected_row_count, superseded_row_count, is_balanced, is_stale, last_loaded_at, missing_columns
from marts.fct_row_reconciliation
order by is_balanced, source_system, source_table
"""

HISTORY = """
select checked_at, as_of, count(*) as check_count,
    count(*) filter (where not is_success and severity = 'critical') as failed_count,
    count(*) filter (where not is_success and severity <> 'critical') as warning_count,
    string_agg(distinct rule_id, ', ' order by rule_id) filter (where not is_success)
        as broken_rules
from governance.fct_governance_checks
group by run_id, checked_at, as_of
order by run_id desc
limit 10
"""

KPI_WARNINGS = """
select warnings.rule_id, warnings.severity,
    string_agg(catalog.kpi_name, ', ' order by catalog.kpi_id, catalog.kpi_name) as kpi_names
from governance.fct_kpi_warnings as warnings
inner join seeds.kpi_catalog as catalog using (kpi_code)
where catalog.is_headline
group by all
order by warnings.rule_id
"""

UNMAPPED = """
select map_name, source_system, raw_value, row_count
from reports.rpt_unmapped_values
order by row_count desc, map_name, raw_value
"""

COVERAGE = """
select kpi_id, kpi_name, source_system, is_built, is_available, observation_count, reason,
    limitations
from reports.rpt_source_coverage
order by kpi_id, source_system
"""


@dataclass(frozen=True)
class RuleStatus:
    """A rule and how it did in this run."""

    rule: Rule
    checks: int
    failed: int
    warnings: int

    @property
    def status(self) -> str:
        """One of passed, warning, failed, not run."""
        if not self.checks:
            return "not run"
        if self.failed:
            return "failed"
        return "warning" if self.warnings else "passed"


def rule_statuses(rules: dict[str, Rule], results: list[CheckResult]) -> list[RuleStatus]:
    """Count the checks of each rule, and those that failed.

    Args:
        rules: the rules in words.
        results: one result a check.
    """
    statuses = []
    for rule_id, rule in rules.items():
        own = [result for result in results if result.rule_id == rule_id]
        broken = [result for result in own if not result.is_success]
        failed = sum(result.failed_critically for result in broken)
        statuses.append(RuleStatus(rule, len(own), failed, len(broken) - failed))
    return statuses


def read_rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict] | None:
    """Read rows as dictionaries; None when the table or a column of it is not there.

    Args:
        connection: the warehouse.
        query: a select.
    """
    try:
        found = connection.execute(query)
    except (duckdb.CatalogException, duckdb.BinderException):
        return None
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def render_page(connection: duckdb.DuckDBPyConnection, run: Run, results: list[CheckResult]) -> str:
    """Compose the quality page as HTML.

    Args:
        connection: the warehouse, for the quarantine, reconciliation, unmapped values and coverage.
        run: the run that the results belong to.
        results: one result a check.
    """
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["count"] = lambda number: f"{number:,}"
    environment.filters["instant"] = lambda time: f"{time:%Y-%m-%d %H:%M} UTC"
    rules = load_rules()
    failures = sorted(
        (result for result in results if not result.is_success),
        key=lambda result: (not result.failed_critically, result.rule_id),
    )
    failed = sum(result.failed_critically for result in failures)
    return environment.get_template(TEMPLATE).render(
        run=run,
        checks=len(results),
        failed=failed,
        warnings=len(failures) - failed,
        rules=rule_statuses(rules, results),
        failures=failures,
        quarantine=read_rows(connection, QUARANTINE),
        quarantine_over_time=read_rows(connection, QUARANTINE_OVER_TIME),
        reconciliation=read_rows(connection, RECONCILIATION),
        history=read_rows(connection, HISTORY),
        kpi_warnings=read_rows(connection, KPI_WARNINGS),
        unmapped=read_rows(connection, UNMAPPED),
        coverage=read_rows(connection, COVERAGE),
    )


def write_page(
    connection: duckdb.DuckDBPyConnection, page: Path, run: Run, results: list[CheckResult]
) -> None:
    """Write the quality page to a file; folders that are missing are made.

    Args:
        connection: the warehouse.
        page: where the page goes.
        run: the run that the results belong to.
        results: one result a check.

    Raises:
        OSError: the file cannot be written.
    """
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(render_page(connection, run, results), encoding="utf-8")
