"""Faults planted into the raw tables, each noted with the outcome the warehouse must reach."""

from datetime import datetime, timedelta

from demo import settings
from demo.schema import natural_key
from demo.service_rows import task_rows
from demo.surveys import NOT_REAL
from demo.truth import exclusion_reason
from demo.world import World

DAY = timedelta(days=1)
GHOST_TICKETS = range(98_001, 98_100)


def mark_unmapped(world: World) -> None:
    """Give some tickets a channel, status or priority no map knows (before rows are written)."""
    zendesk = [t for t in world.tickets if t.system == "zendesk" and not exclusion_reason(t)]
    normal = [t for t in zendesk if t.kind == "normal" and not t.is_agent_created]
    order = [normal[int(i)] for i in world.rng.permutation(len(normal))]
    asynchronous = [t for t in order if t.channel in ("email", "web") and not t.followup_of]
    for ticket in asynchronous[:6]:
        ticket.raw_channel, ticket.channel, ticket.source_rel = "fax", "unmapped", ""
        _unmapped(world, ticket, "unknown channel", "unmapped_channel", "fax")
    for ticket in order[-6:]:
        ticket.priority = "asap"
        _unmapped(world, ticket, "unknown priority", "unmapped_priority", "asap")
    for ticket in [t for t in zendesk if t.kind == "never_answered"][:4]:
        ticket.raw_status = "limbo"
        _unmapped(world, ticket, "unknown status", "unmapped_status", "limbo")


def _unmapped(world, ticket, fault, reason, value) -> None:
    world.fault(fault, "zendesk/ticket", ticket.id, "unmapped", "GOV-11", reason, value)


def plant(world: World) -> None:
    """Plant all faults that add or change raw rows; run when all good rows are there."""
    taken = {}
    _older_versions(world, taken)
    _repeated_rows(world, taken)
    _changed_ratings(world)
    _rows_without_key(world)
    _bad_scores(world)
    _negative_durations(world)
    _impossible_tickets(world)
    _orphans(world)
    _halves_of_tasks(world)


def _sample(world: World, rows: list[dict], count: int, table: str, taken: dict) -> list[dict]:
    """Draw rows of a table that carry no other planted fault yet."""
    chosen = []
    for index in world.rng.permutation(len(rows)):
        key = (table, natural_key(table, rows[int(index)]))
        if key not in taken:
            taken[key] = True
            chosen.append(rows[int(index)])
        if len(chosen) == count:
            break
    return chosen


def _repeated_rows(world: World, taken: dict) -> None:
    counts = {
        "zendesk/ticket": 8,
        "zendesk/ticket_comment": 9,
        "zendesk/ticket_field_history": 9,
        "qualtrics/question_response": 8,
        "salesforce/contact": 6,
        "servicenow/task": 6,
    }
    for table, count in counts.items():
        for row in _sample(world, world.tables[table], count, table, taken):
            world.tables[table].append(dict(row))
            key = natural_key(table, row)
            world.fault("repeated row", table, key, "superseded", "GOV-03", "exact_duplicate")


def _older_versions(world: World, taken: dict) -> None:
    plans = {
        "zendesk/ticket": ("updated_at", 8, {"status": "open", "assignee_id": None}),
        "zendesk/user": ("updated_at", 6, {"phone": None, "time_zone": None}),
        "salesforce/account": ("last_modified_date", 5, {"annual_revenue": None}),
        "servicenow/incident": ("sys_updated_on", 6, {"incident_state": 2, "resolved_at": None}),
    }
    limit = settings.AS_OF - 20 * DAY
    for table, (changed, count, old_values) in plans.items():
        fit = [
            row
            for row in world.tables[table]
            if row.get(changed)
            and row[changed] < limit
            and not row.get("is_deleted")
            and row.get("status", "closed") == "closed"
            and row.get("incident_state", 7) == 7
        ]
        for row in _sample(world, fit, count, table, taken):
            row["_fivetran_synced"] = world.synced(row[changed])
            old = {**row, **old_values}
            old[changed] = row[changed] - timedelta(minutes=30)
            old["_fivetran_synced"] = row["_fivetran_synced"] + 3 * DAY
            world.tables[table].append(old)
            world.fault(
                "older version arrives late",
                table,
                natural_key(table, row),
                "superseded",
                "GOV-03",
                "superseded_version",
            )


