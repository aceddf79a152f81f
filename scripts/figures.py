"""The headline KPIs as people read them: values with their units, and what is known of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import duckdb

UNITS = {
    "points": "{:+.1f}",
    "rate": "{:.1%}",
    # a share without bounds
    "multiple": "{:.1%}",
    "ratio": "{:+.2f}",
    "effort_1_5": "{:.2f} of 5",
    "score_0_100": "{:.1f} of 100",
    "contacts": "{:,.0f} contacts",
    "gap": "{:.2f} apart",
    # the reporting currency, a var
    "currency": "{:,.2f}",
    "count": "{:,.0f}",
    "level": "level {:.0f}",
    "roi": "{:.2f}",
}
# a difference of two values has a sign, and is no longer a share or a place on a scale
CHANGES = UNITS | {
    "rate": "{:.1f} percentage points",
    "multiple": "{:.1f} percentage points",
    "effort_1_5": "{:.2f}",
    "score_0_100": "{:.1f}",
    "gap": "{:.2f}",
}
# shown in percent
SHARES = ("rate", "multiple")
HEADLINES = """
select kpi_code, kpi_name, period_grain, period_start, value, unit, n, is_reportable,
    is_provisional, status, target_kind, target_op, target_value, action_op, action_value, change,
    is_significant_change, as_of
from reports.rpt_kpi_scorecard
where cut_type = 'all' and is_headline and (
    period_grain = 'all' or (period_grain = 'quarter' and period_end <= as_of)
)
order by kpi_id, kpi_code
"""
WARNINGS = """
select kpi_code, list(distinct rule_id order by rule_id)
from governance.fct_kpi_warnings
group by 1
order by 1
"""


@dataclass(frozen=True)
class Figure:
    """The value of a KPI in one period, for all customers."""

    kpi_code: str
    kpi_name: str
    period_grain: str
    period_start: date | None
    value: float | None
    unit: str
    n: int
    is_reportable: bool
    is_provisional: bool
    status: str
    target_kind: str
    target_op: str | None
    target_value: float | None
    action_op: str | None
    action_value: float | None
    change: float | None
    is_significant_change: bool | None
    as_of: date
    # the rules that failed on data behind it; None where the data were not checked
    rules: tuple[str, ...] | None

    @property
    def name(self) -> str:
        """The name without what stands in brackets behind it."""
        return plain_name(self.kpi_name)

    @property
    def target(self) -> str:
        """The target or benchmark, and none where none is published."""
        if self.target_op is None:
            return "no target"
        return f"{self.target_op} {shown(self.target_value, self.unit).lstrip('+')}"


def shown(value: float | None, unit: str) -> str:
    """Write a KPI value as a person would read it.

    Args:
        value: the value, or None where there is none.
        unit: its unit in the seed `kpi_catalog`.
    """
    if value is None:
        return "no data"
    if unit in UNITS:
        return UNITS[unit].format(value)
    return f"{value:,.1f} {unit}"


def shown_change(change: float, unit: str) -> str:
    """Write how much a KPI value differs from the one before.

    Args:
        change: new value minus old value.
        unit: the unit of the values.
    """
    size = abs(change) * (100 if unit in SHARES else 1)
    text = CHANGES.get(unit, "{:,.1f} " + unit).format(size).lstrip("+")
    # what is nothing when it is rounded has no direction
    sign = "-" if change < 0 else "+"
    return sign + text if re.search("[1-9]", text) else text


def plain_name(kpi_name: str) -> str:
    """Leave out what stands in brackets behind the name of a KPI.

    Args:
        kpi_name: the name in the seed `kpi_catalog`.
    """
    return re.sub(r" [(][^)]*[)]$", "", kpi_name)


def quarter_name(start: date) -> str:
    """Name a quarter by its first day."""
    return f"Q{(start.month + 2) // 3} {start:%Y}"


def rules_that_warn(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]] | None:
    """List the rules that failed on data behind each KPI; None where the data were not checked.

    Args:
        connection: a warehouse, or a published file.
    """
    try:
        return dict(connection.execute(WARNINGS).fetchall())
    except duckdb.CatalogException:
        return None


def headlines(connection: duckdb.DuckDBPyConnection) -> list[list[Figure]]:
    """Read the headline figure of each KPI: of all time first, then of its quarters that are over.

    Args:
        connection: a built warehouse, or the published file of a role that reads the reports.

    Returns:
        A list a KPI, in the order of the catalogue.

    Raises:
        duckdb.CatalogException: the reports are not there.
    """
    rows = connection.execute(HEADLINES).fetchall()
    warned = rules_that_warn(connection)
    kpis: dict[str, list[Figure]] = {}
    for row in rows:
        rules = None if warned is None else tuple(warned.get(row[0], ()))
        kpis.setdefault(row[0], []).append(Figure(*row, rules))
    return [
        sorted(figures, key=lambda figure: (figure.period_grain != "all", figure.period_start))
        for figures in kpis.values()
    ]
