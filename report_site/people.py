"""Pages about single customers and agents: only where the role may read them, and without names
of customers."""

from __future__ import annotations

from typing import Any

import duckdb

from report_site import charts
from report_site.figures import select, words
from report_site.sections import Section, point_rows
from scripts.figures import shown

# a list of customers, and the events of each, that a page can hold
CUSTOMERS_SHOWN = 50
EVENTS_SHOWN = 80
LAST_MONTH = """(
    select max(month_start) from marts.fct_customer_health
    where month_end_date < (select max(as_of) from reports.rpt_kpi_scorecard)
)"""
AT_RISK = f"""
with payers as (
    select payer_id, max(mrr) as mrr, sum(open_ticket_count)::bigint as open_ticket_count,
        max(last_touch_at) as last_touch_at
    from reports.rpt_customer_360
    where is_active
    group by 1
)
select health.payer_id, health.segment, health.health_band, health.health_score,
    health.health_score_change, payers.mrr, payers.open_ticket_count, payers.last_touch_at
from marts.fct_customer_health as health
inner join payers using (payer_id)
where health.month_start = {LAST_MONTH} and health.health_score is not null
    and (health.health_band in ('red', 'yellow') or health.health_score_change <= -10)
order by health.health_score, health.payer_id
limit {CUSTOMERS_SHOWN}
"""
DRIVERS = f"""
select payer_id, component, component_value, shortfall, contribution_change, what_changed
from reports.rpt_health_drivers
where month_start = {LAST_MONTH}
order by payer_id, shortfall desc nulls last, component
"""
EVENTS = f"""
select payer_id, touchpoint, channel, contact_kind, direction, sentiment_score, occurred_at,
    source_system
from marts.fct_touchpoints
where is_included and payer_id in (select unnest(?::varchar[]))
qualify row_number() over (
    partition by payer_id order by occurred_at desc, touchpoint_id
) <= {EVENTS_SHOWN}
order by payer_id, occurred_at, touchpoint_id
"""
AGENTS = """
select agent_id, agent_group, contact_count, first_response_median_minutes, fcr, rating_count,
    csat, csat_wilson_lower, csat_rank, aht_seconds, is_trained, month_start
from reports.rpt_agent_scorecard
where is_shown and is_active and month_start = (
    select max(period_start) from reports.rpt_kpi_scorecard
    where period_grain = 'month' and kpi_code = 'agent_scorecard' and period_end <= as_of
)
order by csat_rank nulls last, contact_count desc, agent_id
"""
PARTS = {
    "nps": "loyalty (NPS)",
    "csat": "satisfaction",
    "ces": "effort",
    "support": "support",
    "commercial": "spending",
}


def reasons(parts: list[dict[str, Any]]) -> list[str]:
    """Say in words what a health score suffers from: the parts that cost most, and what fell.

    Args:
        parts: the rows of rpt_health_drivers of one payer, the most expensive first.
    """
    result = []
    for part in parts:
        lost = round(part["contribution_change"] or 0)
        name = PARTS.get(part["component"], words(part["component"]))
        fell = part["what_changed"] == "fell" and lost < 0
        if part["shortfall"] and (part["shortfall"] >= 5 or fell):
            change = f", {lost} since the month before" if fell else ""
            result.append(
                f"{name} at {part['component_value']:.0f} of 100 costs"
                f" {part['shortfall']:.0f} points{change}"
            )
        elif part["what_changed"] == "went missing":
            result.append(f"{name} is no longer known")
    return result or ["no single part stands out"]