def _changed_ratings(world: World) -> None:
    table = "zendesk/satisfaction_rating"
    fit = [
        row
        for row in world.tables[table]
        if row["score"] == "good" and row["updated_at"] - row["created_at"] > timedelta(hours=10)
    ]
    for row in fit[20:160:20]:
        earlier = row["created_at"] + timedelta(hours=2)
        old = {**row, "score": "bad", "updated_at": earlier}
        old["_fivetran_synced"] = world.synced(earlier)
        row["_fivetran_synced"] = world.synced(row["updated_at"])
        place = world.tables[table].index(row)
        world.tables[table].insert(place, old)
        world.fault(
            "rating changed from bad to good",
            table,
            row["id"],
            "superseded",
            "GOV-03",
            "superseded_version",
        )


def _rows_without_key(world: World) -> None:
    reason = "missing_mandatory:id"
    for table, bodies in (
        (
            "zendesk/ticket_comment",
            ("Lost line one", "Lost line two", "Lost line three", "Lost line four"),
        ),
        ("salesforce/contact", ("Nokey", "Keyless", "Blankid", "Voidkey")),
    ):
        for text, model in zip(bodies, world.tables[table][50:90:10], strict=True):
            row = {**model, "id": None}
            if table == "zendesk/ticket_comment":
                row.update(body=text, public=False)
            else:
                row.update(last_name=text, email=None, phone=None, mobile_phone=None)
            world.tables[table].append(row)
            world.fault("row without key", table, "", "rejected", "GOV-07", reason, text)


def _bad_scores(world: World) -> None:
    plans = (
        ("nps", ("11", "-1", "11", "-1", "11", "ten", "ten")),
        ("csat", ("0", "9", "0", "9", "ten")),
        ("ces", ("8", "8", "8", "ten")),
    )
    for metric, values in plans:
        fit = [
            a
            for a in world.answers
            if a["metric_code"] == metric
            and a["source_system"] == "qualtrics"
            and a["status"] == 0
            and a["finished"]
            and not a["is_staff"]
            and a["raw_score"]
            and not a["ticket_exclusion"]
        ]
        repeated = _repeated_keys(world)
        fit = [a for a in fit if a["row"]["_fivetran_id"] not in repeated]
        for value, place in zip(values, world.rng.permutation(len(fit)), strict=False):
            answer = fit[int(place)]
            answer["is_rejected"] = True
            answer["row"]["value"] = value
            reason = "score_not_numeric" if value == "ten" else "score_out_of_range"
            world.fault(
                "text instead of a score" if value == "ten" else "score outside its scale",
                "qualtrics/question_response",
                answer["row"]["_fivetran_id"],
                "rejected",
                "GOV-05",
                reason,
                f"{metric} {value}",
            )


def _repeated_keys(world: World) -> dict:
    """Return the ids of question_response rows that were repeated on purpose."""
    return {
        f["source_record_id"]: True
        for f in world.faults
        if f["source_table"] == "question_response" and f["outcome"] == "superseded"
    }


