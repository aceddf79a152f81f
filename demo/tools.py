"""The tools: which are connected together, what each can express, and how its ids look."""

from dataclasses import dataclass, field

SETS = {
    "default": (
        "salesforce",
        "hubspot",
        "zendesk",
        "freshdesk",
        "intercom",
        "qualtrics",
        "typeform",
        "segment",
    ),
    "others": ("dynamics", "servicenow", "surveymonkey"),
}
WRITTEN_BY_LAYOUT = (
    "hubspot dynamics zendesk freshdesk servicenow intercom surveymonkey typeform"
).split()
AIRBYTE = ("freshdesk", "surveymonkey", "typeform")  # the others are loaded by Fivetran


def set_of(system: str) -> str:
    """Name of the set of tools that a tool belongs to."""
    return next(name for name, systems in SETS.items() if system in systems)


@dataclass(frozen=True)
class Desk:
    """A help desk; a channel is (raw value, relation, channel) with its weight."""

    channels: dict
    kinds: dict  # planted kinds of tickets, as shares of the first contacts
    first_status: str = "new"
    waits: tuple = ("pending",) * 5 + ("hold",)
    closes_after_days: int = 0  # after the last solve; 0: a solved ticket is not closed
    has_bot: bool = False
    opens_calls: bool = True  # whether it can tell that an agent wrote down a call
    transfers: float = 0.05
    first_number: int = 1001
    ratings: dict = field(default_factory=dict)  # good and bad as the tool says them


DESKS = {
    "zendesk": Desk(
        channels={
            ("email", "", "email"): 44,
            ("web", "", "web"): 25,
            ("chat", "", "chat"): 9,
            ("native_messaging", "", "chat"): 6,
            ("voice", "inbound", "phone"): 10,
            ("voice", "voicemail", "phone"): 2,
            ("twitter", "", "social"): 2,
            ("facebook", "", "social"): 2,
        },
        kinds={
            "spam": 0.007,
            "test": 0.004,
            "deleted": 0.005,
            "internal": 0.007,
            "outbound": 0.007,
            "agent_created": 0.008,
            "merged": 0.009,
            "orphan_requester": 0.003,
            "unsolved_close": 0.012,
            "never_answered": 0.007,
            "deleted_reply": 0.006,
        },
        closes_after_days=4,
        has_bot=True,
        ratings={"good": "good", "bad": "bad", "": "offered"},
    ),
    "freshdesk": Desk(
        channels={
            ("", "", "email"): 52,
            ("", "", "web"): 30,
            ("", "", "phone"): 13,
            ("", "", "social"): 5,
        },
        kinds={
            "spam": 0.008,
            "deleted": 0.005,
            "internal": 0.006,
            "outbound": 0.006,
            "agent_created": 0.008,
            "orphan_requester": 0.004,
            "unsolved_close": 0.01,
            "never_answered": 0.008,
        },
        first_status="open",
        opens_calls=False,
        waits=("pending",),
        closes_after_days=3,
        first_number=40_001,
        ratings={"good": "3", "bad": "1"},
    ),
    "intercom": Desk(
        channels={("", "", "chat"): 1},
        kinds={"internal": 0.006, "never_answered": 0.012},
        first_status="open",
        has_bot=True,
        first_number=2_150_001,
        ratings={"good": "5", "bad": "1"},
    ),
    "servicenow": Desk(
        channels={
            ("", "", "email"): 40,
            ("", "", "web"): 35,
            ("", "", "phone"): 18,
            ("", "", "chat"): 7,
        },
        kinds={"canceled": 0.02, "internal": 0.007, "unsolved_close": 0.008},
        closes_after_days=7,
        transfers=0.03,
        ratings={"good": "5", "bad": "1"},
    ),
}

# The raw tables of people and of tickets
PEOPLE = {
    "salesforce": "salesforce/contact",
    "hubspot": "hubspot/contact",
    "dynamics": "dynamics/contact",
    "zendesk": "zendesk/user",
    "freshdesk": "freshdesk/contacts",
    "servicenow": "servicenow/sys_user",
    "intercom": "intercom/contact_history",
    "qualtrics": "qualtrics/directory_contact",
}
TICKETS = {
    "zendesk": "zendesk/ticket",
    "freshdesk": "freshdesk/tickets",
    "servicenow": "servicenow/incident",
    "intercom": "intercom/conversation_history",
}
RESPONSES = {
    "qualtrics": "qualtrics/survey_response",
    "typeform": "typeform/responses",
    "surveymonkey": "surveymonkey/survey_responses",
}
# What a tool that is only the CRM needs of its tables
CRM_TABLES = {
    "hubspot": "contact contact_merge_audit company deal deal_company deal_pipeline_stage "
    "property_option".split(),
    "dynamics": "account contact lead opportunity transactioncurrency stringmap".split(),
}
# The tools that can carry the CRM's id of a person
CARRY_CRM_ID = ("zendesk", "freshdesk", "intercom", "qualtrics")

FIRST_IDS = {
    ("zendesk", "person"): 2001,
    ("zendesk", "organisation"): 501,
    ("zendesk", "agent"): 901,
    ("zendesk", "staff"): 931,
    ("zendesk", "message"): 20_001,
    ("freshdesk", "person"): 4_300_001,
    ("freshdesk", "organisation"): 4_100_001,
    ("freshdesk", "agent"): 4_000_001,
    ("freshdesk", "staff"): 4_390_001,
    ("freshdesk", "message"): 600_001,
    ("intercom", "organisation"): 7_100_001,
    ("intercom", "agent"): 7_000_001,
    ("intercom", "message"): 9_500_001,
    ("hubspot", "person"): 15_001,
    ("hubspot", "organisation"): 81_001,
    ("hubspot", "agent"): 301,
    ("hubspot", "deal"): 60_001,
}
HEX_BYTES = {"servicenow": 16, "intercom": 12, "dynamics": 16}  # where ids are no numbers


def loader(table: str) -> str:
    """Name of the column that tells when a row of a raw table was loaded."""
    is_airbyte = table.split("/")[0] in AIRBYTE
    return "_airbyte_extracted_at" if is_airbyte else "_fivetran_synced"
