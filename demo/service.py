"""Life of the tickets: who asks when, how fast and how well the desk answers, who leaves."""

import heapq
from datetime import date, datetime, timedelta

import numpy as np

from demo import settings, texts
from demo.clock import (
    after_business_minutes,
    business_minutes,
    day_weight,
    is_open,
    minutes_between,
    rounded,
    trouble,
)
from demo.world import Comment, Person, Ticket, World

CHANNELS = {
    "zendesk": {
        ("email", "", "email"): 44,
        ("web", "", "web"): 25,
        ("chat", "", "chat"): 9,
        ("native_messaging", "", "chat"): 6,
        ("voice", "inbound", "phone"): 10,
        ("voice", "voicemail", "phone"): 2,
        ("twitter", "", "social"): 2,
        ("facebook", "", "social"): 2,
    },
    "servicenow": {
        ("email", "", "email"): 40,
        ("self-service", "", "web"): 35,
        ("phone", "", "phone"): 18,
        ("chat", "", "chat"): 7,
    },
}
MIX = {"billing": 24, "login": 18, "shipping": 17, "product": 24, "other": 11, "": 6}
MIX_IN_TROUBLE = {"billing": 18, "login": 30, "shipping": 12, "product": 42, "other": 8, "": 6}
GROUP_OF = {
    "billing": "Billing",
    "login": "Technical",
    "product": "Technical",
    "shipping": "Hardware",
}
GROUP_ID = {"Billing": "71", "Technical": "72", "Hardware": "73", "General": "74"}

# Planted kinds of Zendesk tickets, as shares of the first contacts (each gives a handful to dozens)
KINDS = {
    "spam": 0.006,
    "test": 0.003,
    "deleted": 0.004,
    "internal": 0.006,
    "outbound": 0.006,
    "agent_created": 0.007,
    "merged": 0.007,
    "orphan_requester": 0.002,
    "unsolved_close": 0.012,
    "never_answered": 0.006,
    "deleted_reply": 0.004,
}
KINDS_SERVICENOW = {"canceled": 0.02, "internal": 0.007, "unsolved_close": 0.008}
SESSION = ("phone", "chat")
STEP = 3  # seconds: all times of a ticket are multiples, so that minutes have few decimals


def contact_times(world: World, count: int) -> list[datetime]:
    """Draw the moments of first contacts over the whole history, most in business hours."""
    begin, days = settings.HISTORY_START.date(), (settings.AS_OF - settings.HISTORY_START).days
    calendar = [begin + timedelta(days=i) for i in range(days)]
    weights = np.array([day_weight(day) for day in calendar])
    picked = world.rng.choice(days, size=count, p=weights / weights.sum())
    hours = [1, 1, 1, 1, 1, 3, 10, 28, 34, 34, 28, 24, 26, 26, 24, 18, 11, 7, 6, 5, 4, 3, 2, 1]
    shares = np.array(hours) / sum(hours)
    hour = world.rng.choice(24, size=count, p=shares)
    second = world.rng.integers(0, 3600, size=count)
    times = [
        datetime.combine(calendar[int(d)], datetime.min.time())
        + timedelta(hours=int(h), seconds=int(s))
        for d, h, s in zip(picked, hour, second, strict=True)
    ]
    return sorted(times)


def plan_renewals(world: World) -> list[tuple[datetime, int]]:
    """Yearly renewal dates of all accounts inside the history, in time order."""
    planned = []
    for place, account in enumerate(world.accounts):
        for years in range(1, 6):
            day = date(
                account.created.year + years, account.created.month, min(account.created.day, 28)
            )
            moment = datetime(day.year, day.month, day.day, 10)
            if moment < settings.HISTORY_START:
                account.renewals.append((moment, True))
            elif moment < settings.AS_OF:
                planned.append((moment, place))
    return sorted(planned)


