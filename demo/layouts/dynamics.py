"""Microsoft Dynamics 365 (Dataverse) with Customer Voice, as Fivetran lands it."""

from datetime import timedelta

from demo.history import Call, Deal, History, Message, Organisation, Person, Response, Ticket

SYSTEM = "system-user"
EVERYONE = "default-team"
ENGLISH, GERMAN = 1033, 1031

# Chat has no origin of its own: it comes in through the portal
ORIGINS = {"phone": 1, "email": 2, "web": 3, "chat": 3, "social": 3986}
PRIORITIES = {"urgent": 1, "high": 1, "normal": 2, "": 2, "low": 3}
# Status -> statecode, statuscode
STATUSES = {
    "new": (0, 1),
    "open": (0, 1),
    "hold": (0, 2),
    "pending": (0, 3),
    "solved": (1, 5),
    "closed": (1, 5),
    "merged": (2, 2000),
    "canceled": (2, 6),
}
SATISFACTION = {"good": 5, "bad": 1, "": None}
DEAL_STATES = {"open": (0, 1), "won": (1, 3), "lost": (2, 5)}
# Units of the currency in one euro, the base currency of this company
RATES = {"EUR": 1.0, "USD": 1.08, "GBP": 0.86, "CHF": 0.95}
LEAD_SOURCES = {
    "Advertisement": 1,
    "Employee Referral": 2,
    "External Referral": 3,
    "Partner": 4,
    "Public Relations": 5,
    "Seminar": 6,
    "Trade Show": 7,
    "Web": 8,
    "Word of Mouth": 9,
    "Other": 10,
    "Referral": 100000000,  # added by this company
}

# Table -> column -> code -> label, English and (for some) German
LABELS = {
    "incident": {
        "statecode": {0: "Active", 1: "Resolved", 2: "Canceled"},
        "statuscode": {
            1: ("In Progress", "In Bearbeitung"),
            2: ("On Hold", "Zurückgestellt"),
            3: ("Waiting for Details", "Warten auf Details"),
            4: ("Researching", "Recherche"),
            5: ("Problem Solved", "Problem gelöst"),
            6: ("Canceled", "Storniert"),
            1000: ("Information Provided", "Informationen bereitgestellt"),
            2000: ("Merged", "Zusammengeführt"),
        },
        "prioritycode": {1: "High", 2: "Normal", 3: "Low"},
        "caseorigincode": {
            1: "Phone",
            2: "Email",
            3: "Web",
            2483: "Facebook",
            3986: "Twitter",
            700610000: "IoT",
        },
        "casetypecode": {
            1: ("Question", "Frage"),
            2: ("Problem", "Problem"),
            3: ("Request", "Anforderung"),
        },
        "customersatisfactioncode": {
            1: "Very Dissatisfied",
            2: "Dissatisfied",
            3: "Neutral",
            4: "Satisfied",
            5: "Very Satisfied",
        },
    },
    "opportunity": {
        "statecode": {0: "Open", 1: "Won", 2: "Lost"},
        "statuscode": {1: "In Progress", 2: "On Hold", 3: "Won", 4: "Canceled", 5: "Out-Sold"},
    },
    "account": {"customertypecode": {3: "Customer", 8: "Prospect", 10: "Supplier"}},
    "contact": {"leadsourcecode": {code: label for label, code in LEAD_SOURCES.items()}},
    "lead": {"leadsourcecode": {code: label for label, code in LEAD_SOURCES.items()}},
    "phonecall": {"statuscode": {1: "Open", 2: "Made", 3: "Canceled", 4: "Received"}},
    "email": {"statuscode": {1: "Draft", 3: "Sent", 4: "Received", 6: "Pending Send", 8: "Failed"}},
}


