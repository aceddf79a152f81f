"""The truth of the demo company, computed from the objects that made the raw data.

Each definition is one small function; nothing here reads a CSV file or runs SQL.
"""

from datetime import datetime, timedelta
from statistics import median

from demo import schedules, settings, tools
from demo.clock import business_minutes, minutes_between
from demo.tools import DESKS
from demo.world import Ticket, World

REOPENED = ("new", "open", "pending", "hold")
WAITS = {"requester": ("new", "open", "hold"), "agent": ("pending",), "hold": ("hold",)}
MEDIANS = ("frt", "frt_business", "resolution_time", "first_resolution_time")
MEDIANS += ("resolution_time_business", "requester_wait")
SESSION = ("phone", "chat")
DAY = timedelta(days=1)
SENT_WITH = timedelta(minutes=5)
SCALES = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7)}


def exclusion_reason(ticket: Ticket) -> str:
    """First reason that keeps a ticket out of every KPI, empty when it counts."""
    has_customer = any(c.author == "customer" and not c.is_deleted for c in ticket.comments)
    outbound = ticket.is_agent_created and ticket.channel not in SESSION and not has_customer
    checks = (
        ("deleted", ticket.is_row_deleted or ticket.status == "deleted"),
        ("merged", "closed_by_merge" in ticket.tags),
        ("spam", "spam" in ticket.tags),
        ("test", "test" in ticket.tags),
        ("internal", ticket.is_staff_request),
        ("outbound", outbound),
        ("canceled", ticket.status == "canceled"),
    )
    return next((reason for reason, applies in checks if applies), "")


def clock_start(ticket: Ticket) -> datetime:
    """Start of the first-response clock: earliest creation of a survivor and its losers."""
    return min([ticket.created, *(t.created for t in ticket.merged_from)])


def public_replies(ticket: Ticket) -> list[datetime]:
    """Times of the public comments by human agents, deleted ones left out."""
    return sorted(
        c.at for c in ticket.comments if c.author == "agent" and c.is_public and not c.is_deleted
    )


def first_response(ticket: Ticket) -> datetime | None:
    """First public human reply; the second on a ticket that an agent opened with a public one."""
    start = clock_start(ticket)
    replies = [at for at in public_replies(ticket) if at >= start]
    words = [c for c in ticket.comments if c.author != "bot" and not c.is_deleted]
    first = min(words, key=lambda c: c.at, default=None)
    is_opening = first and first.at <= ticket.created + SENT_WITH
    if ticket.is_agent_created and is_opening and first.is_public and first.author == "agent":
        replies = replies[1:]
    return replies[0] if replies else None


def open_minutes(ticket: Ticket, start: datetime, end: datetime) -> float:
    """Minutes within the opening hours that hold for a ticket."""
    return business_minutes(start, end, schedules.of(ticket))


def runs(ticket: Ticket) -> list[dict]:
    """Runs of public customer messages: when each began, was answered, was followed by a solve."""
    steps = [
        (c.at, c.author)
        for c in ticket.comments
        if c.is_public and not c.is_deleted and c.author in ("customer", "agent")
    ]
    steps += [(at, "solve") for at, status, _ in ticket.statuses if status in ("solved", "closed")]
    found, before = [], ""
    for at, kind in sorted(steps, key=lambda step: (step[0], step[1] != "customer")):
        if kind == "customer" and before != "customer":
            found.append({"received": at, "answered": None, "is_solved_after": False})
        elif kind == "agent" and found and found[-1]["answered"] is None:
            found[-1]["answered"] = at
        elif kind == "solve" and found:
            found[-1]["is_solved_after"] = True
        before = kind
    return found


def responses(ticket: Ticket) -> list[dict]:
    """Waits that count: answered ones, and those that last (they end at the end of the history)."""
    is_open = resolution(ticket)["type"] == "open"
    found = []
    for run in runs(ticket):
        if run["answered"] or (is_open and not run["is_solved_after"]):
            until = run["answered"] or settings.AS_OF
            found.append(
                run
                | {
                    "minutes": minutes_between(run["received"], until),
                    "business": open_minutes(ticket, run["received"], until),
                }
            )
    return found


