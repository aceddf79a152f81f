"""The truth of calls and chats, computed from the simulated objects in plain Python."""

from datetime import datetime, timedelta

from demo import settings, tools
from demo.calls import PhoneCall
from demo.clock import is_open
from demo.truth import exclusion_reason, public_replies
from demo.world import Ticket, World

WEEK = timedelta(days=7)
SHORT_SECONDS, SHORT_CONTACT, LONG_CONTACT, LONG_WAIT = 5, 10, 4 * 3600, 24 * 3600
THRESHOLDS = {"call": 20, "chat": 60}
OFFER_AFTER, PROMISE = 60, 3600
CLASSES = {
    "missed": "missed",
    "voicemail": "voicemail",
    "abandoned_in_ivr": "abandoned_in_ivr",
    "abandoned_on_hold": "answered",
    "answered": "answered",
}


def call_rows(world: World) -> list[dict]:
    """One truth row an accepted call, and a chat of Intercom."""
    contacts = _contacts(world)
    rows = [_call_row(one, contacts) for one in world.calls]
    chats = [t for t in world.tickets if t.system == "intercom"]
    return rows + [_chat_row(t) for t in sorted(chats, key=lambda t: (t.created, t.number))]


def _common_exclusion(one: PhoneCall) -> str:
    """First reason that keeps a call out of every KPI."""
    about = exclusion_reason(one.ticket) if one.ticket else ""
    if about in ("spam", "test"):
        return about
    if one.is_staff:
        return "internal"
    return "outbound" if one.call.direction == "outbound" else ""


def outcome_class(one: PhoneCall) -> str:
    """What became of a call in its queue."""
    call = one.call
    if one.raw_status:
        return "unmapped"
    if call.is_callback:
        return "callback"
    if call.outcome in CLASSES:
        return CLASSES[call.outcome]
    return "short_abandon" if call.wait_seconds < SHORT_SECONDS else "abandoned"


def _queue_exclusion(one: PhoneCall) -> str:
    checks = (
        (_common_exclusion(one), bool(_common_exclusion(one))),
        ("ivr", outcome_class(one) == "abandoned_in_ivr"),
        ("closed", one.call.is_outside_hours),
        ("unmapped", bool(one.raw_status)),
    )
    return next((reason for reason, applies in checks if applies), "")


def is_answered(one: PhoneCall) -> bool:
    """Whether an agent had the caller on the line."""
    return not one.raw_status and one.call.outcome in ("answered", "abandoned_on_hold")


def transfers(one: PhoneCall) -> int:
    """One less than the people who talked."""
    return max(sum(leg.completion == "completed" for leg in one.call.legs) - 1, 0)


def call_end(one: PhoneCall) -> datetime:
    """End of the talk."""
    call = one.call
    seconds = call.wait_seconds + call.talk_seconds + call.hold_seconds
    return call.started + timedelta(seconds=seconds)


def work_end(one: PhoneCall) -> datetime:
    """End of the after-call work."""
    return call_end(one) + timedelta(seconds=one.call.wrap_up_seconds or 0)


def handle_seconds(one: PhoneCall) -> int | None:
    """Talk, hold and wrap-up of all agents, None where one of them is missing."""
    if one.call.wrap_up_seconds is None:
        return None
    parts = [leg for leg in one.call.legs if leg.kind == "agent"] or [one.call]
    return sum(p.talk_seconds + p.hold_seconds + (p.wrap_up_seconds or 0) for p in parts)


def is_resolved(one: PhoneCall) -> bool | None:
    """Whether the ticket was solved when the agent was done; None without a ticket."""
    if one.ticket is None:
        return None
    until = [status for at, status, _ in one.ticket.statuses if at <= work_end(one)]
    return bool(until) and until[-1] in ("solved", "closed")


def _contacts(world: World) -> list[tuple]:
    """All that counts as coming back: (person, category, moment, ticket or call)."""
    systems = tools.SETS["default"]
    found = [
        (t.person.true_id, t.category, t.created, t)
        for t in world.tickets
        if t.system in systems and t.person and not exclusion_reason(t)
    ]
    found += [
        (one.person.true_id, one.ticket.category if one.ticket else "", one.call.started, one)
        for one in world.calls
        if one.person and not _common_exclusion(one)
    ]
    # a chat is a contact and the ticket that it leads to
    by_person = {}
    for contact in found:
        by_person.setdefault(contact[0], []).append(contact)
    return by_person


def has_repeat(one: PhoneCall, contacts: dict) -> bool:
    """Whether the caller came back about the same thing within seven days after the call."""
    if one.person is None:
        return False
    end, category = call_end(one), one.ticket.category if one.ticket else ""
    return any(
        end < moment <= end + WEEK
        and (not category or not other or category == other)
        and thing is not one
        and thing is not one.ticket
        for _, other, moment, thing in contacts.get(one.person.true_id, [])
    )


