"""What the pages show besides the KPIs: a table each, most of them with a chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb

from report_site import charts
from report_site.figures import CUTS, interval_text, select, words
from scripts.figures import SHARES, shown


@dataclass(frozen=True)
class Section:
    """A part of a page: what it says, its chart and its numbers.

    Args:
        key: its anchor on the page.
        title: its heading.
        text: how to read it.
        columns: heading by key of the rows, in the order of the table.
        rows: the rows, with texts as they are shown; a chart may read further keys.
        chart: the chart as Vega-Lite, if there is one; the table then opens on demand.
        numbers: columns that are set to the right.
    """

    key: str
    title: str
    text: str
    columns: dict[str, str]
    rows: list[dict[str, Any]]
    chart: dict | None = None
    numbers: tuple[str, ...] = ()


def point_rows(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Prepare rows with label, value, ci_lo, ci_hi, n and unit for the chart of points."""
    return [
        {
            "label": f"{row['label']} (n {row['n']:,})",
            "name": row["label"],
            "order": order,
            "value": row["value"],
            "low": row["ci_lo"],
            "high": row["ci_hi"],
            "n": f"{row['n']:,}",
            "open": not row["is_reportable"],
            "text": shown(row["value"], row["unit"]),
            "interval": interval_text(row["ci_lo"], row["ci_hi"], row["unit"]),
        }
        for order, row in enumerate(rows)
    ]


def points(
    key: str, title: str, text: str, rows: list[dict], percent: bool, of: str = "Of"
) -> Section:
    """Make a section of figures by the values of a cut: points with their intervals.

    Args:
        key: its anchor on the page.
        title: its heading.
        text: how to read it.
        rows: of the scorecard, with the value of the cut as label.
        percent: whether the values are shares.
        of: what the cut is.
    """
    return Section(
        key,
        title,
        text,
        {"name": of, "text": "Value", "interval": "95 % interval", "n": "n"},
        point_rows([row | {"label": words(row["label"])} for row in rows]),
        charts.by_cut(percent),
        ("text", "interval", "n"),
    )


def last_quarter(connection: duckdb.DuckDBPyConnection, code: str, cut_type: str) -> list[dict]:
    """Return the figures of a KPI by a cut in the last closed quarter, the highest first."""
    return select(
        connection,
        """
        select cut_value as label, value, ci_lo, ci_hi, n, is_reportable, unit
        from reports.rpt_kpi_scorecard
        where kpi_code = $1 and cut_type = $2 and period_grain = 'quarter'
            and value is not null
            and period_start = (
                select max(period_start) from reports.rpt_kpi_scorecard
                where kpi_code = $1 and period_grain = 'quarter' and period_end <= as_of
            )
        order by value desc, cut_value
        """,
        [code, cut_type],
    )


def own_cuts(connection: duckdb.DuckDBPyConnection, code: str, percent: bool) -> list[Section]:
    """Make a section for each cut of a KPI that is no filter of the pages, over all periods.

    Args:
        connection: to a published file.
        code: the KPI.
        percent: whether its values are shares.
    """
    by_cut: dict[str, list[dict]] = {}
    for row in select(
        connection,
        f"""
        select cut_type, cut_value as label, value, ci_lo, ci_hi, n, is_reportable, unit
        from reports.rpt_kpi_scorecard
        where kpi_code = ? and period_grain = 'all' and value is not null
            and cut_type not in {CUTS}
        order by cut_type, value desc, cut_value
        """,
        [code],
    ):
        by_cut.setdefault(row["cut_type"], []).append(row)
    return [
        points(
            cut_type,
            f"By {words(cut_type)}",
            "All periods. A hollow point rests on too few observations to be reported.",
            rows,
            percent,
            words(cut_type),
        )
        for cut_type, rows in by_cut.items()
        # one value alone is the whole again
        if len(rows) > 1
    ]


def themes(connection: duckdb.DuckDBPyConnection) -> Section:
    """What customers talked about in the last closed quarter."""
    return points(
        "themes",
        "What customers talk about",
        "Share of all texts of the last closed quarter that mention a theme. A text may mention "
        "several, so the shares do not add up to 100 %.",
        last_quarter(connection, "voc_theme_share", "theme"),
        percent=True,
    )


