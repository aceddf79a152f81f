"""HubSpot as Fivetran lands it, with its feedback submissions as Airbyte lands them."""

from datetime import timedelta

from demo.history import Agent, Call, Deal, History, Message, Organisation, Person, Survey, Ticket

# The default pipeline of tickets; what others call solved and closed is one stage
STAGES = {
    "1": ("New", "OPEN"),
    "2": ("Waiting on contact", "OPEN"),
    "3": ("Waiting on us", "OPEN"),
    "5": ("On hold", "OPEN"),
    "4": ("Closed", "CLOSED"),
}
STATUSES = {"new": "1", "pending": "2", "open": "3", "hold": "5", "solved": "4", "closed": "4"}
PRIORITIES = {"low": "LOW", "normal": "MEDIUM", "high": "HIGH", "urgent": "URGENT"}
SOURCES = {
    "email": "EMAIL",
    "web": "FORM",
    "chat": "CHAT",
    "phone": "PHONE",
    "social": "FACEBOOK_MESSENGER",
}
CHANNELS = {
    "chat": ("1000", "Live Chat"),
    "social": ("1001", "Facebook Messenger"),
    "email": ("1002", "Email"),
}
DEAL_STAGES = {
    "open": ("appointmentscheduled", "Appointment scheduled", 0.2, False),
    "won": ("closedwon", "Closed won", 1.0, True),
    "lost": ("closedlost", "Closed lost", 0.0, True),
}
DISPOSITIONS = {
    "answered": ("f240bbac-87c9-4f6e-bf70-924b57d47db7", "Connected"),
    "voicemail": ("b2cf5968-551e-4856-9783-52b3da59a7d0", "Left voicemail"),
    "missed": ("73a0d17f-1163-4015-bdd5-ec830791da20", "No answer"),
}
# HubSpot asks for satisfaction with three faces
FACES = {"good": "2", "bad": "0"}


def tables(history: History) -> dict[str, list[dict]]:
    """Return the raw tables of HubSpot: CRM, tickets, inbox and feedback."""
    return (
        _crm(history)
        | _labels(history)
        | _staff(history)
        | _tickets(history)
        | _engagements(history)
        | _conversations(history)
        | {"feedback_submissions": _feedback(history)}
    )


def user_id(agent: Agent) -> str:
    """Return the id of an agent's login, which is not the id of the owner."""
    return f"7{agent.id}"


def code(label: str) -> str:
    """Return the internal value of an option that people see as `label`."""
    return label.upper().replace(" ", "_")


def _crm(history: History) -> dict[str, list[dict]]:
    people = {person.id: person for person in history.people}
    return {
        "contact": [_contact(history, person) for person in history.people],
        "contact_merge_audit": [
            {
                "canonical_vid": person.merged_into,
                "vid_to_merge": person.id,
                "contact_id": person.merged_into,
                "timestamp": people[person.merged_into].created,
            }
            for person in history.people
            if person.merged_into
        ],
        "company": [_company(history, one) for one in history.organisations],
        "deal": [_deal(deal) for deal in history.deals],
        # the primary company is associated twice
        "deal_company": [
            {
                "deal_id": deal.id,
                "company_id": deal.organisation_id,
                "type_id": kind,
                "category": "HUBSPOT_DEFINED",
            }
            for deal in history.deals
            if deal.organisation_id
            for kind in (5, 341)
        ],
        "deal_contact": [
            {
                "deal_id": deal.id,
                "contact_id": deal.person_id,
                "type_id": 3,
                "category": "HUBSPOT_DEFINED",
            }
            for deal in history.deals
            if deal.person_id
        ],
        "deal_pipeline_stage": [
            {
                "stage_id": stage,
                "pipeline_id": "default",
                "label": label,
                "probability": probability,
                "is_closed": is_closed,
                "_fivetran_deleted": False,
            }
            for stage, label, probability, is_closed in DEAL_STAGES.values()
        ],
    }


