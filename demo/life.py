"""Life of one ticket: how fast and how well the desk answers, until it is solved and closed."""

from collections.abc import Callable
from datetime import timedelta

from demo import settings, texts
from demo.clock import (
    after_business_minutes,
    business_minutes,
    is_open,
    minutes_between,
    rounded,
    trouble,
)
from demo.contacts import BOTS
from demo.tools import DESKS
from demo.world import Comment, Ticket, World

SESSION = ("phone", "chat")
STEP = 3  # seconds: all times of a ticket are multiples, so that minutes have few decimals


class Life:
    """Writer of the events of one ticket; events after the end of the history do not happen."""

    def __init__(self, world: World, ticket: Ticket):
        """Bind the writer to a ticket and to the ids of those who write on it."""
        self.world, self.ticket, self.now = world, ticket, ticket.created
        self.bot_id = BOTS.get(ticket.system, ("",))[0]

    @property
    def agent_id(self) -> str:
        """The agent who has the ticket now."""
        return self.ticket.agent.ids[self.ticket.system]

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
            customer_id = self.ticket.requester_id
            ids = {"agent": self.agent_id, "customer": customer_id, "bot": self.bot_id}
            comment = Comment(self.now, author, ids[author], is_public, body, is_deleted)
            self.ticket.comments.append(comment)

    def set(self, status: str, by_agent=True) -> None:
        """Change the status now."""
        if self.now < settings.AS_OF:
            user = self.agent_id if by_agent else ""
            self.ticket.statuses.append((self.now, status, user))


def live(world: World, ticket: Ticket, pick_agent: Callable) -> None:
    """Play the whole life of a ticket and write its messages and status changes."""
    life, desk = Life(world, ticket), DESKS[ticket.system]
    life.set(desk.first_status, by_agent=False)
    if ticket.is_agent_created:
        body = texts.OUTBOUND if ticket.kind == "outbound" else texts.AGENT_OPENS
        life.say("agent", world.pick(body))
    else:
        life.say("customer", world.pick(texts.OPENINGS[ticket.category]))
    if ticket.kind == "merged":
        _merge(world, ticket, life)
    elif desk.has_bot and not ticket.is_agent_created and ticket.channel != "phone":
        if world.chance(0.4 if ticket.system == "intercom" else 0.08):
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
        return _end_without_solving(world, ticket, life, pick_agent)
    _first_reply(world, ticket, life, pick_agent)
    _until_solved(world, ticket, life)
    _after_solved(world, ticket, life)
    if ticket.kind == "deleted":
        if ticket.system == "zendesk" and world.chance(0.5):
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
        merged_into=ticket,
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


def _end_without_solving(world, ticket: Ticket, life: Life, pick_agent: Callable) -> None:
    if ticket.kind == "canceled":
        life.work(float(world.rng.exponential(200)) + 2)
        life.set("canceled")
    elif ticket.kind == "unsolved_close":
        if world.chance(0.6):
            _first_reply(world, ticket, life, pick_agent)
            life.set("pending")
        life.wait(86_400 * int(world.rng.integers(4, 12)))
        life.set("closed", by_agent=False)


def _first_reply(world, ticket: Ticket, life: Life, pick_agent: Callable) -> None:
    rng, bad = world.rng, trouble(ticket.created)
    began = life.now
    slow = ticket.agent.speed * (1 + 1.1 * bad)
    if ticket.channel == "phone":
        life.wait(float(rng.lognormal(5.6, 0.5)))
    elif ticket.channel == "chat" and is_open(ticket.created):
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
    if world.chance(DESKS[ticket.system].transfers + 0.05 * bad):
        _transfer(world, ticket, life, pick_agent)
    life.say("agent", world.pick(texts.ASKING if world.chance(0.4) else texts.REPLIES))


def _transfer(world, ticket: Ticket, life: Life, pick_agent: Callable) -> None:
    """Hand the ticket to another agent (and group)."""
    if life.now >= settings.AS_OF:
        return
    earlier = ticket.agent
    ticket.agent = pick_agent(world, ticket.system, ticket.category)
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
            life.set(world.pick(DESKS[ticket.system].waits))
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
    """Close automatically some days after the last solve, where the tool tells the two apart."""
    days = DESKS[life.ticket.system].closes_after_days
    if days:
        life.now += timedelta(days=days)
        life.set("closed", by_agent=False)


def felt_quality(world: World, ticket: Ticket) -> float:
    """Tell how good it felt: about 0 on average, negative when slow, reopened or unsolved."""
    solved = [at for at, status, _ in ticket.statuses if status == "solved"]
    replies = [c for c in ticket.comments if c.author == "agent" and c.is_public]
    waited = business_minutes(ticket.created, replies[0].at) if replies else 960
    taken = minutes_between(ticket.created, solved[-1]) / 60 if solved else 120
    feeling = 0.75 + ticket.agent.quality - 0.5 * min(waited / 240, 3)
    feeling -= 0.3 * min(taken / 48, 3) + 0.25 * max(len(replies) - 1, 0)
    feeling -= 0.8 * max(len(solved) - 1, 0) + 0.15 * trouble(ticket.created)
    return feeling + float(world.rng.normal(0, 0.25))
