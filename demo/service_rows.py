"""Turn the simulated tickets into the raw tables of Zendesk and ServiceNow."""

from demo.service import GROUP_ID
from demo.world import Ticket, World

STATES = {"new": 1, "open": 2, "pending": 3, "hold": 3, "solved": 6, "closed": 7, "canceled": 8}
PRIORITIES = {"": 4, "low": 4, "normal": 3, "high": 2, "urgent": 1}


def write_tickets(world: World) -> None:
    """Write all tickets with comments, history and tags into the tables of their tool."""
    for ticket in world.tickets:
        if ticket.system == "zendesk":
            _zendesk_ticket(world, ticket)
        else:
            _servicenow_task(world, ticket)
    _zendesk_comments(world)


def is_taken(ticket: Ticket) -> bool:
    """Tell whether an agent has touched the ticket (only then it has an assignee)."""
    by_agent = any(c.author == "agent" for c in ticket.comments)
    return by_agent or ticket.status in ("solved", "closed", "canceled")


def _zendesk_ticket(world: World, ticket: Ticket) -> None:
    account = ticket.person.account if ticket.person else None
    taken = is_taken(ticket)
    world.add(
        "zendesk/ticket",
        id=ticket.id,
        requester_id=ticket.requester_id,
        submitter_id=ticket.opener_id,
        assignee_id=ticket.agent.user_id if taken else None,
        organization_id=account.org_id if account else None,
        group_id=GROUP_ID[ticket.agent.group] if taken else None,
        status=ticket.raw_status or ticket.status,
        priority=ticket.priority,
        via_channel=ticket.raw_channel,
        via_source_rel=ticket.source_rel,
        via_followup_source_id=ticket.followup_of,
        merged_ticket_ids=f"[{','.join(t.id for t in ticket.merged_from)}]"
        if ticket.merged_from
        else None,
        custom_category=ticket.category,
        subject=ticket.subject,
        created_at=ticket.created,
        updated_at=ticket.updated,
        _fivetran_deleted=ticket.is_row_deleted,
        _fivetran_synced=world.synced_lately(ticket.updated),
    )
    for tag in ticket.tags:
        synced = world.synced_lately(ticket.updated)
        world.add("zendesk/ticket_tag", ticket_id=ticket.id, tag=tag, _fivetran_synced=synced)
    for moment, status, _ in ticket.statuses:
        _history(world, ticket, "status", moment, status, "")
    for place, (moment, earlier, later) in enumerate(ticket.transfers):
        if place == 0:
            _history(world, ticket, "assignee_id", ticket.created, earlier.user_id, "")
        _history(world, ticket, "assignee_id", moment, later.user_id, earlier.user_id)
        if earlier.group != later.group:
            for at, agent in ((ticket.created, earlier), (moment, later)):
                _history(world, ticket, "group_id", at, GROUP_ID[agent.group], "")


def _history(world, ticket, field, moment, value, user) -> None:
    world.add(
        "zendesk/ticket_field_history",
        ticket_id=ticket.id,
        field_name=field,
        updated=moment,
        value=value,
        user_id=user,
        _fivetran_synced=world.synced_lately(moment),
    )


def _zendesk_comments(world: World) -> None:
    said = [
        (comment.at, int(ticket.id), place, comment)
        for ticket in world.tickets
        if ticket.system == "zendesk"
        for place, comment in enumerate(ticket.comments)
    ]
    for number, (moment, ticket_id, _, comment) in enumerate(sorted(said, key=lambda x: x[:3])):
        comment_id = str(number + 20_001)
        world.add(
            "zendesk/ticket_comment",
            id=comment_id,
            ticket_id=str(ticket_id),
            user_id=comment.author_id,
            created=moment,
            public=comment.is_public,
            body=comment.body,
            _fivetran_deleted=True if comment.is_deleted else None,
            _fivetran_synced=world.synced_lately(moment),
        )
        if comment.is_deleted:
            world.fault(
                "deleted comment",
                "zendesk/ticket_comment",
                comment_id,
                "kept",
                "GOV-36",
                "deleted_comment",
                "does not stop the clock",
            )


def _servicenow_task(world: World, ticket: Ticket) -> None:
    solved = [at for at, status, _ in ticket.statuses if status == "solved"]
    closed = [at for at, status, _ in ticket.statuses if status == "closed"]
    names = [status for _, status, _ in ticket.statuses]
    pairs = list(zip(names, names[1:], strict=False))
    reopens = sum(a == "solved" and b in ("open", "pending", "hold") for a, b in pairs)
    synced = world.synced_lately(ticket.updated)
    task_rows(
        world,
        ticket.id,
        task={
            "number": ticket.number,
            "state": STATES[ticket.status],
            "priority": PRIORITIES[ticket.priority],
            "opened_at": ticket.created,
            "opened_by_value": ticket.opener_id if ticket.is_agent_created else None,
            "closed_at": closed[-1] if closed else None,
            "assigned_to_value": ticket.agent.sys_id if is_taken(ticket) else None,
            "assignment_group_value": _sn_group(world, ticket) if ticket.transfers else None,
            "contact_type": ticket.raw_channel,
            "reassignment_count": len(ticket.transfers),
            "short_description": ticket.subject,
            "sys_updated_on": ticket.updated,
            "_fivetran_synced": synced,
        },
        incident={
            "incident_state": STATES[ticket.status],
            "category": ticket.category,
            "caller_id_value": ticket.requester_id,
            "resolved_at": solved[-1] if solved else None,
            "reopen_count": reopens,
            "sys_updated_on": ticket.updated,
            "_fivetran_synced": synced,
        },
    )
    for before, (moment, status, user) in zip(names, ticket.statuses[1:], strict=False):
        _audit(world, ticket, "state", STATES[before], STATES[status], user or "system", moment)
    for moment, earlier, later in ticket.transfers:
        _audit(
            world, ticket, "assigned_to", earlier.sys_id, later.sys_id, earlier.user_name, moment
        )
    for comment in ticket.comments:
        world.add(
            "servicenow/sys_journal_field",
            sys_id=world.sys_id(5),
            element_id=ticket.id,
            element="comments" if comment.is_public else "work_notes",
            value=comment.body,
            sys_created_by=comment.author_id,
            sys_created_on=comment.at,
            _fivetran_synced=world.synced_lately(comment.at),
        )


def task_rows(world: World, sys_id: str, task: dict | None, incident: dict | None) -> None:
    """Write the task row and the incident row of one ServiceNow ticket (None = leave it out)."""
    if task is not None:
        kind = {"sys_class_name": "incident", "_fivetran_deleted": False}
        world.add("servicenow/task", sys_id=sys_id, **kind, **task)
    if incident is not None:
        world.add("servicenow/incident", sys_id=sys_id, _fivetran_deleted=False, **incident)


def _sn_group(world: World, ticket: Ticket) -> str:
    place = world.agents.index(ticket.agent)
    return world.sn_groups[("Service Desk", "Field Support")[place % 2]]


def _audit(world, ticket, field, old, new, user, moment) -> None:
    world.add(
        "servicenow/sys_audit",
        sys_id=world.sys_id(5),
        documentkey=ticket.id,
        fieldname=field,
        oldvalue=old,
        newvalue=new,
        user=user,
        sys_created_on=moment,
        _fivetran_synced=world.synced_lately(moment),
    )
