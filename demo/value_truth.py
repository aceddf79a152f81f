"""The truth of revenue: what each payer was worth at the end of each month, in plain Python.

A payer is looked at day by day: on which days something that it bought makes it a customer.
"""

import calendar
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from demo import settings
from demo.tools import SETS
from demo.value import Value, system_of
from demo.world import World

LAST_MONTH = date(2026, 6, 1)
SHOWN_FROM = date(2024, 7, 1)  # months before the history are told in customer_months only
TERM, GRACE, EARLY, INACTIVE, REASON_DAYS = 12, 7, 90, 90, 180
ROLES = {"New Business": "new", "Renewal": "renewal", "Expansion": "add_on"}
TYPES = {
    "Price": "voluntary",
    "Competitor": "voluntary",
    "Poor service": "voluntary",
    "Missing features": "voluntary",
    "Payment failed": "involuntary",
    "Out of business": "uncontrollable",
    "Acquired": "uncontrollable",
}
DAY = timedelta(days=1)


@dataclass
class Event:
    """One thing that was paid, or paid back (below zero); `role` only of a contract."""

    day: date
    amount: float
    then: float | None  # the rate of its day, None for a currency without one
    now: float | None  # the last rate
    role: str = ""
    is_refund: bool = False

    @property
    def net(self) -> float:
        """Reporting currency at the rate of its day, nothing without a rate."""
        return self.amount * self.then if self.then else 0.0


@dataclass
class State:
    """What a payer was at the end of a day."""

    is_active: bool = False
    worth: float = 0.0
    is_priced: bool = True


@dataclass
class Payer:
    """All that one payer bought, and when it was said why it would not go on."""

    events: list[Event] = field(default_factory=list)
    losses: list[tuple[date, str]] = field(default_factory=list)

    def settle(self) -> None:
        """Tell for each event the days on which it counts, and when nothing does any more."""
        self.has_contract = any(event.role for event in self.events)
        contracts = [event for event in self.events if event.role]
        has_base = any(event.role != "add_on" for event in contracts)
        self.spans = []  # first day, last day, what it is worth a month, does it make a customer
        for event in self.events:
            if self.has_contract and not event.role:
                continue
            if event.role:
                last = _contract_end(event, contracts)
                monthly = event.amount / TERM
                is_base = event.role != "add_on" or not has_base
            else:
                last = event.day + INACTIVE * DAY
                monthly = event.amount * 30.4375 / INACTIVE
                is_base = not event.is_refund
            monthly = monthly * event.now if event.now else None
            self.spans.append((event.day, last, monthly, is_base))
        days = set()
        for first, last, _, is_base in self.spans:
            if is_base:
                days |= set(range(first.toordinal(), last.toordinal() + 1))
        self.days = days
        self.lost = sorted(day + 1 for day in days if day + 1 not in days)

    def state(self, day: date) -> State:
        """What the payer is on a day."""
        if day.toordinal() not in self.days:
            return State()
        worth = [monthly for first, last, monthly, _ in self.spans if first <= day <= last]
        total = sum(monthly for monthly in worth if monthly is not None)
        return State(True, max(total, 0.0), None not in worth)

    def reason(self, day: date) -> str:
        """Type of the last loss that was written down before the payer was gone."""
        late = [loss for loss in self.losses if day - REASON_DAYS * DAY < loss[0] <= day]
        return max(late)[1] if late else "unknown"


@dataclass
class Month:
    """One payer in one month."""

    payer: str
    start: date
    before: State
    after: State
    year_ago: State
    was_ever: bool
    churn_type: str
    losses: int
    lines: list[Event]

    @property
    def net(self) -> float:
        """What was paid in the month."""
        return sum(event.net for event in self.lines)

    @property
    def is_priced(self) -> bool:
        """Whether all of the payer's money is known."""
        return self.before.is_priced and self.after.is_priced


def _contract_end(event: Event, contracts: list[Event]) -> date:
    end = _months_later(event.day, TERM) - DAY
    if event.role == "add_on":
        return end + GRACE * DAY
    followers = [
        other.day
        for other in contracts
        if other.role in ("renewal", "unknown")
        and other.day > event.day
        and end - EARLY * DAY <= other.day <= end + (GRACE + 1) * DAY
    ]
    return min(followers) - DAY if followers else end + GRACE * DAY


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


