"""Service level targets of the demo's help desks, and what became of each."""

from datetime import datetime, timedelta

from demo import settings, tools, truth
from demo.clock import after_business_minutes, business_minutes, minutes_between
from demo.world import Ticket, World

SINCE = datetime(2026, 4, 1)
SINCE_NEW_YEAR = datetime(2026, 1, 1)
# Zendesk: policy, version, metric, clock -> minutes by priority
PRIORITIES = ("low", "normal", "high", "urgent")
POLICIES = {
    ("601", datetime(2025, 1, 1), "first_reply_time", True): (480, 240, 120, 60),
    ("601", datetime(2025, 1, 1), "total_resolution_time", True): (2880, 1440, 960, 480),
    ("601", datetime(2025, 1, 1), "agent_work_time", False): (None, None, None, 240),
    ("601", datetime(2026, 5, 15), "first_reply_time", True): (480, 180, 90, 60),
    ("601", datetime(2026, 5, 15), "total_resolution_time", True): (2880, 1440, 960, 480),
    ("602", datetime(2025, 1, 1), "first_reply_time", False): (240, 240, 60, 60),
    ("602", datetime(2025, 1, 1), "total_resolution_time", False): (4320, 4320, 1440, 1440),
}
METRICS = {
    "first_reply_time": "first_reply",
    "total_resolution_time": "resolution",
    "agent_work_time": "agent_work",
}
# ServiceNow: definition -> metric, minutes of business time
DEFINITIONS = {"sla_response": ("first_reply", 240), "sla_resolution": ("resolution", 960)}
INTERCOM_MINUTES = 15
EPOCH = datetime(1970, 1, 1)


def write(world: World, rng, differing: list[tuple]) -> list[dict]:
    """Write the service levels of all tools; returns one row a target as it was."""
    return [
        *_zendesk(world, rng),
        *_freshdesk(world),
        *_servicenow(world, rng, differing),
        *_intercom(world),
    ]


def _recent(world: World, system: str, since: datetime) -> list[Ticket]:
    found = [t for t in world.tickets if t.system == system and t.created >= since]
    return sorted(found, key=lambda ticket: (ticket.created, ticket.number))


def reached(ticket: Ticket, metric: str) -> datetime | None:
    """Return when what a target asks for happened."""
    if metric == "first_reply":
        return truth.first_response(ticket)
    return truth.resolution(ticket)["last"] if metric == "resolution" else None


def exclusion_reason(ticket: Ticket, metric: str) -> str:
    """First reason that keeps a target out: the ticket's, then what the metric has no time for."""
    result = truth.resolution(ticket)["type"]
    unanswered = metric == "first_reply" and reached(ticket, metric) is None and result != "open"
    checks = (
        (truth.exclusion_reason(ticket), bool(truth.exclusion_reason(ticket))),
        ("no_reply", unanswered),
        (result, metric == "resolution" and result in ("closed_without_solve", "no_response")),
    )
    return next((reason for reason, applies in checks if applies), "")


def outcome(end: datetime | None, is_late: bool) -> str:
    """Met, missed, or pending: an open target past its time is missed."""
    if is_late:
        return "missed"
    return "met" if end else "pending"


def _target(ticket: Ticket, target_id: str, metric: str, minutes, **more) -> dict:
    row = {
        "source_system": ticket.system,
        "source_sla_target_id": target_id,
        "source_ticket_id": ticket.id,
        "created_at": ticket.created,
        "sla_metric": metric,
        "target_minutes": minutes,
        "outcome": "",
        "vendor_outcome": "",
        "exclusion_reason": exclusion_reason(ticket, metric),
    }
    return row | more


def _zendesk(world: World, rng) -> list[dict]:
    places = {key: place for place, key in enumerate(POLICIES)}
    world.tables["zendesk/sla_policy_metric_history"] = [
        {
            "sla_policy_id": key[0],
            "sla_policy_updated_at": key[1],
            "index": 4 * places[key] + place,
            "metric": key[2],
            "priority": priority,
            "target": POLICIES[key][place],
            "business_hours": key[3],
        }
        for key in POLICIES
        for place, priority in enumerate(PRIORITIES)
        if POLICIES[key][place]
    ]
    tickets = [t for t in _recent(world, "zendesk", SINCE) if t.priority in PRIORITIES]
    again = {tickets[int(place)].id: True for place in rng.permutation(len(tickets))[:6]}
    applied = []
    for ticket in tickets:
        applied.append((ticket, "601", ticket.created))
        if ticket.id in again:
            applied.append((ticket, "602", ticket.created + timedelta(minutes=9)))
    world.tables["zendesk/ticket_sla_policy"] = [
        {"ticket_id": ticket.id, "sla_policy_id": policy, "policy_applied_at": at}
        for ticket, policy, at in applied
    ]
    return [row for one in applied for row in _of_policy(*one, one[0].id in again)]


