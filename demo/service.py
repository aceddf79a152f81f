"""The service desks through the history: who asks when, in which tool, and who leaves."""

import heapq
from datetime import date, datetime, timedelta

import numpy as np

from demo import life, settings, texts
from demo.clock import after_business_minutes, day_weight, is_open, rounded, trouble
from demo.tools import DESKS, set_of
from demo.world import Person, Ticket, World

MIX = {"billing": 24, "login": 18, "shipping": 17, "product": 24, "other": 11, "": 6}
MIX_IN_TROUBLE = {"billing": 18, "login": 30, "shipping": 12, "product": 42, "other": 8, "": 6}
GROUP_OF = {
    "billing": "Billing",
    "login": "Technical",
    "product": "Technical",
    "shipping": "Hardware",
}


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
        system: [p for p in world.people if p.ids.get(system) and not p.is_prospect]
        for system in DESKS
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
            where = _desk_for_repeat(world, system, person)
            earlier = ticket.id if where == system else ""
            heapq.heappush(queue, (repeat, order, where, person, ticket.category, earlier))
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


def _desk_for_repeat(world: World, system: str, person: Person) -> str:
    """Pick where a person asks again: in the same tool, now and then in another one of its set."""
    others = [
        desk
        for desk in DESKS
        if desk != system and desk in person.ids and set_of(desk) == set_of(system)
    ]
    return world.pick(others) if others and world.chance(0.3) else system


def _open_ticket(world, system, moment, person, category, earlier) -> Ticket:
    desk = DESKS[system]
    options = list(desk.channels)
    raw, rel, channel = world.pick(options, list(desk.channels.values()))
    if channel in life.SESSION and not is_open(moment):
        raw, rel, channel = options[0]
    is_repeat = category is not None
    if not is_repeat:
        mix = MIX_IN_TROUBLE if world.chance(trouble(moment)) else MIX
        category = world.pick(list(mix), list(mix.values()))
    kind = "normal" if is_repeat else _kind(world, system)
    if kind in ("merged", "deleted_reply", "agent_created", "outbound", "never_answered"):
        raw, rel, channel = options[0]
    number = world.next_number(system, desk.first_number)
    ticket = Ticket(
        system=system,
        id=world.hex_id() if system == "servicenow" else str(number),
        number=f"INC{number:07d}" if system == "servicenow" else str(number),
        kind=kind,
        created=rounded(moment, life.STEP),
        person=person,
        requester_id=world.pick(person.ids[system]),
        opener_id="",
        is_agent_created=False,
        is_staff_request=False,
        raw_channel=raw,
        source_rel=rel,
        channel=channel,
        category=category,
        agent=pick_agent(world, system, category),
    )
    ticket.priority = world.pick(("", "normal", "low", "high", "urgent"), (45, 30, 10, 12, 3))
    ticket.subject = world.pick(texts.SUBJECTS[category])
    _set_kind(world, ticket, earlier)
    life.live(world, ticket, pick_agent)
    ticket.quality = life.felt_quality(world, ticket)
    world.tickets.append(ticket)
    return ticket


def _kind(world: World, system: str) -> str:
    kinds = DESKS[system].kinds
    return world.pick(["normal", *kinds], [1 - sum(kinds.values()), *kinds.values()])


def pick_agent(world: World, system: str, category: str):
    """Pick an agent of a tool, most likely of the group that a category belongs to."""
    group = GROUP_OF.get(category, "General")
    able = [a for a in world.agents if system in a.ids]
    return world.pick(able, [4.0 if a.group == group else 1.0 for a in able])


def _set_kind(world: World, ticket: Ticket, earlier: str) -> None:
    """Fill in what follows from the kind: requester, opener, tags, follow-up link."""
    is_zendesk = ticket.system == "zendesk"
    if ticket.kind == "internal":
        ticket.is_staff_request, ticket.person = True, None
        people = world.histories[ticket.system].people
        staff = [p.id for p in people if p.email.endswith(settings.STAFF_DOMAIN)]
        ticket.requester_id = world.pick(staff)
    if ticket.kind == "orphan_requester":
        ticket.person = None
        ticket.requester_id = str(world.next_number("ghost", 99_001))
    ticket.opener_id = ticket.requester_id
    by_agent = ticket.kind in ("outbound", "agent_created")
    is_call = ticket.channel == "phone" and DESKS[ticket.system].opens_calls
    if by_agent or (is_call and ticket.kind == "normal" and world.chance(0.4)):
        ticket.is_agent_created = True
        ticket.opener_id = ticket.agent.ids[ticket.system]
    if ticket.kind in ("spam", "test"):
        ticket.tags.append(ticket.kind)
    elif is_zendesk and world.chance(0.06):
        ticket.tags.append(world.pick(("vip", "hardware", "trial")))
    if earlier and is_zendesk:
        first = next(t for t in reversed(world.tickets) if t.id == earlier)
        is_over = first.status == "closed" and first.updated < ticket.created
        if is_over and ticket.channel == "email":
            ticket.source_rel, ticket.followup_of = "follow_up", earlier
