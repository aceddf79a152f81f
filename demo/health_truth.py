"""The truth of the health score (KPI-04): what was known of each payer when a month was over.

Small functions over the simulated objects; nothing here reads a CSV file or runs SQL.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta

from demo import tools
from demo.survey_truth import known_accounts, position_on_scale
from demo.truth import REOPENED, exclusion_reason
from demo.value_truth import LAST_MONTH, SHOWN_FROM, Month, Months
from demo.world import Ticket, World

WEIGHTS = {"nps": 0.25, "csat": 0.20, "ces": 0.15, "support": 0.15, "commercial": 0.25}
HEALTHY, LEAST_WEIGHT = 70, 0.5
DAY = timedelta(days=1)
YEAR, HALF_YEAR, QUARTER = 365 * DAY, 180 * DAY, 90 * DAY
# the months whose scores are told for each payer: the bad quarter and the last
TOLD = (date(2025, 12, 1), LAST_MONTH)


class Health:
    """The scores of the payers of one set of tools."""

    def __init__(
        self,
        world: World,
        vendor_set: str,
        tickets: list[dict],
        answers: list[dict],
        months: Months,
    ):
        """Gather by payer what it answered, asked and paid."""
        self.vendor_set, systems = vendor_set, tools.SETS[vendor_set]
        # whose account no tool of the set tells pays for nobody's contract
        payers = {person.true_id: person.true_id for person in world.people}
        payers |= known_accounts(world, systems)
        self.answers, self.issues, self.tickets = (defaultdict(list) for _ in range(3))
        for row in answers:
            if row["source_system"] in systems and not row["exclusion_reason"]:
                self.answers[payers.get(row["true_person_id"])].append(row)
        for chain in _chains([row for row in tickets if row["source_system"] in systems]):
            self.issues[payers[chain[0]["true_person_id"]]].append(chain)
        for ticket in world.tickets:
            if ticket.system in systems and ticket.person and not exclusion_reason(ticket):
                self.tickets[payers[ticket.person.true_id]].append(ticket)
        self.months = defaultdict(list)
        for month in months.months[vendor_set]:
            self.months[month.payer].append(month)

    def scores(self) -> list[dict]:
        """One row per payer and month at whose end it was a customer."""
        return [
            self._score(payer, found, place)
            for payer, found in self.months.items()
            for place, month in enumerate(found)
            if month.after.is_active and month.start >= SHOWN_FROM
        ]

    def _score(self, payer: str, months: list[Month], place: int) -> dict:
        end = _end(months[place])
        answers = [row for row in self.answers[payer] if row["submitted_at"] < end]
        parts = {
            "nps": _latest(answers, end),
            "csat": _mean([100 * position_on_scale(row) for row in _since(answers, "csat", end)]),
            "ces": _mean([25 * (5 - row["score"]) for row in _since(answers, "ces", end)]),
            "support": _support(self.issues[payer], self.tickets[payer], end),
            "commercial": _commercial(months, place, end),
        }
        known = {name: value for name, value in parts.items() if value is not None}
        weight = sum(WEIGHTS[name] for name in known)
        score = None
        if round(weight, 9) >= LEAST_WEIGHT:
            score = sum(WEIGHTS[name] * value for name, value in known.items()) / weight
        shown = {"vendor_set": self.vendor_set, "true_payer_id": payer}
        return shown | {"month_start": months[place].start} | parts | {"health_score": score}


def score_rows(
    world: World, tickets: list[dict], answers: list[dict], months: Months
) -> list[dict]:
    """One row per set of tools, payer and month since the history began."""
    return [
        row
        for vendor_set in tools.SETS
        for row in Health(world, vendor_set, tickets, answers, months).scores()
    ]


def told(scores: list[dict]) -> list[dict]:
    """The rows that are written to the file."""
    return [row for row in scores if row["month_start"] in TOLD]


def kpi_rows(scores: list[dict]) -> list[dict]:
    """Mean score, share of the healthy, share of those who have a score: a period's last month."""
    groups = defaultdict(list)
    for row in scores:
        start = row["month_start"]
        quarter = start.replace(month=(start.month - 1) // 3 * 3 + 1)
        groups[row["vendor_set"], "month", str(start)].append(row["health_score"])
        if start.month % 3 == 0:
            groups[row["vendor_set"], "quarter", str(quarter)].append(row["health_score"])
        if start == LAST_MONTH:
            groups[row["vendor_set"], "all", ""].append(row["health_score"])
    rows = []
    for (vendor_set, grain, start), values in sorted(groups.items()):
        scored = [value for value in values if value is not None]
        healthy = [float(round(value, 9) >= HEALTHY) for value in scored]
        found = {
            "customer_health": scored,
            "share_healthy": healthy,
            "health_scored_share": [float(value is not None) for value in values],
        }
        rows += [
            {
                "vendor_set": vendor_set,
                "kpi_code": kpi,
                "period_grain": grain,
                "period_start": start,
                "n": len(measures),
                "numerator": round(sum(measures), 9),
                "denominator": len(measures),
                "value": sum(measures) / len(measures),
            }
            for kpi, measures in found.items()
            if measures
        ]
    return rows


def _end(month: Month) -> datetime:
    following = month.start.replace(day=28) + 4 * DAY
    return datetime(following.year, following.month, 1)


def _chains(rows: list[dict]) -> list[list[dict]]:
    """Tickets that count and whose requester is known, by issue, the first ticket first."""
    chains = defaultdict(list)
    for row in rows:
        if row.get("issue_id"):
            chains[row["issue_id"]].append(row)
    # the verdict stands with the first ticket
    return [sorted(chain, key=lambda r: "is_one_contact" not in r) for chain in chains.values()]


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _since(answers: list[dict], metric: str, end: datetime) -> list[dict]:
    since = end - HALF_YEAR
    return [r for r in answers if r["metric_code"] == metric and r["submitted_at"] >= since]


def _latest(answers: list[dict], end: datetime) -> float | None:
    given = [row for row in answers if row["metric_code"] == "nps"]
    last = max(given, key=lambda row: row["submitted_at"], default=None)
    return 10 * last["score"] if last and last["submitted_at"] >= end - YEAR else None


def _support(issues: list[list[dict]], tickets: list[Ticket], end: datetime) -> float | None:
    settled = []
    for chain in issues:
        began = chain[0]["created_at"]
        if not end - HALF_YEAR <= began < end:
            continue
        is_solved = all(row["resolution_type"] == "solved" for row in chain)
        solved = max(row["resolved_at"] for row in chain) if is_solved else None
        if solved and solved < end:
            if solved + 7 * DAY < end:
                settled.append(float(chain[0]["is_one_contact"]))
        elif began + 30 * DAY < end:
            settled.append(0.0)
    share = _mean(settled)
    if share is None:
        return None
    return max(100 * share - 10 * sum(_is_long_open(ticket, end) for ticket in tickets), 0.0)


def _is_long_open(ticket: Ticket, end: datetime) -> bool:
    held = [status for at, status, _ in ticket.statuses if at < end]
    return bool(held) and held[-1] in REOPENED and ticket.created + 7 * DAY < end


def _commercial(months: list[Month], place: int, end: datetime) -> float | None:
    before = months[place - 3] if place >= 3 else None
    if not months[place].is_priced or (before and not before.is_priced):
        return None
    lines = [event for month in months for event in month.lines]
    if any(event.role for event in lines):
        later = months[place].after.worth
        earlier = before.after.worth if before else 0.0
    else:
        last = end.date()
        later = sum(e.net for e in lines if last - QUARTER <= e.day < last)
        earlier = sum(e.net for e in lines if last - HALF_YEAR <= e.day < last - QUARTER)
    if earlier > 0:
        return 100 * min(max(later / earlier, 0.0), 1.0)
    if later > 0:
        return 100.0
    return 0.0 if place >= 6 else None
