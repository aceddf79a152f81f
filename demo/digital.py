"""The web site and the app: what Segment recorded of the last twelve months, and two initiatives.

Runs after everything else and draws from a generator of its own: no other row depends on it.
A journey of a person is made with its end known; two journeys of a kind never lie so near to each
other that they could be taken for one, unless that is the point.
"""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np

from demo import settings
from demo.world import Person, World, write_csv

OFFSET = 23
FROM = datetime(2025, 7, 1)
SIMPLER_CHECKOUT = datetime(2025, 10, 6)  # version 2 of the checkout asks one thing less
BOT = "Mozilla/5.0 (compatible; Googlebot/2.1)"
STAGING = "https://staging.harborline.example/checkout"
APP = "analytics-ios"
MINUTES = {
    "checkout": 30,
    "booking": 24 * 60,
    "onboarding": 14 * 24 * 60,
    "complaint": 30 * 24 * 60,
    "cart": 24 * 60,
    "invoice_download": 30,
    "password_reset": 30,
}
TASKS = ("invoice_download", "password_reset")
# Events in order, the last one is the goal; then the event that says that we ended it
EVENTS = {
    "checkout": ("checkout_started", "payment_info_entered", "order_completed"),
    "booking": ("booking_started", "slot_selected", "booking_completed"),
    "onboarding": ("account_activated", "profile_completed", "onboarding_completed"),
    "complaint": ("complaint_submitted", "complaint_acknowledged", "complaint_resolved"),
    "cart": ("product_added", "cart_viewed", "checkout_started"),
    "invoice_download": ("invoice_search_started", "invoice_downloaded"),
    "password_reset": ("password_reset_requested", "password_changed"),
}
FAILURES = {
    "checkout": "payment_refused",
    "booking": "booking_refused",
    "complaint": "complaint_rejected",
}
CLICK, ERROR = "element_clicked", "error_shown"
LONGER_CHECKOUT = (
    "checkout_started",
    "shipping_info_entered",
    "payment_info_entered",
    "order_completed",
)
# Shares of completed and failed, the rest is abandoned: what an initiative does not touch
USUAL = {
    "checkout": (0.79, 0.03),
    "booking": (0.84, 0.04),
    "onboarding": (0.7, 0.0),
    "complaint": (0.75, 0.1),
    "cart": (0.3, 0.0),
    "invoice_download": (0.85, 0.0),
    "password_reset": (0.7, 0.0),
}
# The initiatives: what they truly do to the share of completed journeys
STARTS, COUNTS_FROM = datetime(2026, 3, 1), datetime(2026, 4, 1)
MEASURED_FROM = datetime(2025, 12, 1)
ARMS = ("treated", "control")
GUIDED, DESIGN = "I-01", "I-02"
TRUE_EFFECTS = {GUIDED: 0.12, DESIGN: 0.0}
JOURNEY_OF = {GUIDED: "checkout", DESIGN: "booking"}
PEOPLE_PER_ARM = {GUIDED: 130, DESIGN: 70}
PER_MONTH_AND_ARM = {GUIDED: 88, DESIGN: 37}
INITIATIVES = (
    {
        "initiative_id": GUIDED,
        "initiative_name": "Guided checkout",
        "action": "lead the buyer through the checkout step by step",
        "kpi_code": "journey_completion",
        "topic": "checkout",
        "benefit": "more of the started checkouts end in an order",
        "owner": "Digital product owner",
        "is_pilot": True,
        "is_approved": True,
        "starts_on": "2026-03-01",
        "ramp_up_ends_on": "2026-03-31",
        "ends_on": None,
        "cost": 1200,
        "margin_per_unit": 45,
        "segment": None,
    },
    {
        "initiative_id": DESIGN,
        "initiative_name": "New design of the booking page",
        "action": "give the booking page a new design",
        "kpi_code": "journey_completion",
        "topic": "booking",
        "benefit": "more of the started bookings end with an appointment",
        "owner": "Digital product owner",
        "is_pilot": True,
        "is_approved": True,
        "starts_on": "2026-03-01",
        "ramp_up_ends_on": "2026-03-31",
        "ends_on": "2026-06-30",
        "cost": 800,
        "margin_per_unit": 30,
        "segment": None,
    },
)
ASSIGNMENTS = "initiative_id source_system source_contact_id arm assigned_on"


