"""Zendesk Support, Chat, Talk and its ratings, as Fivetran lands them."""

from datetime import timedelta

from demo.history import Call, CallLeg, History, Schedule, Ticket

CHANNELS = {"email": "email", "web": "web", "chat": "chat", "phone": "voice", "social": "twitter"}
ZONES = {"America/New_York": "Eastern Time (US & Canada)"}
DAY = 24 * 60
OUTCOMES = {
    "answered": "completed",
    "abandoned": "abandoned_in_queue",
    "voicemail": "completed",
    "missed": "not_answered",
    "abandoned_on_hold": "abandoned_on_hold",
    "abandoned_in_ivr": "abandoned_in_ivr",
    "abandoned_in_voicemail": "abandoned_in_voicemail",
}


def tables(history: History) -> dict[str, list[dict]]:
    """Return the raw tables of Zendesk; merges and spam are tags, as in the tool."""
    groups = history.groups()
    calls = [call for call in history.calls if call.kind == "call"]
    chats = [call for call in history.calls if call.kind == "chat"]
    return {
        "ticket": [_ticket(history, ticket, groups) for ticket in history.tickets],
        "ticket_comment": [row for ticket in history.tickets for row in _comments(ticket)],
        "ticket_field_history": [
            row for ticket in history.tickets for row in _changes(history, ticket)
        ],
        "ticket_tag": [
            {"ticket_id": ticket.id, "tag": tag}
            for ticket in history.tickets
            for tag, holds in (("closed_by_merge", ticket.merged_into), ("spam", ticket.is_spam))
            if holds
        ],
        "user": _users(history),
        "organization": [
            {
                "id": one.id,
                "name": one.name,
                "external_id": one.external_id or None,
                "created_at": one.created,
                "updated_at": one.created,
            }
            for one in history.organisations
        ],
        "domain_name": [
            {"organization_id": one.id, "index": 0, "domain_name": one.domain}
            for one in history.organisations
            if one.domain
        ],
        "group": [{"id": number, "name": name} for name, number in groups.items()],
        "schedule": [row for schedule in history.schedules for row in _intervals(schedule)],
        "schedule_holiday": [
            {
                "id": f"{schedule.id}{place:03d}",
                "schedule_id": schedule.id,
                "name": name,
                "start_date": first,
                "end_date": last,
                "_fivetran_deleted": False,
            }
            for schedule in history.schedules
            for place, (name, first, last) in enumerate(schedule.holidays, 1)
        ],
        "ticket_schedule": [
            {"ticket_id": ticket.id, "created_at": at, "schedule_id": schedule_id}
            for ticket in history.tickets
            for at, schedule_id in ticket.schedules
        ],
        "satisfaction_rating": [
            {
                "id": ticket.rating.id,
                "ticket_id": ticket.id,
                "requester_id": ticket.requester_id,
                "assignee_id": ticket.agent_id,
                "score": ticket.rating.score or "offered",
                "comment": ticket.rating.comment or None,
                "reason": None,
                "created_at": ticket.rating.asked,
                "updated_at": ticket.rating.answered or ticket.rating.asked,
            }
            for ticket in history.tickets
            if ticket.rating
        ],
        "call": [_call(call, groups) for call in calls],
        "call_leg": [row for call in calls for row in _legs(call)],
        "ticket_chat": [_chat(chat) for chat in chats],
        "ticket_chat_event": [row for chat in chats for row in _chat_events(chat)],
    }


def _ticket(history: History, ticket: Ticket, groups: dict[str, str]) -> dict:
    requester = next((p for p in history.people if p.id == ticket.requester_id), None)
    agent = history.agent(ticket.agent_id)
    losers = [other.id for other in history.tickets if other.merged_into == ticket.id]
    return {
        "id": ticket.id,
        "requester_id": ticket.requester_id,
        "submitter_id": ticket.opener_id or ticket.requester_id,
        "assignee_id": ticket.agent_id or None,
        "organization_id": requester.organisation_id or None if requester else None,
        "group_id": groups[agent.group] if agent else None,
        "status": "deleted" if ticket.is_deleted else ticket.status,
        "priority": ticket.priority or None,
        "via_channel": CHANNELS[ticket.channel],
        "via_source_rel": None,
        "via_followup_source_id": ticket.followup_of or None,
        "merged_ticket_ids": f"[{','.join(losers)}]" if losers else None,
        "custom_category": ticket.category or None,
        "subject": ticket.subject or None,
        "created_at": ticket.created,
        "updated_at": ticket.updated,
        "_fivetran_deleted": False,
    }


