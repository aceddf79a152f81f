"""What customer months must hold, in plain Python: a payer is looked at day by day.

Written from the decisions, not from the SQL: no window, no join, no span but a set of days.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta

DAY = timedelta(days=1)
GRACE, EARLY, INACTIVE, TERM, REASON_DAYS = 7, 90, 90, 12, 180


@dataclass(frozen=True)
class Sale:
    """One thing that was won, paid back or lost."""

    number: int
    day: date
    kind: str  # contract, order, refund, one_time, lost
    amount: float
    role: str = ""
    currency: str = "EUR"
    starts: date | None = None
    ends: date | None = None
    churn_type: str = "unknown"

    @property
    def first_day(self) -> date:
        """First day of the service."""
        return self.starts or self.day

    @property
    def has_end(self) -> bool:
        """Whether the days of service can be believed."""
        return self.ends is not None and self.ends >= self.first_day

    @property
    def months(self) -> int:
        """Months that are paid for."""
        if self.has_end:
            return max(round_half_up(((self.ends - self.first_day).days + 1) / 30.4375), 1)
        return TERM

    @property
    def last_day(self) -> date:
        """Last day of the service."""
        return self.ends if self.has_end else later(self.first_day, TERM) - DAY


@dataclass
class Rates:
    """What a unit of a currency is worth, from a day on; the euro is worth itself."""

    listed: list[tuple[str, date, float]]
    as_of: datetime

    def at(self, currency: str, day: date) -> float | None:
        """The rate that held on a day."""
        if currency == "EUR":
            return 1.0
        held = [(since, rate) for code, since, rate in self.listed if code == currency]
        held = [one for one in held if one[0] <= day and one[0] <= self.as_of.date()]
        return max(held)[1] if held else None

    def last(self, currency: str) -> float | None:
        """The last rate that is known."""
        return self.at(currency, self.as_of.date())


def round_half_up(value: float) -> int:
    """Round as the database does."""
    return int(value + 0.5)


def later(day: date, months: int) -> date:
    """The same day some months later, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def rule_of(sales: list[Sale], churn_rule: str) -> str:
    """By contract or by purchases."""
    if churn_rule != "by_payer":
        return churn_rule
    is_contractual = any(sale.kind == "contract" for sale in sales)
    return "contractual" if is_contractual else "non_contractual"


def days_of_contract(sale: Sale, sales: list[Sale]) -> set[date]:
    """The days on which a contract holds its payer: to its end and some grace, or its renewal."""
    end = sale.last_day + GRACE * DAY
    if sale.role != "add_on":
        for other in sorted(sales, key=lambda one: one.first_day, reverse=True):
            takes_over = other.kind == "contract" and other.role in ("renewal", "unknown")
            begins = other.first_day
            if takes_over and begins > sale.first_day:
                if sale.last_day - EARLY * DAY <= begins <= sale.last_day + GRACE * DAY + DAY:
                    end = begins - DAY
    return {sale.first_day + place * DAY for place in range((end - sale.first_day).days + 1)}


def customer_months(
    sales: list[Sale], rates: Rates, churn_rule: str = "by_payer"
) -> dict[date, dict]:
    """Every month of one payer, by its first day."""
    paid = [sale for sale in sales if sale.kind != "lost" and sale.day <= rates.as_of.date()]
    if not paid:
        return {}
    rule = rule_of(paid, churn_rule)
    held: list[tuple[set[date], float | None, bool]] = []
    for sale in paid:
        rate = rates.last(sale.currency) if rates.at(sale.currency, sale.day) else None
        signed = -abs(sale.amount) if sale.kind == "refund" else sale.amount
        if rule == "non_contractual":
            days = {sale.day + place * DAY for place in range(INACTIVE + 1)}
            worth, is_base = signed * 30.4375 / INACTIVE, sale.kind != "refund"
        elif sale.kind == "contract":
            days, worth = days_of_contract(sale, paid), signed / sale.months
            only_additions = all(s.role == "add_on" for s in paid if s.kind == "contract")
            is_base = sale.role != "add_on" or only_additions
        else:
            continue
        held.append((days, worth * rate if rate else None, is_base))
    active_days = set().union(*(days for days, _, is_base in held if is_base))

    def at_end_of(day: date) -> tuple[bool, float, bool]:
        if day not in active_days:
            return False, 0.0, True
        worth = [value for days, value, _ in held if day in days]
        known = [value for value in worth if value is not None]
        return True, max(sum(known), 0.0), len(known) == len(worth)

    found: dict[date, dict] = {}
    start = min(sale.day for sale in paid).replace(day=1)
    cohort, before, was_ever = start, (False, 0.0, True), False
    ends: dict[date, float] = {}
    while datetime(start.year, start.month, start.day) < rates.as_of:
        following = later(start, 1)
        now = min(datetime(following.year, following.month, 1), rates.as_of)
        last_day = (now - timedelta(seconds=1)).date()
        after = at_end_of(last_day)
        inside = [sale for sale in paid if sale.day.replace(day=1) == start]
        priced = [sale for sale in inside if rates.at(sale.currency, sale.day)]
        net = sum(
            (-abs(s.amount) if s.kind == "refund" else s.amount) * rates.at(s.currency, s.day)
            for s in priced
        )
        losses, day = 0, start
        while day < following and datetime(day.year, day.month, day.day) < rates.as_of:
            losses += day - DAY in active_days and day not in active_days
            day += DAY
        is_churned = before[0] and not after[0]
        written = [
            (sale.day, sale.number, sale.churn_type)
            for sale in sales
            if sale.kind == "lost" and last_day - REASON_DAYS * DAY < sale.day <= last_day
        ]
        how = ""
        if after[0] and not before[0]:
            how = "reactivated" if was_ever else "new"
        stays = before[0] and after[0]
        found[start] = {
            "churn_rule": rule,
            "cohort_month": cohort,
            "is_active_start": before[0],
            "is_active_end": after[0],
            "is_new": how == "new",
            "is_reactivated": how == "reactivated",
            "is_churned": is_churned,
            "churn_type": (max(written)[2] if written else "unknown") if is_churned else None,
            "is_included": before[2] and after[2],
            "is_partial_month": datetime(following.year, following.month, 1) > rates.as_of,
            "mrr_start": before[1],
            "mrr_new": after[1] if how == "new" else 0.0,
            "mrr_reactivated": after[1] if how == "reactivated" else 0.0,
            "mrr_expansion": max(after[1] - before[1], 0.0) if stays else 0.0,
            "mrr_contraction": max(before[1] - after[1], 0.0) if stays else 0.0,
            "mrr_churned": before[1] if is_churned else 0.0,
            "mrr_end": after[1],
            "mrr_12_months_before": ends.get(later(start, -12), 0.0),
            "net_revenue": float(net),
            "revenue_event_count": len(priced),
            "order_count": sum(sale.kind == "order" for sale in priced),
            "loss_count": losses,
            "tenure_months": (start.year - cohort.year) * 12 + start.month - cohort.month,
        }
        ends[start] = after[1]
        before, was_ever, start = after, was_ever or after[0], following
    return found