def at_risk(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Return the paying customers with the lowest health scores, each with its reasons."""
    drivers: dict[str, list[dict]] = {}
    for row in select(connection, DRIVERS):
        drivers.setdefault(row["payer_id"], []).append(row)
    return [
        {
            "payer": row["payer_id"],
            "short": row["payer_id"][:8],
            "segment": words(row["segment"]),
            "band": row["health_band"],
            "score": f"{row['health_score']:.0f}",
            "change": "new"
            if row["health_score_change"] is None
            else f"{round(row['health_score_change']):+}"
            if round(row["health_score_change"])
            else "0",
            "mrr": shown(row["mrr"], "currency") if row["mrr"] is not None else "none",
            "tickets": f"{row['open_ticket_count'] or 0:,}",
            "touch": f"{row['last_touch_at']:%Y-%m-%d}" if row["last_touch_at"] else "never",
            "reasons": reasons(drivers.get(row["payer_id"], [])),
        }
        for row in select(connection, AT_RISK)
    ]


def stories(connection: duckdb.DuckDBPyConnection, payers: list[str]) -> dict[str, list[dict]]:
    """Return the latest touchpoints of some payers, oldest first, by payer.

    Args:
        connection: to a published file that holds the marts.
        payers: their ids.
    """
    names = dict(
        connection.execute(
            "select distinct touchpoint, touchpoint_name from reports.rpt_emotional_journey"
        ).fetchall()
    )
    result: dict[str, list[dict]] = {payer: [] for payer in payers}
    for row in select(connection, EVENTS, [payers]):
        score = row["sentiment_score"]
        result[row["payer_id"]].append(
            {
                "at": f"{row['occurred_at']:%Y-%m-%dT%H:%M}",
                "day": f"{row['occurred_at']:%Y-%m-%d %H:%M}",
                "what": names.get(row["touchpoint"], words(row["touchpoint"])),
                "kind": words(row["contact_kind"]),
                "channel": words(row["channel"]),
                "who": "the customer" if row["direction"] == "inbound" else "us",
                "tool": row["source_system"],
                "felt": score,
                "feeling": "not known" if score is None else f"{score:+.2f}",
            }
        )
    return result


def agents(connection: duckdb.DuckDBPyConnection, with_names: bool) -> Section:
    """The agents of the last closed month, ranked by what is sure of their satisfaction.

    Args:
        connection: to a published file that holds the agents.
        with_names: whether the role may read who they are.
    """
    names = (
        dict(
            connection.execute(
                "select agent_id, agent_name from restricted.dim_agent_contact_details"
            ).fetchall()
        )
        if with_names
        else {}
    )
    rows = select(connection, AGENTS)
    points = point_rows(
        [
            {
                "label": names.get(row["agent_id"]) or row["agent_id"],
                "value": row["csat"],
                "ci_lo": row["csat_wilson_lower"],
                "ci_hi": row["csat"],
                "n": row["rating_count"] or 0,
                "unit": "rate",
                "is_reportable": row["csat_rank"] is not None,
            }
            for row in rows
        ]
    )
    table = [
        point
        | {
            "group": row["agent_group"],
            "contacts": f"{row['contact_count']:,}",
            "frt": _or_few(row["first_response_median_minutes"], "minutes"),
            "fcr": _or_few(row["fcr"], "rate"),
            "aht": _or_few(row["aht_seconds"], "seconds"),
            "csat": _or_few(row["csat"], "rate"),
            "rank": str(row["csat_rank"]) if row["csat_rank"] is not None else "too few",
            "trained": "yes" if row["is_trained"] else "no",
        }
        for row, point in zip(rows, points, strict=True)
    ]
    columns = {
        "name": "Agent",
        "group": "Group",
        "contacts": "Contacts",
        "frt": "First response",
        "fcr": "FCR",
        "aht": "Handling",
        "csat": "CSAT",
        "n": "Ratings",
        "rank": "Rank",
        "trained": "Trained",
    }
    month = f"{rows[0]['month_start']:%Y-%m}" if rows else "the last month"
    return Section(
        "agents",
        f"Agents in {month}",
        "Agents are ranked by Wilson's lower bound of their CSAT, where the line begins, and from "
        "30 ratings on; a hollow point has fewer. No figure rests on fewer than ten observations.",
        columns,
        table,
        charts.by_cut(percent=True) if any(row["value"] is not None for row in table) else None,
        tuple(columns)[2:9],
    )


def _or_few(value: float | None, unit: str) -> str:
    """Write a figure of an agent; the warehouse keeps back those of too few observations."""
    return "too few" if value is None else shown(value, unit)
