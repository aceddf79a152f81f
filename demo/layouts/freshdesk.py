"""Freshdesk and its ratings, as Airbyte lands them: nested objects and lists are JSON."""

from datetime import datetime, timedelta

from demo.history import History, Message, Schedule, Ticket

STATUSES = {"new": 2, "open": 2, "pending": 3, "hold": 7, "solved": 4, "closed": 5}
STATUS_CHOICES = {
    "2": ["Open", "Being Processed"],
    "3": ["Pending", "Awaiting your Reply"],
    "4": ["Resolved", "This ticket has been Resolved"],
    "5": ["Closed", "This ticket has been Closed"],
    "6": ["Waiting on Customer", "Awaiting your Reply"],
    "7": ["Waiting on Third Party", "Being Processed"],
}
PRIORITIES = {"low": 1, "normal": 2, "high": 3, "urgent": 4}
SOURCES = {"email": 1, "web": 2, "phone": 3, "social": 5, "chat": 7}
OUTBOUND = 10
SOURCE_CHOICES = {
    "Email": 1,
    "Portal": 2,
    "Phone": 3,
    "Forum": 4,
    "Twitter": 5,
    "Facebook": 6,
    "Chat": 7,
    "MobiHelp": 8,
    "Feedback Widget": 9,
    "Outbound Email": OUTBOUND,
    "Ecommerce": 11,
    "Bot": 12,
    "Whatsapp": 13,
}
SURVEY = "51"
RATINGS = {"good": 103, "bad": -103}
REPLY, NOTE = 0, 2
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
DAY = 24 * 60


def tables(history: History) -> dict[str, list[dict]]:
    """Return the raw tables; an unanswered rating and a deleted message leave no row."""
    groups = history.groups()
    return {
        "tickets": [_ticket(history, ticket, groups) for ticket in history.tickets],
        "conversations": [row for ticket in history.tickets for row in _conversations(ticket)],
        "ticket_activities": [
            row for ticket in history.tickets for row in _activities(history, ticket)
        ],
        "contacts": [_contact(history, person) for person in history.people],
        "companies": [
            {
                "id": one.id,
                "name": one.name,
                "description": None,
                "domains": [one.domain] if one.domain else [],
                "industry": None,
                "health_score": None,
                "custom_fields": {"cf_external_id": one.external_id} if one.external_id else {},
                "created_at": one.created,
                "updated_at": one.created,
            }
            for one in history.organisations
        ],
        "agents": [
            {
                "id": agent.id,
                "type": "support_agent",
                "available": False,
                "occasional": False,
                "ticket_scope": 1,
                "contact": {"name": agent.name, "email": agent.email, "active": True},
                "created_at": None,
                "updated_at": None,
            }
            for agent in history.agents
        ],
        "groups": [
            {
                "id": number,
                "name": name,
                "business_hour_id": None,
                "group_type": "support_agent_group",
            }
            for name, number in groups.items()
        ],
        "business_hours": [_business_hours(schedule) for schedule in history.schedules],
        "ticket_fields": _ticket_fields(groups),
        "surveys": [
            {
                "id": SURVEY,
                "title": "Satisfaction survey",
                "active": True,
                "questions": [
                    {
                        "id": "default_question",
                        "label": "How would you rate your overall satisfaction?",
                        "accepted_ratings": [103, 100, -103],
                        "default": True,
                    }
                ],
                "created_at": None,
                "updated_at": None,
            }
        ]
        if any(ticket.rating for ticket in history.tickets)
        else [],
        "satisfaction_ratings": [
            {
                "id": ticket.rating.id,
                "survey_id": SURVEY,
                "ticket_id": ticket.id,
                "user_id": ticket.requester_id,
                "agent_id": ticket.agent_id or None,
                "feedback": ticket.rating.comment or None,
                "ratings": {"default_question": RATINGS[ticket.rating.score]},
                "created_at": ticket.rating.answered or ticket.rating.asked,
                "updated_at": ticket.rating.answered or ticket.rating.asked,
            }
            for ticket in history.tickets
            if ticket.rating and ticket.rating.score
        ],
    }


