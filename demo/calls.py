"""The phone of the service desk: calls of Zendesk Talk, with a random generator of their own.

An answered inbound call belongs to a phone ticket that is there already, and so does a voicemail;
the other calls leave no ticket. Run after the tickets were simulated.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from demo import settings
from demo.clock import is_open, trouble
from demo.history import Call, CallLeg
from demo.world import Person, Ticket, World

SEED_OFFSET = 13
FIRST_ID = 800_001
QUEUES = ("Billing", "Technical")
ABANDONED, SHORT, OUTSIDE, IN_IVR, BROKEN_CALLBACKS = 38, 24, 26, 14, 9
OUTBOUND, ANONYMOUS, UNMAPPED = 90, 5, 3
CALLBACKS_IN_TIME, LATE_CALLBACKS = 24, 5
UNMAPPED_STATUS = "bridged"
NEGATIVE, ORPHAN_LEGS, REPEATED = 3, 3, 4


@dataclass
class PhoneCall:
    """One simulated call with what it is about; `ticket` is the one that it belongs to."""

    call: Call
    person: Person | None
    ticket: Ticket | None = None
    is_staff: bool = False
    raw_status: str = ""  # a word that no map knows


def simulate(world: World, seed: int) -> None:
    """Make the calls of two years and hand them to the history of Zendesk."""
    phone = Phone(world, seed)
    phone.calls_of_tickets()
    phone.unanswered()
    phone.outbound()
    phone.calls.sort(key=lambda one: (one.call.started, one.call.person_id))
    for number, one in enumerate(phone.calls, FIRST_ID):
        one.call.id = str(number)
    world.calls = phone.calls
    world.histories["zendesk"].calls = [one.call for one in phone.calls]


class Phone:
    """Writer of calls with its own generator, so that nothing else at the company changes."""

    def __init__(self, world: World, seed: int):
        """Gather the phone tickets, the callers and the agents."""
        self.rng = np.random.default_rng(seed + SEED_OFFSET)
        self.calls: list[PhoneCall] = []
        mine = [t for t in world.tickets if t.system == "zendesk"]
        mine.sort(key=lambda t: (t.created, t.number))
        self.tickets = [t for t in mine if t.channel == "phone"]
        self.moments = [t.created for t in mine if is_open(t.created)]
        self.people = [p for p in world.people if p.ids.get("zendesk") and not p.is_prospect]
        self.agents = [a.ids["zendesk"] for a in world.agents if "zendesk" in a.ids]

    def seconds(self, middle: float, spread: float, least: int = 1, most: int = 10**6) -> int:
        """Draw a duration around a median."""
        drawn = int(self.rng.lognormal(np.log(middle), spread))
        return min(max(drawn, least), most)

    def pick(self, things):
        """Pick one of a sequence."""
        return things[int(self.rng.integers(len(things)))]

    def chance(self, probability: float) -> bool:
        """Flip a coin."""
        return bool(self.rng.random() < probability)

    def add(self, call: Call, person, ticket=None, is_staff=False, raw_status="") -> None:
        """Note a call; whether the line was closed follows from its beginning."""
        call.is_outside_hours = not is_open(call.started)
        self.calls.append(PhoneCall(call, person, ticket, is_staff, raw_status))

    def calls_of_tickets(self) -> None:
        """A call for every phone ticket: a voicemail, or a talk with one agent or more."""
        talks = [t for t in self.tickets if t.source_rel != "voicemail"]
        fates = ["callback"] * CALLBACKS_IN_TIME + ["late"] * LATE_CALLBACKS + ["hold"] * 3
        fates += ["short"] * 4 + ["forgotten"] * 2 + ["no_wrap"] * 6
        fates += [""] * (len(talks) - len(fates))
        order = self.rng.permutation(len(talks))
        for ticket, place in zip(talks, order, strict=True):
            self._talk(ticket, fates[int(place)])
        for ticket in self.tickets:
            if ticket.source_rel == "voicemail":
                wait = self.seconds(110, 0.4, 30, 600)
                started = ticket.created - timedelta(seconds=wait + 30)
                call = self._call(started, ticket.requester_id, "voicemail", wait, ticket.category)
                call.ticket_id = ticket.id
                self.add(call, ticket.person, ticket, ticket.is_staff_request)

    def _call(self, started, person_id, outcome, wait, category) -> Call:
        queue = QUEUES[category in ("login", "product", "shipping")]
        call = Call("", started, person_id, "", outcome, queue=queue)
        call.wait_seconds = wait
        return call

    def _talk(self, ticket: Ticket, fate: str) -> None:
        wait = self.seconds(22 * (1 + 1.2 * trouble(ticket.created)), 0.9, 0, 900)
        if fate == "callback":
            wait = self.seconds(1500, 0.4, 400, 3600)
        elif fate == "late":
            wait = 3601 + self.seconds(1200, 0.5)
        outcome = "abandoned_on_hold" if fate == "hold" else "answered"
        started = ticket.created - timedelta(seconds=wait)
        call = self._call(started, ticket.requester_id, outcome, wait, ticket.category)
        call.ticket_id, call.is_callback = ticket.id, fate in ("callback", "late")
        call.agent_id = ticket.agent.ids["zendesk"]
        call.legs = self._legs(ticket, call.agent_id)
        answered = [leg for leg in call.legs if leg.kind == "agent" and leg.talk_seconds]
        if fate == "short":
            call.legs = answered = [CallLeg(call.agent_id, 4 + self.seconds(2, 0.3, 0, 5))]
        elif fate == "forgotten":
            answered[-1].wrap_up_seconds = 5 * 3600 + self.seconds(900, 0.5)
        elif fate == "hold":
            answered[-1].hold_seconds += 95
        elif fate == "no_wrap":
            answered[-1].wrap_up_seconds = None
        call.talk_seconds = sum(leg.talk_seconds for leg in answered)
        call.hold_seconds = sum(leg.hold_seconds for leg in answered)
        wraps = [leg.wrap_up_seconds for leg in answered]
        call.wrap_up_seconds = None if None in wraps else sum(wraps)
        self.add(call, ticket.person, ticket, ticket.is_staff_request)

    def _legs(self, ticket: Ticket, agent_id: str) -> list[CallLeg]:
        """Who had the call: most are done when the ticket is solved, some long before."""
        solved = [at for at, status, _ in ticket.statuses if status == "solved"]
        until = (solved[0] - ticket.created).total_seconds() if solved else 500
        if until > 3000:
            busy = self.seconds(500, 0.4, 120, 2400)
        elif self.chance(0.8):
            busy = int(until) + self.seconds(20, 0.6, 0, 200)
        else:
            busy = max(int(until * float(self.rng.uniform(0.4, 0.8))), 60)
        wrap = min(self.seconds(40, 0.5, 5), busy // 3)
        hold = self.seconds(35, 0.5, 5, busy // 4) if self.chance(0.35) else 0
        rung = [CallLeg(self.pick(self.agents), completion="agent_missed")] * self.chance(0.12)
        if not self.chance(0.1 + 0.08 * trouble(ticket.created)):
            return [*rung, CallLeg(agent_id, busy - wrap - hold, hold, wrap)]
        early = (busy - wrap - hold) // 3
        later = [a for a in self.agents if a != agent_id]
        # a consulted colleague and a second agent look alike; an outside number has no agent
        if self.chance(0.12):
            outside = CallLeg("", early, kind="external")
            return [*rung, CallLeg(agent_id, busy - wrap - hold, hold, wrap), outside]
        second = CallLeg(self.pick(later), busy - wrap - hold - early, 0, wrap - wrap // 2)
        return [*rung, CallLeg(agent_id, early, hold, wrap // 2), second]

    def someone(self, moment: datetime) -> Person:
        """Pick a customer of that time."""
        while True:
            person = self.pick(self.people)
            if person.is_active(moment):
                return person

    def moment(self) -> datetime:
        """Pick an opening moment at which people were writing as well."""
        return self.pick(self.moments) + timedelta(seconds=int(self.rng.integers(600)))

    def closed_moment(self) -> datetime:
        """Pick an evening after an opening day."""
        day = self.moment().replace(hour=18, minute=0, second=0)
        return day + timedelta(seconds=int(self.rng.integers(4 * 3600)))

    def _lost(self, count: int, outcome: str, wait, when=None, **more) -> None:
        for _ in range(count):
            started = (when or self.moment)()
            if started > settings.AS_OF - timedelta(days=1):
                started -= timedelta(days=7)
            person = self.someone(started)
            call = self._call(started, self.pick(person.ids["zendesk"]), outcome, wait(), "")
            call.queue = self.pick(QUEUES)
            call.is_callback = more.get("is_callback", False)
            if more.get("is_anonymous"):
                call.person_id, person = "", None
            self.add(call, person, raw_status=more.get("raw_status", ""))

    def unanswered(self) -> None:
        """Callers who hung up, took a callback that never came, or called at night."""
        waits = iter([5, 5, 60] + [self.seconds(75, 0.8, 6, 600) for _ in range(ABANDONED)])
        self._lost(ABANDONED, "abandoned", lambda: next(waits))
        self._lost(SHORT, "abandoned", lambda: int(self.rng.integers(0, 5)))
        self._lost(BROKEN_CALLBACKS, "missed", lambda: self.seconds(300, 0.4), is_callback=True)
        outside = iter([self.seconds(30, 0.5) for _ in range(OUTSIDE)])
        self._lost(
            OUTSIDE, "abandoned_in_voicemail", lambda: next(outside), when=self.closed_moment
        )
        self._lost(IN_IVR, "abandoned_in_ivr", lambda: 0)
        self._lost(ANONYMOUS, "abandoned", lambda: self.seconds(70, 0.5, 6), is_anonymous=True)
        self._lost(UNMAPPED, "missed", lambda: 20, raw_status=UNMAPPED_STATUS)

    def outbound(self) -> None:
        """Calls that agents made: nobody waited, and no matter of a customer was brought."""
        for _ in range(OUTBOUND):
            started = self.moment()
            person = self.someone(started)
            is_answered = self.chance(0.6)
            agent_id = self.pick(self.agents)
            call = self._call(
                started,
                self.pick(person.ids["zendesk"]),
                "answered" if is_answered else "missed",
                0,
                "",
            )
            call.direction, call.agent_id, call.queue = "outbound", agent_id, ""
            if is_answered:
                call.talk_seconds = self.seconds(180, 0.6, 20, 2000)
                call.wrap_up_seconds = self.seconds(30, 0.5)
            self.add(call, person)


def plant(world: World, seed: int) -> None:
    """Plant rows that must not be taken in, and a word that no map knows; run at the end."""
    rng = np.random.default_rng(seed + SEED_OFFSET + 1000)
    rows = {row["id"]: row for row in world.tables["zendesk/call"]}
    legs = world.tables["zendesk/call_leg"]
    for one in world.calls:
        if one.raw_status:
            rows[one.call.id]["completion_status"] = one.raw_status
            outcome = ("unmapped", "GOV-11", "unmapped_outcome", one.raw_status)
            world.fault("unknown outcome", "zendesk/call", one.call.id, *outcome)
    models = [one.call for one in world.calls if one.call.outcome == "answered"]
    models = [models[int(place)] for place in rng.permutation(len(models))]
    for place, model in enumerate(models[:NEGATIVE]):
        call_id = str(890_001 + place)
        row = dict(rows[model.id], id=call_id, ticket_id=None, talk_time=-5)
        world.tables["zendesk/call"].append(row)
        leg = dict(legs[0], id=f"{call_id}00", call_id=call_id, created_at=model.started)
        legs.append(leg)
        outcome = ("rejected", "GOV-06", "negative_duration")
        world.fault("negative talk time", "zendesk/call", call_id, *outcome)
        _orphan(world, leg["id"])
    for place in range(ORPHAN_LEGS):
        leg = dict(legs[1], id=f"{895_001 + place}01", call_id=str(895_001 + place))
        legs.append(leg)
        _orphan(world, leg["id"])
    for model in models[10 : 10 + REPEATED]:
        world.tables["zendesk/call"].append(dict(rows[model.id]))
        outcome = ("superseded", "GOV-03", "exact_duplicate")
        world.fault("repeated row", "zendesk/call", model.id, *outcome)


def _orphan(world: World, record_id: str) -> None:
    outcome = ("rejected", "GOV-04", "orphan_call")
    world.fault("row without its parent", "zendesk/call_leg", record_id, *outcome)
