"""The objects that the modules pass on: accounts, people, agents, tickets and the tables."""

import csv
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from demo import schema, settings, tools
from demo.history import Deal, History, Rating


@dataclass
class Account:
    """One organisation; its ids by tool."""

    true_id: str
    name: str
    domain: str
    country: str
    employees: int | None
    created: datetime
    brand: str = "harborline"
    ids: dict[str, str] = field(default_factory=dict)
    has_website: bool = True
    main_line: str = ""
    uses_servicenow: bool = False
    pain: float = 0.0
    pain_at: datetime = settings.HISTORY_START
    churned_at: datetime | None = None
    renewals: list = field(default_factory=list)


@dataclass
class Person:
    """One person, a customer or a prospect; ids by tool (a person may have two in one tool)."""

    true_id: str
    first: str
    last: str
    email: str
    phone: str
    account: Account | None
    country: str
    language: str
    created: datetime
    brand: str = "harborline"
    weight: float = 1.0
    is_prospect: bool = False
    ids: dict[str, list[str]] = field(default_factory=dict)
    known_in: list[str] = field(default_factory=list)  # the sets of tools that know the person
    last_quality: float | None = None
    last_contact: datetime | None = None

    @property
    def contact_id(self) -> str:
        """The Salesforce contact, empty for none."""
        return self.ids.get("salesforce", [""])[0]

    @property
    def crm_id(self) -> str:
        """Some CRM's id of the person, as the other tools of the default set carry it."""
        return self.ids.get("hubspot", [self.contact_id])[0]

    @property
    def uses_servicenow(self) -> bool:
        """Whether the person's account uses ServiceNow."""
        return self.account is not None and self.account.uses_servicenow

    def is_active(self, moment: datetime) -> bool:
        """Tell whether the person is a customer at a moment."""
        if self.is_prospect or self.created > moment:
            return False
        return self.account is None or not (
            self.account.churned_at and self.account.churned_at <= moment
        )


@dataclass
class Agent:
    """One member of the service staff; ids by tool."""

    name: str
    email: str
    speed: float
    quality: float
    group: str = ""
    ids: dict[str, str] = field(default_factory=dict)


@dataclass
class Comment:
    """One message on a ticket; author is customer, agent or bot."""

    at: datetime
    author: str
    author_id: str
    is_public: bool
    body: str
    is_deleted: bool = False
    id: str = ""


@dataclass
class Ticket:
    """One ticket with everything that happened on it."""

    system: str
    id: str
    number: str
    kind: str
    created: datetime
    person: Person | None
    requester_id: str
    opener_id: str
    is_agent_created: bool
    is_staff_request: bool
    raw_channel: str
    source_rel: str
    channel: str
    category: str
    agent: Agent
    followup_of: str = ""
    priority: str = ""
    subject: str = ""
    raw_status: str = ""
    tags: list = field(default_factory=list)
    comments: list = field(default_factory=list)
    statuses: list = field(default_factory=list)
    transfers: list = field(default_factory=list)
    merged_from: list = field(default_factory=list)
    merged_into: "Ticket | None" = None
    is_row_deleted: bool = False
    quality: float = 0.0
    rating: Rating | None = None
    schedules: list = field(default_factory=list)  # (given when, its id); none: the default

    @property
    def status(self) -> str:
        """Status after the last event."""
        return self.statuses[-1][1]

    @property
    def updated(self) -> datetime:
        """Time of the last event."""
        times = [self.created, self.statuses[-1][0]] + [c.at for c in self.comments]
        return max(times + [t[0] for t in self.transfers])

    @property
    def is_taken(self) -> bool:
        """Whether an agent has touched it (only then it has an assignee)."""
        by_agent = any(c.author == "agent" for c in self.comments)
        return by_agent or self.status in ("solved", "closed", "canceled")


