"""Faults planted into the raw tables, each noted with the outcome the warehouse must reach."""

from datetime import timedelta

from demo import impossible, settings, tools
from demo.schema import natural_key
from demo.truth import exclusion_reason
from demo.world import World

DAY = timedelta(days=1)


def mark_unmapped(world: World) -> None:
    """Give some tickets a channel, status or priority no map knows (before rows are written)."""
    zendesk = [t for t in world.tickets if t.system == "zendesk" and not exclusion_reason(t)]
    normal = [t for t in zendesk if t.kind == "normal" and not t.is_agent_created]
    order = world.shuffled(normal)
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
    _bad_typeform_scores(world)
    impossible.plant(world)


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
        "freshdesk/tickets": 4,
        "freshdesk/conversations": 5,
        "intercom/conversation_part_history": 5,
        "hubspot/contact": 4,
        "dynamics/contact": 3,
        "typeform/responses": 3,
        "surveymonkey/survey_responses": 3,
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
        "freshdesk/tickets": ("updated_at", 4, {"status": 2, "responder_id": None}),
        "intercom/conversation_history": ("updated_at", 5, {"state": "open"}),
    }
    limit = settings.AS_OF - 20 * DAY
    for table, (changed, count, old_values) in plans.items():
        fit = [
            row
            for row in world.tables[table]
            if row.get(changed)
            and row[changed] < limit
            and not row.get("is_deleted")
            and row.get("status", "closed") in ("closed", 5)
            and row.get("state", "closed") == "closed"
            and row.get("incident_state", 7) == 7
        ]
        loaded = tools.loader(table)
        for row in _sample(world, fit, count, table, taken):
            row[loaded] = world.synced(row[changed])
            old = {**row, **old_values}
            old[changed] = row[changed] - timedelta(minutes=30)
            old[loaded] = row[loaded] + 3 * DAY
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
    lost = ("Lost line one", "Lost line two", "Lost line three", "Lost line four")
    plans = {
        "zendesk/ticket_comment": ("body", lost, {"public": False}),
        "freshdesk/conversations": ("body_text", lost[:3], {"private": True}),
        "salesforce/contact": (
            "last_name",
            ("Nokey", "Keyless", "Blankid", "Voidkey"),
            {"email": None, "phone": None, "mobile_phone": None},
        ),
    }
    for table, (name, texts, changes) in plans.items():
        for place, text in enumerate(texts):
            model = world.tables[table][50 + 10 * place]
            world.tables[table].append({**model, "id": None, name: text, **changes})
            reason = "missing_mandatory:id"
            world.fault("row without key", table, "", "rejected", "GOV-07", reason, text)


def _bad_scores(world: World) -> None:
    plans = (
        ("nps", ("11", "-1", "11", "-1", "11", "ten", "ten")),
        ("csat", ("0", "9", "0", "9", "ten")),
        ("ces", ("8", "8", "8", "ten")),
    )
    table, repeated = "qualtrics/question_response", _repeated_keys(world)
    rows = {(row["response_id"], row["question_id"]): row for row in world.tables[table]}
    for metric, values in plans:
        fit = []
        for answer in world.answers:
            if answer["source_system"] == "qualtrics" and _is_ordinary(answer, metric):
                row = rows[answer["source_response_id"], answer["source_question_id"]]
                if row["_fivetran_id"] not in repeated:
                    fit.append((answer, row))
        for value, (answer, row) in zip(values, world.shuffled(fit), strict=False):
            answer["is_rejected"] = True
            row["value"] = value
            reason = "score_not_numeric" if value == "ten" else "score_out_of_range"
            fault = "text instead of a score" if value == "ten" else "score outside its scale"
            outcome = ("rejected", "GOV-05", reason, f"{metric} {value}")
            world.fault(fault, table, row["_fivetran_id"], *outcome)


def _bad_typeform_scores(world: World) -> None:
    """Numbers off the scale inside a response: the answer is rejected, the respondent is not."""
    responses = {}
    for row in world.tables["typeform/responses"]:
        responses.setdefault(row["response_id"], []).append(row)
    for metric, value in (("nps", 11), ("csat", 9), ("ces", 8)):
        fit = [
            answer
            for answer in world.answers
            if answer["source_system"] == "typeform"
            and _is_ordinary(answer, metric)
            and len(responses[answer["source_response_id"]]) == 1
        ]
        for answer in world.shuffled(fit)[:2]:
            answer["is_rejected"] = True
            response_id, question = answer["source_response_id"], answer["source_question_id"]
            for element in responses[response_id][0]["answers"]:
                if element["field"]["ref"] == question:
                    element["number"] = value
            record = f"{response_id}|{question}|1"
            outcome = ("rejected", "GOV-05", "score_out_of_range", f"{metric} {value}")
            world.fault("score outside its scale", "typeform/responses.answers", record, *outcome)


def _is_ordinary(answer: dict, metric: str) -> bool:
    is_real = not (answer["special"] or answer["is_staff"] or answer["ticket_exclusion"])
    return answer["metric_code"] == metric and is_real and bool(answer["raw_score"])


def _repeated_keys(world: World) -> dict:
    """Return the ids of question_response rows that were repeated on purpose."""
    return {
        f["source_record_id"]: True
        for f in world.faults
        if f["source_table"] == "question_response" and f["outcome"] == "superseded"
    }


def list_exclusions(world: World, answers: list[dict]) -> None:
    """List what is kept but not counted: tickets, responses, duplicates, unknown requesters."""
    for ticket in world.tickets:
        table, reason = tools.TICKETS[ticket.system], exclusion_reason(ticket)
        if reason:
            fault = f"{reason} ticket"
            world.fault(fault, table, ticket.id, "excluded", "GOV-36", reason)
        elif ticket.kind == "orphan_requester":
            reason = "unknown_customer"
            fault = "unknown requester"
            world.fault(fault, table, ticket.id, "kept", "GOV-04", reason, "FCR unlinkable")
    for response in world.responses:
        reason = response.special or ("internal" if response.staff_email else "")
        if reason:
            table, fault = tools.RESPONSES[response.system], f"{reason} response"
            world.fault(fault, table, response.id, "excluded", "GOV-36", reason)
    seen = {}
    for answer in answers:
        system, response = answer["source_system"], answer["source_response_id"]
        if answer["exclusion_reason"] == "duplicate" and (system, response) not in seen:
            seen[system, response] = True
            table = tools.RESPONSES[system]
            world.fault("second answer", table, response, "excluded", "GOV-29", "duplicate")