def actions(connection: duckdb.DuckDBPyConnection) -> Section:
    """What was decided about a theme, and what came of it."""
    rows = select(
        connection,
        """
        select theme_code, source_kind, project_name, action_owner, action_status, due_on,
            share_before, share_after, share_change, change_margin, is_overdue, is_provisional
        from reports.rpt_cx_actions
        order by due_on desc, project_name, source_kind
        """,
    )
    shaped = [
        {
            "project": row["project_name"] or "no project",
            "theme": f"{words(row['theme_code'])}, {row['source_kind']}",
            "owner": row["action_owner"],
            "status": words(row["action_status"]) + (", overdue" if row["is_overdue"] else ""),
            "before": shown(row["share_before"], "rate"),
            "after": shown(row["share_after"], "rate"),
            "verdict": "nothing to compare yet"
            if row["share_change"] is None or row["change_margin"] is None
            else f"{100 * row['share_change']:+.1f} points, "
            + (
                "more than chance"
                if abs(row["share_change"]) > row["change_margin"]
                else "within chance"
            ),
        }
        for row in rows
    ]
    return Section(
        "actions",
        "What was done about it",
        "Each decided action: how often its theme was mentioned in the eight weeks before and "
        "after. Words that we asked for and words that came unasked are apart.",
        {
            "project": "Project",
            "theme": "Theme",
            "owner": "Owner",
            "status": "Status",
            "before": "Before",
            "after": "After",
            "verdict": "Change",
        },
        shaped,
        numbers=("before", "after"),
    )


def channel_gap(connection: duckdb.DuckDBPyConnection) -> Section:
    """The best and the worst channel of each compared KPI in the last closed quarter."""
    rows = select(
        connection,
        """
        select kpi_code, unit, best_channel, best_value, best_n, worst_channel, worst_value,
            worst_n, has_overlapping_intervals
        from reports.rpt_channel_consistency
        where period_grain = 'quarter' and gap is not null and period_start = (
            select max(period_start) from reports.rpt_kpi_scorecard
            where period_grain = 'quarter' and period_end <= as_of
        )
        order by kpi_code
        """,
    )
    shaped = [
        {
            "kpi": row["kpi_code"].upper(),
            "best": f"{row['best_channel']} {shown(row['best_value'], row['unit'])}"
            f" (n {row['best_n']:,})",
            "worst": f"{row['worst_channel']} {shown(row['worst_value'], row['unit'])}"
            f" (n {row['worst_n']:,})",
            "sure": "the intervals overlap"
            if row["has_overlapping_intervals"]
            else "beyond chance",
        }
        for row in rows
    ]
    return Section(
        "channel_gap",
        "The gap between channels",
        "The best and the worst channel of the last closed quarter, of those with enough answers.",
        {"kpi": "KPI", "best": "Best channel", "worst": "Worst channel", "sure": "How sure"},
        shaped,
    )


def emotional_journey(connection: duckdb.DuckDBPyConnection) -> Section:
    """How customers feel at each touchpoint, over all periods."""
    rows = select(
        connection,
        """
        select journey.touchpoint_name, scorecard.value, scorecard.ci_lo, scorecard.ci_hi,
            scorecard.n, scorecard.unit
        from reports.rpt_emotional_journey as journey
        inner join reports.rpt_kpi_scorecard as scorecard
            on scorecard.kpi_code = 'emotional_journey' and scorecard.cut_type = 'touchpoint'
            and scorecard.cut_value = journey.touchpoint and scorecard.period_grain = 'all'
        where journey.period_grain = 'all' and journey.segment = 'all'
            and scorecard.value is not null and scorecard.is_reportable
        order by journey.stage_order, journey.touchpoint_order
        """,
    )
    shaped = [
        {
            "touchpoint": row["touchpoint_name"],
            "value": row["value"],
            "low": row["ci_lo"],
            "high": row["ci_hi"],
            "n": row["n"],
            "text": shown(row["value"], row["unit"]),
            "interval": interval_text(row["ci_lo"], row["ci_hi"], row["unit"]),
        }
        for row in rows
    ]
    return Section(
        "emotional_journey",
        "How customers feel on their way",
        "Mean sentiment at each touchpoint, in the order in which customers meet them, over all "
        "periods. Touchpoints with too few scored contacts are left out.",
        {
            "touchpoint": "Touchpoint",
            "text": "Sentiment",
            "interval": "95 % interval",
            "n": "n",
        },
        shaped,
        charts.emotional_journey(),
        ("text", "interval", "n"),
    )


def journey_steps(connection: duckdb.DuckDBPyConnection) -> Section:
    """How many of those who reach a step of a journey get past it."""
    return points(
        "journey_steps",
        "Where journeys are left",
        "Share of the journeys of the last closed quarter that reached a step, of those that "
        "reached the step before.",
        last_quarter(connection, "journey_step_rate", "journey_step"),
        percent=True,
    )