def waits(ticket: Ticket) -> dict[str, tuple[float, float]]:
    """Calendar and business minutes of the requester's wait, of the agent's, and on hold."""
    ends = [at for at, *_ in ticket.statuses[1:]] + [settings.AS_OF]
    totals = dict.fromkeys(WAITS, (0.0, 0.0))
    for (at, status, _), end in zip(ticket.statuses, ends, strict=True):
        for name, statuses in WAITS.items():
            if status in statuses:
                calendar, business = totals[name]
                calendar += minutes_between(at, end)
                totals[name] = (calendar, business + open_minutes(ticket, at, end))
    return totals


def solve_times(ticket: Ticket) -> list[datetime]:
    """Times of the transitions into solved."""
    before = [""] + [status for _, status, _ in ticket.statuses]
    return [
        at
        for previous, (at, status, _) in zip(before, ticket.statuses, strict=False)
        if status == "solved" and previous != "solved"
    ]


def reopens(ticket: Ticket) -> list[tuple[datetime, datetime | None]]:
    """Reopen times, each with the time of the next solve (None when open since)."""
    found = []
    for earlier, later in zip(ticket.statuses, ticket.statuses[1:], strict=False):
        if earlier[1] == "solved" and later[1] in REOPENED:
            again = next((at for at in solve_times(ticket) if at > later[0]), None)
            found.append((later[0], again))
    return found


def counted_reopens(ticket: Ticket) -> int:
    """Reopens that are not a mere thank-you (solved within 24 h without a new agent reply)."""
    replies = public_replies(ticket)
    return sum(
        again is None or again - at > DAY or any(at <= reply <= again for reply in replies)
        for at, again in reopens(ticket)
    )


def resolution(ticket: Ticket) -> dict:
    """Resolution type, first and last (standing) solve; closing time if never solved.

    Closed by nobody while it was pending, a ticket ended because the customer did not answer.
    """
    solved = solve_times(ticket)
    closed = [at for at, status, _ in ticket.statuses if status == "closed"]
    if not solved and closed:
        *_, (_, before, _), (_, _, actor) = ticket.statuses
        kind = "no_response" if before == "pending" and not actor else "closed_without_solve"
        return {"type": kind, "first": closed[-1], "last": closed[-1]}
    first = solved[0] if solved else None
    if solved and not any(at > solved[-1] for at, _ in reopens(ticket)):
        return {"type": "solved", "first": first, "last": solved[-1]}
    return {"type": "open", "first": first, "last": None}


def ticket_rows(world: World) -> list[dict]:
    """One truth row a ticket, with its issue; a tool belongs to one set of tools."""
    rows = []
    for vendor_set, systems in tools.SETS.items():
        mine = [t for t in world.tickets if t.system in systems]
        mine.sort(key=lambda t: (systems.index(t.system), t.created, t.number))
        found = [_ticket_row(ticket) for ticket in mine]
        _add_issues(found, vendor_set[0].upper())
        rows += found
    return rows


def _ticket_row(ticket: Ticket) -> dict:
    reply, result = first_response(ticket), resolution(ticket)
    start, last = clock_start(ticket), result["last"]
    waited, replies = waits(ticket), responses(ticket)
    answered = [r for r in replies if r["answered"]]
    return {
        "source_system": ticket.system,
        "source_ticket_id": ticket.id,
        "true_person_id": ticket.person.true_id if ticket.person else "",
        "channel": ticket.channel,
        "category": ticket.category,
        "created_at": ticket.created,
        "exclusion_reason": exclusion_reason(ticket),
        "first_response_at": reply,
        "frt_calendar_minutes": minutes_between(start, reply) if reply else None,
        "frt_business_minutes": open_minutes(ticket, start, reply) if reply else None,
        "first_resolved_at": result["first"],
        "resolved_at": last,
        "full_resolution_minutes": minutes_between(ticket.created, last) if last else None,
        "resolution_type": result["type"],
        "reopen_count": len(reopens(ticket)),
        "public_agent_reply_count": len(public_replies(ticket)),
        "counted_reopens": counted_reopens(ticket),
        # zero is left empty, which keeps the file small
        "response_count": len(answered) or None,
        "response_minutes": total(r["minutes"] for r in answered),
        "response_business_minutes": total(r["business"] for r in answered),
        "waiting_count": len(replies) - len(answered) or None,
        "requester_wait_minutes": total(waited["requester"][:1]),
        "requester_wait_business_minutes": total(waited["requester"][1:]),
        "agent_wait_minutes": total(waited["agent"][:1]),
        "agent_wait_business_minutes": total(waited["agent"][1:]),
        "on_hold_minutes": total(waited["hold"][:1]),
        # not in the file, but in the KPIs
        "responses": replies,
        "resolution_business": open_minutes(ticket, ticket.created, last) if last else None,
    }