def _negative_durations(world: World) -> None:
    callers = [p.caller[0] for p in world.people if p.caller]
    for place in range(5):
        sys_id, opened = world.sys_id(), datetime(2025, 3 + place, 11, 10, 15, 7)
        is_resolved = place < 3
        state = 6 if is_resolved else 7
        early = opened - timedelta(hours=5)
        changed = opened + DAY
        common = {"sys_updated_on": changed, "_fivetran_synced": world.synced(changed)}
        task_rows(
            world,
            sys_id,
            task={
                "number": f"INC9{place:04d}",
                "state": state,
                "priority": 3,
                "opened_at": opened,
                "closed_at": None if is_resolved else early,
                "contact_type": "email",
                **common,
            },
            incident={
                "incident_state": state,
                "category": "product",
                "caller_id_value": callers[place],
                "resolved_at": early if is_resolved else None,
                "reopen_count": 0,
                **common,
            },
        )
        fault = "resolved before opened" if is_resolved else "closed before opened"
        note = "the incident is rejected once; its task holds the times"
        outcome = ("rejected", "GOV-06", "negative_duration", note)
        world.fault(fault, "servicenow/incident", sys_id, *outcome)
    zendesk = [
        t for t in world.tickets if t.system == "zendesk" and t.kind == "normal" and t.person
    ]
    for place, ticket in enumerate(zendesk[200:1400:200]):
        row = {
            "ticket_id": ticket.id,
            "field_name": "status",
            "updated": ticket.created - DAY,
            "value": ("solved", "closed")[place % 2],
        }
        world.add("zendesk/ticket_field_history", **row)
        key = natural_key("zendesk/ticket_field_history", row)
        table = "zendesk/ticket_field_history"
        fault = f"{row['value']} before created"
        note = "only the event"
        world.fault(fault, table, key, "rejected", "GOV-06", "negative_duration", note)


def _impossible_tickets(world: World) -> None:
    """Tickets without creation time (with children) and tickets from the future (without)."""
    users = [p.user_ids[0] for p in world.people if p.user_ids]
    for place in range(6):
        ticket_id = str(97_001 + place)
        is_future = place >= 3
        moment = (
            datetime(2027, 2, 3 + place, 9, 30) if is_future else datetime(2025, 5, 6 + place, 9)
        )
        world.add(
            "zendesk/ticket",
            id=ticket_id,
            requester_id=users[place],
            submitter_id=users[place],
            status="new" if is_future else "open",
            via_channel="email",
            custom_category="other",
            subject="Question",
            created_at=moment if is_future else None,
            updated_at=moment + timedelta(hours=1),
            _fivetran_deleted=False,
            _fivetran_synced=world.synced(settings.AS_OF - DAY if is_future else moment),
        )
        if is_future:
            fault = ("ticket from the future", "GOV-10", "future_timestamp")
        else:
            fault = ("ticket without creation time", "GOV-07", "missing_mandatory:created_at")
            for later in range(2):
                _orphan_comment(world, ticket_id, users[place], moment + timedelta(hours=later))
                _orphan_history(world, ticket_id, ("new", "open")[later], moment, later)
        world.fault(fault[0], "zendesk/ticket", ticket_id, "rejected", *fault[1:])


def _orphan_comment(world, ticket_id, user_id, moment) -> None:
    row = world.add(
        "zendesk/ticket_comment",
        id=str(world.next_number("lost comment", 90_001)),
        ticket_id=ticket_id,
        user_id=user_id,
        created=moment,
        public=True,
        body="Is anybody there?",
    )
    _orphan(world, "zendesk/ticket_comment", row["id"], "orphan_ticket")


def _orphan_history(world, ticket_id, value, moment, hours) -> None:
    table = "zendesk/ticket_field_history"
    updated = moment + timedelta(hours=hours)
    row = world.add(table, ticket_id=ticket_id, field_name="status", updated=updated, value=value)
    _orphan(world, table, natural_key(table, row), "orphan_ticket")


def _orphan(world, table, record_id, reason) -> None:
    world.fault("row without its parent", table, record_id, "rejected", "GOV-04", reason)