def _of_policy(ticket: Ticket, policy: str, at: datetime, is_changed: bool) -> list[dict]:
    """Return the targets of a policy in the version that held when it was put on the ticket."""
    version = max(key[1] for key in POLICIES if key[0] == policy and key[1] <= at)
    rows = []
    for (name, since, raw_metric, is_business), minutes in POLICIES.items():
        target, metric = minutes[PRIORITIES.index(ticket.priority)], METRICS[raw_metric]
        if (name, since) != (policy, version) or target is None:
            continue
        end = reached(ticket, metric)
        start = truth.clock_start(ticket) if metric == "first_reply" else ticket.created
        row = _target(ticket, f"{ticket.id}|{policy}|{at}|{raw_metric}", metric, target)
        if metric == "agent_work":
            row["exclusion_reason"] = row["exclusion_reason"] or "target_not_judged"
        else:
            until = end or settings.AS_OF
            taken = (
                truth.open_minutes(ticket, start, until)
                if is_business
                else minutes_between(start, until)
            )
            row["outcome"] = outcome(end, taken > target)
            if is_changed and policy == "601":
                row["exclusion_reason"] = row["exclusion_reason"] or "target_replaced"
        rows.append(row)
    return rows


def _freshdesk(world: World) -> list[dict]:
    """Due dates stand on every ticket; the flags are written for those of this year."""
    rows, landed = [], {row["id"]: row for row in world.tables["freshdesk/tickets"]}
    for ticket in _recent(world, "freshdesk", settings.HISTORY_START):
        for metric, due_name, flag in (
            ("first_reply", "fr_due_by", "fr_escalated"),
            ("resolution", "due_by", "is_escalated"),
        ):
            raw, end = landed[ticket.id], reached(ticket, metric)
            due, is_over = raw[due_name], raw["status"] in (4, 5)
            is_late = (end or settings.AS_OF) > due
            row = _target(
                ticket,
                f"{ticket.id}|{due_name}",
                metric,
                round(minutes_between(ticket.created, due)),
                outcome=outcome(end, is_late),
            )
            if ticket.created >= SINCE_NEW_YEAR:
                raw[flag] = is_late
                met = "met" if end or is_over else "active"
                row["vendor_outcome"] = "missed" if is_late else met
            rows.append(row)
    return rows


def _servicenow(world: World, rng, differing: list[tuple]) -> list[dict]:
    world.tables["servicenow/contract_sla"] = [
        {
            "sys_id": name,
            "name": f"{metric.replace('_', ' ').capitalize()} within {minutes // 60} hours",
            "target": "response" if metric == "first_reply" else "resolution",
            "duration": EPOCH + timedelta(minutes=minutes),
        }
        for name, (metric, minutes) in DEFINITIONS.items()
    ]
    landed, rows = [], []
    for ticket in _recent(world, "servicenow", SINCE):
        for name, (metric, minutes) in DEFINITIONS.items():
            for raw, row in _attached(ticket, name, metric, minutes):
                raw["sys_id"] = row["source_sla_target_id"] = rng.bytes(8).hex()
                landed.append(raw)
                rows.append(row)
    _change_flags(landed, rows, differing)
    world.tables["servicenow/task_sla"] = landed
    return rows


