"""A small company, to be written in each vendor's layout, and the facts that it must give."""

import csv
import itertools
import json
from datetime import datetime, timedelta
from pathlib import Path

import yaml

from demo import layouts
from demo.history import (
    Agent,
    Call,
    Deal,
    History,
    Message,
    Organisation,
    Person,
    Question,
    Rating,
    Response,
    StatusChange,
    Survey,
    Ticket,
    Transfer,
)
from tests.python.conftest import ROOT, Run, dbt

AS_OF = "2026-03-01 00:00:00"
MONDAY = datetime(2026, 1, 5, 9, 0)


def at(days: int, hours: float = 0.0) -> datetime:
    """Return a moment after Monday, 5 January 2026, 09:00 UTC."""
    return MONDAY + timedelta(days=days, hours=hours)


def company(of: str = "") -> History:
    """Two organisations, four people, two agents and a bot; tickets, calls, surveys and deals.

    Args:
        of: what sets the names and addresses of its customers apart from those of other companies.
    """
    acme, bolt, phone = f"acme{of}.example", f"bolt{of}.example", "" if of else "+4930231250"
    people = [
        Person("101", "Ana", f"Silva{of}", f"ana@{acme}", at(-90), phone, "11", "DE"),
        Person("102", "Ben", f"Okoro{of}", f"ben@{acme}", at(-80), "", "11", "DE"),
        Person("103", "Chloe", f"Martin{of}", f"chloe@{bolt}", at(-70), "", "12", "FR"),
        Person("104", "Dan", f"Berg{of}", f"dan{of}@example.org", at(-60), country="DE"),
    ]
    return History(
        organisations=[
            Organisation("11", f"Acme{of}", acme, at(-100), "DE", 120),
            Organisation("12", f"Bolt{of}", bolt, at(-95), "FR", 20),
        ],
        people=people,
        agents=[
            Agent("901", "Eva Lind", "eva@desk.example", "Billing"),
            Agent("902", "Finn Ode", "finn@desk.example", "Technical"),
            Agent("900", "Answer Bot", "bot@desk.example", "Billing", is_bot=True),
        ],
        tickets=tickets(),
        calls=[
            Call("801", at(1), "101", "901", "answered", "call", "inbound", "", "Billing", 20, 300),
            Call("802", at(1, 1), "102", "", "abandoned", "call", "inbound", "", "Billing", 95),
        ],
        surveys=[
            Survey(
                "SV_rel",
                "Relationship survey",
                [
                    Question("QID3", "How likely are you to recommend us?", "nps", "nps_0_10"),
                    Question("QID4", "Why?"),
                ],
                at(-30),
            ),
            Survey(
                "SV_post",
                "After a ticket",
                [
                    Question("QID2", "How satisfied are you with the help?", "csat", "csat_1_5"),
                    Question("QID1", "How easy was it to get help?", "ces", "ces_1_7_ease"),
                ],
                at(-30),
            ),
        ],
        responses=responses({person.id: person for person in people}),
        deals=[
            Deal("701", "11", 1200.0, "EUR", at(-90), at(-60), "won", name="Acme start"),
            Deal("702", "12", 800.0, "EUR", at(-40), at(-20), "lost", name="Bolt start"),
            Deal("703", "11", 300.0, "EUR", at(-10), at(60), "open", "Expansion", "Acme more"),
        ],
    )


def _solved(created: datetime, hours: float, actor: str) -> list[StatusChange]:
    return [
        StatusChange(created, "new"),
        StatusChange(created + timedelta(hours=hours), "solved", actor),
    ]