def moments_of_truth(connection: duckdb.DuckDBPyConnection) -> Section:
    """Where a bad experience costs most loyalty."""
    rows = select(
        connection,
        """
        select touchpoint_name, n_good, n_bad, nps_good, nps_bad, impact_points,
            is_significant, is_moment_of_truth
        from reports.rpt_moments_of_truth
        where period_grain = 'all' and impact_points is not null
        order by impact_points desc, touchpoint_name
        """,
    )
    shaped = [
        {
            "touchpoint": row["touchpoint_name"],
            "good": f"{row['nps_good']:+.1f} (n {row['n_good']:,})",
            "bad": f"{row['nps_bad']:+.1f} (n {row['n_bad']:,})",
            "impact": f"{row['impact_points']:+.1f}",
            # a difference that is no chance may still be too small to decide
            "verdict": "moment of truth"
            if row["is_moment_of_truth"]
            else "more than chance, but no moment of truth"
            if row["is_significant"]
            else "within chance",
        }
        for row in rows
    ]
    return Section(
        "moments_of_truth",
        "Moments of truth",
        "NPS of those who had a good and a bad experience at a touchpoint in the 90 days before "
        "they answered. A moment of truth is where the difference is large and more than chance; "
        "p values are corrected for the number of touchpoints.",
        {
            "touchpoint": "Touchpoint",
            "good": "NPS after good",
            "bad": "NPS after bad",
            "impact": "Points lost",
            "verdict": "Verdict",
        },
        shaped,
        numbers=("good", "bad", "impact"),
    )


def cohorts(connection: duckdb.DuckDBPyConnection) -> Section:
    """How many of each year's new customers with a contract are still there."""
    rows = select(
        connection,
        """
        with cohorts as (
            select *, count(*) over (partition by year(cohort_month), tenure_months) as here_count
            from reports.rpt_retention_cohorts
            where churn_rule = 'contractual' and is_mature
        ),
        years as (
            select year(cohort_month) as cohort, count(distinct cohort_month) as cohort_count
            from reports.rpt_retention_cohorts
            where churn_rule = 'contractual'
            group by 1
        )
        select years.cohort, tenure_months as months, sum(cohort_size) as n,
            sum(active_count) / sum(cohort_size) as rate
        from cohorts
        inner join years on year(cohorts.cohort_month) = years.cohort
        where here_count = cohort_count
        group by all
        order by 1, 2
        """,
    )
    shaped = [
        {
            "cohort": str(row["cohort"]),
            "months": row["months"],
            "n": int(row["n"]),
            "rate": row["rate"],
            "text": shown(row["rate"], "rate"),
        }
        for row in rows
    ]
    return Section(
        "cohorts",
        "Who stays, by the year in which they came",
        "Customers with a contract. A line ends where not all months of its year can be judged.",
        {"cohort": "Came in", "months": "Months since", "text": "Still customers", "n": "n"},
        shaped,
        charts.cohorts(),
        ("months", "text", "n"),
    )


def retention_months(connection: duckdb.DuckDBPyConnection) -> Section:
    """Customers and recurring revenue of the last twelve closed months."""
    rows = select(
        connection,
        """
        select month_start, customers_start, customers_new + customers_reactivated as came,
            customers_churned, customers_end, logo_churn, grr, nrr, mrr_end
        from reports.rpt_retention
        where segment = 'all' and not is_partial_month
        order by month_start desc
        limit 12
        """,
    )
    shaped = [
        {
            "month": f"{row['month_start']:%Y-%m}",
            "start": f"{row['customers_start']:,}",
            "came": f"{row['came']:,}",
            "left": f"{row['customers_churned']:,}",
            "end": f"{row['customers_end']:,}",
            "churn": shown(row["logo_churn"], "rate"),
            "grr": shown(row["grr"], "rate"),
            "nrr": shown(row["nrr"], "rate"),
            "mrr": shown(row["mrr_end"], "currency"),
        }
        for row in rows
    ]
    columns = {
        "month": "Month",
        "start": "At the start",
        "came": "Came",
        "left": "Left",
        "end": "At the end",
        "churn": "Churn",
        "grr": "GRR",
        "nrr": "NRR",
        "mrr": "MRR at the end",
    }
    return Section(
        "retention_months",
        "The last twelve months",
        "Customers and recurring revenue. GRR and NRR: recurring revenue of those who were there "
        "at the start, without and with what they bought more.",
        columns,
        shaped,
        numbers=tuple(columns)[1:],
    )