class Months:
    """The months of all payers of both sets of tools."""

    def __init__(self, world: World, value: Value):
        """Gather what was bought, and look at every payer at the end of every month."""
        self.rates = value.rates
        self.guests = {name: [] for name in SETS}
        self.months = {}
        for name in SETS:
            payers = self._payers(world, value, name)
            for payer in payers.values():
                payer.settle()
            self.months[name] = [
                month for key, payer in payers.items() for month in _months(key, payer)
            ]

    def _rate(self, currency: str, day: date) -> float | None:
        if currency == "EUR":
            return 1.0
        held = [rate for code, since, rate in self.rates if code == currency and since <= day]
        return held[-1] if held else None

    def _event(self, day: date, amount: float, currency: str, **more) -> Event:
        last = self._rate(currency, settings.AS_OF.date())
        return Event(day, amount, self._rate(currency, day), last, **more)

    def _payers(self, world: World, value: Value, name: str) -> dict[str, Payer]:
        payers = defaultdict(Payer)
        for place, deal in enumerate(world.deals):
            tools = [tool for tool in system_of(deal, world) if tool in SETS[name]]
            if not tools or deal.outcome == "open":
                continue
            has_types = tools[0] != "dynamics"
            role = ROLES[deal.kind] if has_types else "unknown"
            day, payer = deal.closes.date(), payers[deal.organisation_id]
            if deal.outcome == "won":
                payer.events.append(self._event(day, float(deal.amount), deal.currency, role=role))
            elif not has_types:  # Dynamics calls every lost one out-sold
                payer.losses.append((day, "voluntary"))
            elif deal.kind == "Renewal":
                payer.losses.append((day, TYPES.get(value.reasons[place], "unknown")))
        for order in value.orders:
            if order.system not in SETS[name] or order.kind == "cancelled":
                continue
            is_refund = order.kind == "refund"
            amount = -order.amount if is_refund else order.amount
            event = self._event(order.at.date(), amount, order.currency, is_refund=is_refund)
            if order.person is None:
                self.guests[name].append(event)
            else:
                payers[order.person.true_id].events.append(event)
        return {key: payer for key, payer in payers.items() if payer.events}

    def rows(self) -> list[dict]:
        """What came, went and grew in each month of each set."""
        found = []
        for name, months in self.months.items():
            by_month = defaultdict(list)
            for month in months:
                by_month[month.start].append(month)
            found += [
                {"vendor_set": name, "month_start": start} | _bridge(group)
                for start, group in sorted(by_month.items())
            ]
        return found

    def kpi_rows(self) -> list[dict]:
        """KPI values of each set, by month, quarter, year and for the last twelve months."""
        found = []
        for name, months in self.months.items():
            samples = defaultdict(list)
            for grain, first, last, parts in _periods(months):
                key = (grain, "" if grain == "all" else str(first))
                for kpi, measure, weight in _measures(first, last, parts):
                    samples[kpi, *key].append((measure, weight))
            for event in self._dated(name):
                for kpi, measure, weight in event[1]:
                    for key in _periods_of(event[0]):
                        samples[kpi, *key].append((measure, weight))
            found += [
                _kpi_row(name, key, values)
                for key, values in sorted(samples.items())
                if key[1] == "all" or key[2] >= str(SHOWN_FROM)
            ]
        return found

    def _dated(self, name: str) -> list[tuple]:
        known = [event for month in self.months[name] for event in month.lines if event.then]
        dated = [(event.day, [("unattributed_share", 0.0, event.net)]) for event in known]
        for event in self.guests[name]:
            both = [("unattributed_share", event.net, event.net)]
            dated.append((event.day, [*both, ("unattributed_revenue", event.net, 1)]))
        return dated


def _months(key: str, payer: Payer) -> list[Month]:
    found, was_ever, before = [], False, State()
    start = min(event.day for event in payer.events).replace(day=1)
    ends = {}
    while start <= LAST_MONTH:
        following = _months_later(start, 1)
        last_day = following - DAY
        after = payer.state(last_day)
        losses = sum(start.toordinal() <= day < following.toordinal() for day in payer.lost)
        lines = [event for event in payer.events if start <= event.day < following]
        gone = before.is_active and not after.is_active
        year_ago = ends.get(_months_later(start, -12), State())
        churn_type = payer.reason(last_day) if gone else ""
        found.append(
            Month(key, start, before, after, year_ago, was_ever, churn_type, losses, lines)
        )
        ends[start] = after
        was_ever = was_ever or after.is_active
        before, start = after, following
    return found