class World:
    """Random generator, objects and tables of one run."""

    def __init__(self, seed: int):
        """Start an empty world from a seed."""
        self.rng = np.random.default_rng(seed)
        self.tables = {name: [] for name in schema.RAW}
        self.histories = {system: History() for system in tools.WRITTEN_BY_LAYOUT}
        self.accounts: list[Account] = []
        self.people: list[Person] = []
        self.agents: list[Agent] = []
        self.tickets: list[Ticket] = []
        self.deals: list[Deal] = []  # an organisation is named by its true id
        self.responses: list = []
        self.calls: list = []  # of Zendesk Talk
        self.answers: list[dict] = []
        self.records: list[dict] = []
        self.faults: list[dict] = []
        self._people_made = 0
        self._numbers: dict[str, int] = {}

    def add(self, table: str, **row) -> dict:
        """Append a raw row and return it; a column the table does not have is an error."""
        known = schema.columns(schema.RAW[table]) if table in schema.RAW else self.columns(table)
        unknown = [name for name in row if name not in known]
        if unknown:
            raise KeyError(f"{table}: {unknown}")
        self.tables[table].append(row)
        return row

    def columns(self, table: str) -> list[str]:
        """Columns of a raw table in file order; what is empty in every row is left out."""
        if table in schema.RAW:
            return schema.columns(schema.RAW[table])
        found = {}
        for row in self.tables[table]:
            for name, value in row.items():
                found[name] = found.get(name, False) or value not in (None, "", [], {})
        kept = [name for name, is_filled in found.items() if is_filled]
        return sorted(kept, key=lambda name: name in schema.LOADER)

    def record(self, system: str, record_id: str, kind: str, true_id: str, link: str) -> None:
        """Note to whom a source record belongs (entity follows from the kind)."""
        entity = "account" if kind in ("organization", "company", "account") else "person"
        self.records.append(
            {
                "source_system": system,
                "source_record_id": record_id,
                "entity": entity,
                "true_id": true_id,
                "kind": kind,
                "expected_link": link,
            }
        )

    def fault(
        self, fault: str, table: str, record_id: str, outcome: str, rule: str, reason: str, note=""
    ) -> None:
        """Note a planted fault."""
        system, name = table.split("/")
        self.faults.append(
            {
                "fault_id": f"F{len(self.faults) + 1:04d}",
                "fault": fault,
                "source_system": system,
                "source_table": name,
                "source_record_id": record_id,
                "outcome": outcome,
                "rule_id": rule,
                "reason_code": reason,
                "note": note,
            }
        )

    def new_person_id(self) -> str:
        """Next true person id."""
        self._people_made += 1
        return f"P{self._people_made:04d}"

    def next_number(self, name: str, start: int = 1) -> int:
        """Next number of a named counter."""
        self._numbers[name] = self._numbers.get(name, start - 1) + 1
        return self._numbers[name]

    def hex_id(self, size: int = 16) -> str:
        """Return a random hex id of `size` bytes."""
        return self.rng.bytes(size).hex()

    def new_id(self, system: str, thing: str) -> str:
        """Return the next id of a thing in a tool, in the tool's fashion."""
        if (system, thing) in tools.FIRST_IDS:
            return str(self.next_number(f"{system} {thing}", tools.FIRST_IDS[system, thing]))
        return self.hex_id(5 if thing == "message" else tools.HEX_BYTES[system])

    def chance(self, probability: float) -> bool:
        """Flip a coin that comes up true with a probability."""
        return bool(self.rng.random() < probability)

    def pick(self, options, weights=None):
        """Pick one of a sequence, optionally weighted."""
        if weights is None:
            return options[int(self.rng.integers(len(options)))]
        shares = np.cumsum(np.asarray(weights, dtype=float))
        return options[int(np.searchsorted(shares, self.rng.random() * shares[-1], "right"))]

    def shuffled(self, things: list) -> list:
        """Return the things in random order."""
        return [things[int(i)] for i in self.rng.permutation(len(things))]

    def between(self, start: datetime, end: datetime) -> datetime:
        """Random moment in [start, end), whole seconds."""
        span = max(int((end - start).total_seconds()), 1)
        return start + timedelta(seconds=int(self.rng.integers(span)))

    def synced(self, moment: datetime) -> datetime:
        """Load time of a row changed at a moment: the next six-hourly load."""
        hours = 6 - moment.hour % 6
        loaded = moment.replace(minute=5, second=0) + timedelta(hours=hours)
        return min(loaded, settings.AS_OF - timedelta(minutes=5))

    def synced_lately(self, moment: datetime) -> datetime | None:
        """Load time of a row, empty for the rows of the first historic load."""
        return self.synced(moment) if moment >= settings.SYNC_SHOWN_FROM else None


def write_csv(path: Path, names: list[str], rows: list[dict]) -> None:
    """Write rows as CSV: header, `\\n`, UTF-8, quotes only where needed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([[cell(row.get(name)) for name in names] for row in rows])


def cell(value) -> str:
    """One CSV cell: null and empty things are empty, lists and objects are compact JSON."""
    if value in (None, [], {}):
        return ""
    if isinstance(value, (list, dict)):
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=schema.cell)
        return text
    return schema.cell(value)