def simulate(world: World) -> None:
    """Run the service desk through the history: contacts, repeats, renewals and churn."""
    queue, order = [], 0
    for system, count in settings.FIRST_CONTACTS.items():
        for moment in contact_times(world, count):
            heapq.heappush(queue, (moment, order, system, None, None, ""))
            order += 1
    renewals = plan_renewals(world)
    crowd = {
        "zendesk": [p for p in world.people if p.user_ids],
        "servicenow": [p for p in world.people if p.caller],
    }
    ladders = {
        name: np.cumsum([p.weight * (1.6 if p.account is None else 1) for p in people])
        for name, people in crowd.items()
    }
    while queue:
        moment, _, system, person, category, earlier = heapq.heappop(queue)
        while renewals and renewals[0][0] <= moment:
            _renew(world, *renewals.pop(0))
        if person is None:
            person = _someone(world, crowd[system], ladders[system], moment)
        elif not person.is_active(moment):
            continue
        ticket = _open_ticket(world, system, moment, person, category, earlier)
        _learn(ticket)
        repeat = _repeat(world, ticket)
        if repeat and ticket.kind == "normal":
            heapq.heappush(queue, (repeat, order, system, person, ticket.category, ticket.id))
            order += 1
    for renewal in renewals:
        _renew(world, *renewal)


def _someone(world: World, people: list[Person], ladder, moment: datetime) -> Person:
    while True:
        person = people[int(np.searchsorted(ladder, world.rng.random() * ladder[-1], "right"))]
        if person.is_active(moment):
            return person


def _renew(world: World, moment: datetime, place: int) -> None:
    account = world.accounts[place]
    if account.churned_at:
        return
    pain = account.pain * 0.5 ** ((moment - account.pain_at).days / 150)
    leaves = world.chance(min(0.04 + 0.2 * max(pain - 0.5, 0.0), 0.65))
    account.renewals.append((moment, not leaves))
    if leaves:
        account.churned_at = moment


def _learn(ticket: Ticket) -> None:
    """Let the person and the account remember how the ticket went."""
    person = ticket.person
    if person is None or ticket.is_staff_request:
        return
    person.last_quality = ticket.quality
    person.last_contact = ticket.updated
    if person.account:
        account = person.account
        days = max((ticket.created - account.pain_at).days, 0)
        account.pain = account.pain * 0.5 ** (days / 150) + 0.7 * max(-ticket.quality, 0.0)
        account.pain_at = max(ticket.created, account.pain_at)


def _repeat(world: World, ticket: Ticket) -> datetime | None:
    solved = [at for at, status, _ in ticket.statuses if status == "solved"]
    probability = 0.06 + 0.05 * trouble(ticket.created) + 0.05 * (ticket.quality < -0.5)
    if not solved or not world.chance(probability):
        return None
    moment = after_business_minutes(solved[-1], float(world.rng.exponential(1500)) + 30)
    return moment if moment < settings.AS_OF else None


def _open_ticket(world, system, moment, person, category, earlier) -> Ticket:
    is_zendesk = system == "zendesk"
    options = list(CHANNELS[system])
    raw, rel, channel = world.pick(options, list(CHANNELS[system].values()))
    if channel in SESSION and not is_open(moment):
        raw, rel, channel = options[0]
    mix = MIX_IN_TROUBLE if world.chance(trouble(moment)) else MIX
    category = world.pick(list(mix), list(mix.values())) if category is None else category
    kind = "normal" if earlier else _kind(world, system)
    if kind in ("merged", "deleted_reply", "agent_created", "outbound", "never_answered"):
        raw, rel, channel = options[0]
    number = world.next_number(system, 1001)
    agent = _agent(world, system, category)
    ticket = Ticket(
        system=system,
        id=str(number) if is_zendesk else world.sys_id(),
        number=str(number) if is_zendesk else f"INC{number:05d}",
        kind=kind,
        created=rounded(moment, STEP),
        person=person,
        requester_id=_requester(world, system, person),
        opener_id="",
        is_agent_created=False,
        is_staff_request=False,
        raw_channel=raw,
        source_rel=rel,
        channel=channel,
        category=category,
        agent=agent,
    )
    ticket.priority = world.pick(("", "normal", "low", "high", "urgent"), (45, 30, 10, 12, 3))
    ticket.subject = world.pick(texts.SUBJECTS[category])
    _set_kind(world, ticket, earlier)
    live(world, ticket)
    ticket.quality = _quality(world, ticket)
    world.tickets.append(ticket)
    return ticket