def tickets() -> list[Ticket]:
    """Solved at once; transferred; reopened after a bot; open; opened by us; a repeat."""
    return [
        Ticket(
            "1001",
            at(0),
            "101",
            "email",
            [
                Message("5001", at(0), "customer", "101", "My invoice is wrong."),
                Message("5002", at(0, 0.5), "agent", "901", "Corrected."),
            ],
            _solved(at(0), 1, "901"),
            agent_id="901",
            subject="Invoice",
            category="billing",
            priority="normal",
            rating=Rating("6001", at(0, 2), "good", at(0, 3), "Quick!"),
        ),
        Ticket(
            "1002",
            at(0, 1),
            "102",
            "web",
            [
                Message("5011", at(0, 1), "customer", "102", "It does not start."),
                Message("5012", at(0, 1.5), "agent", "901", "For the technicians.", False),
                Message("5013", at(0, 3), "agent", "902", "Which model is it?"),
                Message("5014", at(0, 5), "customer", "102", "The blue one."),
                Message("5015", at(0, 6), "agent", "902", "Turn it round."),
            ],
            [
                StatusChange(at(0, 1), "new"),
                StatusChange(at(0, 3), "pending", "902"),
                StatusChange(at(0, 5), "open", "102"),
                StatusChange(at(0, 6), "solved", "902"),
            ],
            agent_id="902",
            transfers=[Transfer(at(0, 2), "901", "902")],
            subject="Does not start",
            category="product",
            priority="high",
            rating=Rating("6002", at(0, 7), "bad", at(0, 8)),
        ),
        Ticket(
            "1003",
            at(1),
            "103",
            "email",
            [
                Message("5021", at(1), "customer", "103", "Where is my parcel?"),
                Message("5022", at(1, 0.05), "bot", "900", "We have your message."),
                Message("5023", at(1, 2), "agent", "901", "On its way."),
                Message("5024", at(2), "customer", "103", "It never came."),
                Message("5025", at(2, 1), "agent", "901", "Here is another."),
            ],
            [
                StatusChange(at(1), "new"),
                StatusChange(at(1, 2), "solved", "901"),
                StatusChange(at(2), "open", "103"),
                StatusChange(at(2, 1), "solved", "901"),
            ],
            agent_id="901",
            subject="Parcel",
            category="shipping",
            rating=Rating("6003", at(2, 2)),
        ),
        Ticket(
            "1004",
            at(3),
            "104",
            "web",
            [Message("5031", at(3), "customer", "104", "How do I log in?")],
            [StatusChange(at(3), "new")],
            subject="Log in",
            category="login",
        ),
        Ticket(
            "1005",
            at(4),
            "101",
            "email",
            [
                Message("5041", at(4), "agent", "901", "A question about your order."),
                Message("5042", at(4, 1), "customer", "101", "Yes, two please."),
                Message("5043", at(4, 2), "agent", "901", "Thank you."),
            ],
            [
                StatusChange(at(4), "open"),
                StatusChange(at(4, 2), "solved", "901"),
            ],
            opener_id="901",
            agent_id="901",
            subject="Your order",
            category="other",
        ),
        Ticket(
            "1006",
            at(5),
            "101",
            "email",
            [
                Message("5051", at(5), "customer", "101", "The invoice is wrong again."),
                Message("5052", at(5, 1), "agent", "901", "Corrected again."),
            ],
            _solved(at(5), 1.5, "901"),
            agent_id="901",
            subject="Invoice again",
            category="billing",
        ),
    ]


def responses(people: dict[str, Person]) -> list[Response]:
    """NPS 10, 7, 2 (and one preview and one unfinished), CSAT and CES after two tickets."""
    anyone = people.get
    return [
        Response("r1", "SV_rel", anyone("101"), at(10), at(10, 0.1), {"QID3": 10, "QID4": "Fast"}),
        Response("r2", "SV_rel", anyone("102"), at(10), at(10, 0.2), {"QID3": 7}),
        Response("r3", "SV_rel", anyone("103"), at(11), at(11, 0.1), {"QID3": 2, "QID4": "Late"}),
        Response("r4", "SV_rel", anyone("104"), at(11), at(11, 1), {"QID3": 9}, is_preview=True),
        Response("r5", "SV_rel", anyone("104"), at(12), at(12, 1), {"QID3": 1}, is_finished=False),
        Response(
            "r6", "SV_post", anyone("101"), at(0, 4), at(0, 4.1), {"QID2": 5, "QID1": 7}, "1001"
        ),
        Response(
            "r7", "SV_post", anyone("102"), at(0, 9), at(0, 9.1), {"QID2": 2, "QID1": 3}, "1002"
        ),
    ]


# What a correct warehouse says of each ticket: minutes to the first public human answer (not a
# bot, nor the words with which we open a ticket), to the first and to the last solution
TICKETS = {
    "1001": {"response": 30, "first": 60, "full": 60, "reopens": 0, "moves": 0, "channel": "email"},
    "1002": {
        "response": 120,
        "first": 300,
        "full": 300,
        "reopens": 0,
        "moves": 1,
        "channel": "web",
    },
    "1003": {
        "response": 120,
        "first": 120,
        "full": 1500,
        "reopens": 1,
        "moves": 0,
        "channel": "email",
    },
    "1004": {
        "response": None,
        "first": None,
        "full": None,
        "reopens": 0,
        "moves": 0,
        "channel": "web",
    },
    "1005": {
        "response": 120,
        "first": 120,
        "full": 120,
        "reopens": 0,
        "moves": 0,
        "channel": "email",
    },
    "1006": {"response": 60, "first": 90, "full": 90, "reopens": 0, "moves": 0, "channel": "email"},
}
# 1006 repeats 1001 (same person, same category, five days later): one issue, not solved at once.
# 1002 needed two answers, 1003 was reopened; 1004 is open for more than thirty days.
ISSUES = {"1001": False, "1002": False, "1003": False, "1004": False, "1005": False}
# Ratings of tickets: satisfied or not; 1003 was asked and did not answer
RATINGS = {"1001": True, "1002": False}
# Answers of surveys: r4 is a preview, r5 unfinished
NPS = {"r1": 10, "r2": 7, "r3": 2}
CSAT = {"r6": True, "r7": False}
CES = {"r6": 1.0, "r7": 1 + 4 * (7 - 3) / 6}
REVENUE = {"701": 1200.0}
CALLS = {"801": ("answered", 20), "802": ("abandoned", 95)}