def tables(history: History) -> dict[str, list[dict]]:
    """Return the raw tables of Dynamics 365; a reopening cancels the resolution before it."""
    groups = history.groups()
    people = {person.id: person for person in history.people}
    subjects = sorted({ticket.category for ticket in history.tickets if ticket.category})
    messages = [(ticket, message) for ticket in history.tickets for message in ticket.messages]
    return {
        "account": [_account(one) for one in history.organisations],
        "contact": [_contact(one, history) for one in history.people if not one.is_lead],
        "lead": [_lead(one, people) for one in history.people if one.is_lead],
        "opportunity": [_opportunity(deal) for deal in history.deals],
        "transactioncurrency": [
            {
                "transactioncurrencyid": f"currency-{code.lower()}",
                "isocurrencycode": code,
                "exchangerate": rate,
            }
            for code, rate in RATES.items()
        ],
        "stringmap": _labels(),
        "incident": [_incident(ticket, history, people, groups) for ticket in history.tickets],
        "incidentresolution": [row for ticket in history.tickets for row in _resolutions(ticket)],
        "slakpiinstance": [row for ticket in history.tickets for row in _deadlines(ticket)],
        "subject": [{"subjectid": f"subject-{title}", "title": title} for title in subjects],
        "systemuser": _users(history),
        "team": [
            {"teamid": f"team-{number}", "name": name, "teamtype": 0, "isdefault": False}
            for name, number in groups.items()
        ]
        + [{"teamid": EVERYONE, "name": "Company", "teamtype": 0, "isdefault": True}],
        "teammembership": [
            {
                "teammembershipid": f"{team}-{agent.id}",
                "teamid": team,
                "systemuserid": agent.id,
            }
            for agent in history.agents
            for team in (EVERYONE, f"team-{groups[agent.group]}")
        ],
        "email": [
            _email(ticket, message)
            for ticket, message in messages
            if message.is_public and not _is_description_only(ticket, message)
        ],
        "annotation": [
            {
                "annotationid": message.id,
                "objectid": ticket.id,
                "objecttypecode": "incident",
                "createdby": message.author_id,
                "notetext": message.body,
                "createdon": message.at,
                "modifiedon": message.at,
                "_fivetran_deleted": message.is_deleted,
            }
            for ticket, message in messages
            if not message.is_public
        ],
        "phonecall": [_call(call, groups) for call in history.calls if call.kind == "call"],
        "msfp_surveyresponse": [
            row for response in history.responses for row in _survey_response(response, history)
        ],
    }


def _labels() -> list[dict]:
    rows = []
    for table, columns in LABELS.items():
        for column, codes in columns.items():
            for code, labels in codes.items():
                texts = labels if isinstance(labels, tuple) else (labels,)
                for language, label in zip((ENGLISH, GERMAN), texts, strict=False):
                    rows.append(
                        {
                            "stringmapid": f"{table}-{column}-{code}-{language}",
                            "objecttypecode": table,
                            "attributename": column,
                            "renamed_attributename": None,
                            "attributevalue": code,
                            "value": label,
                            "langid": language,
                            "_fivetran_deleted": False,
                        }
                    )
    return rows


def _account(one: Organisation) -> dict:
    return {
        "accountid": one.id,
        "name": one.name,
        "customertypecode": 3,
        "websiteurl": one.domain,
        "address1_country": one.country or None,
        "numberofemployees": one.employees,
        "parentaccountid": None,
        "merged": bool(one.merged_into),
        "masterid": one.merged_into or None,
        "statecode": 1 if one.merged_into else 0,
        "createdon": one.created,
        "modifiedon": one.created,
        "_fivetran_deleted": False,
    }


def _person(person: Person) -> dict:
    return {
        "fullname": person.name,
        "firstname": person.first,
        "lastname": person.last,
        "emailaddress1": person.email or None,
        "telephone1": person.phone or None,
        "address1_country": person.country or None,
        "leadsourcecode": LEAD_SOURCES.get(person.lead_source, 10) if person.lead_source else None,
        "donotemail": person.has_opted_out,
        "createdon": person.created,
        "modifiedon": person.created,
        "_fivetran_deleted": False,
    }


def _contact(person: Person, history: History) -> dict:
    leads = [one.id for one in history.people if one.is_lead and one.merged_into == person.id]
    return {
        "contactid": person.id,
        "parentcustomerid": person.organisation_id or None,
        "parentcustomeridtype": "account" if person.organisation_id else None,
        "originatingleadid": leads[0] if leads else None,
        "merged": bool(person.merged_into),
        "masterid": person.merged_into or None,
        "statecode": 1 if person.merged_into else 0,
    } | _person(person)


def _lead(person: Person, people: dict[str, Person]) -> dict:
    survivor = people.get(person.merged_into)
    became_contact = survivor is not None and not survivor.is_lead
    return {
        "leadid": person.id,
        "subject": person.name,
        "parentaccountid": person.organisation_id or None,
        "parentcontactid": person.merged_into if became_contact else None,
        "merged": survivor is not None and not became_contact,
        "masterid": person.merged_into if survivor and not became_contact else None,
        "statecode": 1 if became_contact else 2 if survivor else 0,
    } | _person(person)


