"""What a correct warehouse must find on the site: journeys, tasks, visits, page loads, initiatives.

Definitions of their own in plain Python, on the simulated journeys; nothing is read from a table.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from statistics import median

from demo import settings
from demo.digital import (
    CLICK,
    COUNTS_FROM,
    ERROR,
    EVENTS,
    FAILURES,
    GUIDED,
    JOURNEY_OF,
    LONGER_CHECKOUT,
    MINUTES,
    SIMPLER_CHECKOUT,
    STARTS,
    TASKS,
    TRUE_EFFECTS,
    Digital,
    Instance,
    Visitor,
)

WITHOUT_FIGURES = ("cart",)  # the published figures are not those of a cart
CONVERSIONS = ("order_completed", "booking_completed")
VISIT = timedelta(minutes=30)


def journey_rows(made: Digital) -> list[dict]:
    """One row per journey and attempt at a task."""
    known = _known_devices(made)
    rows = [_row(one, known) for one in made.instances]
    return sorted(rows, key=lambda row: (int(row["event_id"][1:]), row["journey"]))


def _known_devices(made: Digital) -> set[str]:
    """Devices at which someone logged in at some time."""
    events = [event for one in made.instances for event in one.events]
    return {e.visitor.anonymous_id for e in events if e.has_user and e.visitor.person} | {
        view.visitor.anonymous_id for view in made.pages if view.has_user
    }


def _person(visitor: Visitor, known: set[str]) -> str:
    return visitor.person.true_id if visitor.anonymous_id in known else ""


def _row(one: Instance, known: set[str]) -> dict:
    events, name = one.events, one.journey
    first = min(event.id for event in events if (event.at, event.name) == _start(one))
    steps = list(EVENTS[name])
    if name == "checkout" and events[0].at < SIMPLER_CHECKOUT:
        steps = list(LONGER_CHECKOUT)
    timely, lapsed = _until_lapse(one)
    goals = [event for event in events if event.name == steps[-1]]
    failures = [event for event in timely if event.name == FAILURES.get(name)]
    if goals:
        outcome, counted = "completed", [e for e in events if e.at <= goals[0].at]
    elif failures:
        outcome, counted = "failed", [e for e in timely if e.at <= failures[0].at]
    elif lapsed or settings.AS_OF - timely[-1].at >= timedelta(minutes=MINUTES[name]):
        outcome, counted = "abandoned", timely
    else:
        outcome, counted = "in_progress", timely
    is_late = bool(goals) and goals[0] not in timely and goals[0].at >= _next_month(events[0].at)
    is_task = name in TASKS
    return {
        "event_id": first,
        "journey": name,
        "true_person_id": _person(events[0].visitor, known),
        "outcome": outcome,
        "furthest_step": max(steps.index(e.name) + 1 for e in counted if e.name in steps),
        "exclusion_reason": events[0].visitor.exclusion,
        "is_late": is_late or None,
        "click_count": sum(e.name == CLICK for e in counted) if is_task else None,
        "error_count": sum(e.name == ERROR for e in counted) if is_task else None,
        "seconds": int((goals[0].at - events[0].at).total_seconds()) if is_task and goals else None,
        "started_at": events[0].at,  # for the sums below, not written
    }


def _start(one: Instance) -> tuple[datetime, str]:
    return one.events[0].at, one.events[0].name


def _until_lapse(one: Instance) -> tuple[list, bool]:
    """The events before the first pause as long as the time-out, and whether there was one."""
    for place, event in enumerate(one.events[1:], 1):
        if event.at - one.events[place - 1].at >= timedelta(minutes=MINUTES[one.journey]):
            return one.events[:place], True
    return one.events, False


def _next_month(moment: datetime) -> datetime:
    first = moment.replace(day=1, hour=0, minute=0, second=0)
    return (first + timedelta(days=32)).replace(day=1)


def initiative_rows(made: Digital, rows: list[dict]) -> list[dict]:
    """What each initiative truly does, and what happened in its two arms before and after."""
    arms = {}
    for row in made.seeds["initiative_assignments"]:
        arms[row["source_contact_id"]] = row["initiative_id"], row["arm"]
    people = {
        one.events[0].id: one.events[0].visitor.person
        for one in made.instances
        if one.events[0].visitor.person
    }
    found = defaultdict(lambda: [0, 0])
    for row in rows:
        person = people.get(row["event_id"])
        if not row["true_person_id"] or person is None or row["outcome"] == "in_progress":
            continue
        initiative, arm = arms.get(person.crm_id, ("", ""))
        if JOURNEY_OF.get(initiative) == row["journey"]:
            period = "before" if row["started_at"] < STARTS else "ramp_up"
            period = "after" if row["started_at"] >= COUNTS_FROM else period
            counts = found[initiative, period, arm]
            counts[0] += 1
            counts[1] += row["outcome"] == "completed"
    return [
        {
            "initiative_id": initiative,
            "kpi_code": "journey_completion",
            "topic": JOURNEY_OF[initiative],
            "true_effect": TRUE_EFFECTS[initiative],
            "is_effective": initiative == GUIDED,
            "period": period,
            "arm": arm,
            "n": counts[0],
            "completed": counts[1],
        }
        for (initiative, period, arm), counts in sorted(found.items())
    ]


def kpi_rows(made: Digital, rows: list[dict]) -> list[dict]:
    """Rows of the KPIs, overall and by month."""
    samples = defaultdict(list)
    for row in rows:
        if not row["exclusion_reason"] and row["outcome"] != "in_progress":
            for kpi, value in _measures(row).items():
                samples[kpi, row["started_at"]].append(value)
    for view in made.pages:
        if not view.exclusion:
            seconds = view.load_ms / 1000
            for kpi in ("page_load", "page_load_median"):
                samples[kpi, view.at].append(seconds)
            samples["page_load_under_3s", view.at].append(float(seconds < 3))
    for at, has_converted in _visits(made):
        samples["conversion", at].append(float(has_converted))
    groups = defaultdict(list)
    for (kpi, at), values in samples.items():
        groups[kpi, "all", ""] += values
        groups[kpi, "month", f"{at:%Y-%m}-01"] += values
    return [
        {
            "vendor_set": "default",
            "kpi_code": kpi,
            "period_grain": grain,
            "period_start": start,
            "n": len(values),
            "numerator": sum(sorted(values)),
            "denominator": len(values),
            "value": _value(kpi, values),
        }
        for (kpi, grain, start), values in sorted(groups.items())
    ]


def _measures(row: dict) -> dict[str, float]:
    """What one ended journey or attempt adds to the KPIs."""
    is_done = row["outcome"] == "completed"
    if row["journey"] in TASKS:
        found = {
            "task_success": float(is_done),
            "task_error": float(row["error_count"] > 0),
            "task_abandonment": float(row["outcome"] == "abandoned"),
        }
        if is_done:
            found |= {"task_time": row["seconds"], "task_clicks": row["click_count"]}
        return found
    if row["journey"] in WITHOUT_FIGURES:
        return {}
    return {
        "journey_completion": float(is_done),
        "journey_abandonment": float(row["outcome"] == "abandoned"),
        "journey_failure": float(row["outcome"] == "failed"),
    }


def _value(kpi: str, values: list[float]) -> float:
    if kpi in ("task_time", "task_clicks", "page_load_median"):
        return median(values)
    if kpi == "page_load":
        ordered = sorted(values)
        place = 0.75 * (len(ordered) - 1)
        low = int(place)
        high = min(low + 1, len(ordered) - 1)
        return ordered[low] + (place - low) * (ordered[high] - ordered[low])
    return sum(sorted(values)) / len(values)


def _visits(made: Digital) -> list[tuple[datetime, bool]]:
    """Visits of people and strangers: what they did without a pause of half an hour."""
    known = _known_devices(made)
    moments = defaultdict(set)
    for one in made.instances:
        for event in one.events:
            visitor = event.visitor
            if not visitor.exclusion:
                who = _person(visitor, known) or visitor.anonymous_id
                moments[who].add((event.at, event.name in CONVERSIONS))
    for view in made.pages:
        if view.exclusion not in ("bot", "prefetch"):
            who = _person(view.visitor, known) or view.visitor.anonymous_id
            moments[who].add((view.at, False))
    visits = []
    for done in moments.values():
        begin, last, has_converted = None, None, False
        for at, is_conversion in sorted(done):
            if last is not None and at - last >= VISIT:
                visits.append((begin, has_converted))
                begin, has_converted = None, False
            begin, last = begin or at, at
            has_converted = has_converted or is_conversion
        visits.append((begin, has_converted))
    return visits