def total(minutes) -> float | None:
    """Sum of minutes; all times are multiples of three seconds, so two decimals are exact."""
    return round(sum(minutes), 2) or None


def _add_issues(rows: list[dict], prefix: str) -> None:
    """Chain the counted tickets of a person and category; judge each chain."""
    groups = {}
    for row in rows:
        if row["exclusion_reason"] == "" and row["true_person_id"]:
            groups.setdefault((row["true_person_id"], row["category"]), []).append(row)
    chains = []
    for group in groups.values():
        group.sort(key=lambda r: (r["created_at"], r["source_system"], r["source_ticket_id"]))
        until = None  # latest solve of the chain so far; datetime.max while one is unsolved
        for row in group:
            solved = row["resolved_at"] or datetime.max
            if until is None or (
                until != datetime.max and row["created_at"] > until + timedelta(days=7)
            ):
                chains.append([row])
                until = solved
            else:
                chains[-1].append(row)
                until = max(until, solved)
    chains.sort(key=lambda c: (c[0]["created_at"], c[0]["source_ticket_id"]))
    for number, chain in enumerate(chains, start=1):
        _judge(chain, f"{prefix}{number}")


def _judge(chain: list[dict], issue_id: str) -> None:
    """Mark a chain with its id, maturity and (on its first ticket) the one-contact flag."""
    first = chain[0]
    all_solved = all(row["resolution_type"] == "solved" for row in chain)
    if all_solved:
        is_mature = max(row["resolved_at"] for row in chain) + timedelta(days=7) <= settings.AS_OF
    else:
        is_mature = first["created_at"] + timedelta(days=30) <= settings.AS_OF
    few_replies = first["channel"] in SESSION or first["public_agent_reply_count"] <= 1
    for row in chain:
        row["issue_id"], row["is_mature"] = issue_id, is_mature
    no_reopen = first["counted_reopens"] == 0
    first["is_one_contact"] = bool(all_solved and len(chain) == 1 and no_reopen and few_replies)


def answer_rows(world: World) -> list[dict]:
    """One truth row an accepted KPI answer, with score and exclusion reason."""
    rows = []
    for answer in world.answers:
        if answer.get("is_rejected"):
            continue
        row = dict(answer)
        row["exclusion_reason"] = answer_exclusion(row)
        row["score"] = score(row) if row["exclusion_reason"] == "" else None
        rows.append(row)
    for systems in tools.SETS.values():
        _mark_duplicates([row for row in rows if row["source_system"] in systems])
    return rows


def answer_exclusion(answer: dict) -> str:
    """First reason that keeps an answer out, before the search for duplicates."""
    checks = (
        (answer["special"], bool(answer["special"])),
        ("internal", answer["is_staff"]),
        (answer["ticket_exclusion"], bool(answer["ticket_exclusion"])),
        ("no_answer", answer["raw_score"] in ("", "offered")),
    )
    return next((reason for reason, applies in checks if applies), "")


def score(answer: dict) -> float:
    """NPS: 0-10 as given; CSAT: 1.0 satisfied, 0.0 not; CES: effort 1 (low) to 5 (high)."""
    raw = answer["raw_score"]
    if answer["source_system"] in DESKS:
        return float(raw == DESKS[answer["source_system"]].ratings["good"])
    value = float(raw)
    if answer["metric_code"] == "csat":
        low, high = SCALES["csat"]
        return float((value - low) / (high - low) >= 0.75)
    if answer["metric_code"] == "ces":
        return 1 + 4 * (7 - value) / 6
    return value