@dataclass
class Visitor:
    """Someone at a device: an anonymous id, and a person behind it who may log in."""

    anonymous_id: str
    person: Person | None = None
    user_id: str = ""
    is_mobile: bool = False
    library: str = ""
    user_agent: str = ""
    url: str = ""
    exclusion: str = ""

    @property
    def is_nameless(self) -> bool:
        """Whether the id of the user says nothing to any other tool."""
        return self.user_id.startswith("u") and "@" not in self.user_id


@dataclass
class Event:
    """One recorded event; `has_user` tells whether the visitor was logged in."""

    at: datetime
    name: str
    has_user: bool
    visitor: Visitor
    id: str = ""


@dataclass
class Instance:
    """One journey or attempt at a task of one visitor."""

    journey: str
    visitor: Visitor
    events: list[Event] = field(default_factory=list)


@dataclass
class PageView:
    """One page view; times in milliseconds, None where the browser told none."""

    at: datetime
    visitor: Visitor
    page: str
    load_ms: int | None
    lcp_ms: int | None
    navigation: str = "navigate"
    visibility: str = "visible"
    has_user: bool = False
    exclusion: str = ""
    id: str = ""


@dataclass
class Digital:
    """What the module made."""

    instances: list[Instance] = field(default_factory=list)
    pages: list[PageView] = field(default_factory=list)
    seeds: dict[str, list[dict]] = field(default_factory=dict)


def simulate(world: World, seed: int) -> Digital:
    """Let people and strangers use the site for a year, and plant what must not count."""
    site = Site(world, seed)
    site.initiatives()
    site.everyday()
    site.special()
    site.excluded()
    site.page_views()
    site.write()
    site.plant()
    return site.made


def write_seeds(made: Digital, out) -> None:
    """Write the two seeds of initiatives, filled for the demo company."""
    write_csv(out / "cx_initiatives.csv", list(INITIATIVES[0]), list(INITIATIVES))
    write_csv(
        out / "initiative_assignments.csv",
        ASSIGNMENTS.split(),
        made.seeds["initiative_assignments"],
    )