def _kind(world: World, system: str) -> str:
    kinds = KINDS if system == "zendesk" else KINDS_SERVICENOW
    names = ["normal", *kinds]
    return world.pick(names, [1 - sum(kinds.values()), *kinds.values()])


def _requester(world: World, system: str, person: Person) -> str:
    if system == "servicenow":
        return person.caller[0]
    return person.user_ids[-1] if world.chance(0.4) else person.user_ids[0]


def _agent(world: World, system: str, category: str):
    group = GROUP_OF.get(category, "General")
    able = [a for a in world.agents if (a.user_id if system == "zendesk" else a.sys_id)]
    return world.pick(able, [4.0 if a.group == group else 1.0 for a in able])


def _set_kind(world: World, ticket: Ticket, earlier: str) -> None:
    """Fill in what follows from the kind: requester, opener, tags, follow-up link."""
    is_zendesk = ticket.system == "zendesk"
    if ticket.kind == "internal":
        ticket.is_staff_request, ticket.person = True, None
        ticket.requester_id = world.pick(world.colleagues) if is_zendesk else world.sn_colleague
    if ticket.kind == "orphan_requester":
        ticket.person = None
        ticket.requester_id = str(world.next_number("ghost", 99_001))
    ticket.opener_id = ticket.requester_id
    by_agent = ticket.kind in ("outbound", "agent_created")
    if by_agent or (ticket.channel == "phone" and ticket.kind == "normal" and world.chance(0.4)):
        ticket.is_agent_created = True
        ticket.opener_id = ticket.agent.user_id if is_zendesk else ticket.agent.sys_id
    if ticket.kind in ("spam", "test"):
        ticket.tags.append(ticket.kind)
    elif is_zendesk and world.chance(0.06):
        ticket.tags.append(world.pick(("vip", "hardware", "trial")))
    if earlier and is_zendesk:
        first = next(t for t in reversed(world.tickets) if t.id == earlier)
        if (
            first.status == "closed"
            and first.updated < ticket.created
            and ticket.channel == "email"
        ):
            ticket.source_rel, ticket.followup_of = "follow_up", earlier


class Life:
    """Writer of the events of one ticket; events after the end of the history do not happen."""

    def __init__(self, world: World, ticket: Ticket):
        """Bind the writer to a ticket; agents have their id, customers theirs."""
        self.world, self.ticket, self.now = world, ticket, ticket.created
        is_zendesk = ticket.system == "zendesk"
        self.agent_id = ticket.agent.user_id if is_zendesk else ticket.agent.user_name
        self.customer_id = ticket.requester_id
        if not is_zendesk:
            self.customer_id = ticket.person.caller[1] if ticket.person else "eholt"

    def wait(self, seconds: float) -> None:
        """Let time pass, at least three seconds."""
        self.now = rounded(self.now + timedelta(seconds=max(seconds, STEP)), STEP)

    def work(self, minutes: float) -> None:
        """Let minutes of business time pass."""
        until = after_business_minutes(self.now, minutes)
        self.wait((until - self.now).total_seconds() + int(self.world.rng.integers(3, 50)))

    def say(self, author: str, body: str, is_public=True, is_deleted=False) -> None:
        """Write a message now."""
        if self.now < settings.AS_OF:
            ids = {"agent": self.agent_id, "customer": self.customer_id, "bot": settings.BOT_ID}
            comment = Comment(self.now, author, ids[author], is_public, body, is_deleted)
            self.ticket.comments.append(comment)

    def set(self, status: str, by_agent=True) -> None:
        """Change the status now."""
        if self.now < settings.AS_OF:
            user = self.agent_id if by_agent else ""
            self.ticket.statuses.append((self.now, status, user))


