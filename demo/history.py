"""What happened at a company, in no tool's words; demo/layouts writes it as raw tables.

Ids are texts that the layout uses as ids of the tool. Times are UTC, whole seconds.
"""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass
class Organisation:
    """One organisation; `external_id` is its id in the CRM, where this is another tool."""

    id: str
    name: str
    domain: str
    created: datetime
    country: str = ""
    employees: int | None = None
    external_id: str = ""
    merged_into: str = ""


@dataclass
class Person:
    """One customer; `external_id` is the CRM's id of the contact, where this is another tool."""

    id: str
    first: str
    last: str
    email: str
    created: datetime
    phone: str = ""
    organisation_id: str = ""
    country: str = ""
    language: str = "en"
    external_id: str = ""
    merged_into: str = ""
    lead_source: str = ""
    is_lead: bool = False
    has_opted_out: bool = False

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first} {self.last}".strip()


@dataclass
class Agent:
    """One member of staff, or a bot."""

    id: str
    name: str
    email: str
    group: str = "Support"
    is_bot: bool = False


@dataclass
class Message:
    """One message of a ticket; `author` is customer, agent or bot."""

    id: str
    at: datetime
    author: str
    author_id: str
    body: str = ""
    is_public: bool = True
    is_deleted: bool = False


@dataclass
class StatusChange:
    """The ticket takes a status: new, open, pending, hold, solved, closed."""

    at: datetime
    status: str
    actor_id: str = ""


@dataclass
class Transfer:
    """The ticket passes from one agent to another."""

    at: datetime
    from_agent_id: str
    to_agent_id: str


@dataclass
class Rating:
    """What the tool asks after a ticket; `score` is good, bad, or empty (not answered)."""

    id: str
    asked: datetime
    score: str = ""
    answered: datetime | None = None
    comment: str = ""


@dataclass
class Schedule:
    """Opening hours: `week` has (opens, closes) in minutes from Monday 00:00 of the IANA zone.

    Holidays are (name, first day, last day), both closed.
    """

    id: str
    name: str
    zone: str
    week: list[tuple[int, int]]
    holidays: list[tuple[str, date, date]]
    created: datetime
    is_default: bool = False


@dataclass
class Ticket:
    """One ticket. The first message is the opening text; statuses begin at creation."""

    id: str
    created: datetime
    requester_id: str
    channel: str  # email, web, chat, phone, social
    messages: list[Message]
    statuses: list[StatusChange]
    opener_id: str = ""  # the agent who opened it, else the requester
    agent_id: str = ""  # who has it now
    transfers: list[Transfer] = field(default_factory=list)
    subject: str = ""
    category: str = ""
    priority: str = ""  # low, normal, high, urgent
    followup_of: str = ""
    merged_into: str = ""
    is_spam: bool = False
    is_deleted: bool = False
    rating: Rating | None = None
    schedules: list[tuple[datetime, str]] = field(default_factory=list)  # given when; none: default

    @property
    def status(self) -> str:
        """The status that holds."""
        return self.statuses[-1].status

    @property
    def updated(self) -> datetime:
        """When anything last happened to it."""
        times = [self.created] + [change.at for change in self.statuses]
        times += [message.at for message in self.messages] + [move.at for move in self.transfers]
        return max(times)

    @property
    def first_agent_id(self) -> str:
        """Who had it first."""
        return self.transfers[0].from_agent_id if self.transfers else self.agent_id


@dataclass
class CallLeg:
    """The part of one agent, or of an outside number, in a call; `completion` as the tool says."""

    agent_id: str
    talk_seconds: int = 0
    hold_seconds: int = 0
    wrap_up_seconds: int | None = 0
    kind: str = "agent"
    completion: str = "completed"


@dataclass
class Call:
    """One call or chat; `outcome` is answered, abandoned, voicemail or missed.

    A call with legs tells the parts of its agents; without, they follow from its transfers.
    """

    id: str
    started: datetime
    person_id: str
    agent_id: str
    outcome: str
    kind: str = "call"
    direction: str = "inbound"
    ticket_id: str = ""
    queue: str = ""
    wait_seconds: int = 0
    talk_seconds: int = 0
    hold_seconds: int = 0
    wrap_up_seconds: int | None = 0
    transfers: int = 0
    is_callback: bool = False
    is_outside_hours: bool | None = None
    legs: list[CallLeg] = field(default_factory=list)


@dataclass
class Question:
    """One question; `metric` is nps, csat, ces or empty for free text; `scale` a scale_id."""

    id: str
    wording: str
    metric: str = ""
    scale: str = ""


@dataclass
class Survey:
    """One survey."""

    id: str
    name: str
    questions: list[Question]
    created: datetime


@dataclass
class Response:
    """One response; `answers` gives the number or the text by question id."""

    id: str
    survey_id: str
    person: Person | None
    started: datetime
    submitted: datetime
    answers: dict[str, int | str]
    ticket_id: str = ""
    wave_id: str = ""
    is_finished: bool = True
    is_preview: bool = False
    invited: datetime | None = None


@dataclass
class Deal:
    """One opportunity; `outcome` is won, lost or open."""

    id: str
    organisation_id: str
    amount: float
    currency: str
    created: datetime
    closes: datetime
    outcome: str
    kind: str = "New Business"
    name: str = ""
    person_id: str = ""
    lead_source: str = ""


@dataclass
class History:
    """All that one tool saw."""

    organisations: list[Organisation] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    agents: list[Agent] = field(default_factory=list)
    tickets: list[Ticket] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    surveys: list[Survey] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    deals: list[Deal] = field(default_factory=list)
    schedules: list[Schedule] = field(default_factory=list)

    def groups(self) -> dict[str, str]:
        """Return an id for each group of agents: group name -> id, in alphabetical order."""
        names = sorted({agent.group for agent in self.agents})
        return {name: str(number) for number, name in enumerate(names, 31)}

    def agent(self, agent_id: str) -> Agent | None:
        """Find an agent by id."""
        return next((agent for agent in self.agents if agent.id == agent_id), None)