def _contact(history: History, person: Person) -> dict:
    losers = [other.id for other in history.people if other.merged_into == person.id]
    return {
        "id": person.id,
        "property_email": person.email or None,
        "property_firstname": person.first,
        "property_lastname": person.last,
        "property_phone": person.phone or None,
        "property_country": person.country or None,
        "property_hs_language": person.language,
        "property_associatedcompanyid": person.organisation_id or None,
        "property_lifecyclestage": "lead" if person.is_lead else "customer",
        "property_hs_analytics_source": code(person.lead_source) or None,
        "property_hs_email_optout": person.has_opted_out,
        "property_hs_merged_object_ids": ";".join(losers) or None,
        "property_createdate": person.created,
        "property_lastmodifieddate": person.created,
        "_fivetran_deleted": bool(person.merged_into),
    }


def _company(history: History, one: Organisation) -> dict:
    losers = [other.id for other in history.organisations if other.merged_into == one.id]
    return {
        "id": one.id,
        "property_name": one.name,
        "property_domain": one.domain or None,
        "property_country": one.country or None,
        "property_numberofemployees": one.employees,
        "property_industry": None,
        "property_hs_merged_object_ids": ";".join(losers) or None,
        "property_createdate": one.created,
        "property_hs_lastmodifieddate": one.created,
        "is_deleted": False,
        "_fivetran_deleted": bool(one.merged_into),
    }


def _deal(deal: Deal) -> dict:
    return {
        "deal_id": deal.id,
        "deal_pipeline_id": "default",
        "deal_pipeline_stage_id": DEAL_STAGES[deal.outcome][0],
        "property_dealname": deal.name or None,
        "property_amount": deal.amount,
        "property_deal_currency_code": deal.currency,
        "property_dealtype": code(deal.kind),
        "property_hs_analytics_source": code(deal.lead_source) or None,
        "property_createdate": deal.created,
        "property_closedate": deal.closes,
        "property_hs_lastmodifieddate": deal.created,
        "is_deleted": False,
        "_fivetran_deleted": False,
    }


def _labels(history: History) -> dict[str, list[dict]]:
    options = {("ticket", "hs_ticket_category", ticket.category) for ticket in history.tickets}
    options |= {("deal", "dealtype", deal.kind) for deal in history.deals}
    options |= {("deal", "hs_analytics_source", deal.lead_source) for deal in history.deals}
    options |= {("contact", "hs_analytics_source", person.lead_source) for person in history.people}
    coded = [(*option, code(option[2])) for option in sorted(options) if option[2]]
    coded += [("call", "hs_call_disposition", label, guid) for guid, label in DISPOSITIONS.values()]
    return {
        "property_option": [
            {"hubspot_object": thing, "name": name, "label": label, "value": value}
            for thing, name, label, value in coded
        ],
        "ticket_pipeline_stage": [
            {
                "stage_id": stage,
                "pipeline_id": "0",
                "label": label,
                "ticket_state": state,
                "is_closed": state == "CLOSED",
                "_fivetran_deleted": False,
            }
            for stage, (label, state) in STAGES.items()
        ],
    }


def _staff(history: History) -> dict[str, list[dict]]:
    humans = [agent for agent in history.agents if not agent.is_bot]
    groups = history.groups()
    return {
        "owner": [
            {
                "owner_id": agent.id,
                "active_user_id": user_id(agent),
                "email": agent.email,
                "first_name": agent.name.split(" ", 1)[0],
                "last_name": agent.name.partition(" ")[2] or None,
                "type": "PERSON",
            }
            for agent in humans
        ],
        "users": [{"id": user_id(agent), "email": agent.email} for agent in humans],
        "owner_team": [
            {"owner_id": agent.id, "team_id": groups[agent.group], "is_team_primary": True}
            for agent in humans
        ],
        "team": [{"id": number, "name": name} for name, number in groups.items()],
        "conversation_actor": [
            {
                "id": actor(history, agent.id),
                "name": agent.name,
                "email": agent.email or None,
                "type": "BOT" if agent.is_bot else "AGENT",
            }
            for agent in history.agents
        ],
    }


