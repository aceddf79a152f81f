"""Intercom and its conversation ratings, as Fivetran lands them in history mode.

A call, a ticket that waits for a third party and a follow-up have no place of their own in it.
"""

import itertools
from datetime import datetime

from demo.history import History, Person, Ticket

CHANNELS = {
    "email": "email",
    "web": "conversation",
    "chat": "conversation",
    "phone": "phone_call",
    "social": "facebook",
}
STATES = {
    "new": "open",
    "open": "open",
    "pending": "snoozed",
    "hold": "snoozed",
    "solved": "closed",
    "closed": "closed",
}
PARTS = {"open": "open", "snoozed": "snoozed", "closed": "close"}
STARTERS = {"agent": "admin", "bot": "operator", "customer": "customer"}
OPEN_END = datetime(9999, 12, 31, 23, 59, 59)


def tables(history: History) -> dict[str, list[dict]]:
    """Return the raw tables of Intercom; the category, spam and its like are tags."""
    teams = history.groups()
    tags = {name: str(number) for number, name in enumerate(_tag_names(history), 7001)}
    return {
        "conversation_history": [
            row for ticket in history.tickets for row in _conversation(history, ticket, teams)
        ],
        "conversation_part_history": _numbered(history),
        "conversation_contact_history": [
            {
                "conversation_id": ticket.id,
                "contact_id": ticket.requester_id,
                "conversation_updated_at": _updated(ticket),
            }
            | _version(ticket.created, not ticket.is_deleted)
            for ticket in history.tickets
        ],
        "conversation_tag_history": [
            {
                "conversation_id": ticket.id,
                "tag_id": tags[name],
                "conversation_updated_at": _updated(ticket),
            }
            | _version(ticket.created, not ticket.is_deleted)
            for ticket in history.tickets
            for name in _tags(ticket)
        ],
        "contact_history": [_contact(person) for person in history.people],
        "contact_company_history": [
            {
                "contact_id": person.id,
                "company_id": person.organisation_id,
                "contact_updated_at": person.created,
            }
            | _version(person.created, not person.merged_into)
            for person in history.people
            if person.organisation_id
        ],
        "company_history": [
            {
                "id": one.id,
                # Intercom asks for an id of the company's own, and makes one up where none is given
                "company_id": one.external_id or f"{one.id}-qualification-company",
                "name": one.name,
                "industry": None,
                "website": one.domain,
                "size": one.employees,
                "user_count": sum(person.organisation_id == one.id for person in history.people),
                "created_at": one.created,
                "updated_at": one.created,
            }
            | _version(one.created, not one.merged_into)
            for one in history.organisations
        ],
        "admin": [
            {
                "id": agent.id,
                "name": agent.name,
                "email": agent.email,
                "job_title": None,
                "_fivetran_deleted": False,
            }
            for agent in history.agents
            if not agent.is_bot
        ],
        "team": [
            {"id": number, "name": name, "_fivetran_deleted": False}
            for name, number in teams.items()
        ],
        "team_admin": [
            {"team_id": teams[agent.group], "admin_id": agent.id, "_fivetran_deleted": False}
            for agent in history.agents
            if not agent.is_bot
        ],
        "tag": [
            {"id": number, "name": name, "_fivetran_deleted": False}
            for name, number in tags.items()
        ],
    }


def _version(start: datetime, active: bool = True, end: datetime | None = None) -> dict:
    return {
        "_fivetran_active": active,
        "_fivetran_start": start,
        "_fivetran_end": OPEN_END if active else end or start,
    }


def _updated(ticket: Ticket) -> datetime:
    rating = ticket.rating
    times = [ticket.updated, *([rating.asked, rating.answered] if rating else [])]
    return max(time for time in times if time)


def _tags(ticket: Ticket) -> list[str]:
    names = [f"category:{ticket.category}"] if ticket.category else []
    return names + (["spam"] if ticket.is_spam else [])


def _tag_names(history: History) -> list[str]:
    return sorted({name for ticket in history.tickets for name in _tags(ticket)})


def _kind(history: History, author: str, author_id: str) -> str:
    """Return the tool's word for an author: admin, bot, user, lead."""
    if author in ("agent", "bot"):
        return {"agent": "admin", "bot": "bot"}[author]
    person = next((one for one in history.people if one.id == author_id), None)
    return "lead" if person and person.is_lead else "user"


def _conversation(history: History, ticket: Ticket, teams: dict[str, str]) -> list[dict]:
    """Return the version that holds, and before it that of the first moment where it differs."""
    first = ticket.messages[0] if ticket.messages else None
    author = first.author if first else ("agent" if ticket.opener_id else "customer")
    author_id = first.author_id if first else ticket.opener_id or ticket.requester_id
    agent = history.agent(ticket.agent_id)
    rating = ticket.rating
    value = {"good": 5, "bad": 1}.get(rating.score) if rating else None
    row = {
        "id": ticket.id,
        "created_at": ticket.created,
        "updated_at": _updated(ticket),
        "state": STATES.get(ticket.status, "closed"),
        "priority": "priority" if ticket.priority in ("urgent", "high") else "not_priority",
        "title": None,
        "assignee_id": ticket.agent_id or None,
        "assignee_type": None,
        "team_assignee_id": teams[agent.group] if agent else None,
        "source_type": CHANNELS[ticket.channel],
        "source_delivered_as": f"{STARTERS[author]}_initiated",
        "source_author_id": author_id,
        "source_author_type": _kind(history, author, author_id),
        "source_subject": ticket.subject or None,
        "source_body": first.body if first else None,
        "conversation_rating_value": value,
        "conversation_rating_remark": (rating.comment or None) if rating else None,
        "conversation_rating_created_at": rating.asked if rating else None,
        "conversation_rating_updated_at": rating.answered if rating else None,
        "conversation_rating_contact_id": ticket.requester_id if value else None,
        "conversation_rating_teammate_id": (ticket.agent_id or None) if value else None,
    } | _version(_updated(ticket), not ticket.is_deleted)
    if _updated(ticket) == ticket.created:
        return [row]
    unrated = {name: None for name in row if name.startswith("conversation_rating")}
    beginning = row | unrated | {"updated_at": ticket.created, "state": "open"}
    return [beginning | _version(ticket.created, False, _updated(ticket)), row]


