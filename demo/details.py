"""What a history does not tell and the raw tables of a tool show: finer channels, tags, codes."""

from demo import settings
from demo.world import World

CANCELED = 8
# Optional columns that repeat another or that nobody reads: without them the files are smaller
LEFT_OUT = {
    "freshdesk/conversations": ("updated_at",),
    "freshdesk/ticket_activities": ("performer_type",),
    "intercom/conversation_part_history": ("updated_at", "conversation_updated_at", "redacted"),
    "intercom/conversation_contact_history": ("conversation_updated_at",),
    "intercom/conversation_tag_history": ("conversation_updated_at",),
    "servicenow/sys_audit": ("tablename",),
    "servicenow/sys_user": ("user_password",),
    "surveymonkey/survey_responses": ("href", "metadata", "ip_address", "total_time"),
    "typeform/responses": ("token", "landing_id", "metadata", "calculated"),
}
STATS = ("first_responded_at", "reopened_at", "resolved_at", "closed_at")


def complete(world: World, system: str) -> None:
    """Complete the raw rows that the layout of a tool has written."""
    complete_tool = {
        "zendesk": _zendesk,
        "freshdesk": _freshdesk,
        "servicenow": _servicenow,
        "intercom": _intercom,
    }.get(system)
    if complete_tool:
        complete_tool(world)
    for table, names in LEFT_OUT.items():
        if table.startswith(f"{system}/"):
            for row in world.tables[table]:
                for name in names:
                    row.pop(name, None)


def _rows(world: World, table: str, key: str = "id") -> dict[str, dict]:
    return {row[key]: row for row in world.tables[table]}


def _zendesk(world: World) -> None:
    """Voicemail, native messaging and follow-ups, further tags, unknown words, deleted rows."""
    rows = _rows(world, "zendesk/ticket")
    for ticket in (t for t in world.tickets if t.system == "zendesk"):
        row = rows[ticket.id]
        row["via_channel"], row["via_source_rel"] = ticket.raw_channel, ticket.source_rel or None
        row["status"] = ticket.raw_status or ticket.status
        row["_fivetran_deleted"] = ticket.is_row_deleted
        for tag in ticket.tags:
            if tag not in ("closed_by_merge", "spam"):
                world.tables["zendesk/ticket_tag"].append({"ticket_id": ticket.id, "tag": tag})
    for row in world.tables["zendesk/ticket_comment"]:
        row["_fivetran_deleted"] = row["_fivetran_deleted"] or None
    for place, row in enumerate(world.tables["zendesk/user"]):
        row["email"] = row["email"] or None
        row["role"] = "admin" if row["id"] == "901" else row["role"]
        row["suspended"] = place % 250 == 77
        row["updated_at"] = None
        if row["created_at"] and place % 5 == 2:
            row["updated_at"] = world.between(row["created_at"], settings.AS_OF)


def _freshdesk(world: World) -> None:
    """Of nested objects only what is filled, and of the statistics the four that matter."""
    for row in world.tables["freshdesk/tickets"]:
        row["stats"] = {name: row["stats"][name] for name in STATS if row["stats"][name]}
    for row in world.tables["freshdesk/ticket_activities"]:
        row["activity"] = {name: value for name, value in row["activity"].items() if value}


def _servicenow(world: World) -> None:
    """Numbers as people see them, the state Canceled, short ids of journal and audit rows."""
    tasks = _rows(world, "servicenow/task", "sys_id")
    incidents = _rows(world, "servicenow/incident", "sys_id")
    canceled = {}
    for ticket in (t for t in world.tickets if t.system == "servicenow"):
        tasks[ticket.id]["number"] = ticket.number
        if ticket.status == "canceled":
            canceled[ticket.id] = True
            tasks[ticket.id].update(state=CANCELED, closed_at=None)
            incidents[ticket.id].update(incident_state=CANCELED)
    for row in world.tables["servicenow/sys_audit"]:
        row["sys_id"] = world.hex_id(5)
        if row["documentkey"] in canceled and row["newvalue"] == 7:
            row["newvalue"] = CANCELED
    for row in world.tables["servicenow/sys_user_grmember"]:
        row["sys_id"] = world.hex_id()


def _intercom(world: World) -> None:
    """A connector without history mode: only the version that holds, and no times of versions."""
    for table, rows in world.tables.items():
        if table.startswith("intercom/"):
            kept = [row for row in rows if row.get("_fivetran_active", True)]
            for row in kept:
                for name in ("_fivetran_active", "_fivetran_start", "_fivetran_end"):
                    row.pop(name, None)
            world.tables[table] = kept