def _mark_duplicates(rows: list[dict]) -> None:
    """Keep the latest answer of a person and wave (or ticket); the others are duplicates."""
    best = {}
    for row in rows:
        if row["exclusion_reason"]:
            continue
        about = row["wave"] if row["metric_code"] == "nps" else row["ticket"] or row["wave"]
        key = (row["metric_code"], row["true_person_id"], about)
        rank = (row["submitted_at"], row["source_response_id"])
        other = best.get(key)
        if other and (other["submitted_at"], other["source_response_id"]) > rank:
            row["exclusion_reason"] = "duplicate"
        else:
            if other:
                other["exclusion_reason"] = "duplicate"
            best[key] = row
    for row in rows:
        if row["exclusion_reason"]:
            row["score"] = None


def kpi_rows(tickets: list[dict], answers: list[dict], samples: list[tuple]) -> list[dict]:
    """KPI values of each set of tools, from the truth rows of tickets and answers.

    `samples` are those of other modules: (tool, KPI, moment, measure); their value is the mean.
    """
    rows = []
    for vendor_set, systems in tools.SETS.items():
        mine = [[r for r in part if r["source_system"] in systems] for part in (tickets, answers)]
        mine.append([sample[1:] for sample in samples if sample[0] in systems])
        rows += [{"vendor_set": vendor_set, **row} for row in _kpis(*mine)]
    return rows


def _kpis(tickets: list[dict], answers: list[dict], samples: list[tuple]) -> list[dict]:
    """KPI values overall and by month; a sample is (kpi, moment, measure)."""
    samples = list(samples)
    for row in answers:
        if row["exclusion_reason"] == "":
            measure = row["score"]
            if row["metric_code"] == "nps":
                measure = float((row["score"] >= 9) - (row["score"] <= 6))
            samples.append((row["metric_code"], row["submitted_at"], measure))
    for row in tickets:
        if row["exclusion_reason"] == "":
            samples += _ticket_samples(row)
            samples += _response_samples(row)
    groups = {}
    for kpi, moment, measure in samples:
        groups.setdefault((kpi, "all", ""), []).append(measure)
        groups.setdefault((kpi, "month", f"{moment:%Y-%m}-01"), []).append(measure)
    rows = []
    for (kpi, grain, start), values in sorted(groups.items()):
        count = len(values)
        value = median(values) if kpi in MEDIANS else sum(values) / count
        rows.append(
            {
                "kpi_code": kpi,
                "period_grain": grain,
                "period_start": start,
                "n": count,
                "numerator": sum(values),
                "denominator": count,
                "value": 100 * value if kpi == "nps" else value,
            }
        )
    return rows


def _ticket_samples(row: dict) -> list[tuple]:
    """What a ticket that counts adds to the KPIs of tickets and issues: (kpi, time, measure)."""
    created, solved = row["created_at"], row["resolved_at"]
    samples = []
    if row["frt_calendar_minutes"] is not None:
        samples.append(("frt", created, row["frt_calendar_minutes"]))
        samples.append(("frt_business", created, row["frt_business_minutes"]))
    if row["resolution_type"] == "solved":
        first = minutes_between(created, row["first_resolved_at"])
        samples += [
            ("resolution_time", solved, row["full_resolution_minutes"] / 60),
            ("first_resolution_time", solved, first / 60),
            ("resolution_time_business", solved, row["resolution_business"] / 60),
            ("requester_wait", solved, (row["requester_wait_minutes"] or 0) / 60),
            ("reopen_rate", solved, float(row["reopen_count"] > 0)),
            ("fcr_one_touch", solved, float(row["public_agent_reply_count"] < 2)),
        ]
    if row.get("is_mature") and row.get("is_one_contact") is not None:
        samples.append(("fcr", created, float(row["is_one_contact"])))
    return samples


def _response_samples(row: dict) -> list[tuple]:
    """What the waits of a ticket add to the KPIs of responses: (kpi, time, measure)."""
    samples = []
    for wait in row["responses"]:
        if wait["answered"]:
            samples.append(("art", wait["answered"], wait["minutes"] / 60))
            samples.append(("art_business", wait["answered"], wait["business"] / 60))
        if row["channel"] != "social":
            continue
        is_late = wait["business"] > 60
        if wait["answered"]:
            samples.append(("social_response", wait["received"], wait["business"]))
        if wait["answered"] or is_late:
            samples.append(("social_within_hour", wait["received"], float(not is_late)))
    return samples