def actor(history: History, author_id: str) -> str:
    """Return how conversations name an agent, a bot or a contact."""
    agent = history.agent(author_id)
    if not agent:
        return f"V-{author_id}"
    return f"B-{agent.id}" if agent.is_bot else f"A-{user_id(agent)}"


def _tickets(history: History) -> dict[str, list[dict]]:
    people = {person.id: person for person in history.people}
    companies = [
        (ticket.id, people[ticket.requester_id].organisation_id)
        for ticket in history.tickets
        if ticket.requester_id in people and people[ticket.requester_id].organisation_id
    ]
    return {
        "ticket": [_ticket(history, ticket) for ticket in history.tickets],
        "ticket_property_history": [
            row for ticket in history.tickets for row in _changes(history, ticket)
        ],
        # a labelled association stands beside the plain one
        "ticket_contact": [
            {"ticket_id": ticket.id, "contact_id": ticket.requester_id, "category": category}
            for ticket in history.tickets
            for category in ("HUBSPOT_DEFINED", "USER_DEFINED")
        ],
        "ticket_company": [
            {"ticket_id": ticket, "company_id": company, "category": "HUBSPOT_DEFINED"}
            for ticket, company in companies
        ],
    }


def _ticket(history: History, ticket: Ticket) -> dict:
    agent, opener = history.agent(ticket.agent_id), history.agent(ticket.opener_id)
    losers = [other.id for other in history.tickets if other.merged_into == ticket.id]
    answers = [
        message.at
        for message in ticket.messages[1:]
        if message.author == "agent" and message.is_public
    ]
    return {
        "id": ticket.id,
        "property_subject": ticket.subject or None,
        "property_content": ticket.messages[0].body if ticket.messages else None,
        "property_createdate": ticket.created,
        "property_closed_date": ticket.statuses[-1].at if STATUSES[ticket.status] == "4" else None,
        "property_first_agent_reply_date": min(answers, default=None),
        "property_hs_pipeline": "0",
        "property_hs_pipeline_stage": STATUSES[ticket.status],
        "property_hs_ticket_priority": PRIORITIES.get(ticket.priority),
        "property_hs_ticket_category": code(ticket.category) or None,
        "property_hubspot_owner_id": ticket.agent_id or None,
        "property_hubspot_team_id": history.groups()[agent.group] if agent else None,
        "property_source_type": SOURCES[ticket.channel],
        "property_hs_created_by_user_id": user_id(opener) if opener else None,
        "property_hs_merged_object_ids": ";".join(losers) or None,
        "property_hs_lastmodifieddate": ticket.updated,
        "is_deleted": ticket.is_deleted,
        "_fivetran_deleted": bool(ticket.merged_into),
    }


def _changes(history: History, ticket: Ticket) -> list[dict]:
    changes = [
        ("hs_pipeline_stage", change.at, STATUSES[change.status], change.actor_id)
        for change in ticket.statuses
    ]
    if ticket.first_agent_id:
        changes.append(("hubspot_owner_id", ticket.created, ticket.first_agent_id, ""))
    changes += [
        ("hubspot_owner_id", move.at, move.to_agent_id, move.from_agent_id)
        for move in ticket.transfers
    ]
    rows = []
    for name, at, value, changed_by in changes:
        agent = history.agent(changed_by)
        rows.append(
            {
                "ticket_id": ticket.id,
                "name": name,
                "timestamp_instant": at,
                "value": value,
                "source": "CRM_UI" if agent else "AUTOMATION_PLATFORM",
                "source_id": f"userId:{user_id(agent)}" if agent else None,
            }
        )
    return rows


def _by_mail(ticket: Ticket) -> list[Message]:
    """Return the messages that are e-mails: those of a form follow its text, a chat has none."""
    public = [message for message in ticket.messages if message.is_public]
    if ticket.channel in ("chat", "social"):
        return []
    return public if ticket.channel == "email" else public[1:]