def _opportunity(deal: Deal) -> dict:
    state, status = DEAL_STATES[deal.outcome]
    rate = RATES[deal.currency]
    actual = {"won": deal.amount, "lost": 0.0, "open": None}[deal.outcome]
    return {
        "opportunityid": deal.id,
        "name": deal.name or None,
        "customerid": deal.organisation_id or deal.person_id,
        "customeridtype": "account" if deal.organisation_id else "contact",
        "parentaccountid": deal.organisation_id or None,
        "parentcontactid": deal.person_id or None,
        "estimatedvalue": deal.amount,
        "estimatedvalue_base": round(deal.amount / rate, 2),
        "actualvalue": actual,
        "actualvalue_base": round(actual / rate, 2) if actual is not None else None,
        "exchangerate": rate,
        "transactioncurrencyid": f"currency-{deal.currency.lower()}",
        "estimatedclosedate": deal.closes.date(),
        "actualclosedate": None if deal.outcome == "open" else deal.closes.date(),
        "statecode": state,
        "statuscode": status,
        "createdon": deal.created,
        "modifiedon": deal.created if deal.outcome == "open" else deal.closes,
        "_fivetran_deleted": False,
    }


def _opening(ticket: Ticket) -> Message | None:
    first = ticket.messages[0] if ticket.messages else None
    return first if first and first.author == "customer" else None


def _is_description_only(ticket: Ticket, message: Message) -> bool:
    """Tell whether a message stands on the case alone: only a mail is kept a second time."""
    return ticket.channel != "email" and message is _opening(ticket)


def _incident(
    ticket: Ticket, history: History, people: dict[str, Person], groups: dict[str, str]
) -> dict:
    status = ticket.status if ticket.status in STATUSES else "canceled"
    state, reason = STATUSES[
        "merged" if ticket.merged_into else "canceled" if ticket.is_spam else status
    ]
    requester = people.get(ticket.requester_id)
    organisation = requester.organisation_id if requester else ""
    # the portal files a case under the organisation and names the person beside it
    is_for_account = ticket.channel == "web" and bool(organisation)
    opening = _opening(ticket)
    # nobody's case belongs to a team
    owner = ticket.agent_id or f"team-{next(iter(groups.values()), '')}"
    deadlines = {row["name"]: row["slakpiinstanceid"] for row in _deadlines(ticket)}
    return {
        "incidentid": ticket.id,
        "ticketnumber": f"CAS-{ticket.id}",
        "title": ticket.subject or None,
        "description": opening.body if opening else None,
        "customerid": organisation if is_for_account else ticket.requester_id,
        "customeridtype": "account" if is_for_account else "contact",
        "primarycontactid": ticket.requester_id if is_for_account else None,
        "createdby": ticket.opener_id if history.agent(ticket.opener_id) else SYSTEM,
        "ownerid": owner,
        "owneridtype": "systemuser" if ticket.agent_id else "team",
        "owningteam": None if ticket.agent_id else owner,
        "statecode": state,
        "statuscode": reason,
        "prioritycode": PRIORITIES[ticket.priority],
        "caseorigincode": ORIGINS[ticket.channel],
        "casetypecode": 2,
        "subjectid": f"subject-{ticket.category}" if ticket.category else None,
        "customersatisfactioncode": SATISFACTION[ticket.rating.score] if ticket.rating else None,
        "merged": bool(ticket.merged_into),
        "masterid": ticket.merged_into or None,
        "parentcaseid": None,
        "firstresponsesent": any(one.author == "agent" for one in ticket.messages),
        "firstresponsebykpiid": deadlines.get("First response by KPI"),
        "resolvebykpiid": None,
        "createdon": ticket.created,
        "modifiedon": ticket.updated,
        "_fivetran_deleted": ticket.is_deleted,
    }


def _resolutions(ticket: Ticket) -> list[dict]:
    rows = []
    if ticket.merged_into or ticket.is_spam:  # canceled, not resolved
        return rows
    for number, change in enumerate(ticket.statuses):
        before = ticket.statuses[number - 1].status if number else ""
        if change.status not in ("solved", "closed") or before in ("solved", "closed"):
            continue
        later = ticket.statuses[number + 1 :]
        reopened = next((one for one in later if one.status not in ("solved", "closed")), None)
        rows.append(
            {
                "activityid": f"{ticket.id}-resolution-{number}",
                "incidentid": ticket.id,
                "subject": "Resolved",
                "createdby": change.actor_id or SYSTEM,
                "statecode": 2 if reopened else 1,
                "statuscode": 3 if reopened else 2,
                "actualend": change.at,
                "createdon": change.at,
                "modifiedon": reopened.at if reopened else change.at,
                "_fivetran_deleted": False,
            }
        )
    return rows


