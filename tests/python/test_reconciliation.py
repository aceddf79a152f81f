"""The control totals against the raw files, counted without the warehouse."""

import csv
from collections import Counter
from datetime import date, datetime

import pytest

from tests.python.conftest import ROOT, Run


def month_of(text: str) -> date | None:
    """Return the first day of the month of an instant, or None where it cannot be read."""
    try:
        return datetime.fromisoformat(text.strip()).date().replace(day=1)
    except ValueError:
        return None


@pytest.mark.parametrize(
    ("measure", "vendor", "table", "column"),
    [
        ("tickets", "zendesk", "ticket", "created_at"),
        ("tickets", "freshdesk", "tickets", "created_at"),
        ("calls", "zendesk", "call", "created_at"),
    ],
)
def test_every_raw_row_is_in_the_control_total_of_its_month(
    demo: Run, measure: str, vendor: str, table: str, column: str
) -> None:
    """A row that staging loses is missing in the raw rows and in the contract: both still agree."""
    path = ROOT / "demo" / "raw" / vendor / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        counted = Counter(month_of(row[column]) for row in csv.DictReader(file))
    followed = demo.rows(
        "select month_start, control_total, turned_away_total + outside_total + excluded_total"
        " + unmeasured_total + reported_total from marts.fct_total_reconciliation"
        f" where measure = '{measure}' and source_system = '{vendor}'"
    )
    assert {month: total for month, total, _ in followed} == counted
    # what was turned away, does not count, has no value, and what the scorecard shows
    assert {month: parts for month, _, parts in followed} == counted
