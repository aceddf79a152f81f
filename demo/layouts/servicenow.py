"""ServiceNow, incidents and assessments, as Fivetran lands them (incident shares ids with task)."""

from demo.history import Agent, History, Person, Ticket

STATES = {"new": 1, "open": 2, "hold": 3, "pending": 4, "solved": 6, "closed": 7}
LABELS = {
    1: "New",
    2: "In Progress",
    3: "On Hold",
    4: "Awaiting User Info",
    6: "Resolved",
    7: "Closed",
    8: "Canceled",
}
PRIORITIES = {"urgent": 1, "high": 2, "normal": 3, "low": 4, "": None}
CHANNELS = {
    "email": "email",
    "web": "self-service",
    "chat": "chat",
    "phone": "phone",
    "social": "social",
}


def user_name(one: Person | Agent) -> str:
    """Return the login name: journals and audits know people by it, not by id."""
    return one.email.split("@")[0] or one.id


def tables(history: History) -> dict[str, list[dict]]:
    """Return the raw tables of ServiceNow; what a bot says is written by `system`."""
    logins = {one.id: user_name(one) for one in [*history.people, *history.agents]}
    logins |= {agent.id: "system" for agent in history.agents if agent.is_bot}
    groups = history.groups()
    staff = [agent for agent in history.agents if not agent.is_bot]
    return {
        "task": [_task(history, ticket, groups) for ticket in history.tickets],
        "incident": [_incident(ticket) for ticket in history.tickets],
        "sys_user": [_user(person, person.organisation_id) for person in history.people]
        + [_user(agent, "") for agent in staff],
        "sys_user_grmember": [
            {"sys_id": f"m{agent.id}", "user_value": agent.id, "group_value": groups[agent.group]}
            for agent in staff
        ],
        "sys_user_group": [
            {"sys_id": number, "name": name, "active": True} for name, number in groups.items()
        ],
        "core_company": [
            {
                "sys_id": one.id,
                "name": one.name,
                "website": one.domain,
                "customer": True,
                "sys_created_on": one.created,
            }
            for one in history.organisations
        ],
        # the opening text stands on the task
        "sys_journal_field": [
            {
                "sys_id": message.id,
                "element_id": ticket.id,
                "element": "comments" if message.is_public else "work_notes",
                "value": message.body,
                "sys_created_by": logins.get(message.author_id, message.author_id),
                "sys_created_on": message.at,
            }
            for ticket in history.tickets
            for message in ticket.messages[1:]
            if not message.is_deleted
        ],
        "sys_audit": [row for ticket in history.tickets for row in _audits(ticket, logins)],
        "sys_choice": [
            {
                "sys_id": f"c{state}{language}",
                "name": "incident",
                "element": "state",
                "value": state,
                "label": label if language == "en" else f"{label} ({language})",
                "dependent_value": None,
                "language": language,
                "inactive": False,
            }
            for state, label in LABELS.items()
            for language in ("de", "en")
        ],
    } | _ratings(history)


def _task(history: History, ticket: Ticket, groups: dict[str, str]) -> dict:
    agent = history.agent(ticket.agent_id)
    closed = [change.at for change in ticket.statuses if change.status == "closed"]
    return {
        "sys_id": ticket.id,
        "number": f"INC{ticket.id.zfill(7)}",
        "sys_class_name": "incident",
        "state": STATES[ticket.status],
        "priority": PRIORITIES[ticket.priority],
        "opened_at": ticket.created,
        "opened_by_value": ticket.opener_id or ticket.requester_id,
        "closed_at": closed[-1] if closed else None,
        "assigned_to_value": ticket.agent_id or None,
        "assignment_group_value": groups[agent.group] if agent else None,
        "contact_type": CHANNELS[ticket.channel],
        "reassignment_count": len(ticket.transfers),
        "short_description": ticket.subject or None,
        "description": ticket.messages[0].body if ticket.messages else None,
        "sys_updated_on": ticket.updated,
        "_fivetran_deleted": ticket.is_deleted,
    }


def _incident(ticket: Ticket) -> dict:
    names = [change.status for change in ticket.statuses]
    solved = [change.at for change in ticket.statuses if change.status == "solved"]
    again = zip(names, names[1:], strict=False)
    return {
        "sys_id": ticket.id,
        "incident_state": STATES[ticket.status],
        "category": ticket.category or None,
        "caller_id_value": ticket.requester_id,
        "resolved_at": solved[-1] if solved else None,
        "reopen_count": sum(a == "solved" and b not in ("solved", "closed") for a, b in again),
        "sys_updated_on": ticket.updated,
        "_fivetran_deleted": ticket.is_deleted,
    }


def _user(one: Person | Agent, company: str) -> dict:
    return {
        "sys_id": one.id,
        "user_name": user_name(one),
        "name": one.name,
        "email": one.email,
        "phone": getattr(one, "phone", "") or None,
        "company_value": company or None,
        "active": True,
        "user_password": "not to be read",
        "sys_created_on": getattr(one, "created", None),
    }


def _audits(ticket: Ticket, logins: dict[str, str]) -> list[dict]:
    pairs = zip(ticket.statuses, ticket.statuses[1:], strict=False)
    changes = [
        ("state", STATES[a.status], STATES[b.status], b.at, b.actor_id)
        for a, b in pairs
        if a.status != b.status
    ]
    changes += [
        ("assigned_to", move.from_agent_id, move.to_agent_id, move.at, move.from_agent_id)
        for move in ticket.transfers
    ]
    return [
        {
            "sys_id": f"a{ticket.id}-{number}",
            "tablename": "incident",
            "documentkey": ticket.id,
            "fieldname": name,
            "oldvalue": old,
            "newvalue": new,
            "user": logins.get(actor, "system"),
            "sys_created_on": at,
        }
        for number, (name, old, new, at, actor) in enumerate(changes)
    ]


def _ratings(history: History) -> dict[str, list[dict]]:
    """Write ratings as a survey of one question on a scale of five: good is 5, bad is 1."""
    rated = [(ticket, ticket.rating) for ticket in history.tickets if ticket.rating]
    if not rated:
        return {}
    return {
        "asmt_metric_type": [{"sys_id": "satisfaction", "name": "After an incident", "active": 1}],
        "asmt_metric": [
            {
                "sys_id": "satisfaction",
                "metric_type_value": "satisfaction",
                "name": "Satisfaction",
                "question": "How satisfied are you with the help you got?",
                "datatype": "scale",
                "min": 1,
                "max": 5,
            }
        ],
        "asmt_assessment_instance": [
            {
                "sys_id": rating.id,
                "metric_type_value": "satisfaction",
                "user_value": ticket.requester_id,
                "task_id_value": ticket.id,
                "state": "complete" if rating.score else "ready",
                "taken_on": rating.answered,
                "sys_created_on": rating.asked,
                "sys_updated_on": rating.answered or rating.asked,
            }
            for ticket, rating in rated
        ],
        "asmt_assessment_instance_question": [
            {
                "sys_id": f"q{rating.id}",
                "instance_value": rating.id,
                "metric_value": "satisfaction",
                "value": {"good": 5, "bad": 1}[rating.score],
                "string_value": rating.comment or None,
                "sys_updated_on": rating.answered,
            }
            for _, rating in rated
            if rating.score
        ],
    }