def _engagements(history: History) -> dict[str, list[dict]]:
    kinds, links, contacts, emails, notes, calls = [], [], [], [], [], []

    def engage(number: str, kind: str, ticket_id: str, person_id: str) -> None:
        kinds.append({"id": number, "type": kind})
        if ticket_id:
            links.append(
                {"ticket_id": ticket_id, "engagement_id": number, "category": "HUBSPOT_DEFINED"}
            )
        if person_id:
            contacts.append(
                {"engagement_id": number, "contact_id": person_id, "category": "HUBSPOT_DEFINED"}
            )

    for ticket in history.tickets:
        for message in _by_mail(ticket):
            kind = "INCOMING_EMAIL" if message.author == "customer" else "EMAIL"
            engage(message.id, kind, ticket.id, ticket.requester_id)
            emails.append(_email(history, message, kind))
        for message in ticket.messages:
            if not message.is_public:
                engage(message.id, "NOTE", ticket.id, "")
                notes.append(_activity(message) | {"property_hs_note_body": message.body or None})
    for call in history.calls:
        if call.kind == "call":
            engage(call.id, "CALL", call.ticket_id, call.person_id)
            calls.append(_call(call))
    return {
        "engagement": kinds,
        "ticket_engagement": links,
        "engagement_contact": contacts,
        "engagement_email": emails,
        "engagement_note": notes,
        "engagement_call": calls,
    }


def _activity(message: Message) -> dict:
    return {
        "engagement_id": message.id,
        "property_hs_timestamp": message.at,
        "property_hs_createdate": message.at,
        "property_hubspot_owner_id": message.author_id if message.author == "agent" else None,
        "_fivetran_deleted": message.is_deleted,
    }


def _email(history: History, message: Message, kind: str) -> dict:
    sender = history.agent(message.author_id) or next(
        (person for person in history.people if person.id == message.author_id), None
    )
    return _activity(message) | {
        "type": "EMAIL",
        "property_hs_email_direction": kind,
        "property_hs_email_status": "SENT",
        "property_hs_email_from_email": sender.email or None if sender else None,
        "property_hs_email_text": message.body or None,
        "property_hs_object_source": "AUTOMATION_PLATFORM"
        if message.author == "bot"
        else "CONVERSATIONS",
    }


def _call(call: Call) -> dict:
    # nobody in HubSpot can tell a caller who gave up from a call that was not taken
    outcome = "missed" if call.outcome == "abandoned" else call.outcome
    return {
        "engagement_id": call.id,
        "type": "CALL",
        "property_hs_timestamp": call.started,
        "property_hs_createdate": call.started,
        "property_hubspot_owner_id": call.agent_id or None,
        "property_hs_call_direction": call.direction.upper(),
        "property_hs_call_duration": call.talk_seconds * 1000,
        "property_hs_call_status": "COMPLETED" if outcome == "answered" else "MISSED",
        "property_hs_call_disposition": DISPOSITIONS[outcome][0],
        "property_hs_call_has_voicemail": outcome == "voicemail",
        "_fivetran_deleted": False,
    }


def _conversations(history: History) -> dict[str, list[dict]]:
    threads, messages = [], []
    for ticket in history.tickets:
        if ticket.channel not in CHANNELS:
            continue
        thread = f"t{ticket.id}"
        ends = ticket.updated if STATUSES[ticket.status] == "4" else None
        threads.append(
            _thread(thread, ticket.requester_id, ticket.id, ticket.channel, ticket.created, ends)
            | {"spam": ticket.is_spam}
        )
        messages += [
            _thread_message(history, thread, message)
            for message in ticket.messages
            if message.is_public or ticket.channel != "email"
        ]
    for call in history.calls:
        if call.kind != "chat":
            continue
        talk_at = call.started + timedelta(seconds=call.wait_seconds)
        ends = talk_at + timedelta(seconds=call.talk_seconds)
        threads.append(_thread(call.id, call.person_id, call.ticket_id, "chat", call.started, ends))
        told = [Message(f"{call.id}-1", call.started, "customer", call.person_id)]
        if call.outcome == "answered":
            told.append(Message(f"{call.id}-2", talk_at, "agent", call.agent_id))
        messages += [_thread_message(history, call.id, message) for message in told]
    return {
        "conversation_thread": threads,
        "conversation_message_history": messages,
        "conversation_channel": [
            {"id": number, "name": name} for number, name in CHANNELS.values()
        ],
    }