def _iso(moment: datetime | None) -> str | None:
    """Write a time inside a JSON object as the API does."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def _source(ticket: Ticket) -> int:
    """Return the code of the channel: a mail that an agent sends out has one of its own."""
    if ticket.opener_id and ticket.opener_id != ticket.requester_id and ticket.channel == "email":
        return OUTBOUND
    return SOURCES[ticket.channel]


def _label(status: str) -> str:
    """Return the word with which the agents know a status."""
    return STATUS_CHOICES[str(STATUSES[status])][0]


def _business_hours(schedule: Schedule) -> dict:
    """One opening a weekday, in 12-hour texts."""
    return {
        "id": schedule.id,
        "name": schedule.name,
        "description": None,
        "is_default": schedule.is_default,
        "time_zone": schedule.zone.split("/")[-1].replace("_", " "),
        "working_hours": {
            WEEKDAYS[opens // DAY]: {"start_time": _clock(opens), "end_time": _clock(closes)}
            for opens, closes in schedule.week
        },
        "list_of_holidays": [
            {"holiday_date": first + timedelta(days=place), "holiday_name": name}
            for name, first, last in schedule.holidays
            for place in range((last - first).days + 1)
        ],
        "created_at": schedule.created,
        "updated_at": schedule.created,
    }


def _clock(minute: int) -> str:
    hour, rest = divmod(minute % DAY, 60)
    return f"{(hour - 1) % 12 + 1}:{rest:02d} {'pm' if hour >= 12 else 'am'}"


def _ticket(history: History, ticket: Ticket, groups: dict[str, str]) -> dict:
    requester = next((p for p in history.people if p.id == ticket.requester_id), None)
    agent = history.agent(ticket.agent_id)
    return {
        "id": ticket.id,
        "requester_id": ticket.requester_id,
        "responder_id": ticket.agent_id or None,
        "group_id": groups[agent.group] if agent else None,
        "company_id": requester.organisation_id or None if requester else None,
        "product_id": None,
        "status": STATUSES[ticket.status],
        "priority": PRIORITIES.get(ticket.priority, 1),
        "source": _source(ticket),
        "type": "Question",
        "subject": ticket.subject or None,
        "description_text": ticket.messages[0].body if ticket.messages else None,
        "spam": ticket.is_spam,
        "deleted": ticket.is_deleted,
        "tags": [],
        "custom_fields": {"cf_category": ticket.category or None},
        "stats": _stats(ticket),
        "fr_due_by": ticket.created + timedelta(days=1),
        "due_by": ticket.created + timedelta(days=3),
        "created_at": ticket.created,
        "updated_at": ticket.updated,
    }


def _stats(ticket: Ticket) -> dict:
    """Return the last times of a ticket; a reopening takes back the solution."""
    answers = [m.at for m in ticket.messages[1:] if m.author == "agent" and m.is_public]
    words = [m.at for m in ticket.messages[1:] if m.author == "customer"]
    changes = ticket.statuses
    done = [change.at for change in changes if change.status in ("solved", "closed")]
    closed = [change.at for change in changes if change.status == "closed"]
    reopened = [
        later.at
        for earlier, later in zip(changes, changes[1:], strict=False)
        if earlier.status in ("solved", "closed") and later.status not in ("solved", "closed")
    ]
    # being closed does not date the solution anew
    solved = [change.at for change in changes if change.status == "solved"] or done
    is_done = ticket.status in ("solved", "closed")
    return {
        "first_responded_at": _iso(min(answers, default=None)),
        "agent_responded_at": _iso(max(answers, default=None)),
        "requester_responded_at": _iso(max(words, default=None)),
        "reopened_at": _iso(max(reopened, default=None)),
        "resolved_at": _iso(max(solved, default=None)) if is_done else None,
        "closed_at": _iso(max(closed, default=None)) if ticket.status == "closed" else None,
        "pending_since": _iso(changes[-1].at) if ticket.status == "pending" else None,
        "status_updated_at": _iso(changes[-1].at),
    }


def _conversations(ticket: Ticket) -> list[dict]:
    """Return the messages after the first, which is the ticket's description."""

    def row(message: Message, source: int) -> dict:
        return {
            "id": message.id,
            "ticket_id": ticket.id,
            "user_id": message.author_id,
            "incoming": message.author == "customer",
            "private": not message.is_public,
            "source": source,
            "body_text": message.body,
            "created_at": message.at,
            "updated_at": message.at,
        }

    rows = [
        row(message, REPLY if message.is_public else NOTE)
        for message in ticket.messages[1:]
        if not message.is_deleted
    ]
    if ticket.merged_into:
        text = f"This ticket is closed and merged into ticket {ticket.merged_into}"
        at = ticket.statuses[-1].at
        note = Message(f"99{ticket.id}00", at, "agent", ticket.agent_id, text, is_public=False)
        rows.append(row(note, NOTE))
    return rows