def initiatives(connection: duckdb.DuckDBPyConnection) -> Section:
    """What each initiative changed, and whether it paid."""
    rows = select(
        connection,
        """
        select effects.initiative_name, effects.kpi_name, effects.unit, effects.verdict,
            effects.effect, effects.ci_lo, effects.ci_hi, roi.roi, roi.cost, roi.no_roi_reason
        from reports.rpt_initiative_effects as effects
        left join reports.rpt_cx_roi as roi using (initiative_id, kpi_code)
        order by effects.initiative_id, effects.kpi_code
        """,
    )
    shaped = [
        {
            "initiative": row["initiative_name"],
            "kpi": row["kpi_name"],
            "effect": _difference(row["effect"], row["unit"]),
            "interval": f"{_difference(row['ci_lo'], row['unit'])} to "
            f"{_difference(row['ci_hi'], row['unit'])}",
            "verdict": row["verdict"],
            "roi": shown(row["roi"], "roi")
            if row["roi"] is not None
            else words(row["no_roi_reason"] or "unknown"),
        }
        for row in rows
    ]
    return Section(
        "initiatives",
        "What initiatives changed",
        "Change of those who got it minus change of the others, and what it brought for its cost.",
        {
            "initiative": "Initiative",
            "kpi": "KPI",
            "effect": "Effect",
            "interval": "95 % interval",
            "verdict": "Verdict",
            "roi": "ROI",
        },
        shaped,
        numbers=("effect", "interval", "roi"),
    )


def _difference(value: float | None, unit: str) -> str:
    """Write a difference of two figures: shares differ by percentage points."""
    if value is None:
        return "unknown"
    return f"{100 * value:+.1f} points" if unit in SHARES else f"{value:+,.2f}"


def coverage(connection: duckdb.DuckDBPyConnection) -> Section:
    """Which tool gives which KPI, and why not."""
    rows = select(
        connection,
        """
        select kpi_id, kpi_name, source_system, is_available, observation_count, reason
        from reports.rpt_source_coverage
        order by kpi_id, source_system
        """,
    )
    shaped = [
        {
            "kpi": f"{row['kpi_id']} {row['kpi_name']}",
            "tool": row["source_system"],
            "available": "yes" if row["is_available"] else "no",
            "n": f"{row['observation_count'] or 0:,}",
            "reason": row["reason"] or "",
        }
        for row in rows
    ]
    return Section(
        "coverage",
        "Which tool feeds which KPI",
        "Observations of each tool, and the reason where a tool gives none.",
        {
            "kpi": "KPI",
            "tool": "Tool",
            "available": "Available",
            "n": "Observations",
            "reason": "Why not",
        },
        shaped,
        numbers=("n",),
    )


def reconciliation(connection: duckdb.DuckDBPyConnection) -> Section:
    """Whether each raw row is accounted for."""
    rows = select(
        connection,
        """
        select source_system, source_table, raw_row_count, contract_row_count,
            rejected_row_count, superseded_row_count, is_balanced, is_stale
        from marts.fct_row_reconciliation
        order by source_system, source_table
        """,
    )
    shaped = [
        {
            "table": f"{row['source_system']}.{row['source_table']}",
            "raw": f"{row['raw_row_count']:,}",
            "taken": f"{row['contract_row_count']:,}",
            "rejected": f"{row['rejected_row_count']:,}",
            "superseded": f"{row['superseded_row_count']:,}",
            "balanced": "yes" if row["is_balanced"] else "no",
            "stale": "late" if row["is_stale"] else "in time",
        }
        for row in rows
    ]
    return Section(
        "reconciliation",
        "Is every raw row accounted for?",
        "Raw rows = taken + quarantined + superseded by a newer version of themselves.",
        {
            "table": "Raw table",
            "raw": "Raw",
            "taken": "Taken",
            "rejected": "Quarantined",
            "superseded": "Superseded",
            "balanced": "Adds up",
            "stale": "Data",
        },
        shaped,
        numbers=("raw", "taken", "rejected", "superseded"),
    )


# what each page shows below its KPIs
BY_TOPIC = {
    "voice": (themes, actions),
    "service": (channel_gap,),
    "journeys": (emotional_journey, journey_steps, moments_of_truth),
    "value": (cohorts, retention_months, initiatives),
    "quality": (coverage,),
}