def _thread(thread: str, contact: str, ticket: str, channel: str, starts, ends) -> dict:
    return {
        "id": thread,
        "associated_contact_id": contact or None,
        "associated_ticket_id": ticket or None,
        "original_channel_id": CHANNELS[channel][0],
        "status": "CLOSED" if ends else "OPEN",
        "spam": False,
        "created_at": starts,
        "closed_at": ends,
        "_fivetran_deleted": False,
    }


def _thread_message(history: History, thread: str, message: Message) -> dict:
    return {
        "id": f"m{message.id}",
        "thread_id": thread,
        "type": "MESSAGE" if message.is_public else "COMMENT",
        "direction": "INCOMING" if message.author == "customer" else "OUTGOING",
        "created_by": actor(history, message.author_id),
        "status_type": "RECEIVED" if message.author == "customer" else "SENT",
        "text": message.body or None,
        "created_at": message.at,
        "_fivetran_deleted": message.is_deleted,
        "_fivetran_active": True,
    }


def _feedback(history: History) -> list[dict]:
    """Return the answers: HubSpot keeps no requests, previews or unfinished ones."""
    rated = [ticket for ticket in history.tickets if ticket.rating and ticket.rating.score]
    rows = [
        _submission(
            f"{ticket.rating.id}-csat",
            ticket.rating.answered,
            ticket.requester_id,
            ticket.id,
            ("CSAT", "satisfaction", "Ticket rating"),
            FACES[ticket.rating.score],
            ticket.rating.comment,
        )
        for ticket in rated
    ]
    surveys = {survey.id: survey for survey in history.surveys}
    for response in history.responses:
        if response.is_preview or not response.is_finished:
            continue
        rows += [
            _submission(
                f"{response.id}-{question}",
                response.submitted,
                response.person.id if response.person else "",
                response.ticket_id,
                (metric.upper(), response.survey_id, surveys[response.survey_id].name),
                score,
                comment,
            )
            for question, metric, score, comment in _scores(surveys[response.survey_id], response)
        ]
    return rows


def _scores(survey: Survey, response) -> list[tuple[str, str, str, str]]:
    """Return question, metric, score and comment: one scored question makes one submission."""
    texts = [
        str(response.answers[question.id])
        for question in survey.questions
        if not question.metric and question.id in response.answers
    ]
    scored = []
    for question in survey.questions:
        if question.metric and question.id in response.answers:
            score = response.answers[question.id]
            if question.metric == "csat" and question.scale != "csat_0_2":
                low, high = (int(part) for part in question.scale.split("_")[-2:])
                place = (score - low) / (high - low)
                score = 2 if place >= 0.75 else 1 if place >= 0.5 else 0
            scored.append((question.id, question.metric, str(score), " ".join(texts)))
    return scored


def _submission(number, at, contact_id, ticket_id, survey, score, comment) -> dict:
    kind, survey_id, survey_name = survey
    return {
        "id": number,
        "createdAt": at,
        "updatedAt": at,
        "archived": False,
        "properties": {
            "hs_survey_type": kind,
            "hs_survey_id": survey_id,
            "hs_survey_name": survey_name,
            "hs_survey_channel": "EMAIL",
            "hs_value": score,
            "hs_content": comment or None,
            "hs_submission_timestamp": f"{at.isoformat()}Z",
            "hs_contact_id": contact_id or None,
        },
        "contacts": [contact_id] if contact_id else [],
        "tickets": [ticket_id] if ticket_id else [],
    }
