"""The scorecard as the pages show it: each KPI in words, and its figures by period and cut."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

import duckdb

from scripts.figures import SHARES, plain_name, shown, shown_change
from scripts.project import ROOT

# the pages that show KPIs, and the headline KPIs on each; every headline stands on one
TOPICS = {
    "voice": (
        "Voice of the customer",
        "nps csat ces net_sentiment voc_theme_share survey_response_rate",
    ),
    "service": (
        "Service",
        "frt art social_response fcr first_call_resolution resolution_time aht queue_wait "
        "queue_abandonment callback channel_consistency agent_scorecard employee_engagement",
    ),
    "journeys": (
        "Journeys",
        "journey_completion journey_abandonment page_load emotional_journey moments_of_truth",
    ),
    "value": (
        "Value and retention",
        "customer_health retention logo_churn revenue_churn revenue_per_customer clv_historic "
        "clv_predicted referral_rate segment_size cx_roi did_effect",
    ),
    "quality": ("Data quality", "profile_unification cx_maturity"),
}
GRAINS = ("month", "quarter", "year", "all")
# a filter of the pages, and which rows of the scorecard it shows
CUTS = ("all", "segment", "channel")
# in the order in which they are counted
STATUSES = ("on_target", "off_target", "watch", "action_required", "no_target", "no_data")
FIGURES = f"""
select kpi_code, period_grain, strftime(period_start, '%Y-%m-%d') as period_start, cut_type,
    cut_value, value, ci_lo, ci_hi, n, status, change, coalesce(is_significant_change, false),
    is_reportable, is_provisional, unit
from reports.rpt_kpi_scorecard
where is_headline and cut_type in {CUTS}
order by kpi_code, period_grain, period_start, cut_type, cut_value
"""
KPIS = """
select distinct kpi_code, kpi_id, kpi_name, unit, target_op, target_value, action_op, action_value,
    target_kind
from reports.rpt_kpi_scorecard
where is_headline
order by kpi_id
"""
PERIODS = """
select distinct period_grain, strftime(period_start, '%Y-%m-%d') as period_start,
    period_end <= as_of as is_closed
from reports.rpt_kpi_scorecard
where is_headline and period_grain <> 'all'
order by period_grain, period_start
"""


def select(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[Any] = ()
) -> list[dict[str, Any]]:
    """Run a query and return its rows as dicts.

    Args:
        connection: to a published file.
        query: one query.
        parameters: for its question marks.
    """
    cursor = connection.execute(query, parameters)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def words(code: str) -> str:
    """Return a code of the warehouse (a segment, a channel) as a reader sees it."""
    return code.replace("_", " ").replace(":", ": ")


def period_name(grain: str, start: str | None) -> str:
    """Name a period: 2026-06, 2026 Q2, 2026 or all periods."""
    if start is None:
        return "all periods"
    day = date.fromisoformat(start)
    return {
        "month": f"{day:%Y-%m}",
        "quarter": f"{day:%Y} Q{(day.month + 2) // 3}",
        "year": f"{day:%Y}",
    }[grain]


def kpis(connection: duckdb.DuckDBPyConnection) -> dict[str, dict]:
    """Return each headline KPI with its name, target in words, formula and owner, by code."""
    catalog = {
        row["kpi_code"]: row
        for row in csv.DictReader((ROOT / "seeds" / "kpi_catalog.csv").open(encoding="utf-8"))
    }
    result = {}
    for kpi in select(connection, KPIS):
        entry = catalog[kpi["kpi_code"]]
        goal = "target" if kpi["target_kind"] == "target" else "benchmark"
        lines = []
        for kind, operator, value in (
            (goal, "target_op", "target_value"),
            ("action", "action_op", "action_value"),
        ):
            if kpi[operator]:
                lines.append(f"{kind} {kpi[operator]} {shown(kpi[value], kpi['unit']).lstrip('+')}")
        result[kpi["kpi_code"]] = kpi | {
            "name": plain_name(kpi["kpi_name"]),
            "target_text": ", ".join(lines) or "no target",
            # a value without an operator is one to compare with, and decides no status
            "target_value": kpi["target_value"] if kpi["target_op"] else None,
            "percent": kpi["unit"] in SHARES,
            "formula": entry["formula"],
            "owner": entry["owner"],
            "model_name": entry["model_name"],
            "minimum_n": int(entry["minimum_n"]),
        }
    return result


def interval_text(low: float | None, high: float | None, unit: str) -> str:
    """Write an interval; some figures, such as medians, have none."""
    return "no interval" if low is None else f"{shown(low, unit)} to {shown(high, unit)}"


def change_text(change: float | None, unit: str, is_significant: bool) -> str:
    """Say how a figure differs from that of the period before, and whether that is chance."""
    if change is None:
        return "nothing to compare with"
    judged = "significant" if is_significant else "within chance"
    return f"{shown_change(change, unit)}, {judged}"


def figures(connection: duckdb.DuckDBPyConnection) -> dict[str, list[list]]:
    """Return the rows of the scorecard by KPI, each with its texts.

    A row: grain, start, cut type, cut value, value, lower and upper end of the interval, n, status,
    reportable, provisional, text of the value, of the interval and of the change.
    """
    result: dict[str, list[list]] = defaultdict(list)
    for row in connection.execute(FIGURES).fetchall():
        (code, grain, start, cut_type, cut_value, value, low, high, n, status, change) = row[:11]
        is_significant, is_reportable, is_provisional, unit = row[11:]
        result[code].append(
            [
                grain,
                start,
                cut_type,
                cut_value,
                rounded(value),
                rounded(low),
                rounded(high),
                n,
                status,
                bool(is_reportable),
                bool(is_provisional),
                shown(value, unit),
                interval_text(low, high, unit),
                change_text(change, unit, is_significant),
            ]
        )
    return dict(result)


def rounded(value: float | None) -> float | None:
    """Round to nine significant digits: what a chart can show, in fewer bytes."""
    return None if value is None else float(f"{value:.9g}")


def periods(connection: duckdb.DuckDBPyConnection) -> dict[str, list[dict]]:
    """Return the periods by grain, oldest first, each with its name and whether it is closed."""
    result: dict[str, list[dict]] = {grain: [] for grain in GRAINS[:-1]}
    for grain, start, is_closed in connection.execute(PERIODS).fetchall():
        result[grain].append(
            {"start": start, "name": period_name(grain, start), "closed": is_closed}
        )
    return result


def cut_values(rows: dict[str, list[list]], cut_type: str) -> list[str]:
    """Return the values of a cut, sorted; what has no value stands at the end."""
    found = {row[3] for of_kpi in rows.values() for row in of_kpi if row[2] == cut_type}
    rest = {"unknown", "none", "unmapped", "unassigned"}
    return sorted(found, key=lambda value: (value in rest, value))