def _bridge(months: list[Month]) -> dict:
    row = defaultdict(float)
    for month in months:
        before, after = month.before, month.after
        row["customers_start"] += before.is_active
        row["customers_end"] += after.is_active
        row["mrr_start"] += before.worth
        row["mrr_end"] += after.worth
        row["net_revenue"] += month.net
        if before.is_active and after.is_active:
            grown = after.worth - before.worth
            row["mrr_expansion" if grown > 0 else "mrr_contraction"] += abs(grown)
        elif after.is_active:
            how = "reactivated" if month.was_ever else "new"
            row[f"customers_{how}"] += 1
            row[f"mrr_{how}"] += after.worth
        elif before.is_active:
            row["customers_churned"] += 1
            row["mrr_churned"] += before.worth
    counts = ("start", "new", "reactivated", "churned", "end")
    money = ("start", "new", "reactivated", "expansion", "contraction", "churned", "end")
    shown = {f"customers_{name}": int(row[f"customers_{name}"]) for name in counts}
    shown |= {f"mrr_{name}": round(row[f"mrr_{name}"], 6) for name in money}
    return shown | {"net_revenue": round(row["net_revenue"], 6)}


def _periods_of(day: date) -> list[tuple[str, str]]:
    quarter = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return [
        ("month", str(day.replace(day=1))),
        ("quarter", str(quarter)),
        ("year", f"{day.year}-01-01"),
        ("all", ""),
    ]


def _periods(months: list[Month]) -> list[tuple]:
    """The months of each payer and period, with the first and last month of the period."""
    groups = defaultdict(list)
    for month in months:
        for grain, start in _periods_of(month.start):
            groups[month.payer, grain, start].append(month)
    lengths = {"month": 1, "quarter": 3, "year": 12}
    found = []
    for (_, grain, start), parts in groups.items():
        if grain == "all":
            first, last = _months_later(LAST_MONTH, -11), LAST_MONTH
        else:
            first = date.fromisoformat(start)
            last = min(_months_later(first, lengths[grain] - 1), LAST_MONTH)
        found.append((grain, first, last, parts))
    return found


def _measures(first: date, last: date, parts: list[Month]) -> list[tuple]:
    """What a payer adds to each KPI in a period: (KPI, measure, weight)."""
    found = []
    before = next((month.before for month in parts if month.start == first), State())
    final = next(month for month in parts if month.start == last)
    after, inside = final.after, [month for month in parts if month.start >= first]
    is_priced = all(month.is_priced for month in inside)
    if before.is_active:
        gone = not after.is_active
        reason = [month.churn_type for month in inside if month.churn_type][-1] if gone else ""
        found += [
            ("logo_churn", float(gone), 1),
            ("retention", float(not gone), 1),
            ("event_churn", float(any(month.losses for month in inside)), 1),
        ]
        for kind in ("voluntary", "involuntary", "uncontrollable"):
            found.append((f"{kind}_churn", float(reason == kind), 1))
        if gone:
            found.append(("unknown_churn_reason", float(reason == "unknown"), 1))
    if is_priced and before.worth > 0:
        kept = min(before.worth, after.worth)
        found += [
            ("revenue_churn", before.worth - kept, before.worth),
            ("net_revenue_churn", before.worth - after.worth, before.worth),
            ("grr", kept, before.worth),
            ("nrr", after.worth, before.worth),
        ]
    if is_priced and final.year_ago.is_priced and final.year_ago.worth > 0:
        base = final.year_ago.worth
        found += [("grr_12m", min(base, after.worth), base), ("nrr_12m", after.worth, base)]
    lines = [event for month in parts for event in month.lines if event.then]
    net = sum(event.net for event in lines)
    if lines:
        found.append(("revenue_per_customer", net, 1))
    if lines or any(month.before.is_active or month.after.is_active for month in parts):
        found.append(("arpa", net, 1))
    return found


def _kpi_row(name: str, key: tuple, values: list[tuple]) -> dict:
    kpi, grain, start = key
    total, weight = sum(value for value, _ in values), sum(weight for _, weight in values)
    return {
        "vendor_set": name,
        "kpi_code": kpi,
        "period_grain": grain,
        "period_start": start,
        "n": len(values),
        "numerator": round(total, 9),
        "denominator": round(weight, 9),
        "value": total if kpi == "unattributed_revenue" else total / weight,
    }