def _orphans(world: World) -> None:
    users = [p.user_ids[0] for p in world.people if p.user_ids]
    callers = [p.caller[1] for p in world.people if p.caller]
    for place in range(5):
        moment = datetime(2025, 8, 4 + place, 11, 20)
        ghost = str(GHOST_TICKETS[place])
        _orphan_comment(world, ghost, users[10 + place], moment)
        _orphan_history(world, ghost, "solved", moment, 3)
        if place < 4:
            sys_id = world.sys_id(5)
            world.add(
                "servicenow/sys_journal_field",
                sys_id=sys_id,
                element_id=world.sys_id(),
                element="comments",
                value="Any news on this?",
                sys_created_by=callers[place],
                sys_created_on=moment,
            )
            _orphan(world, "servicenow/sys_journal_field", sys_id, "orphan_ticket")
        if place < 3:
            rating_id = str(9001 + place)
            world.add(
                "zendesk/satisfaction_rating",
                id=rating_id,
                ticket_id=str(GHOST_TICKETS[20 + place]),
                requester_id=users[10 + place],
                score="bad",
                created_at=moment,
                updated_at=moment + timedelta(hours=2),
            )
            _orphan(world, "zendesk/satisfaction_rating", rating_id, "orphan_ticket")
        row = world.add(
            "qualtrics/question_response",
            _fivetran_id=f"q{90_001 + place}",
            response_id=f"R_{98_001 + place}",
            question_id="QID1",
            value=str(5 + place % 2),
        )
        _orphan(world, "qualtrics/question_response", row["_fivetran_id"], "orphan_response")


def _halves_of_tasks(world: World) -> None:
    callers = [p.caller[0] for p in world.people if p.caller]
    for place in range(6):
        sys_id, moment = world.sys_id(), datetime(2025, 9, 2 + place, 8, 5)
        common = {"sys_updated_on": moment, "_fivetran_synced": world.synced(moment)}
        if place < 3:
            task = {"number": f"INC8{place:04d}", "state": 1, "priority": 4, "opened_at": moment}
            task_rows(world, sys_id, {**task, "contact_type": "email", **common}, None)
            _orphan(world, "servicenow/task", sys_id, "orphan_task")
        else:
            incident = {"incident_state": 1, "caller_id_value": callers[place], "reopen_count": 0}
            task_rows(world, sys_id, None, {**incident, "category": "other", **common})
            _orphan(world, "servicenow/incident", sys_id, "orphan_incident")


def list_exclusions(world: World, answers: list[dict]) -> None:
    """List what is kept but not counted: tickets, responses, duplicates, unknown requesters."""
    for ticket in world.tickets:
        reason = exclusion_reason(ticket)
        table = "zendesk/ticket" if ticket.system == "zendesk" else "servicenow/task"
        if reason:
            fault = f"{reason} ticket"
            world.fault(fault, table, ticket.id, "excluded", "GOV-36", reason)
        elif ticket.kind == "orphan_requester":
            reason = "unknown_customer"
            fault = "unknown requester"
            world.fault(fault, table, ticket.id, "kept", "GOV-04", reason, "FCR unlinkable")
    names = {code: name for name, code in NOT_REAL.items()}
    staff = {a["source_response_id"]: True for a in world.answers if a["is_staff"]}
    for row in world.tables["qualtrics/survey_response"]:
        reason = names.get(row["status"]) or ("unfinished" if row["finished"] == 0 else "")
        reason = reason or ("internal" if row["id"] in staff else "")
        if reason:
            table = "qualtrics/survey_response"
            world.fault(f"{reason} response", table, row["id"], "excluded", "GOV-36", reason)
    seen = {}
    for answer in answers:
        response = answer["source_response_id"]
        if answer["exclusion_reason"] == "duplicate" and response not in seen:
            seen[response] = True
            table = "qualtrics/survey_response"
            if answer["source_system"] == "zendesk":
                table = "zendesk/satisfaction_rating"
            world.fault("second answer", table, response, "excluded", "GOV-29", "duplicate")
