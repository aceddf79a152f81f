"""What became of journeys, tasks and visits: a plain reference, one event after the other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

LATE = timedelta(days=30)
VISIT = timedelta(minutes=30)


@dataclass(frozen=True)
class Definition:
    """One version of a journey or task; the first step starts it, the last one is its goal."""

    code: str
    version: int
    steps: tuple[str, ...]
    timeout: timedelta
    kind: str = "journey"
    failure: str = ""
    error: str = ""
    click: str = ""
    since: date = date(2000, 1, 1)
    until: date = date(9999, 12, 31)

    def holds(self, moment: datetime) -> bool:
        """Tell whether the version holds at a moment."""
        return self.since <= moment.date() < self.until

    def place(self, name: str) -> int | None:
        """Order of an event among those of one second; None for an event of others."""
        if name == self.steps[0]:
            return 0
        if name == self.steps[-1]:
            return 2
        others = (*self.steps, self.failure, self.error, self.click)
        return 1 if name and name in others else None


@dataclass(frozen=True)
class Event:
    """One event of a device."""

    number: int
    at: datetime
    name: str
    device: str
    user: str | None = None
    mark: str | None = None  # the reason why it does not count

    @property
    def id(self) -> str:
        """The id in the contract."""
        return f"site:{self.number:04}"


@dataclass
class Instance:
    """The events of one journey since its start."""

    definition: Definition
    parts: list[tuple[Event, Definition]] = field(default_factory=list)

    def is_done(self) -> bool:
        """Tell whether the goal was reached."""
        return any(event.name == by.steps[-1] for event, by in self.parts)


def visitors(events: list[Event], customers: dict[str, str]) -> dict[int, str]:
    """Tell who did each event: the user, else who logs in next there, else who was there last."""
    found = {}
    for event in events:
        at_device = sorted(
            (e for e in events if e.device == event.device and e.user), key=lambda e: (e.at, e.id)
        )
        later = [e.user for e in at_device if (e.at, e.id) >= (event.at, event.id)]
        earlier = [e.user for e in at_device if (e.at, e.id) < (event.at, event.id)]
        user = event.user or (later[0] if later else earlier[-1] if earlier else None)
        found[event.number] = customers.get(user, f"user {user}") if user else event.device
    return found


def instances(events: list[Event], who: dict[int, str], definitions: list[Definition]) -> list:
    """Cut the events of each visitor and journey into instances."""
    found, streams = [], defaultdict(list)
    for event in events:
        for definition in definitions:
            if definition.holds(event.at) and definition.place(event.name) is not None:
                streams[who[event.number], definition.code].append((event, definition))
    for stream in streams.values():
        stream.sort(key=lambda part: (part[0].at, part[1].place(part[0].name), part[0].id))
        current, before, has_lapsed = None, None, False
        for event, by in stream:
            pause = event.at - before[0].at if before else timedelta(0)
            # a stray event does not wake what had lapsed since its last start
            has_lapsed = has_lapsed or (before is not None and pause >= before[1].timeout)
            if before and pause >= before[1].timeout + LATE:
                current = None
            if event.name == by.steps[0]:
                if current is None or has_lapsed or current.is_done():
                    current = Instance(by)
                    found.append(current)
                has_lapsed = False
            if current:
                current.parts.append((event, by))
            before = event, by
    return found


def judge(instance: Instance, as_of: datetime) -> dict:
    """Tell what became of an instance."""
    timely, has_lapsed = [], False
    for place, (event, by) in enumerate(instance.parts):
        if not has_lapsed:
            timely.append((event, by))
        following = instance.parts[place + 1][0].at if place + 1 < len(instance.parts) else as_of
        has_lapsed = has_lapsed or following - event.at >= by.timeout
    goals = [event for event, by in instance.parts if event.name == by.steps[-1]]
    failures = [event for event, by in timely if event.name == by.failure]
    start, last = instance.parts[0][0], timely[-1][0]
    if goals:
        outcome, until = "completed", goals[0].at
    elif failures:
        outcome, until = "failed", failures[0].at
    else:
        outcome, until = ("abandoned" if has_lapsed else "in_progress"), last.at
    counted = [part for part in instance.parts if part[0].at <= until]
    # numbered as they were at the start, whatever version held later
    steps = instance.definition.steps
    reached = [steps.index(event.name) + 1 for event, _ in counted if event.name in steps]
    is_after = bool(goals) and all(goals[0] is not event for event, _ in timely)
    marks = [event.mark for event, _ in instance.parts if event.mark]
    ended = {"abandoned": last.at + instance.definition.timeout, "in_progress": None}
    return {
        "outcome": outcome,
        "version": instance.definition.version,
        "furthest_step_number": len(steps) if goals else max(reached),
        "event_count": len(counted),
        "click_count": sum(event.name == by.click for event, by in counted),
        "error_count": sum(event.name == by.error for event, by in counted),
        "minutes": (until - start.at).total_seconds() / 60,
        "is_late": is_after and (until.year, until.month) > (start.at.year, start.at.month),
        "exclusion_reason": min(marks, default=None),
        "started_at": start.at,
        "ended_at": ended.get(outcome, until),
    }


def visits(events: list[Event], who: dict[int, str], goals: set[str]) -> list[tuple]:
    """Cut what each visitor did into visits: (begin, end, events, converted, exclusion)."""
    found, streams = [], defaultdict(list)
    for event in events:
        streams[who[event.number], event.mark].append(event)
    for (_, mark), stream in streams.items():
        runs = []
        for event in sorted(stream, key=lambda e: (e.at, e.id)):
            if runs and event.at - runs[-1][-1].at < VISIT:
                runs[-1].append(event)
            else:
                runs.append([event])
        for run in runs:
            is_goal = any(event.name in goals for event in run)
            is_login = all(event.name == "identify" for event in run)
            reason = mark or ("login_only" if is_login else None)
            found.append((run[0].at, run[-1].at, len(run), is_goal, reason))
    return found
