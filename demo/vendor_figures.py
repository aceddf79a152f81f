"""What the help desks themselves say of a ticket: times, counts and service levels.

It is written after the simulation, with a generator of its own, for the tickets of the last
months; a few figures differ from what happened, each for a reason that such tools have.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from statistics import median

import numpy as np

from demo import sla_targets, truth
from demo.clock import business_minutes, minutes_between
from demo.world import Ticket, World

SEED_OFFSET = 17
SINCE = datetime(2026, 4, 1)
SINCE_NEW_YEAR = datetime(2026, 1, 1)
EPOCH = datetime(1970, 1, 1)
WAITING = ("new", "open", "hold")
FAULTS = {
    "bot_reply_counted": "bot reply counted by the tool",
    "other_schedule": "other schedule in the tool",
    "deleted_reply_counted": "deleted reply counted by the tool",
    "own_creation": "merged ticket timed from its own creation",
    "statistics_before_reopening": "statistics not renewed",
    "resolve_time_before_reopening": "resolve time kept at a reopening",
    "breach_taken_back": "breach taken back by hand",
}


def write(world: World, seed: int) -> tuple[list[dict], list[tuple]]:
    """Write the figures and service levels; returns the targets as they were, and what differs."""
    rng = np.random.default_rng(seed + SEED_OFFSET)
    differing = []
    _zendesk(world, rng, differing)
    _intercom(world, rng, differing)
    _servicenow(world, rng, differing)
    return sla_targets.write(world, rng, differing), differing


def list_differences(world: World, differing: list[tuple]) -> None:
    """List what was planted; run last, so that the numbers of the other faults stay."""
    for table, record, reason in sorted(differing):
        world.fault(FAULTS[reason], table, record, "kept", "GOV-27", reason)


def tickets_of(world: World, system: str, since: datetime = SINCE) -> list[Ticket]:
    """Return the tickets of a tool that were created lately, in order."""
    found = [t for t in world.tickets if t.system == system and t.created >= since]
    return sorted(found, key=lambda ticket: (ticket.created, ticket.number))


def counts(ticket: Ticket) -> bool:
    """Tell whether all times of a ticket enter the KPIs."""
    result = truth.resolution(ticket)["type"]
    answered = truth.first_response(ticket) is not None
    return not truth.exclusion_reason(ticket) and (
        (answered and result == "solved") or result == "open"
    )


def sampled(rng, tickets: list[Ticket], count: int, fits: Callable) -> list[Ticket]:
    """Draw some of the tickets that fit."""
    fit = [ticket for ticket in tickets if counts(ticket) and fits(ticket)]
    return [fit[int(place)] for place in rng.permutation(len(fit))[:count]]


def both(ticket: Ticket, start: datetime, end: datetime | None) -> dict | None:
    """Return an interval on both clocks in whole minutes, as Zendesk writes it."""
    if end is None:
        return {"calendar": None, "business": None}
    return {
        "calendar": round(minutes_between(start, end)),
        "business": round(truth.open_minutes(ticket, start, end)),
    }


def spent(ticket: Ticket, statuses: tuple) -> dict:
    """Return the whole minutes in some statuses, up to the last change of the status."""
    pairs = zip(ticket.statuses, ticket.statuses[1:], strict=False)
    spans = [(a[0], b[0]) for a, b in pairs if a[1] in statuses]
    return {
        "calendar": round(sum(minutes_between(*span) for span in spans)),
        "business": round(sum(truth.open_minutes(ticket, *span) for span in spans)),
    }


def _first_counted(ticket: Ticket, words: list) -> datetime | None:
    """Return when Zendesk stops the clock: at the first (or second) public word of an agent."""
    said = [c for c in words if c.author == "agent" and c.is_public]
    public = [c for c in words if c.is_public]
    if ticket.is_agent_created and public and public[0].author == "agent":
        said = said[1:]
    return said[0].at if said else None


def _is_answered_long_after_a_bot(ticket: Ticket) -> bool:
    said, reply = [c.at for c in ticket.comments if c.author == "bot"], truth.first_response(ticket)
    return bool(said) and reply is not None and reply - said[0] > timedelta(minutes=5)


def _is_solved_overnight(ticket: Ticket) -> bool:
    end = truth.resolution(ticket)["last"]
    if end is None or ticket.merged_from or any(c.is_deleted for c in ticket.comments):
        return False
    is_open = truth.open_minutes(ticket, ticket.created, end)
    return minutes_between(ticket.created, end) - is_open > 5


def _zendesk(world: World, rng, differing: list) -> None:
    tickets = tickets_of(world, "zendesk")
    with_bot = sampled(rng, tickets, 4, _is_answered_long_after_a_bot)
    frozen = sampled(rng, [t for t in tickets if t not in with_bot], 3, _is_solved_overnight)
    rows = []
    for ticket in tickets:
        words = sorted(ticket.comments, key=lambda c: c.at)
        result, solved = truth.resolution(ticket), truth.solve_times(ticket)
        reply = _first_counted(ticket, words)
        if ticket in with_bot:
            reply = next(c.at for c in words if c.author == "bot")
        last = result["last"] or (solved[-1] if solved else None)
        row = {
            "id": 7_000_000 + int(ticket.number),
            "ticket_id": ticket.id,
            "reopens": len(truth.reopens(ticket)),
            "replies": sum(c.author == "agent" and c.is_public for c in words),
            "assignee_stations": len(ticket.transfers) + 1 if ticket.is_taken else 0,
            "reply_time_in_minutes": both(ticket, ticket.created, reply),
            "first_resolution_time_in_minutes": both(ticket, ticket.created, result["first"]),
            "full_resolution_time_in_minutes": both(ticket, ticket.created, last),
            "requester_wait_time_in_minutes": spent(ticket, WAITING),
            "agent_wait_time_in_minutes": spent(ticket, ("pending",)),
            "on_hold_time_in_minutes": spent(ticket, ("hold",)),
        }
        if ticket in frozen:
            for name, value in row.items():
                if name.endswith("resolution_time_in_minutes") or name.startswith("reply_time"):
                    row[name] = value | {"business": value["calendar"]}
        rows.append(row)
        for reason, applies in (
            ("bot_reply_counted", ticket in with_bot),
            ("other_schedule", ticket in frozen),
            ("deleted_reply_counted", any(c.is_deleted for c in words)),
            ("own_creation", truth.clock_start(ticket) < ticket.created),
        ):
            if applies and counts(ticket):
                differing.append(("zendesk/ticket_metrics", ticket.id, reason))
    world.tables["zendesk/ticket_metrics"] = rows


def _waits(ticket: Ticket) -> list[float]:
    """Return the office minutes of each wait: from a customer's first word to the next answer."""
    found, since = [], None
    for word in sorted(ticket.comments, key=lambda c: c.at):
        if word.author == "customer" and since is None:
            since = word.at
        elif word.author == "agent" and word.is_public and since is not None:
            found.append(business_minutes(since, word.at))
            since = None
    return found