def live(world: World, ticket: Ticket) -> None:
    """Play the whole life of a ticket and write its messages and status changes."""
    life = Life(world, ticket)
    is_zendesk = ticket.system == "zendesk"
    life.set("new", by_agent=False)
    if ticket.is_agent_created and is_zendesk:
        body = texts.OUTBOUND if ticket.kind == "outbound" else texts.AGENT_OPENS
        life.say("agent", world.pick(body))
    elif is_zendesk or ticket.channel == "email" and world.chance(0.25):
        life.say("customer", world.pick(texts.OPENINGS[ticket.category]))
    if ticket.kind == "merged":
        _merge(world, ticket, life)
    elif is_zendesk and not ticket.is_agent_created and ticket.channel in ("email", "web"):
        if world.chance(0.08):
            life.wait(int(world.rng.integers(3, 30)))
            life.say("bot", texts.BOT)
    if ticket.kind == "outbound":
        life.work(float(world.rng.exponential(600)))
        life.set("solved")
        return _close(life)
    if ticket.kind == "agent_created":
        life.work(float(world.rng.exponential(200)) + 5)
        life.say("customer", world.pick(texts.ANSWERS))
        life.set("open", by_agent=False)
    if ticket.kind in ("spam", "canceled", "unsolved_close", "never_answered"):
        return _end_without_solving(world, ticket, life)
    _first_reply(world, ticket, life)
    _until_solved(world, ticket, life)
    _after_solved(world, ticket, life)
    if ticket.kind == "deleted":
        if world.chance(0.5):
            life.wait(60)
            life.set("deleted")
        if ticket.status != "deleted":
            ticket.is_row_deleted = True


def _merge(world: World, ticket: Ticket, life: Life) -> None:
    """Let the same person have written the same thing twice; the agent merges the two."""
    apart = timedelta(seconds=3 * int(world.rng.integers(40, 600)))
    before = ticket.created - apart
    number = world.next_number("zendesk", 1001)
    created = before if before.date() == ticket.created.date() else ticket.created + apart
    twin = Ticket(
        **{
            name: getattr(ticket, name)
            for name in (
                "system person requester_id opener_id is_agent_created is_staff_request "
                "raw_channel source_rel channel category agent priority subject"
            ).split()
        },
        id=str(number),
        number=str(number),
        kind="merged_loser",
        created=created,
        tags=["closed_by_merge"],
    )
    life.now = max(ticket.created, twin.created)
    life.wait(int(world.rng.integers(60, 400)))
    other = Life(world, twin)
    other.set("new", by_agent=False)
    other.say("customer", world.pick(texts.OPENINGS[ticket.category]))
    other.now = life.now
    other.say("agent", texts.MERGED, is_public=False)
    other.set("closed")
    ticket.merged_from.append(twin)
    world.tickets.append(twin)


def _end_without_solving(world: World, ticket: Ticket, life: Life) -> None:
    if ticket.kind == "canceled":
        life.work(float(world.rng.exponential(200)) + 2)
        life.set("canceled")
    elif ticket.kind == "unsolved_close":
        if world.chance(0.6):
            _first_reply(world, ticket, life)
            life.set("pending")
        life.wait(86_400 * int(world.rng.integers(4, 12)))
        life.set("closed", by_agent=False)


def _first_reply(world: World, ticket: Ticket, life: Life) -> None:
    rng, bad = world.rng, trouble(ticket.created)
    began = life.now
    slow = ticket.agent.speed * (1 + 1.1 * bad)
    if ticket.channel == "phone":
        life.wait(float(rng.lognormal(5.6, 0.5)))
    elif ticket.channel == "chat":
        life.wait(float(rng.lognormal(4.4, 0.7)) * slow)
    elif world.chance(0.12):
        life.wait(float(rng.lognormal(8.3, 0.8)) * slow)
    else:
        life.work(float(rng.lognormal(3.98, 0.95)) * slow)
    if ticket.kind == "deleted_reply":
        final, half = life.now, (life.now - began).total_seconds() / 2
        life.now = began
        life.wait(half)
        life.say("agent", world.pick(texts.ASKING), is_deleted=True)
        life.now = max(final, life.now)
        life.wait(9)
    if world.chance(0.03):
        life.say("agent", world.pick(texts.NOTES), is_public=False)
        life.wait(30)
    if world.chance((0.06 if ticket.system == "zendesk" else 0.03) + 0.05 * bad):
        _transfer(world, ticket, life)
    life.say("agent", world.pick(texts.ASKING if world.chance(0.4) else texts.REPLIES))


