"""Who recommended Harborline to whom, what winning a customer costs, and what a contact costs.

Runs after the orders and draws from a generator of its own: no other row depends on it. There is
no raw table of referrals: what a referral programme would tell is written to the project's seeds.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from demo import settings
from demo.tools import SETS
from demo.world import Account, Person, World, write_csv

OFFSET = 22
SHARE_REFERRED = 0.16
CHAIN_LENGTH = 5
SEEDS = {
    "referrals": "referral_id referrer_source_system referrer_source_contact_id "
    "referrer_source_account_id referred_source_system referred_source_contact_id "
    "referred_source_account_id code is_partner_code sent_on",
    "acquisition_costs": "month_start channel cost",
    "contact_costs": "channel cost_per_contact valid_from",
}
# What is spent a month; of the last month the books are not closed yet
SPENDING = {"search": 5_200, "events": 3_100, "content": 1_400}
COSTS_FROM, COST_MONTHS = date(2024, 7, 1), 23
# What a contact costs, and what it costs since July 2025
CONTACT_COSTS = {"email": (6.2, 6.5), "web": (5.4, 5.6), "chat": (4.1, 3.6), "phone": (9.8, 10.4)}
CONTACT_COSTS["social"] = (5.0, 5.0)
COSTS_CHANGED_ON = date(2025, 7, 1)


@dataclass
class Side:
    """One side of a referral: who it is, and as whom a tool knows it."""

    payer: str  # true id of the account or private consumer; empty: nobody
    system: str
    contact: str = ""
    account: str = ""
    is_staff: bool = False


@dataclass
class Referral:
    """One recommendation."""

    id: str
    referrer: Side
    referred: Side
    sent_on: date
    is_partner: bool = False


@dataclass
class Lifetime:
    """What the module made."""

    referrals: list[Referral] = field(default_factory=list)
    seeds: dict[str, list[dict]] = field(default_factory=dict)


def simulate(world: World, seed: int, firsts: dict[str, dict[str, date]]) -> Lifetime:
    """Let customers recommend us; `firsts` tells each payer's first revenue, by set of tools."""
    rng = np.random.default_rng(seed + OFFSET)
    made = Lifetime()
    recommend = Recommender(world, rng, firsts, made.referrals)
    recommend.at_random("default")
    recommend.in_a_chain("default")
    recommend.without_effect("default")
    recommend.at_random("others")
    made.seeds = {
        "referrals": [_row(one) for one in made.referrals],
        "acquisition_costs": _spending(rng),
        "contact_costs": [
            {"channel": channel, "cost_per_contact": cost, "valid_from": day}
            for channel, costs in CONTACT_COSTS.items()
            for cost, day in zip(costs, (date(2021, 1, 1), COSTS_CHANGED_ON), strict=True)
        ],
    }
    return made


def write_seeds(made: Lifetime, out) -> None:
    """Write the seeds that come with the project, filled for the demo company."""
    for name, spec in SEEDS.items():
        write_csv(out / f"{name}.csv", spec.split(), made.seeds[name])


