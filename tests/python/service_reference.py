"""What the facts of service must say of a ticket, in plain Python.

Written from the KPI catalogue and DECISIONS.md, not from the models: no SQL, nothing shared with
them. Times are naive UTC in whole seconds. test_ticket_histories.py compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

WORKED_ON = ("new", "open", "pending", "hold")
DONE = ("solved", "closed")
SYNCHRONOUS = ("phone", "chat", "in_person")
REPEAT_WINDOW = timedelta(days=7)
MATURE_UNSOLVED = timedelta(days=30)
THANKS_WITHIN = timedelta(hours=24)
SENT_WITH = timedelta(minutes=5)


@dataclass(frozen=True)
class Message:
    """One message; the author is a customer, an agent, a bot, or unknown."""

    at: datetime
    author: str
    is_public: bool = True
    is_deleted: bool = False


@dataclass(frozen=True)
class Change:
    """The ticket takes on a status; by an agent, a bot, or nobody that the tool names."""

    at: datetime
    status: str
    by: str = "agent"


@dataclass(frozen=True)
class Ticket:
    """One ticket with its whole history; the first change is at its creation."""

    number: int
    created: datetime
    changes: tuple[Change, ...]
    messages: tuple[Message, ...] = ()
    customer: str | None = "c1"
    category: str | None = None
    channel: str = "email"
    schedule: str = "berlin"
    is_agent_created: bool = False
    mark: str = ""  # spam, test, merged, outbound
    merged_into: int | None = None

    @property
    def id(self) -> str:
        """Return the id of the warehouse."""
        return f"desk:{self.number:03}"


@dataclass(frozen=True)
class Schedule:
    """Opening hours: on these weekdays (Monday is 0) from one local time to another.

    What closes before it opens is open over midnight.
    """

    zone: str
    weekdays: frozenset[int]
    opens: str
    closes: str
    holidays: frozenset[date] = field(default_factory=frozenset)

    def is_open(self, instant: datetime) -> bool:
        """Look at the clock on the wall."""
        local = instant.replace(tzinfo=UTC).astimezone(ZoneInfo(self.zone))
        if local.date() in self.holidays:
            return False
        time, today = f"{local:%H:%M}", local.weekday() in self.weekdays
        if self.opens < self.closes:
            return today and self.opens <= time < self.closes
        since_yesterday = (local.weekday() - 1) % 7 in self.weekdays
        return (today and time >= self.opens) or (since_yesterday and time < self.closes)


QUARTER = timedelta(minutes=15)
FIRST_DAY = datetime(2024, 12, 1)


@cache
def open_before(schedule: Schedule) -> list[int]:
    """Return the open seconds before each quarter of an hour; openings begin and end on one."""
    total, totals, instant = 0, [], FIRST_DAY
    while instant < datetime(2027, 1, 1):
        totals.append(total)
        total += 900 if schedule.is_open(instant) else 0
        instant += QUARTER
    return totals


def open_until(schedule: Schedule, instant: datetime) -> float:
    """Return the open seconds from the first day to an instant."""
    whole, rest = divmod(instant - FIRST_DAY, QUARTER)
    totals = open_before(schedule)
    return totals[whole] + rest / QUARTER * (totals[whole + 1] - totals[whole])


class Desk:
    """All tickets together, some of which are merged or belong to one issue."""

    def __init__(
        self, tickets: list[Ticket], schedules: dict[str, Schedule], as_of: datetime
    ) -> None:
        """Take the tickets as they were at `as_of`."""
        self.tickets, self.schedules, self.as_of = tickets, schedules, as_of

    # clocks

    def minutes(self, start: datetime | None, end: datetime | None) -> float | None:
        """Return the elapsed minutes."""
        return None if None in (start, end) else (end - start).total_seconds() / 60

    def business(self, ticket: Ticket, start: datetime | None, end: datetime | None):
        """Return the minutes in which the ticket's desk was open."""
        if None in (start, end):
            return None
        schedule = self.schedules[ticket.schedule]
        return (open_until(schedule, end) - open_until(schedule, start)) / 60

    # messages

    def conversation(self, ticket: Ticket) -> list[Message]:
        """Return what both sides can read, without bots; at one second the customer first."""
        seen = [m for m in ticket.messages if m.is_public and not m.is_deleted]
        words = [m for m in seen if m.author != "bot"]
        return sorted(words, key=lambda m: (m.at, m.author != "customer"))

    def said_by(self, ticket: Ticket, author: str) -> list[Message]:
        """Return the public messages of one side."""
        return [m for m in self.conversation(ticket) if m.author == author]

    def clock_start(self, ticket: Ticket) -> datetime:
        """Return the earliest creation of the ticket and of those that ended in it."""
        group = [t for t in self.tickets if t.merged_into and self.survivor(t) is ticket]
        return min(t.created for t in [ticket, *group])

    def survivor(self, ticket: Ticket) -> Ticket:
        """Follow the merges to the ticket that was left."""
        while ticket.merged_into:
            ticket = next(t for t in self.tickets if t.number == ticket.merged_into)
        return ticket

    def first_response(self, ticket: Ticket) -> datetime | None:
        """Return the first public human answer; what opens an agent's ticket is none."""
        replies = self.said_by(ticket, "agent")
        if ticket.is_agent_created and self.is_opened_in_public(ticket):
            replies = replies[1:]
        return replies[0].at if replies else None

    def is_opened_in_public(self, ticket: Ticket) -> bool:
        """Whether the first word of all is an agent's to the customer, sent with the ticket."""
        words = [m for m in ticket.messages if m.author != "bot" and not m.is_deleted]
        # at one second the customer first, and a note last
        words.sort(key=lambda m: (m.at, m.author != "customer", not m.is_public))
        if not words or words[0].at > ticket.created + SENT_WITH:
            return False
        return words[0].author == "agent" and words[0].is_public

    # statuses

    def periods(self, ticket: Ticket) -> list[tuple[str, datetime, datetime]]:
        """Return each status with its beginning and its end; the last one holds until as_of."""
        ends = [change.at for change in ticket.changes[1:]] + [self.as_of]
        return [(c.status, c.at, end) for c, end in zip(ticket.changes, ends, strict=True)]

    def entered(self, ticket: Ticket, status: str) -> list[datetime]:
        """Return when the ticket took on a status that it did not have."""
        before = [None] + [change.status for change in ticket.changes]
        return [
            change.at
            for change, previous in zip(ticket.changes, before, strict=False)
            if change.status == status and previous != status
        ]

    def resolution(self, ticket: Ticket) -> tuple[str, datetime | None, datetime | None]:
        """Return the kind of resolution, the first one, and the last one."""
        solved, closed = self.entered(ticket, "solved"), self.entered(ticket, "closed")
        # deleting a ticket is no work on it
        last = [c.status for c in ticket.changes if c.status != "deleted"][-1]
        times = solved or closed
        first = times[0] if times else None
        if last not in DONE:
            return "open", first, None
        if solved:
            return "solved", first, solved[-1]
        # it was the customer's turn, and no person closed it
        pairs = zip(ticket.changes, ticket.changes[1:], strict=False)
        silent = any(
            a.status == "pending" and b.status == "closed" and b.by != "agent" for a, b in pairs
        )
        return "no_response" if silent else "closed_without_solve", first, closed[-1]

    def reopenings(self, ticket: Ticket) -> list[bool]:
        """Return for each reopening whether it counts: a word of thanks does not."""
        found = []
        pairs = zip(ticket.changes, ticket.changes[1:], strict=False)
        for number, (before, after) in enumerate(pairs, 1):
            if before.status not in DONE or after.status not in WORKED_ON:
                continue
            again = [c.at for c in ticket.changes[number:] if c.status == "solved"][:1]
            answers = [
                m for m in self.said_by(ticket, "agent") if again and after.at <= m.at <= again[0]
            ]
            is_thanks = bool(again) and again[0] - after.at <= THANKS_WITHIN and not answers
            found.append(not is_thanks)
        return found

    def waits(self, ticket: Ticket, statuses: tuple[str, ...]) -> tuple[float, float]:
        """Return the minutes in these statuses, elapsed and open."""
        held = [(a, b) for status, a, b in self.periods(ticket) if status in statuses]
        return (
            float(sum(self.minutes(a, b) for a, b in held)),
            float(sum(self.business(ticket, a, b) for a, b in held)),
        )

    # what does not count

    def exclusion(self, ticket: Ticket) -> str | None:
        """Return why a ticket counts nowhere."""
        if ticket.changes[-1].status == "deleted":
            return "deleted"
        if ticket.mark and ticket.mark != "outbound":
            return ticket.mark
        if ticket.customer == "internal":
            return "internal"
        if ticket.mark:
            return ticket.mark
        if (
            ticket.is_agent_created
            and ticket.channel not in SYNCHRONOUS
            and self.said_by(ticket, "agent")
            and not self.said_by(ticket, "customer")
        ):
            return "outbound"
        return None

    # the facts

    def first_response_time(self, ticket: Ticket) -> dict:
        """KPI-07, one row a ticket."""
        start, reply = self.clock_start(ticket), self.first_response(ticket)
        reason = self.exclusion(ticket)
        if reason is None and reply is None and self.resolution(ticket)[0] != "open":
            reason = "no_reply"
        is_pending = reason is None and reply is None
        waited = self.as_of if is_pending else None
        return {
            "exclusion_reason": reason,
            "is_included": reason is None,
            "is_answered": reply is not None,
            "is_pending": is_pending,
            "is_unreplied": is_pending or reason == "no_reply",
            "clock_started_at": start,
            "first_response_at": reply,
            "first_response_calendar_minutes": self.minutes(start, reply),
            "first_response_business_minutes": self.business(ticket, start, reply),
            "open_wait_calendar_minutes": self.minutes(start, waited),
            "open_wait_business_minutes": self.business(ticket, start, waited),
        }

    def runs(self, ticket: Ticket) -> list[dict]:
        """Return each run of customer messages: when, how many, the answer, solved without one."""
        words = [(m.at, m.author) for m in self.conversation(ticket) if m.author != "unknown"]
        solves = [(c.at, "solve") for c in ticket.changes if c.status in DONE]
        found, previous = [], None
        for at, kind in sorted(words + solves, key=lambda step: (step[0], step[1] != "customer")):
            if kind == "customer" and previous == "customer":
                found[-1]["count"] += 1
            elif kind == "customer":
                found.append({"from": at, "count": 1, "answered": None, "solved": False})
            elif found and kind == "agent":
                found[-1]["answered"] = found[-1]["answered"] or at
            elif found:
                found[-1]["solved"] = True
            previous = kind
        return found

    def response_times(self, ticket: Ticket) -> list[dict]:
        """KPI-08 and KPI-15, one row a run of customer messages."""
        return [self.response(ticket, run, n) for n, run in enumerate(self.runs(ticket), 1)]

    def response(self, ticket: Ticket, run: dict, number: int) -> dict:
        """Time one run."""
        answered, reason = run["answered"], self.exclusion(ticket)
        is_over = run["solved"] or self.resolution(ticket)[0] != "open"
        if reason is None and answered is None and is_over:
            reason = "no_reply"
        is_pending = reason is None and answered is None
        waited = self.as_of if is_pending else None
        end = answered or self.as_of
        business = self.business(ticket, run["from"], end)
        is_within_hour = None
        if reason is None and business > 60:
            is_within_hour = False
        elif reason is None and answered:
            is_within_hour = True
        return {
            "message_run_number": number,
            "customer_message_count": run["count"],
            "exclusion_reason": reason,
            "is_included": reason is None,
            "is_answered": answered is not None,
            "is_pending": is_pending,
            "has_hold": any(
                status == "hold" and begun < end and run["from"] < ended
                for status, begun, ended in self.periods(ticket)
            ),
            "is_within_hour": is_within_hour,
            "received_at": run["from"],
            "responded_at": answered,
            "response_calendar_minutes": self.minutes(run["from"], answered),
            "response_business_minutes": self.business(ticket, run["from"], answered),
            "open_wait_calendar_minutes": self.minutes(run["from"], waited),
            "open_wait_business_minutes": self.business(ticket, run["from"], waited),
        }

    def resolution_time(self, ticket: Ticket) -> dict:
        """KPI-10, one row a ticket."""
        kind, first, last = self.resolution(ticket)
        reason = self.exclusion(ticket)
        if reason is None and kind not in ("solved", "open"):
            reason = kind
        replies = len(self.said_by(ticket, "agent"))
        open_until_now = self.as_of if last is None else None
        requester = self.waits(ticket, ("new", "open", "hold"))
        agent, hold = self.waits(ticket, ("pending",)), self.waits(ticket, ("hold",))
        return {
            "exclusion_reason": reason,
            "is_included": reason is None,
            "resolution_type": kind,
            "is_resolved": last is not None,
            "first_resolved_at": first,
            "resolved_at": last,
            "first_resolution_minutes": self.minutes(ticket.created, first),
            "first_resolution_business_minutes": self.business(ticket, ticket.created, first),
            "full_resolution_minutes": self.minutes(ticket.created, last),
            "full_resolution_business_minutes": self.business(ticket, ticket.created, last),
            "open_age_minutes": self.minutes(ticket.created, open_until_now),
            "open_age_business_minutes": self.business(ticket, ticket.created, open_until_now),
            "requester_wait_minutes": requester[0],
            "requester_wait_business_minutes": requester[1],
            "agent_wait_minutes": agent[0],
            "agent_wait_business_minutes": agent[1],
            "on_hold_minutes": hold[0],
            "on_hold_business_minutes": hold[1],
            "agent_reply_count": replies,
            "customer_message_count": len(self.said_by(ticket, "customer")),
            "reopen_count": len(self.reopenings(ticket)),
            "is_reopened": bool(self.reopenings(ticket)),
            "is_one_touch": replies == 1 if kind == "solved" else None,
        }

    def issues(self) -> list[list[Ticket]]:
        """Return the chains: counted tickets of one known customer about one thing."""
        counted = [t for t in self.tickets if self.exclusion(t) is None and t.customer]
        chains: list[list[Ticket]] = []
        for ticket in sorted(counted, key=lambda t: (t.created, t.id)):
            for chain in reversed(chains):
                if (chain[0].customer, chain[0].category) == (ticket.customer, ticket.category):
                    ends = [self.resolution(t)[2] for t in chain]
                    if None in ends or ticket.created <= max(ends) + REPEAT_WINDOW:
                        chain.append(ticket)
                        break
                    chains.append([ticket])
                    break
            else:
                chains.append([ticket])
        return chains

    def first_contact_resolution(self) -> dict[str, dict]:
        """KPI-05, one row an issue; a ticket that does not count stands alone."""
        rows = {chain[0].id: self.issue(chain) for chain in self.issues()}
        for ticket in self.tickets:
            reason = self.exclusion(ticket) or (None if ticket.customer else "unlinkable")
            if reason:
                rows[ticket.id] = {
                    "exclusion_reason": reason,
                    "is_included": False,
                    "first_contact_resolution_count": 0,
                    "ticket_count": 1,
                }
        return rows

    def issue(self, chain: list[Ticket]) -> dict:
        """Judge one chain."""
        resolutions = [self.resolution(t) for t in chain]
        ends = [last for _, _, last in resolutions]
        # closed is not solved
        is_resolved = all(kind == "solved" for kind, _, _ in resolutions)
        reopens = sum(sum(self.reopenings(t)) for t in chain)
        replies = sum(len(self.said_by(t, "agent")) for t in chain)
        if is_resolved:
            is_mature = max(ends) + REPEAT_WINDOW <= self.as_of
        else:
            is_mature = chain[0].created + MATURE_UNSOLVED <= self.as_of
        in_one = len(chain) == 1 and not reopens
        at_once = replies <= 1 or chain[0].channel in SYNCHRONOUS
        return {
            "exclusion_reason": None if is_mature else "immature",
            "is_included": is_mature,
            "first_contact_resolution_count": int(is_mature and is_resolved and in_one and at_once),
            "ticket_count": len(chain),
            "reopen_count": reopens,
            "agent_reply_count": replies,
            "customer_message_count": sum(len(self.said_by(t, "customer")) for t in chain),
            "is_resolved": is_resolved,
            "is_mature": is_mature,
            "resolved_at": max(ends) if is_resolved else None,
        }