def _attached(ticket: Ticket, name: str, metric: str, minutes: int) -> list[tuple[dict, dict]]:
    """Return a service level as it was attached, and again after each reopening."""
    solved, starts = truth.solve_times(ticket), [ticket.created]
    if metric == "resolution":
        starts += [at for at, _ in truth.reopens(ticket)]
    found = []
    for place, start in enumerate(starts):
        is_replaced = place + 1 < len(starts)
        end = reached(ticket, metric)
        if metric == "resolution":
            end = next((at for at in solved if at > start), None)
        due = (
            _planned_end(ticket, start, end, minutes)
            if metric == "resolution"
            else (after_business_minutes(start, minutes))
        )
        is_late, is_canceled = (end or settings.AS_OF) > due, ticket.status == "canceled"
        running = "paused" if ticket.status == "pending" else "in_progress"
        vendor = "missed" if is_late else ("met" if end else "active")
        raw = {
            "sys_id": "",
            "task_value": ticket.id,
            "sla_value": name,
            "stage": "cancelled" if is_canceled else ("completed" if end else running),
            "has_breached": is_late,
            "schedule_value": "office",
            "start_time": start,
            "planned_end_time": due,
        }
        # ours is the last solution, whichever time it was attached
        last = reached(ticket, metric)
        row = _target(
            ticket,
            "",
            metric,
            minutes,
            outcome=outcome(last, (last or settings.AS_OF) > due),
            vendor_outcome="canceled" if is_canceled else vendor,
        )
        reason = "target_replaced" if is_replaced else ""
        row["exclusion_reason"] = row["exclusion_reason"] or reason
        found.append((raw, row))
    return found


def _planned_end(ticket: Ticket, start: datetime, end: datetime | None, minutes: int) -> datetime:
    """Return the planned end: waiting for the customer moves it by as much business time."""
    until = end or settings.AS_OF
    changes = [*ticket.statuses, (settings.AS_OF, "", "")]
    paused = sum(
        business_minutes(max(a[0], start), min(b[0], until))
        for a, b in zip(changes, changes[1:], strict=False)
        if a[1] == "pending" and b[0] > start and a[0] < until
    )
    return rounded_up(after_business_minutes(start, minutes + paused))


def rounded_up(moment: datetime) -> datetime:
    """Whole seconds, as a column of times holds them."""
    return moment.replace(microsecond=0) + timedelta(seconds=bool(moment.microsecond))


def _change_flags(landed: list[dict], rows: list[dict], differing: list[tuple]) -> None:
    """Let somebody take back a breach by hand, twice."""
    fit = [
        (raw, row)
        for raw, row in zip(landed, rows, strict=True)
        if raw["has_breached"] and raw["stage"] == "completed" and not row["exclusion_reason"]
    ]
    for raw, row in fit[:2]:
        raw["has_breached"], row["vendor_outcome"] = False, "met"
        differing.append(("servicenow/task_sla", raw["sys_id"], "breach_taken_back"))


def _intercom(world: World) -> list[dict]:
    rows, landed = [], {row["id"]: row for row in world.tables["intercom/conversation_history"]}
    for ticket in _recent(world, "intercom", SINCE):
        reply = truth.first_response(ticket)
        until = business_minutes(ticket.created, reply or settings.AS_OF)
        word = "missed" if until > INTERCOM_MINUTES else "hit"
        if reply is None:
            word = "active" if ticket.status != "solved" else "cancelled"
        landed[ticket.id]["sla_name"] = f"{INTERCOM_MINUTES} minutes"
        landed[ticket.id]["sla_status"] = word
        ours = {"hit": "met", "missed": "missed", "active": "pending", "cancelled": ""}[word]
        vendor = {"hit": "met", "cancelled": "canceled"}.get(word, word)
        row = _target(ticket, f"{ticket.id}|sla", "unknown", None, outcome=ours)
        row["vendor_outcome"] = vendor
        if word == "cancelled":
            row["exclusion_reason"] = row["exclusion_reason"] or "target_canceled"
        rows.append(row)
    return rows


def kpi_rows(targets: list[dict]) -> list[dict]:
    """Share of the targets that were met, of each set of tools, overall and by month."""
    rows = []
    for vendor_set, systems in tools.SETS.items():
        groups = {}
        for row in targets:
            is_counted = not row["exclusion_reason"] and row["outcome"] in ("met", "missed")
            if row["source_system"] in systems and is_counted:
                met = float(row["outcome"] == "met")
                month = f"{row['created_at']:%Y-%m}-01"
                groups.setdefault(("all", ""), []).append(met)
                groups.setdefault(("month", month), []).append(met)
        rows += [
            {
                "vendor_set": vendor_set,
                "kpi_code": "sla_met",
                "period_grain": grain,
                "period_start": start,
                "n": len(values),
                "numerator": sum(values),
                "denominator": len(values),
                "value": sum(values) / len(values),
            }
            for (grain, start), values in sorted(groups.items())
        ]
    return rows


def recent(targets: list[dict]) -> list[dict]:
    """Return the targets that are listed one by one: those of tickets since April 2026."""
    return [row for row in targets if row["created_at"] >= SINCE]