class Recommender:
    """Makes referrals between payers, each named as some tool knows it."""

    def __init__(self, world: World, rng, firsts: dict, referrals: list[Referral]):
        """Take the payers of the world, and since when they are customers."""
        self.rng, self.firsts, self.referrals = rng, firsts, referrals
        people = world.histories["zendesk"].people
        self.staff = [p.id for p in people if p.email.endswith(settings.STAFF_DOMAIN)]
        self.payers: dict[str, Account | Person] = {a.true_id: a for a in world.accounts}
        self.payers |= {p.true_id: p for p in world.people if p.account is None}
        self.people: dict[str, list[Person]] = {}
        for person in world.people:
            key = person.account.true_id if person.account else person.true_id
            self.people.setdefault(key, []).append(person)

    def side(self, payer: str, vendor_set: str) -> Side | None:
        """Name a payer by its account or one of its people, in a CRM of the set."""
        crms = ("salesforce", "hubspot") if vendor_set == "default" else ("dynamics",)
        account = self.payers[payer] if isinstance(self.payers[payer], Account) else None
        known = [
            (crm, person.ids[crm][0])
            for person in self.people.get(payer, [])
            for crm in crms
            if person.ids.get(crm)
        ]
        if account and (not known or self.rng.random() < 0.5):
            for crm in crms:
                if crm in account.ids:
                    return Side(payer, crm, account=account.ids[crm])
        if known:
            crm, contact = known[int(self.rng.integers(len(known)))]
            return Side(payer, crm, contact=contact)
        return None

    def add(self, referrer: Side | None, referred: Side | None, sent_on: date, **more) -> None:
        """Note a referral, unless no tool can name one of the two."""
        if referrer and referred:
            number = len(self.referrals) + 1
            self.referrals.append(Referral(f"R{number:04d}", referrer, referred, sent_on, **more))

    def days(self, least: int, most: int) -> timedelta:
        """Return a random number of days."""
        return timedelta(days=int(self.rng.integers(least, most)))

    def at_random(self, vendor_set: str) -> None:
        """Let some who came later have been sent by someone who was there; some by two."""
        order = sorted(self.firsts[vendor_set].items(), key=lambda one: (one[1], one[0]))
        for place, (payer, day) in enumerate(order):
            if place < 20 or self.rng.random() >= SHARE_REFERRED:
                continue
            for _ in range(1 + int(self.rng.random() < 0.15)):
                earlier = order[int(self.rng.integers(place))][0]
                sides = self.side(earlier, vendor_set), self.side(payer, vendor_set)
                self.add(*sides, day - self.days(0, 60))

    def in_a_chain(self, vendor_set: str) -> None:
        """Let one bring the next, five in a row."""
        order = sorted(self.firsts[vendor_set].items(), key=lambda one: (one[1], one[0]))
        named = {one.referred.payer for one in self.referrals}
        links = [payer for payer, _ in order[40::29] if payer not in named][: CHAIN_LENGTH + 1]
        for earlier, later in zip(links, links[1:], strict=False):
            day = self.firsts[vendor_set][later]
            sides = self.side(earlier, vendor_set), self.side(later, vendor_set)
            self.add(*sides, day - timedelta(days=9))

    def without_effect(self, vendor_set: str) -> None:
        """Plant referrals that do not count, each kind four times."""
        firsts = self.firsts[vendor_set]
        named = {one.referred.payer for one in self.referrals}
        order = sorted(firsts.items(), key=lambda one: (one[1], one[0]))
        free = [payer for payer, _ in order[60:] if payer not in named]
        kinds = ("self", "later", "unknown", "staff", "partner", "late", "nobody") * 4
        for kind, payer in zip(kinds, free[::5], strict=False):
            day, referred = firsts[payer], self.side(payer, vendor_set)
            sent, earlier = day - self.days(1, 40), self.side(order[3][0], vendor_set)
            if kind == "self":
                self.add(self.side(payer, vendor_set), referred, sent)
            elif kind == "later":
                self.add(self.side(order[-1][0], vendor_set), referred, sent)
            elif kind == "unknown":
                self.add(Side("", "salesforce", contact="003999999"), referred, sent)
            elif kind == "staff":
                staff = Side("", "zendesk", contact=self.staff[0], is_staff=True)
                self.add(staff, referred, sent)
            elif kind == "partner":
                self.add(earlier, referred, sent, is_partner=True)
            elif kind == "late":
                self.add(earlier, referred, day + self.days(1, 40))
            else:  # whom it names, no tool knows
                self.add(earlier, Side("", "hubspot", contact="9999999"), sent)


def _row(one: Referral) -> dict:
    return {
        "referral_id": one.id,
        "referrer_source_system": one.referrer.system,
        "referrer_source_contact_id": one.referrer.contact,
        "referrer_source_account_id": one.referrer.account,
        "referred_source_system": one.referred.system,
        "referred_source_contact_id": one.referred.contact,
        "referred_source_account_id": one.referred.account,
        "code": f"{'PARTNER' if one.is_partner else 'FRIEND'}-{one.id}",
        "is_partner_code": one.is_partner,
        "sent_on": one.sent_on,
    }


def _spending(rng) -> list[dict]:
    rows = []
    for number in range(COST_MONTHS):
        year, month = divmod(COSTS_FROM.year * 12 + COSTS_FROM.month - 1 + number, 12)
        for channel, usual in SPENDING.items():
            cost = round(usual * float(rng.uniform(0.7, 1.3)), 2)
            rows.append({"month_start": date(year, month + 1, 1), "channel": channel, "cost": cost})
    return rows


def set_of_referral(one: Referral, vendor_set: str) -> tuple[bool, bool]:
    """Tell whether the tools of a set know the referrer's tool, and that of the new customer."""
    return one.referrer.system in SETS[vendor_set], one.referred.system in SETS[vendor_set]
