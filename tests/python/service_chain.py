"""The models of service over given tickets, with three schedules and a few people."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tests.python.model_chain import Chain
from tests.python.service_reference import Change, Message, Schedule, Ticket

AS_OF = datetime(2026, 12, 1)
SCHEDULES = {
    "berlin": Schedule(
        "Europe/Berlin", frozenset(range(5)), "09:00", "17:00", frozenset({date(2025, 12, 25)})
    ),
    "new_york": Schedule("America/New_York", frozenset(range(6)), "07:30", "20:15"),
    # open over midnight, while the clocks are turned at two and three o'clock on a Sunday
    "sydney": Schedule("Australia/Sydney", frozenset({4, 5, 6}), "21:30", "06:45"),
}
FACTS = (
    "fct_first_response_time",
    "fct_response_time",
    "fct_resolution_time",
    "fct_first_contact_resolution",
)
INPUTS = {
    "int_tickets_unioned",
    "int_ticket_messages_unioned",
    "int_ticket_events_unioned",
    "int_agents_unioned",
    "int_customer_keys",
    "int_schedules_unioned",
    "int_schedule_holidays_unioned",
    "int_dates",
}


def input_rows(desk: list[Ticket]) -> dict[str, list[dict]]:
    """Write the tickets as the input contracts have them."""
    # a tool whose messages are landed, whatever the others say
    silent = Ticket(0, AS_OF, (Change(AS_OF, "new"),), (Message(AS_OF, "customer"),), mark="test")
    people = {None: None, "agent": "desk:a1", "bot": "desk:b1", "unknown": "desk:u1"}
    tickets, messages, events = [], [], []
    for ticket in [silent, *desk]:
        requester = f"desk:{ticket.customer or 'u2'}"
        tickets.append(
            {
                "ticket_id": ticket.id,
                "source_system": "desk",
                "source_ticket_id": ticket.id.split(":")[1],
                "requester_record_id": requester,
                "submitter_record_id": "desk:a1" if ticket.is_agent_created else requester,
                "merged_into_ticket_id": f"desk:{ticket.merged_into:03}"
                if ticket.merged_into
                else None,
                "source_schedule_id": ticket.schedule,
                "channel": ticket.channel,
                "category": ticket.category,
                "priority": "normal",
                "status": ticket.changes[-1].status,
                "created_at": ticket.created,
                **{
                    f"is_{mark}": ticket.mark == mark
                    for mark in ("spam", "test", "merged", "outbound")
                },
                "is_deleted": False,
            }
        )
        for place, message in enumerate(ticket.messages):
            messages.append(
                {
                    "message_id": f"{ticket.id}/{place:02}",
                    "source_system": "desk",
                    "ticket_id": ticket.id,
                    "author_record_id": people.get(message.author, requester),
                    "author_role": message.author,
                    "is_opening": False,
                    "is_public": message.is_public,
                    "is_deleted": message.is_deleted,
                    "sent_at": message.at,
                }
            )
        for place, change in enumerate(ticket.changes):
            events.append(
                {
                    "ticket_event_id": f"{ticket.id}/{place:02}",
                    "source_system": "desk",
                    "ticket_id": ticket.id,
                    "actor_record_id": people.get(change.by),
                    "event_type": "status",
                    "status": change.status,
                    "occurred_at": change.at,
                }
            )
    return {
        "int_tickets_unioned": tickets,
        "int_ticket_messages_unioned": messages,
        "int_ticket_events_unioned": events,
    }


def service_chain() -> Chain:
    """The models, with the calendar built and the people known."""
    built = Chain(INPUTS, FACTS, as_of=f"{AS_OF:%Y-%m-%d %H:%M:%S}")
    days = [date(2024, 12, 1) + timedelta(days=place) for place in range(760)]
    built.build(
        {
            "int_dates": [{"date_day": day} for day in days],
            "business_hours": [
                {
                    "schedule_id": f"desk:{name}",
                    "iso_weekday": weekday + 1,
                    "opens_at": schedule.opens,
                    "closes_at": schedule.closes,
                    "time_zone": schedule.zone,
                }
                for name, schedule in SCHEDULES.items()
                for weekday in sorted(schedule.weekdays)
            ],
            "business_holidays": [
                {"schedule_id": f"desk:{name}", "holiday_date": day}
                for name, schedule in SCHEDULES.items()
                for day in schedule.holidays
            ],
            "int_agents_unioned": [
                {
                    "agent_id": f"desk:{name}",
                    "source_system": "desk",
                    "source_agent_id": name,
                    "is_bot": name == "b1",
                }
                for name in ("a1", "b1")
            ],
            "int_customer_keys": [
                {
                    "contact_record_id": f"desk:{name}",
                    "source_system": "desk",
                    "customer_id": name,
                    "payer_id": name,
                    "is_internal": name == "internal",
                }
                for name in ("c1", "c2", "c3", "internal")
            ],
            **{
                name: []
                for name in sorted(INPUTS)
                if name.startswith(("int_tickets", "int_ticket_", "int_schedule"))
            },
        }
    )
    return built