def _first_call_exclusion(one: PhoneCall) -> tuple[str, str]:
    """Return the reason of the call, and that of its unknown end."""
    checks = (
        (_common_exclusion(one), bool(_common_exclusion(one))),
        ("unmapped", bool(one.raw_status)),
        ("not_answered", not is_answered(one)),
        ("too_short", one.call.talk_seconds < SHORT_CONTACT),
    )
    of_call = next((reason for reason, applies in checks if applies), "")
    checks = (
        ("unlinkable", one.person is None),
        ("incomplete", is_resolved(one) is None),
        ("immature", call_end(one) + WEEK > settings.AS_OF),
    )
    return of_call, next((reason for reason, applies in checks if applies), "")


def _handling_exclusion(one: PhoneCall) -> str:
    seconds = handle_seconds(one)
    checks = (
        (_common_exclusion(one), bool(_common_exclusion(one))),
        ("unmapped", bool(one.raw_status)),
        ("not_answered", not is_answered(one)),
        ("incomplete", seconds is None),
        ("too_short", (seconds or 0) < SHORT_CONTACT),
        ("too_long", (seconds or 0) > LONG_CONTACT),
    )
    return next((reason for reason, applies in checks if applies), "")


def _call_row(one: PhoneCall, contacts: dict) -> dict:
    of_call, of_end = _first_call_exclusion(one)
    answered = is_answered(one)
    call = one.call
    reached = call.is_callback and answered and call.wait_seconds <= PROMISE
    return {
        "source_system": "zendesk",
        "source_call_id": call.id,
        "kind": "call",
        "outcome_class": outcome_class(one),
        "started_at": call.started,
        "moment": call.started,
        "wait_seconds": call.wait_seconds,
        "handle_seconds": handle_seconds(one) if answered else None,
        "handled_at": work_end(one),
        "transfers": transfers(one),
        "is_resolved": bool(is_resolved(one)) if of_call == "" else None,
        "has_repeat": has_repeat(one, contacts) if of_call == "" else None,
        "is_callback_kept": reached if call.is_callback else None,
        "queue_exclusion": _queue_exclusion(one),
        "fcr_exclusion": of_call or of_end,
        "aht_exclusion": _handling_exclusion(one),
        "is_eligible": of_call == "",
    }


def _chat_row(ticket: Ticket) -> dict:
    """A chat of Intercom: it waits for the first human word, and nobody times the rest."""
    replies = public_replies(ticket)
    is_over = bool(replies) or ticket.status in ("solved", "closed")
    found = ("answered" if replies else "missed") if is_over else "unknown"
    wait = (replies[0] - ticket.created).total_seconds() if replies else None
    reason = "internal" if ticket.is_staff_request else ""
    queue = reason or ("" if is_open(ticket.created) else "closed")
    queue = queue or ("unfinished" if found == "unknown" else "")
    queue = queue or ("too_long" if (wait or 0) > LONG_WAIT else "")
    return {
        "source_system": "intercom",
        "source_call_id": ticket.id,
        "kind": "chat",
        "outcome_class": found,
        "moment": ticket.created,
        "wait_seconds": None if wait is None else int(wait),
        "queue_exclusion": queue,
        "aht_exclusion": reason or ("incomplete" if replies else "not_answered"),
    }


def kpi_samples(calls: list[dict]) -> list[tuple]:
    """What each call adds to each KPI: (tool, KPI, moment, measure)."""
    return [(row["source_system"], *sample) for row in calls for sample in _samples(row)]


def _samples(row: dict) -> list[tuple]:
    started, found, wait = row["moment"], row["outcome_class"], row["wait_seconds"]
    samples = []
    if row["queue_exclusion"] == "":
        samples += [(kpi, started, value) for kpi, value in _queue_measures(row, found, wait)]
    if row.get("is_eligible"):
        samples.append(("transfer_rate", started, float(row["transfers"] > 0)))
        if row["fcr_exclusion"] == "":
            solved = row["is_resolved"] and not row["has_repeat"] and not row["transfers"]
            samples.append(("first_call_resolution", started, float(solved)))
    if row["aht_exclusion"] == "":
        samples.append(("aht", row["handled_at"], float(row["handle_seconds"])))
    return samples


def _queue_measures(row: dict, found: str, wait) -> list[tuple]:
    measures = []
    if found == "answered":
        measures.append(("queue_wait", float(wait)))
    # Intercom does not tell who left, and says nothing of abandonment
    if row["kind"] == "call" and found in ("answered", "abandoned"):
        measures.append(("queue_wait_all", float(wait)))
    if found != "short_abandon":
        in_time = found == "answered" and wait <= THRESHOLDS[row["kind"]]
        measures.append(("service_level", float(in_time)))
        if row["kind"] == "call":
            measures.append(("queue_abandonment", float(found == "abandoned")))
    is_taken = found == "callback"
    if row["kind"] == "call" and (is_taken or wait >= OFFER_AFTER):
        measures.append(("callback", float(is_taken)))
    if is_taken:
        measures.append(("callback_kept", float(row["is_callback_kept"])))
    return measures