def _transfer(world: World, ticket: Ticket, life: Life) -> None:
    """Hand the ticket to another agent (and group)."""
    if life.now >= settings.AS_OF:
        return
    earlier = ticket.agent
    ticket.agent = _agent(world, ticket.system, ticket.category)
    life.agent_id = Life(world, ticket).agent_id
    if ticket.agent is not earlier:
        ticket.transfers.append((life.now, earlier, ticket.agent))
        life.wait(60)


def _until_solved(world: World, ticket: Ticket, life: Life) -> None:
    rng, bad = world.rng, trouble(ticket.created)
    more = int(rng.choice(4, p=(0.79, 0.13, 0.06, 0.02)))
    if ticket.channel not in SESSION:
        more += int(world.chance(0.10 * bad - 0.12 * ticket.agent.quality))
    for _ in range(more):
        if ticket.channel in SESSION:
            life.wait(float(rng.lognormal(4.5, 0.6)))
        else:
            life.set(world.pick(("pending", "hold"), (5, 1)))
            life.work(float(rng.lognormal(4.8, 0.8)))
            life.say("customer", world.pick(texts.ANSWERS))
            life.set("open", by_agent=False)
            life.work(float(rng.lognormal(4.2, 0.8)) * ticket.agent.speed * (1 + bad))
        life.say("agent", world.pick(texts.REPLIES))
    if ticket.channel in SESSION:
        life.wait(float(rng.lognormal(5.2, 0.6)))
    elif world.chance(0.45):
        life.wait(float(rng.integers(3, 240)))
    else:
        if world.chance(0.4):
            life.set("open")
        life.work(float(rng.lognormal(5.0, 1.0)) * (1 + 0.8 * bad))
    life.set("solved")


def _after_solved(world: World, ticket: Ticket, life: Life) -> None:
    bad = trouble(ticket.created)
    chance = max(0.035 + 0.07 * bad - 0.05 * ticket.agent.quality, 0.005)
    if world.chance(0.012):
        life.wait(float(world.rng.integers(900, 80_000)))
        life.say("customer", world.pick(texts.THANKS))
        life.set("open", by_agent=False)
        life.wait(float(world.rng.integers(600, 60_000)))
        life.set("solved")
    rounds = 0
    while rounds < 3 and world.chance(chance):
        rounds += 1
        life.wait(float(world.rng.integers(1_800, 300_000)))
        life.say("customer", world.pick(texts.STILL))
        life.set("open", by_agent=False)
        if world.chance(0.05):
            return
        life.work(float(world.rng.lognormal(4.8, 0.8)) * ticket.agent.speed)
        life.say("agent", world.pick(texts.REPLIES))
        life.wait(float(world.rng.integers(3, 900)))
        life.set("solved")
    if ticket.kind != "deleted":
        _close(life)


def _close(life: Life) -> None:
    """Close automatically four days after the last solve (a week in ServiceNow)."""
    life.now += timedelta(days=4 if life.ticket.system == "zendesk" else 7)
    life.set("closed", by_agent=False)


def _quality(world: World, ticket: Ticket) -> float:
    """How good the service felt: about 0 on average, negative when slow, reopened or unsolved."""
    solved = [at for at, status, _ in ticket.statuses if status == "solved"]
    replies = [c for c in ticket.comments if c.author == "agent" and c.is_public]
    waited = business_minutes(ticket.created, replies[0].at) if replies else 960
    taken = minutes_between(ticket.created, solved[-1]) / 60 if solved else 120
    feeling = 0.75 + ticket.agent.quality - 0.5 * min(waited / 240, 3)
    feeling -= 0.3 * min(taken / 48, 3) + 0.25 * max(len(replies) - 1, 0)
    feeling -= 0.8 * max(len(solved) - 1, 0) + 0.15 * trouble(ticket.created)
    return feeling + float(world.rng.normal(0, 0.25))