def write_csv(folder: Path, tables: dict[str, list[dict]]) -> None:
    """Write raw tables as CSV: empty is null, lists and objects are JSON text."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        if not rows:
            continue
        with (folder / f"{name}.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)


def _cell(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, dict)):
        return json.dumps(value, default=str)
    return value


# In which vars a vendor may be listed
DOMAINS = {
    "salesforce": ("crm", "help_desk"),
    "hubspot": ("crm", "help_desk", "survey"),
    "dynamics": ("crm", "help_desk", "survey"),
    "zendesk": ("help_desk", "survey"),
    "freshdesk": ("help_desk", "survey"),
    "servicenow": ("help_desk", "survey"),
    "intercom": ("help_desk", "survey"),
    "qualtrics": ("survey",),
    "surveymonkey": ("survey",),
    "typeform": ("survey",),
}


def vendors(domain: str) -> list[str]:
    """Return the vendors that a domain may list."""
    return [vendor for vendor, domains in DOMAINS.items() if domain in domains]


# What the web site records: no tool of service and no CRM, so that it has no layout in the demo
SITES = ["segment"]
EVERYTHING = {domain: vendors(domain) for domain in ("crm", "help_desk", "survey")}
EVERYTHING["digital"] = SITES


def variables(**listed: list[str]) -> dict:
    """Return the vars of a run with these vendors by domain, at the golden company's as_of."""
    return {
        "crm_vendors": listed.get("crm", []),
        "help_desk_vendors": listed.get("help_desk", []),
        "survey_vendors": listed.get("survey", []),
        "digital_vendors": listed.get("digital", []),
        "as_of": AS_OF,
    }


def tables_of(vendor: str, of: str = "") -> dict[str, list[dict]]:
    """Return the raw tables of the golden company, or of one beside it, in a vendor's layout."""
    return site() if vendor in SITES else layouts.tables(vendor, company(of))


def site() -> dict[str, list[dict]]:
    """Ana orders and logs in on the way, Ben gives up; two pages load, and one is loaded ahead."""
    ana, ben = "ana@acme.example", "101@site"
    events = [
        ("t1", "d1", None, "checkout_started", at(0)),
        ("t2", "d1", ana, "payment_info_entered", at(0, 0.1)),
        ("t3", "d1", ana, "order_completed", at(0, 0.2)),
        ("t4", "d2", ben, "checkout_started", at(1)),
        ("t5", "d3", None, "booking_started", at(54, 14.5)),
    ]
    tracks = [
        {
            "id": number,
            "anonymous_id": device,
            "user_id": user,
            "event": event,
            "timestamp": moment,
            "original_timestamp": moment,
            "received_at": moment + timedelta(seconds=3),
            "context_library_name": "analytics-ios" if device == "d2" else "analytics.js",
            "context_device_type": "ios" if device == "d2" else None,
            "context_user_agent": "Mozilla/5.0 (X11; Linux x86_64)",
            "context_user_agent_data_mobile": False,
            "context_page_url": "https://shop.example/checkout",
        }
        for number, device, user, event, moment in events
    ]
    pages = [
        {
            "id": f"p{place}",
            "anonymous_id": "d1",
            "user_id": None,
            "name": "Checkout",
            "category": "Shop",
            "timestamp": at(0, place / 100),
            "received_at": at(0, place),
            "load_ms": milliseconds,
            "lcp_ms": 900.5,
            "navigation_type": "prerender" if place == 3 else "navigate",
            "visibility_state": "visible",
        }
        for place, milliseconds in ((1, 1500), (2, 4000), (3, 10))
    ]
    logins = [
        {"id": "i1", "anonymous_id": "d1", "user_id": ana, "email": ana, "timestamp": at(0, 0.1)},
        {
            "id": "i2",
            "anonymous_id": "d2",
            "user_id": ben,
            "email": "Ben@acme.example",
            "timestamp": at(1),
        },
    ]
    return {"tracks": tracks, "pages": pages, "identifies": logins}


def plainly(folder: Path, vendor: str, tables: dict[str, list[dict]]) -> None:
    """Land the tables of a vendor as the layout writes them."""
    write_csv(folder, tables)


def sources(vendor: str) -> dict:
    """Return the source of a vendor as its YAML declares it."""
    path = ROOT / "models" / "staging" / vendor / f"_{vendor}__sources.yml"
    return yaml.safe_load(path.read_text())["sources"][0]


def together(
    listed: dict[str, list[str]], folder: Path, write, *arguments: str, apart: bool = False
) -> Run:
    """Build several vendors at once; every raw row must be accounted for.

    Args:
        listed: the vendors by domain.
        folder: of the build.
        write: lands what a vendor knows, called with its folder, its name and its tables.
        arguments: the command of dbt and its options.
        apart: whether each vendor has a company of its own, whose people no other vendor knows.
    """
    for vendor in sorted(set(itertools.chain(*listed.values()))):
        write(folder / "raw" / vendor, vendor, tables_of(vendor, vendor if apart else ""))
    run = dbt(folder, *arguments, variables=variables(**listed) | {"raw_path": str(folder / "raw")})
    assert run.code == 0, run.output
    unbalanced = run.rows(
        "select source_table_id from marts.fct_row_reconciliation where not is_balanced"
    )
    assert unbalanced == []
    return run