def _activities(history: History, ticket: Ticket) -> list[dict]:
    """Return the creation, then each change of status or agent, in the form of the export."""
    agent = history.agent(ticket.first_agent_id)
    first = ticket.statuses[0]
    created = {
        "source": _source(ticket),
        "status": _label(first.status),
        "priority": PRIORITIES.get(ticket.priority, 1),
        "group": agent.group if agent else None,
        "agent_id": ticket.first_agent_id or None,
        "requester": ticket.requester_id,
    }
    changes = [(ticket.created, ticket.opener_id or ticket.requester_id, created)]
    for earlier, later in zip(ticket.statuses, ticket.statuses[1:], strict=False):
        if _label(earlier.status) != _label(later.status):
            changes.append((later.at, later.actor_id, {"status": _label(later.status)}))
    for move in ticket.transfers:
        agent = history.agent(move.to_agent_id)
        change = {"agent_id": move.to_agent_id, "group": agent.group if agent else None}
        changes.append((move.at, move.from_agent_id, change))
    return [
        {
            "performed_at": at,
            "ticket_id": ticket.id,
            "performer_type": "user" if actor else "system",
            "performer_id": actor or None,
            "activity": change,
        }
        for at, actor, change in sorted(changes, key=lambda change: change[0])
    ]


def _contact(history: History, person) -> dict:
    """Return one contact; the survivor of a merge keeps the addresses of the deleted losers."""
    losers = [other for other in history.people if other.merged_into == person.id]
    return {
        "id": person.id,
        "name": person.name,
        "email": person.email or None,
        "other_emails": [other.email for other in losers if other.email],
        "phone": person.phone or None,
        "mobile": None,
        "company_id": person.organisation_id or None,
        "unique_external_id": person.external_id or None,
        "language": person.language,
        "time_zone": None,
        "active": False,
        "deleted": bool(person.merged_into),
        "created_at": person.created,
        "updated_at": person.created,
    }


def _ticket_fields(groups: dict[str, str]) -> list[dict]:
    """Return the fields with their choices: a list, an object, or an object of lists."""
    choices = {
        "ticket_type": ["Question", "Incident", "Problem", "Feature Request", "Refund"],
        "source": SOURCE_CHOICES,
        "status": STATUS_CHOICES,
        "priority": {"Low": 1, "Medium": 2, "High": 3, "Urgent": 4},
        "group": {name: int(number) for name, number in groups.items()},
    }
    return [
        {
            "id": number,
            "name": name,
            "label": name.replace("_", " ").capitalize(),
            "type": f"default_{name}",
            "default": True,
            "choices": values,
        }
        for number, (name, values) in enumerate(choices.items(), 4001)
    ]
