"""Salesforce, Sales Cloud and Service Cloud, with the names of its API as Airbyte lands them.

`demo/raw/salesforce` has the other spelling, Fivetran's.
"""

from datetime import datetime, timedelta

from demo.history import Call, Deal, History, Message, Organisation, Person, Ticket

# closing is solving: there is one status for both
STATUSES = {
    "new": "New",
    "open": "Working",
    "pending": "Waiting on Customer",
    "hold": "On Hold",
    "solved": "Closed",
    "closed": "Closed",
    "canceled": "Canceled",
}
CLOSED = ("Closed", "Canceled")
PRIORITIES = {"urgent": "Critical", "high": "High", "normal": "Medium", "low": "Low"}
ORIGINS = {
    "email": "Email",
    "web": "Web",
    "chat": "Chat",
    "phone": "Phone",
    "social": "Facebook",
}
STAGES = {"won": "Closed Won", "lost": "Closed Lost", "open": "Proposal"}
DISPOSITIONS = {
    "answered": "Answered",
    "abandoned": "Abandoned",
    "voicemail": "Left Voicemail",
    "missed": "No Answer",
}
RECORD_TYPE = "012000000000001"
# in whose name Salesforce keeps what comes in by mail or form
AUTOMATION = "005000000000001"


def tables(history: History) -> dict[str, list[dict]]:
    """Return the raw tables; people without an organisation are person accounts.

    A follow-up is a child case, spam has that reason, what customers write in the portal comes from
    a user of their own.
    """
    groups = history.groups()
    return {
        "account": [_account(one) for one in history.organisations]
        + [_person_account(person) for person in history.people if _is_consumer(person)],
        "contact": [_contact(person) for person in history.people if not person.is_lead],
        "lead": [_lead(history, person) for person in history.people if person.is_lead],
        "opportunity": [_opportunity(deal) for deal in history.deals],
        "case": [_case(history, ticket, groups) for ticket in history.tickets],
        "case_history": [
            row for ticket in history.tickets for row in _changes(history, ticket, groups)
        ],
        "case_comment": [
            _comment(ticket, message)
            for ticket in history.tickets
            for message in ticket.messages
            if _is_comment(ticket, message)
        ],
        "email_message": [
            _email(ticket, message)
            for ticket in history.tickets
            for message in ticket.messages
            if _is_email(ticket, message)
        ],
        "user": _users(history),
        "user_role": [
            {"Id": f"00E{number}", "Name": name} for name, number in sorted(groups.items())
        ],
        "group": [{"Id": number, "Name": name, "Type": "Queue"} for name, number in groups.items()],
        "record_type": [{"Id": RECORD_TYPE, "Name": "Support", "SobjectType": "Case"}],
        "task": [_task(call, groups) for call in history.calls if call.kind == "call"]
        + [_to_do(person) for person in history.people[:1]],
        "live_chat_transcript": [
            _chat(call, groups) for call in history.calls if call.kind == "chat"
        ],
    }


def _is_consumer(person: Person) -> bool:
    return not person.organisation_id and not person.is_lead


def _is_comment(ticket: Ticket, message: Message) -> bool:
    """Tell whether it is written in the portal; the opening text stands on the case."""
    if not message.is_public:
        return True
    return ticket.channel != "email" and message is not ticket.messages[0]


def _is_email(ticket: Ticket, message: Message) -> bool:
    return ticket.channel == "email" and message.is_public


def _portal_user_id(person_id: str) -> str:
    return f"005p{person_id}"


def _midnight(moment: datetime) -> datetime:
    """Return the day as Salesforce gives it: midnight, whatever the time zone."""
    return moment.replace(hour=0, minute=0, second=0)