def _numbered(history: History) -> list[dict]:
    """Return the parts of all conversations; what is no message is numbered after the messages."""
    ids = [message.id for ticket in history.tickets for message in ticket.messages]
    numbers = itertools.count(1 + max((int(one) for one in ids if one.isdecimal()), default=0))
    rows = [row for ticket in history.tickets for row in _parts(history, ticket)]
    return [row | {"id": row["id"] or str(next(numbers))} for row in rows]


def _parts(history: History, ticket: Ticket) -> list[dict]:
    """Return replies and notes, assignments, changes of the state, merges and the rating."""
    states = _state_parts(history, ticket)
    spoken = {row["id"] for row in states if row["id"]}
    replies = [
        _part(ticket, message.id, message.at, "comment" if message.is_public else "note")
        | {
            "author_id": message.author_id,
            "author_type": _kind(history, message.author, message.author_id),
            "body": message.body,
            "redacted": message.is_deleted,
        }
        for message in ticket.messages[1:]
        if message.id not in spoken
    ]
    rows = _assignment_parts(ticket) + replies + states + _merge_parts(history, ticket)
    if ticket.rating and ticket.rating.answered:
        at = ticket.rating.answered
        rows.append(
            _part(ticket, "", at, "conversation_rating_changed")
            | {
                "author_id": ticket.requester_id,
                "author_type": _kind(history, "customer", ticket.requester_id),
            }
        )
    return sorted(rows, key=lambda row: row["created_at"])


def _state_parts(history: History, ticket: Ticket) -> list[dict]:
    """Return the changes between open, snoozed and closed; a conversation begins open."""
    rows, state = [], "open"
    for change in ticket.statuses[1:]:
        new_state = STATES.get(change.status, state)
        if new_state == state:
            continue
        state = new_state
        # the customer's word that opens a conversation again is the opening part itself
        words = [
            message
            for message in ticket.messages[1:]
            if state == "open" and message.at == change.at and message.author == "customer"
        ]
        actor_id = words[0].author_id if words else change.actor_id
        agent = history.agent(actor_id)
        side = ("bot" if agent.is_bot else "agent") if agent else "customer"
        rows.append(
            _part(ticket, words[0].id if words else "", change.at, PARTS[state])
            | {
                "author_id": actor_id or None,
                "author_type": _kind(history, side, actor_id) if actor_id else None,
                "body": words[0].body if words else None,
                "redacted": bool(words) and words[0].is_deleted,
            }
        )
    return rows


def _assignment_parts(ticket: Ticket) -> list[dict]:
    """Return who had the conversation first, by a rule, and who handed it to whom."""
    moves = [(ticket.created, "", ticket.first_agent_id)] if ticket.first_agent_id else []
    moves += [(move.at, move.from_agent_id, move.to_agent_id) for move in ticket.transfers]
    return [
        _part(ticket, "", at, "assignment" if by else "default_assignment")
        | {
            "author_id": by or None,
            "author_type": "admin" if by else "bot",
            "assigned_to_id": to,
            "assigned_to_type": "admin",
        }
        for at, by, to in moves
    ]


def _merge_parts(history: History, ticket: Ticket) -> list[dict]:
    """Return the marks of a merge on both sides; neither names the other."""
    rows = [
        _part(ticket, "", loser.updated, "merged_primary_conversation")
        for loser in history.tickets
        if loser.merged_into == ticket.id
    ]
    if ticket.merged_into:
        rows.append(_part(ticket, "", ticket.updated, "merged_secondary_conversation"))
    return rows


def _part(ticket: Ticket, part_id: str, at: datetime, part_type: str) -> dict:
    return {
        "id": part_id,
        "conversation_id": ticket.id,
        "part_type": part_type,
        "author_id": None,
        "author_type": None,
        "body": None,
        "assigned_to_id": None,
        "assigned_to_type": None,
        "redacted": False,
        "created_at": at,
        "updated_at": at,
        "conversation_updated_at": _updated(ticket),
    } | _version(at, not ticket.is_deleted)


def _contact(person: Person) -> dict:
    """Return the one version of a contact; a merged lead has none that is active."""
    return {
        "id": person.id,
        # only a lead can be merged away
        "role": "lead" if person.is_lead or person.merged_into else "user",
        "external_id": person.external_id or None,
        "name": person.name or None,
        "email": person.email or None,
        "phone": person.phone or None,
        "location_country": person.country or None,
        "language_override": person.language,
        "unsubscribed_from_emails": person.has_opted_out,
        "created_at": person.created,
        "updated_at": person.created,
    } | _version(person.created, not person.merged_into)