def _intercom(world: World, rng, differing: list) -> None:
    tickets = tickets_of(world, "intercom")
    stale = sampled(
        rng,
        tickets_of(world, "intercom", SINCE_NEW_YEAR),
        2,
        lambda t: truth.resolution(t)["type"] == "solved" and len(truth.solve_times(t)) > 1,
    )
    rows = {row["id"]: row for row in world.tables["intercom/conversation_history"]}
    for ticket in tickets + [one for one in stale if one not in tickets]:
        solved, reply = truth.solve_times(ticket), truth.first_response(ticket)
        reopened = len(truth.reopens(ticket))
        if ticket in stale:
            solved, reopened = solved[:1], 0
            record = ("intercom/conversation_history", ticket.id)
            differing.append((*record, "statistics_before_reopening"))
        waits = _waits(ticket)
        times = {
            "time_to_admin_reply": business_minutes(ticket.created, reply) if reply else None,
            "time_to_first_close": business_minutes(ticket.created, solved[0]) if solved else None,
            "time_to_last_close": business_minutes(ticket.created, solved[-1]) if solved else None,
            "median_time_to_reply": median(waits) if waits else None,
        }
        rows[ticket.id]["statistics"] = {
            name: round(60 * value) for name, value in times.items() if value is not None
        } | {
            "count_reopens": reopened,
            "count_assignments": len(ticket.transfers) + 1 if ticket.is_taken else 0,
        }


def _servicenow(world: World, rng, differing: list) -> None:
    tickets = tickets_of(world, "servicenow", SINCE_NEW_YEAR)
    early = sampled(
        rng,
        tickets,
        3,
        lambda t: truth.resolution(t)["type"] == "solved" and len(truth.solve_times(t)) > 1,
    )
    incidents = {row["sys_id"]: row for row in world.tables["servicenow/incident"]}
    tasks = {row["sys_id"]: row for row in world.tables["servicenow/task"]}
    for ticket in tickets:
        solved, closed = truth.solve_times(ticket), tasks[ticket.id]["closed_at"]
        if ticket in early:
            record = ("servicenow/incident", ticket.id)
            differing.append((*record, "resolve_time_before_reopening"))
        if solved:
            end = solved[0] if ticket in early else solved[-1]
            incidents[ticket.id]["calendar_stc"] = round(60 * minutes_between(ticket.created, end))
            incidents[ticket.id]["business_stc"] = round(60 * business_minutes(ticket.created, end))
        if closed and ticket.created >= SINCE:
            for name, clock in (("calendar", minutes_between), ("business", business_minutes)):
                length = timedelta(seconds=round(60 * clock(ticket.created, closed)))
                tasks[ticket.id][f"{name}_duration"] = EPOCH + length
