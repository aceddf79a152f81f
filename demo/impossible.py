"""Planted rows that cannot be: times the wrong way round, tickets from the future, orphans."""

from datetime import datetime, timedelta

from demo import settings
from demo.schema import natural_key
from demo.world import World

DAY = timedelta(days=1)
GHOST_TICKETS = range(98_001, 98_100)


def plant(world: World) -> None:
    """Plant the rows; run when all good rows are there."""
    _wrong_way_round(world)
    _events_before_creation(world)
    _zendesk_tickets(world)
    _future_tickets(world)
    _orphans(world)
    _halves_of_tasks(world)


def _ids(world: World, system: str) -> list[str]:
    """Return the ids of the customers in a tool."""
    return [p.ids[system][0] for p in world.people if p.ids.get(system) and not p.is_prospect]


def _wrong_way_round(world: World) -> None:
    callers = _ids(world, "servicenow")
    for place in range(5):
        sys_id, opened = world.hex_id(), datetime(2025, 3 + place, 11, 10, 15, 7)
        is_resolved = place < 3
        state, early = 6 if is_resolved else 7, opened - timedelta(hours=5)
        changed = opened + DAY
        common = {"sys_updated_on": changed, "_fivetran_synced": world.synced(changed)}
        world.add(
            "servicenow/task",
            sys_id=sys_id,
            number=f"INC900000{place}",
            sys_class_name="incident",
            state=state,
            priority=3,
            opened_at=opened,
            closed_at=None if is_resolved else early,
            contact_type="email",
            _fivetran_deleted=False,
            **common,
        )
        world.add(
            "servicenow/incident",
            sys_id=sys_id,
            incident_state=state,
            category="product",
            caller_id_value=callers[place],
            resolved_at=early if is_resolved else None,
            reopen_count=0,
            _fivetran_deleted=False,
            **common,
        )
        fault = "resolved before opened" if is_resolved else "closed before opened"
        note = "the incident is rejected once; its task holds the times"
        outcome = ("rejected", "GOV-06", "negative_duration", note)
        world.fault(fault, "servicenow/incident", sys_id, *outcome)


def _events_before_creation(world: World) -> None:
    table = "zendesk/ticket_field_history"
    normal = [t for t in world.tickets if t.system == "zendesk" and t.kind == "normal"]
    for place, ticket in enumerate(normal[200:1400:200]):
        value = ("solved", "closed")[place % 2]
        updated = ticket.created - DAY
        row = {"ticket_id": ticket.id, "field_name": "status", "updated": updated, "value": value}
        world.add(table, **row)
        outcome = ("rejected", "GOV-06", "negative_duration", "only the event")
        world.fault(f"{value} before created", table, natural_key(table, row), *outcome)


def _zendesk_tickets(world: World) -> None:
    """Tickets without creation time (with children) and tickets from the future (without)."""
    users = _ids(world, "zendesk")
    for place in range(6):
        ticket_id, is_future = str(97_001 + place), place >= 3
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
                at = moment + timedelta(hours=later)
                _orphan_comment(world, ticket_id, users[place], at)
                _orphan_history(world, ticket_id, ("new", "open")[later], at)
        world.fault(fault[0], "zendesk/ticket", ticket_id, "rejected", *fault[1:])


def _future_tickets(world: World) -> None:
    """Freshdesk tickets from the future; the text that opens each is an orphan with it."""
    for place, requester in enumerate(_ids(world, "freshdesk")[:3]):
        ticket_id, moment = str(97_101 + place), datetime(2027, 3, 3 + place, 8)
        world.add(
            "freshdesk/tickets",
            id=ticket_id,
            requester_id=requester,
            status=2,
            priority=1,
            source=1,
            type="Question",
            subject="Question",
            created_at=moment,
            updated_at=moment,
            _airbyte_extracted_at=world.synced(settings.AS_OF - DAY),
        )
        fault = ("ticket from the future", "freshdesk/tickets", ticket_id, "rejected")
        world.fault(*fault, "GOV-10", "future_timestamp")
        part = "freshdesk/tickets.description"
        _orphan(world, part, f"{ticket_id}|description", "orphan_ticket")


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


def _orphan_history(world, ticket_id, value, moment) -> None:
    table = "zendesk/ticket_field_history"
    row = world.add(table, ticket_id=ticket_id, field_name="status", updated=moment, value=value)
    _orphan(world, table, natural_key(table, row), "orphan_ticket")


def _orphan(world, table, record_id, reason) -> None:
    world.fault("row without its parent", table, record_id, "rejected", "GOV-04", reason)


def _orphans(world: World) -> None:
    users = _ids(world, "zendesk")
    for place in range(5):
        moment, ghost = datetime(2025, 8, 4 + place, 11, 20), str(GHOST_TICKETS[place])
        _orphan_comment(world, ghost, users[10 + place], moment)
        _orphan_history(world, ghost, "solved", moment + timedelta(hours=3))
        if place < 4:
            _orphan_journal(world, moment)
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
            _orphan_words(world, place, moment)
        row = world.add(
            "qualtrics/question_response",
            _fivetran_id=f"q{90_001 + place}",
            response_id=f"R_{98_001 + place}",
            question_id="QID1",
            value=str(5 + place % 2),
        )
        _orphan(world, "qualtrics/question_response", row["_fivetran_id"], "orphan_response")


def _orphan_journal(world: World, moment: datetime) -> None:
    sys_id = world.hex_id(5)
    world.add(
        "servicenow/sys_journal_field",
        sys_id=sys_id,
        element_id=world.hex_id(),
        element="comments",
        value="Any news on this?",
        sys_created_by="nobody",
        sys_created_on=moment,
    )
    _orphan(world, "servicenow/sys_journal_field", sys_id, "orphan_ticket")


def _orphan_words(world: World, place: int, moment: datetime) -> None:
    """Messages of Freshdesk and Intercom whose ticket was not landed."""
    number, ghost = str(690_001 + place), str(GHOST_TICKETS[40 + place])
    world.add(
        "freshdesk/conversations",
        id=number,
        ticket_id=ghost,
        user_id=_ids(world, "freshdesk")[10 + place],
        incoming=True,
        private=False,
        source=0,
        body_text="Any news on this?",
        created_at=moment,
    )
    _orphan(world, "freshdesk/conversations", number, "orphan_ticket")
    number, author = str(9_900_001 + place), _ids(world, "intercom")[10 + place]
    world.add(
        "intercom/conversation_part_history",
        id=number,
        conversation_id=ghost,
        part_type="comment",
        author_id=author,
        author_type="user",
        body="Any news on this?",
        created_at=moment,
    )
    _orphan(world, "intercom/conversation_part_history", number, "orphan_ticket")


def _halves_of_tasks(world: World) -> None:
    callers = _ids(world, "servicenow")
    for place in range(6):
        sys_id, moment = world.hex_id(), datetime(2025, 9, 2 + place, 8, 5)
        common = {
            "sys_id": sys_id,
            "_fivetran_deleted": False,
            "sys_updated_on": moment,
            "_fivetran_synced": world.synced(moment),
        }
        if place < 3:
            world.add(
                "servicenow/task",
                **common,
                number=f"INC800000{place}",
                sys_class_name="incident",
                state=1,
                priority=4,
                opened_at=moment,
                contact_type="email",
            )
            _orphan(world, "servicenow/task", sys_id, "orphan_task")
        else:
            world.add(
                "servicenow/incident",
                **common,
                incident_state=1,
                category="other",
                caller_id_value=callers[place],
                reopen_count=0,
            )
            _orphan(world, "servicenow/incident", sys_id, "orphan_incident")