class Site:
    """Writer of events with its own generator, so that nothing else at the company changes."""

    def __init__(self, world: World, seed: int):
        """Gather the customers whom the CRM knows, each with one way to be named at login."""
        self.world = world
        self.rng = np.random.default_rng(seed + OFFSET)
        self.made = Digital()
        self.visitors: dict[str, list[Visitor]] = {}
        self.taken: dict[tuple[str, str], list[tuple[datetime, datetime]]] = {}
        self.anonymous = 0
        known = {row["email"] for row in world.tables["salesforce/contact"] if row["email"]}
        pool = [
            person
            for person in world.people
            if person.crm_id
            and not person.is_prospect
            and person.created < FROM
            and person.is_active(settings.AS_OF)
        ]
        pool = [pool[int(place)] for place in self.rng.permutation(len(pool))]
        for place, person in enumerate(pool):
            user_id = person.crm_id
            if person.email in known and place % 7 == 3:
                user_id = person.email
            elif person.email in known and place % 7 == 5:
                user_id = f"u{place}"  # the shop's own id: only the login tells the address
            self.visitors[person.true_id] = self._devices(person, user_id)
        self.pool = pool

    def _devices(self, person: Person, user_id: str) -> list[Visitor]:
        laptop = Visitor(self.new_anonymous(), person, user_id)
        phone = Visitor(self.new_anonymous(), person, user_id, is_mobile=True)
        if self.rng.random() < 0.4:
            phone.library = APP
        return [laptop, phone]

    def new_anonymous(self) -> str:
        """Next id of a device, short where real ones are long."""
        self.anonymous += 1
        return f"a{self.anonymous}"

    def chance(self, probability: float) -> bool:
        """Flip a coin."""
        return bool(self.rng.random() < probability)

    def pick(self, things):
        """Pick one of a sequence."""
        return things[int(self.rng.integers(len(things)))]

    def device(self, person: Person) -> Visitor:
        """Pick the laptop or the phone of a person."""
        return self.visitors[person.true_id][int(self.rng.random() < 0.35)]

    def stranger(self) -> Visitor:
        """Someone new who never logs in."""
        return Visitor(self.new_anonymous(), is_mobile=self.chance(0.5))

    def moment(self, month: datetime, last_day: int = 0) -> datetime:
        """Pick a moment of a month, in the daytime."""
        days = monthrange(month.year, month.month)[1] - last_day
        day = int(self.rng.integers(days))
        second = int(self.rng.integers(7 * 3600, 21 * 3600))
        return month.replace(hour=0, minute=0, second=0) + timedelta(days=day, seconds=second)

    # journeys

    def journey(self, name: str, visitor: Visitor, start: datetime, fate: str) -> Instance:
        """Make one journey with a fate: completed, failed or abandoned after some step."""
        names = EVENTS[name]
        if name == "checkout" and start < SIMPLER_CHECKOUT:
            names = LONGER_CHECKOUT
        if fate == "completed":
            chosen = list(names)
            if len(names) > 2 and self.chance(0.8):
                chosen.remove("slot_selected" if name == "booking" else names[-2])
        else:
            chosen = list(names[: int(self.rng.integers(1, len(names)))])
            if fate == "failed":
                chosen.append(FAILURES[name])
        most = MINUTES[name] * 60 * 0.8
        has_user = visitor.person is not None and not self.chance(0.12)
        made, at = Instance(name, visitor), start
        for place, event in enumerate(chosen):
            if place:
                at += timedelta(seconds=int(self.rng.uniform(20, min(most, 900 * (1 + place)))))
                if name in ("onboarding", "complaint"):
                    at += timedelta(hours=int(self.rng.integers(2, MINUTES[name] // 200)))
            made.events.append(Event(at, event, has_user, visitor))
        if name in TASKS:
            self._clicks(made)
        return made

    def _clicks(self, made: Instance) -> None:
        """Put clicks and errors between the first event of a task and its end."""
        first, last = made.events[0].at, made.events[-1].at
        until = last if last > first else first + timedelta(minutes=6)
        for _ in range(int(self.rng.integers(1, 5))):
            self._between(made, first, until, CLICK)
        if self.chance(0.2):
            self._between(made, first, until, ERROR)
        made.events.sort(key=lambda event: event.at)

    def _between(self, made: Instance, first: datetime, until: datetime, name: str) -> None:
        span = max(int((until - first).total_seconds()) - 1, 1)
        at = first + timedelta(seconds=1 + int(self.rng.integers(span)))
        made.events.append(Event(at, name, made.events[0].has_user, made.visitor))

    def keep(self, made: Instance) -> bool:
        """Keep a journey that lies far from the others of its kind and person, within the time."""
        visitor = made.visitor
        who = visitor.person.true_id if visitor.person else visitor.anonymous_id
        apart = timedelta(minutes=2 * MINUTES[made.journey] + 60)
        begin, end = made.events[0].at, made.events[-1].at
        if end >= settings.AS_OF - timedelta(minutes=1):
            return False
        kinds = TASKS if made.journey in TASKS else (made.journey,)
        for kind in kinds:
            for other, until in self.taken.get((who, kind), []):
                if begin < until + apart and other < end + apart:
                    return False
        self.taken.setdefault((who, made.journey), []).append((begin, end))
        self.made.instances.append(made)
        return True

    def fates(self, name: str, count: int, more: float = 0.0) -> list[str]:
        """The ends of so many journeys: the usual shares, a little off from month to month."""
        completed, failed = USUAL[name]
        whole = round(count * (completed + more)) + int(self.rng.integers(-1, 2))
        whole = min(max(whole, 0), count)
        lost = min(round(count * failed), count - whole)
        fates = ["completed"] * whole + ["failed"] * lost
        fates += ["abandoned"] * (count - len(fates))
        return [fates[int(place)] for place in self.rng.permutation(count)]

    def initiatives(self) -> None:
        """Assign people to arms, and let them check out or book before and after the start."""
        rows, begin = [], 0
        for initiative, size in PEOPLE_PER_ARM.items():
            arms = {}
            for arm in ARMS:
                arms[arm] = self.pool[begin : begin + size]
                begin += size
                for person in arms[arm]:
                    rows.append(self._assignment(initiative, person, arm))
            for month in _months(MEASURED_FROM):
                for arm in ARMS:
                    self._month(initiative, month, arm, arms[arm])
        self.everyone_else = self.pool[begin:]
        self.made.seeds["initiative_assignments"] = rows

    def _assignment(self, initiative: str, person: Person, arm: str) -> dict:
        system = "hubspot" if "hubspot" in person.ids else "salesforce"
        return {
            "initiative_id": initiative,
            "source_system": system,
            "source_contact_id": person.ids[system][0],
            "arm": arm,
            "assigned_on": f"{STARTS:%Y-%m-%d}",
        }

    def _month(self, initiative: str, month: datetime, arm: str, people: list[Person]) -> None:
        more = 0.0
        if arm == "treated" and month >= STARTS:
            more = TRUE_EFFECTS[initiative] * (1.0 if month >= COUNTS_FROM else 0.5)
        name = JOURNEY_OF[initiative]
        for fate in self.fates(name, PER_MONTH_AND_ARM[initiative], more):
            while True:
                visitor = self.device(self.pick(people))
                start = self.moment(month, last_day=3)
                if self.keep(self.journey(name, visitor, start, fate)):
                    break

    def everyday(self) -> None:
        """Journeys and tasks of everyone else and of strangers, every month of the year."""
        volumes = {"checkout": 10, "booking": 7, "cart": 10, "onboarding": 7, "complaint": 5}
        volumes |= {"invoice_download": 6, "password_reset": 5}
        for month in _months(FROM):
            for name, count in volumes.items():
                for fate in self.fates(name, count):
                    while True:
                        is_known = name != "cart" and self.chance(0.75)
                        person = self.pick(self.everyone_else)
                        visitor = self.device(person) if is_known else self.stranger()
                        made = self.journey(name, visitor, self.moment(month), fate)
                        if self.keep(made):
                            break
                    if name == "cart" and fate == "completed":
                        self._check_out(made)

    def _check_out(self, cart: Instance) -> None:
        """Who leaves the cart for the checkout has begun one: the event is part of both."""
        made = self.journey("checkout", cart.visitor, cart.events[-1].at, "completed")
        made.events[0] = cart.events[-1]
        self.made.instances.append(made)

    def special(self) -> None:
        """Logins in the middle, changes of device, doubled starts, late ends, the last minutes."""
        people = iter(self.everyone_else)
        months = _months(FROM)
        for place in range(36):  # an event before the login belongs to who logs in
            person = next(people)
            visitor = Visitor(self.new_anonymous(), person, self._user_id(person))
            made = self.journey(
                "checkout", visitor, self.moment(months[place % 12], 2), "completed"
            )
            for event in made.events:
                event.has_user = event is not made.events[0]
            self.keep(made)
        for place in range(12):  # the same person goes on at the other device
            laptop, phone = self.visitors[next(people).true_id]
            made = self.journey("booking", laptop, self.moment(months[place], 3), "completed")
            for event in made.events:
                event.has_user = True
            made.events[-1].visitor = phone
            self.keep(made)
        for place in range(8):  # the start is recorded twice
            visitor = self.device(next(people))
            made = self.journey("checkout", visitor, self.moment(months[place], 2), "completed")
            first = made.events[0]
            made.events.insert(1, Event(first.at, first.name, first.has_user, visitor))
            self.keep(made)
        for place in range(6):  # finished hours after the time-out; the last two in the next month
            visitor = self.device(next(people))
            start = self.moment(months[place], 4)
            if place >= 4:
                start = months[place + 1] - timedelta(hours=1)
            made = self.journey("checkout", visitor, start, "abandoned")
            late = made.events[-1].at + timedelta(hours=7)
            made.events.append(Event(late, "order_completed", made.events[0].has_user, visitor))
            self.keep(made)
        for place in range(10):  # still under way
            visitor = self.device(next(people))
            name, minutes = (("checkout", 18), ("booking", 700))[place % 2]
            start = settings.AS_OF - timedelta(minutes=minutes, seconds=17 * place)
            made = Instance(name, visitor, [Event(start, EVENTS[name][0], True, visitor)])
            self.keep(made)

    def _user_id(self, person: Person) -> str:
        return self.visitors[person.true_id][0].user_id

    def excluded(self) -> None:
        """Robots, colleagues and test carts check out as well; none of them counts."""
        staff = f"ada.quill@{settings.STAFF_DOMAIN}"
        for place, month in enumerate(_months(FROM) * 2):
            robot = Visitor(self.new_anonymous(), user_agent=BOT, exclusion="bot")
            colleague = Visitor(self.new_anonymous(), user_id=staff, exclusion="internal")
            test = Visitor(self.new_anonymous(), url=STAGING, exclusion="test")
            for visitor in (robot, colleague, test)[: 3 if place % 2 else 1]:
                fate = "abandoned" if visitor is robot else "completed"
                made = self.journey("checkout", visitor, self.moment(month, 2), fate)
                for event in made.events:
                    event.has_user = bool(visitor.user_id)
                self.made.instances.append(made)

    # page views

    def page_views(self) -> None:
        """A sample of page views with the times of the browser, good ones and others."""
        kinds = ("Home", "Product", "Checkout", "Account")
        for month in _months(FROM):
            slow = 1.25 if settings.RELEASE_AT <= month < settings.RELEASE_END else 1.0
            for place in range(32):
                is_known = self.chance(0.5)
                visitor = (
                    self.device(self.pick(self.everyone_else)) if is_known else self.stranger()
                )
                page = self.pick(kinds)
                middle = 1900 * slow * (1.3 if visitor.is_mobile else 1.0)
                load = int(self.rng.lognormal(np.log(middle), 0.4))
                largest = int(load * self.rng.uniform(0.6, 0.95))
                view = PageView(self.moment(month), visitor, page, load, largest)
                view.has_user = is_known
                self._spoil(view, place)
                self.made.pages.append(view)

    def _spoil(self, view: PageView, place: int) -> None:
        """Make some of the views such that they tell nothing about how long a page takes."""
        if place == 0:
            view.visitor = Visitor(self.new_anonymous(), user_agent=BOT)
            view.exclusion, view.load_ms, view.lcp_ms, view.has_user = "bot", 90, None, False
        elif place == 1:
            view.navigation, view.exclusion, view.load_ms = "prerender", "prefetch", 40
        elif place == 2:
            view.navigation, view.load_ms = "back-forward-cache", 12
            view.exclusion = "back_forward_cache"
        elif place == 3:
            view.visibility, view.exclusion = "hidden", "hidden_tab"
        elif place == 4:
            view.load_ms, view.lcp_ms, view.exclusion = None, None, "no_load_time"
        elif place == 5 and view.at.month % 3 == 0:
            view.load_ms, view.exclusion = -1, "negative_duration"
        elif place == 6 and view.at.month % 3 == 1:
            view.load_ms, view.exclusion = 120_000, "over_60_s"

    # raw tables

    def write(self) -> None:
        """Write the three tables in the order of time, and number the rows."""
        events = {id(e): e for made in self.made.instances for e in made.events}
        ordered = sorted(events.values(), key=lambda e: (e.at, e.visitor.anonymous_id))
        for number, event in enumerate(ordered, 1):
            event.id = f"t{number}"
            self.world.add("segment/tracks", **self._row(event), event=event.name)
        logins = {}
        for event in ordered:
            visitor = event.visitor
            if visitor.person and event.has_user and visitor.anonymous_id not in logins:
                logins[visitor.anonymous_id] = event
        # most of the older logins are left out, which keeps the files small
        firsts = list(logins.values())
        told = [e for place, e in enumerate(firsts) if place % 8 == 0 or e.visitor.is_nameless]
        for number, event in enumerate(told, 1):
            self.world.add(
                "segment/identifies",
                id=f"i{number}",
                anonymous_id=event.visitor.anonymous_id,
                user_id=event.visitor.user_id,
                email=event.visitor.person.email if event.visitor.is_nameless else None,
                timestamp=event.at,
                received_at=self.received(event.at),
            )
        self.made.pages.sort(key=lambda view: (view.at, view.visitor.anonymous_id))
        for number, view in enumerate(self.made.pages, 1):
            view.id = f"p{number}"
            row = self._row(view)
            del row["context_page_url"], row["context_library_name"]
            self.world.add(
                "segment/pages",
                **row,
                name=view.page,
                load_ms=view.load_ms,
                lcp_ms=view.lcp_ms,
                navigation_type=view.navigation if view.navigation != "navigate" else None,
                visibility_state=view.visibility if view.visibility != "visible" else None,
            )

    def received(self, moment: datetime) -> datetime | None:
        """When Segment received a row; empty for the older ones, which keeps the files small."""
        return moment + timedelta(seconds=2) if moment >= settings.SYNC_SHOWN_FROM else None

    def _row(self, one: Event | PageView) -> dict:
        visitor = one.visitor
        return {
            "id": one.id,
            "anonymous_id": visitor.anonymous_id,
            "user_id": visitor.user_id if one.has_user else None,
            "timestamp": one.at,
            "received_at": self.received(one.at),
            "context_library_name": visitor.library,
            "context_user_agent_data_mobile": True if visitor.is_mobile else None,
            "context_user_agent": visitor.user_agent,
            "context_page_url": visitor.url,
        }

    def plant(self) -> None:
        """Plant rows that must not be taken in."""
        for table, count in (("segment/tracks", 8), ("segment/pages", 3)):
            rows = self.world.tables[table]
            for place in range(count):
                rows.append(dict(rows[100 + 31 * place]))
                self._fault("repeated row", table, rows[-1]["id"], "superseded", "GOV-03")
            base = rows[200]
            stray = f"x{table[-1]}"
            cases = (
                ("row without key", {"id": None}, "GOV-07", "missing_mandatory:id"),
                (
                    "event of nobody",
                    {"anonymous_id": None, "user_id": None},
                    "GOV-07",
                    "missing_mandatory:visitor",
                ),
                (
                    "event without time",
                    {"timestamp": None},
                    "GOV-07",
                    "missing_mandatory:created_at",
                ),
                (
                    "event from the future",
                    {"timestamp": settings.AS_OF + timedelta(days=40)},
                    "GOV-10",
                    "future_timestamp",
                ),
                (
                    "received before it was sent",
                    {"received_at": base["timestamp"] - timedelta(days=9)},
                    "GOV-06",
                    "received_before_sent",
                ),
            )
            for place, (fault, changes, rule, reason) in enumerate(cases):
                row = dict(base, id=f"{stray}{place}", received_at=None)
                rows.append(row | changes)
                self._fault(fault, table, rows[-1]["id"] or "", "rejected", rule, reason)
        rows = self.world.tables["segment/tracks"]
        rows.append(dict(rows[300], id="xs9", event=None))
        self._fault(
            "event without a name",
            "segment/tracks",
            "xs9",
            "rejected",
            "GOV-07",
            "missing_mandatory:event",
        )

    def _fault(self, fault, table, record_id, outcome, rule, reason="exact_duplicate") -> None:
        self.world.fault(fault, table, record_id, outcome, rule, reason)


def _months(start: datetime) -> list[datetime]:
    """First days of the months from a moment until AS_OF."""
    months, month = [], start
    while month < settings.AS_OF:
        months.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    return months
