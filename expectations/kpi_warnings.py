"""Says which KPIs a failed check touches, so that the warning stands beside the KPI."""

import duckdb

from expectations.offenders import offending_condition, row_condition
from expectations.results import CheckResult, Rule, Run

CREATE_TABLE = """
create schema if not exists governance;
create or replace table governance.fct_kpi_warnings (
    kpi_warning_id varchar primary key,
    kpi_code varchar not null,
    rule_id varchar not null,
    severity varchar not null,
    statement varchar not null,
    check_count bigint not null,
    run_id varchar not null,
    checked_at timestamp not null
);
"""


def touched_kpis(connection: duckdb.DuckDBPyConnection, result: CheckResult) -> list[str]:
    """List the KPIs that are made of the table of a failed check, or of the tools its rows name.

    Args:
        connection: a built warehouse.
        result: a failed check that came to a result.

    Returns:
        Codes of KPIs in the order of the alphabet; none where the check is about no KPI.
    """
    made_of = connection.execute(
        "select kpi_code from seeds.kpi_catalog where model_name = ? order by 1",
        [result.table_name],
    ).fetchall()
    if made_of:
        return [code for (code,) in made_of]
    columns = connection.execute(
        "select column_name from information_schema.columns"
        " where table_schema = ? and table_name = ?"
        " and column_name in ('source_system', 'source_table') order by 1",
        [result.table_schema, result.table_name],
    ).fetchall()
    if ("source_system",) not in columns:
        return []
    names = ", ".join(name for (name,) in columns)
    condition = offending_condition(result.expectation, result.arguments, result.table)
    found = connection.execute(
        f"""
        select kpi_code from seeds.kpi_inputs
        where ({names}) in (
            select ({names}) from {result.table}
            where {row_condition(result.arguments)} and {condition}
        )
        group by 1 order by 1
        """
    ).fetchall()
    return [code for (code,) in found]


def store_kpi_warnings(
    connection: duckdb.DuckDBPyConnection,
    run: Run,
    results: list[CheckResult],
    rules: dict[str, Rule],
) -> None:
    """Write governance.fct_kpi_warnings anew: one row a KPI and rule whose checks failed.

    Args:
        connection: the warehouse, open for writing.
        run: the run that the results belong to.
        results: one result a check.
        rules: the rules in words.

    Raises:
        duckdb.Error: the table cannot be written.
    """
    failed: dict[tuple[str, str], list[CheckResult]] = {}
    for result in results:
        if not result.is_success and not result.exception:
            for kpi_code in touched_kpis(connection, result):
                failed.setdefault((kpi_code, result.rule_id), []).append(result)
    connection.execute(CREATE_TABLE)
    for (kpi_code, rule_id), checks in sorted(failed.items()):
        severity = min(check.severity for check in checks)
        connection.execute(
            "insert into governance.fct_kpi_warnings values (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                f"{kpi_code}|{rule_id}",
                kpi_code,
                rule_id,
                severity,
                rules[rule_id].statement,
                len(checks),
                run.run_id,
                run.checked_at,
            ],
        )
