"""Writes a short page in Markdown that can be mailed: what calls for action, and who is asked.

    make digest
    python -m scripts.digest [--database FILE] [--to FILE]

It reads a built warehouse, or a published file, and holds no person: only KPIs, cuts and owners.
Exit codes: 0 written, 2 no warehouse, or one that lacks the reports.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import duckdb

from scripts.figures import quarter_name, shown
from scripts.project import TARGET, database

HEADLINES = """
select count(*) filter (where status = 'on_target') as on_target_count,
    count(*) filter (where status <> 'no_target' and status <> 'no_data') as target_count,
    max(as_of) as as_of
from reports.rpt_kpi_scorecard
where period_grain = 'all' and cut_type = 'all' and is_headline
"""
ALERTS = """
select kpi_name, cut_type, cut_value, period_grain, period_start, alert_kind, value, ci_lo, ci_hi,
    threshold_value, previous_value, unit, n, is_certain, asked_to_act
from reports.rpt_alerts as alerts
where is_headline
    -- of the many cuts some are past the line by chance
    and (cut_type = 'all' or is_certain)
    -- the quarter speaks where the month rests on too few
    and (period_grain = 'month' or not exists (
        select 1 from reports.rpt_alerts as months
        where months.period_grain = 'month' and months.kpi_code = alerts.kpi_code
            and months.cut_type = alerts.cut_type and months.cut_value = alerts.cut_value
    ))
order by alert_kind <> 'past_action_threshold', kpi_name, cut_type <> 'all', cut_type, cut_value
"""
WARNINGS = """
select warnings.rule_id, any_value(warnings.statement) as statement,
    string_agg(catalog.kpi_name, ', ' order by catalog.kpi_id, catalog.kpi_name) as kpi_names
from governance.fct_kpi_warnings as warnings
inner join (
    select distinct kpi_code, kpi_id, kpi_name from reports.rpt_kpi_scorecard where is_headline
) as catalog using (kpi_code)
group by 1
order by 1
"""
KINDS = {
    "past_action_threshold": "past the action threshold",
    "off_target": "off the target",
    "worsened": "worse than the period before",
}


class DigestError(Exception):
    """No page was written; the message says why."""


def render(connection: duckdb.DuckDBPyConnection) -> str:
    """Compose the page.

    Args:
        connection: a built warehouse, or the published file of a role that reads the reports.

    Raises:
        DigestError: the reports are not there.
    """
    try:
        on_target, with_target, as_of = connection.execute(HEADLINES).fetchone()
        alerts = connection.execute(ALERTS).fetchall()
    except duckdb.CatalogException as error:
        raise DigestError(f"The reports are missing: {str(error).splitlines()[0]}") from error
    try:
        warnings = connection.execute(WARNINGS).fetchall()
    except duckdb.CatalogException:
        warnings = None
    lines = [
        f"# Customer experience, as of {as_of}",
        "",
        f"{on_target} of {with_target} headline KPIs with a target reach it over all time. "
        + (
            f"{len(alerts)} figures of the last closed month or quarter call for action."
            if alerts
            else "No figure of the last closed month or quarter calls for action."
        ),
        "",
    ]
    lines += alert_lines(alerts)
    if warnings is None:
        lines += ["The checks of the data did not run.", ""]
    elif warnings:
        lines += ["## Read with care", ""]
        lines += [
            f"- {rule_id} does not hold ({statement.rstrip('.')}): {names}"
            for rule_id, statement, names in warnings
        ]
        lines += [""]
    return "\n".join(lines)


def alert_lines(alerts: list[tuple]) -> list[str]:
    """Write the alerts, a section a person who is asked.

    Args:
        alerts: rows of ALERTS.
    """
    lines: list[str] = []
    for owner in sorted({alert[-1] for alert in alerts}):
        lines += [f"## {owner}", ""]
        lines += [
            "| KPI | for | value (95 % interval, n) | line | how sure |",
            "|---|---|---|---|---|",
        ]
        lines += [alert_row(alert) for alert in alerts if alert[-1] == owner]
        lines += [""]
    return lines


def alert_row(alert: tuple) -> str:
    """Write one alert as a row of the table."""
    name, cut_type, cut_value, grain, start, kind, value, low, high = alert[:9]
    line, before, unit, n, is_certain, _ = alert[9:]
    when = f"{start:%B %Y}" if grain == "month" else quarter_name(start)
    where = "all customers" if cut_type == "all" else f"{cut_type.replace('_', ' ')} {cut_value}"
    interval = f"{shown(low, unit)} to {shown(high, unit)}" if low is not None else "no interval"
    limit = f"before: {shown(before, unit)}" if kind == "worsened" else shown(line, unit)
    return (
        f"| {name} | {where}, {when} | {shown(value, unit)} ({interval}, n {n:,}) "
        f"| {KINDS[kind]} ({limit}) | {'certain' if is_certain else 'may be chance'} |"
    )


def main(arguments: list[str] | None = None) -> int:
    """Write the page from the command line.

    Args:
        arguments: the words after the command; those of the process when None.

    Returns:
        The exit code: 0 written, 2 no warehouse or one without the reports.
    """
    parser = argparse.ArgumentParser(
        prog="python -m scripts.digest", description="Write what calls for action as Markdown."
    )
    parser.add_argument("--database", type=Path, default=database(), help="a DuckDB file")
    parser.add_argument("--to", type=Path, default=TARGET / "digest.md", help="the page")
    options = parser.parse_args(arguments)
    try:
        with duckdb.connect(str(options.database), read_only=True) as connection:
            page = render(connection)
    except (DigestError, duckdb.Error) as error:
        print(f"No digest: {str(error).splitlines()[0]}", file=sys.stderr)
        return 2
    options.to.parent.mkdir(parents=True, exist_ok=True)
    options.to.write_text(page, encoding="utf-8")
    print(options.to)
    return 0


if __name__ == "__main__":
    sys.exit(main())