def _account(one: Organisation) -> dict:
    return {
        "Id": one.id,
        "Name": one.name,
        "Type": "Customer",
        "Website": f"https://www.{one.domain}" if one.domain else None,
        "BillingCountry": one.country or None,
        "NumberOfEmployees": one.employees,
        "MasterRecordId": one.merged_into or None,
        "IsPersonAccount": False,
        "PersonContactId": None,
        "PersonEmail": None,
        "FirstName": None,
        "LastName": None,
        # the loser of a merge goes to the recycle bin
        "IsDeleted": bool(one.merged_into),
        "CreatedDate": one.created,
        "LastModifiedDate": one.created,
        "SystemModstamp": one.created,
    }


def _person_account(person: Person) -> dict:
    organisation = Organisation(f"001p{person.id}", person.name, "", person.created, person.country)
    return _account(organisation) | {
        "Type": None,
        "IsPersonAccount": True,
        "PersonContactId": person.id,
        "PersonEmail": person.email,
        "FirstName": person.first,
        "LastName": person.last,
        "IsDeleted": bool(person.merged_into),
    }


def _contact(person: Person) -> dict:
    return {
        "Id": person.id,
        "AccountId": f"001p{person.id}" if _is_consumer(person) else person.organisation_id,
        "FirstName": person.first,
        "LastName": person.last,
        "Email": person.email,
        "Phone": person.phone or None,
        "MailingCountry": person.country or None,
        "LeadSource": person.lead_source or None,
        "HasOptedOutOfEmail": person.has_opted_out,
        "MasterRecordId": person.merged_into or None,
        "IsDeleted": bool(person.merged_into),
        "CreatedDate": person.created,
        "LastModifiedDate": person.created,
        "SystemModstamp": person.created,
    }


def _lead(history: History, person: Person) -> dict:
    company = next((o.name for o in history.organisations if o.id == person.organisation_id), None)
    survivor = next((p for p in history.people if p.id == person.merged_into), None)
    is_converted = bool(survivor) and not survivor.is_lead
    return {
        "Id": person.id,
        "Company": company,
        "FirstName": person.first,
        "LastName": person.last,
        "Email": person.email,
        "Phone": person.phone or None,
        "Country": person.country or None,
        "Status": "Qualified" if is_converted else "Working",
        "LeadSource": person.lead_source or None,
        "IsConverted": is_converted,
        "ConvertedContactId": person.merged_into if is_converted else None,
        "ConvertedAccountId": survivor.organisation_id or None if is_converted else None,
        "MasterRecordId": person.merged_into if survivor and not is_converted else None,
        "HasOptedOutOfEmail": person.has_opted_out,
        "IsDeleted": bool(survivor) and not is_converted,
        "CreatedDate": person.created,
        "LastModifiedDate": person.created,
        "SystemModstamp": person.created,
    }


def _opportunity(deal: Deal) -> dict:
    return {
        "Id": deal.id,
        "AccountId": deal.organisation_id or (f"001p{deal.person_id}" if deal.person_id else None),
        "ContactId": deal.person_id or None,
        "Name": deal.name,
        "Type": deal.kind,
        "StageName": STAGES[deal.outcome],
        "Amount": deal.amount,
        "CurrencyIsoCode": deal.currency,
        "LeadSource": deal.lead_source or None,
        "IsClosed": deal.outcome != "open",
        "IsWon": deal.outcome == "won",
        "CloseDate": _midnight(deal.closes),
        "IsDeleted": False,
        "CreatedDate": deal.created,
        "LastModifiedDate": deal.created,
        "SystemModstamp": deal.created,
    }


def _status_changes(ticket: Ticket) -> list[tuple[datetime, str, str]]:
    """Return when each status began, in Salesforce's words; solved and then closed is one."""
    changes = []
    for change in ticket.statuses:
        status = STATUSES.get(change.status)
        if status and (not changes or changes[-1][1] != status):
            changes.append((change.at, status, change.actor_id))
    return changes


def _owner_id(history: History, ticket: Ticket, groups: dict[str, str]) -> str:
    """Return the agent, else the first queue."""
    return ticket.agent_id or next(iter(groups.values()))