def _intervals(schedule: Schedule) -> list[dict]:
    """Minutes count from Sunday; zones have the names of Rails, without the continent."""
    return [
        {
            "id": schedule.id,
            "name": schedule.name,
            "time_zone": ZONES.get(schedule.zone, schedule.zone.split("/")[-1].replace("_", " ")),
            "start_time": opens,
            "end_time": opens + length,
            "created_at": schedule.created,
            "_fivetran_deleted": False,
        }
        for opens, length in sorted(
            ((opens + DAY) % (7 * DAY), closes - opens) for opens, closes in schedule.week
        )
    ]


def _comments(ticket: Ticket) -> list[dict]:
    return [
        {
            "id": message.id,
            "ticket_id": ticket.id,
            "user_id": message.author_id,
            "body": message.body,
            "public": message.is_public,
            "created": message.at,
            "_fivetran_deleted": message.is_deleted,
        }
        for message in ticket.messages
    ]


def _changes(history: History, ticket: Ticket) -> list[dict]:
    changes = [("status", change.at, change.status) for change in ticket.statuses]
    if ticket.first_agent_id:
        changes.append(("assignee_id", ticket.created, ticket.first_agent_id))
    changes += [("assignee_id", move.at, move.to_agent_id) for move in ticket.transfers]
    return [
        {"ticket_id": ticket.id, "field_name": name, "updated": at, "value": value, "user_id": None}
        for name, at, value in changes
    ]


def _users(history: History) -> list[dict]:
    def user(one, role: str, **more) -> dict:
        return {
            "id": one.id,
            "name": one.name,
            "email": one.email,
            "phone": None,
            "role": role,
            "organization_id": None,
            "external_id": None,
            "locale": None,
            "active": True,
            "created_at": None,
        } | more

    customers = [
        user(
            person,
            "end-user",
            phone=person.phone or None,
            organization_id=person.organisation_id or None,
            external_id=person.external_id or None,
            locale=person.language,
            created_at=person.created,
        )
        for person in history.people
    ]
    return customers + [user(agent, "agent") for agent in history.agents]


def _call(call: Call, groups: dict[str, str]) -> dict:
    return {
        "id": call.id,
        "ticket_id": call.ticket_id or None,
        "agent_id": call.agent_id or None,
        "customer_id": call.person_id or None,
        "call_group_id": groups.get(call.queue),
        "direction": call.direction,
        "completion_status": OUTCOMES[call.outcome],
        "voicemail": call.outcome == "voicemail",
        "callback": call.is_callback,
        "callback_source": "queue" if call.is_callback else None,
        "outside_business_hours": call.is_outside_hours,
        "wait_time": call.wait_seconds,
        "talk_time": call.talk_seconds,
        "hold_time": call.hold_seconds,
        "wrap_up_time": call.wrap_up_seconds,
        "duration": call.wait_seconds + call.talk_seconds + call.hold_seconds,
        "created_at": call.started,
        "updated_at": call.started,
    }


def _legs(call: Call) -> list[dict]:
    """The customer's part of a call, and one for every agent whom it rang at."""
    parts = call.legs
    if not parts and call.agent_id:
        whole = CallLeg(call.agent_id, call.talk_seconds, call.hold_seconds, call.wrap_up_seconds)
        parts = [whole] + [CallLeg(call.agent_id)] * call.transfers
    return [
        {
            "id": f"{call.id}{number:02d}",
            "call_id": call.id,
            "agent_id": part.agent_id or None,
            "type": part.kind,
            "completion_status": part.completion,
            "talk_time": part.talk_seconds,
            "hold_time": part.hold_seconds,
            "wrap_up_time": part.wrap_up_seconds,
            "created_at": call.started,
        }
        for number, part in enumerate([CallLeg("", kind="customer"), *parts])
    ]


def _chat(chat: Call) -> dict:
    return {
        "chat_id": chat.id,
        "ticket_id": chat.ticket_id or None,
        "user_id": chat.person_id,
        "channel": "chat",
        "initiator": "2" if chat.direction == "inbound" else "1",
    }


def _chat_events(chat: Call) -> list[dict]:
    answer = chat.started + timedelta(seconds=chat.wait_seconds)
    end = answer + timedelta(seconds=chat.talk_seconds)
    events = [(chat.started, "ChatMessage", chat.person_id, "Hello?")]
    if chat.outcome == "answered":
        agent = f"agent:{chat.agent_id}"
        events += [(answer, "ChatJoin", agent, None), (answer, "ChatMessage", agent, "Hello!")]
        events += [(end, "ChatDepartmentTransfer", agent, None)] * chat.transfers
    if chat.outcome in ("answered", "abandoned"):
        events.append((end, "ChatLeave", chat.person_id, None))
    return [
        {
            "chat_id": chat.id,
            "chat_index": place,
            "type": kind,
            "actor_id": actor,
            "message": message,
            "is_history_context": False,
            "created_at": at,
        }
        for place, (at, kind, actor, message) in enumerate(events)
    ]