def _deadlines(ticket: Ticket) -> list[dict]:
    answers = [one.at for one in ticket.messages[1:] if one.author == "agent" and one.is_public]
    due = ticket.created + timedelta(hours=8)
    answered = min(answers, default=None)
    return [
        {
            "slakpiinstanceid": f"{ticket.id}-first-response",
            "name": "First response by KPI",
            "regarding": ticket.id,
            "status": 0 if answered is None else 4 if answered <= due else 1,
            "failuretime": due,
            "succeededon": answered,
            "_fivetran_deleted": False,
        }
    ]


def _users(history: History) -> list[dict]:
    def user(number: str, name: str, email: str | None, access: int, application: str | None):
        return {
            "systemuserid": number,
            "fullname": name,
            "internalemailaddress": email,
            "domainname": email,
            "accessmode": access,
            "applicationid": application,
            "isdisabled": False,
            "_fivetran_deleted": False,
        }

    return [user(SYSTEM, "SYSTEM", None, 3, None)] + [
        user(
            agent.id,
            agent.name,
            agent.email,
            4 if agent.is_bot else 0,
            f"application-{agent.id}" if agent.is_bot else None,
        )
        for agent in history.agents
    ]


def _email(ticket: Ticket, message: Message) -> dict:
    is_outgoing = message.author != "customer"
    return {
        "activityid": message.id,
        "regardingobjectid": ticket.id,
        "regardingobjecttypecode": "incident",
        "emailsender": message.author_id,
        "createdby": message.author_id if is_outgoing else SYSTEM,
        "directioncode": is_outgoing,
        "statecode": 1,
        "statuscode": 3 if is_outgoing else 4,
        "isworkflowcreated": message.author == "bot",
        "subject": ticket.subject or None,
        "description": message.body,
        "senton": message.at,
        "actualend": message.at,
        "createdon": message.at,
        "modifiedon": message.at,
        "_fivetran_deleted": message.is_deleted,
    }


def _call(call: Call, groups: dict[str, str]) -> dict:
    took_place = call.outcome in ("answered", "voicemail")
    is_outgoing = call.direction == "outbound"
    end = call.started + timedelta(seconds=call.wait_seconds + call.talk_seconds)
    team = f"team-{groups.get(call.queue, '')}"
    return {
        "activityid": call.id,
        "regardingobjectid": call.ticket_id or call.person_id,
        "regardingobjecttypecode": "incident" if call.ticket_id else "contact",
        "ownerid": call.agent_id or team,
        "owneridtype": "systemuser" if call.agent_id else "team",
        "owningteam": None if call.agent_id else team,
        "directioncode": is_outgoing,
        "leftvoicemail": call.outcome == "voicemail",
        "statecode": 1 if took_place else 2,
        "statuscode": (2 if is_outgoing else 4) if took_place else 3,
        "actualdurationminutes": round(call.talk_seconds / 60) if took_place else None,
        "actualstart": call.started,
        "actualend": end,
        "createdon": call.started,
        "modifiedon": end,
        "_fivetran_deleted": False,
    }


def _survey_response(response: Response, history: History) -> list[dict]:
    """Previews and unfinished responses stay in Customer Voice: Dataverse never sees them."""
    if response.is_preview or not response.is_finished or not response.person:
        return []
    survey = next(one for one in history.surveys if one.id == response.survey_id)
    scores = [response.answers.get(one.id) for one in survey.questions if one.metric == "nps"]
    if not scores:
        return []
    return [
        {
            "activityid": response.id,
            "msfp_surveyid": response.survey_id,
            "regardingobjectid": response.ticket_id or response.person.id,
            "regardingobjecttypecode": "incident" if response.ticket_id else "contact",
            "msfp_npsscore": scores[0],
            "msfp_respondent": response.person.name,
            "msfp_respondentemailaddress": response.person.email,
            "msfp_language": response.person.language,
            "msfp_startdate": response.started,
            "msfp_submitdate": response.submitted,
            "createdon": response.submitted,
            "modifiedon": response.submitted,
            "_fivetran_deleted": False,
        }
    ]