def _creator_id(ticket: Ticket) -> str:
    if ticket.opener_id:
        return ticket.opener_id
    return (ticket.agent_id or AUTOMATION) if ticket.channel == "phone" else AUTOMATION


def _case(history: History, ticket: Ticket, groups: dict[str, str]) -> dict:
    person = next((p for p in history.people if p.id == ticket.requester_id), None)
    at, status, _ = _status_changes(ticket)[-1]
    creator = _creator_id(ticket)
    opening = ticket.messages[0] if ticket.messages else None
    return {
        "Id": ticket.id,
        "CaseNumber": ticket.id.zfill(8),
        "ContactId": ticket.requester_id,
        "AccountId": _contact(person)["AccountId"] if person else None,
        "OwnerId": _owner_id(history, ticket, groups),
        "CreatedById": creator,
        "ParentId": ticket.followup_of or None,
        "MasterRecordId": ticket.merged_into or None,
        "RecordTypeId": RECORD_TYPE,
        "SuppliedEmail": person.email if person and creator == AUTOMATION else None,
        "Origin": ORIGINS[ticket.channel],
        "Status": status,
        "IsClosed": status in CLOSED,
        "IsClosedOnCreate": status in CLOSED and at == ticket.created,
        "IsEscalated": False,
        "Priority": PRIORITIES.get(ticket.priority),
        "Type": "Question",
        "Reason": "Spam" if ticket.is_spam else ticket.category or None,
        "Subject": ticket.subject or None,
        "Description": opening.body if opening and opening.is_public else None,
        "IsDeleted": ticket.is_deleted or bool(ticket.merged_into),
        "CreatedDate": ticket.created,
        "ClosedDate": at if status in CLOSED else None,
        "LastModifiedDate": ticket.updated,
        "SystemModstamp": ticket.updated,
    }


def _changes(history: History, ticket: Ticket, groups: dict[str, str]) -> list[dict]:
    """Return the row of the creation, the changes of the status, and two rows for each owner."""
    names = {agent.id: agent.name for agent in history.agents}
    names |= {number: name for name, number in groups.items()}
    rows = [(ticket.created, "created", None, None, _creator_id(ticket))]
    statuses = _status_changes(ticket)
    for (_, old, _), (at, new, actor) in zip(statuses, statuses[1:], strict=False):
        rows.append((at, "Status", old, new, actor))
    owners = []
    if ticket.first_agent_id:
        owners.append((ticket.created, next(iter(groups.values())), ticket.first_agent_id))
    owners += [(move.at, move.from_agent_id, move.to_agent_id) for move in ticket.transfers]
    for at, old, new in owners:
        rows.append((at, "Owner", names.get(old, old), names.get(new, new), AUTOMATION))
        rows.append((at, "Owner", old, new, AUTOMATION))
    return [
        {
            "Id": f"017{ticket.id}-{number:03}",
            "CaseId": ticket.id,
            "Field": field,
            "OldValue": old,
            "NewValue": new,
            "CreatedById": actor or None,
            "CreatedDate": at,
            "IsDeleted": ticket.is_deleted,
        }
        for number, (at, field, old, new, actor) in enumerate(rows, 1)
    ]


def _comment(ticket: Ticket, message: Message) -> dict:
    is_customer = message.author == "customer"
    return {
        "Id": message.id,
        "ParentId": ticket.id,
        "CommentBody": message.body,
        "IsPublished": message.is_public,
        "CreatedById": _portal_user_id(message.author_id) if is_customer else message.author_id,
        "IsDeleted": message.is_deleted,
        "CreatedDate": message.at,
        "LastModifiedDate": message.at,
        "SystemModstamp": message.at,
    }


def _email(ticket: Ticket, message: Message) -> dict:
    is_customer = message.author == "customer"
    return {
        "Id": message.id,
        "ParentId": ticket.id,
        "Incoming": is_customer,
        # 0 new, 1 read, 2 replied, 3 sent, 4 forwarded, 5 draft
        "Status": "1" if is_customer else "3",
        "TextBody": message.body,
        "FromId": message.author_id if is_customer else None,
        "CreatedById": AUTOMATION if is_customer else message.author_id,
        "MessageDate": message.at,
        "IsDeleted": message.is_deleted,
        "CreatedDate": message.at,
        "LastModifiedDate": message.at,
        "SystemModstamp": message.at,
    }


def _users(history: History) -> list[dict]:
    def user(number: str, name: str, email: str, kind: str, **more) -> dict:
        return {
            "Id": number,
            "Username": email,
            "Name": name,
            "Email": email,
            "UserType": kind,
            "UserRoleId": None,
            "ContactId": None,
            "IsActive": True,
        } | more

    roles = history.groups()
    writers = {
        message.author_id
        for ticket in history.tickets
        for message in ticket.messages
        if message.author == "customer" and _is_comment(ticket, message)
    }
    return (
        [
            user(
                agent.id,
                agent.name,
                agent.email,
                "AutomatedProcess" if agent.is_bot else "Standard",
                UserRoleId=f"00E{roles[agent.group]}",
            )
            for agent in history.agents
        ]
        + [
            user(
                _portal_user_id(person.id),
                person.name,
                person.email,
                "CspLitePortal",
                ContactId=person.id,
            )
            for person in history.people
            if person.id in writers
        ]
        + [user(AUTOMATION, "Automated Process", "auto@00d.example", "AutomatedProcess")]
    )


def _task(call: Call, groups: dict[str, str]) -> dict:
    ended = call.started + timedelta(seconds=call.talk_seconds)
    return {
        "Id": call.id,
        "WhoId": call.person_id,
        "WhatId": call.ticket_id or None,
        "OwnerId": call.agent_id or groups.get(call.queue),
        "Subject": "Call",
        "Status": "Completed",
        "TaskSubtype": "Call",
        "CallType": call.direction.capitalize(),
        "CallDisposition": DISPOSITIONS[call.outcome],
        "CallDurationInSeconds": call.talk_seconds,
        "ActivityDate": _midnight(call.started),
        "IsClosed": True,
        "IsRecurrence": False,
        "IsArchived": False,
        "IsDeleted": False,
        "CompletedDateTime": ended,
        "CreatedDate": ended,
        "LastModifiedDate": ended,
        "SystemModstamp": ended,
    }


def _to_do(person: Person) -> dict:
    """Return a task that is no call, as every table of tasks has them."""
    call = Call(f"00T{person.id}", person.created, person.id, "", "answered")
    return _task(call, {}) | {
        "Subject": "Send the brochure",
        "Status": "Not Started",
        "TaskSubtype": "Task",
        "CallType": None,
        "CallDisposition": None,
        "CallDurationInSeconds": None,
        "IsClosed": False,
        "CompletedDateTime": None,
    }


def _chat(call: Call, groups: dict[str, str]) -> dict:
    is_answered = call.outcome == "answered"
    answered = call.started + timedelta(seconds=call.wait_seconds)
    ended = answered + timedelta(seconds=call.talk_seconds)
    return {
        "Id": call.id,
        "CaseId": call.ticket_id or None,
        "ContactId": call.person_id,
        "LeadId": None,
        "OwnerId": call.agent_id or groups.get(call.queue),
        "Status": "Completed" if is_answered else "Missed",
        "WaitTime": call.wait_seconds if is_answered else None,
        "Abandoned": call.wait_seconds if call.outcome == "abandoned" else None,
        "ChatDuration": call.talk_seconds,
        "RequestTime": call.started,
        "StartTime": answered if is_answered else None,
        "EndTime": ended,
        "IsDeleted": False,
        "CreatedDate": ended,
        "LastModifiedDate": ended,
        "SystemModstamp": ended,
    }
