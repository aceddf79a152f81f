"""Accounts, people, staff and deals of the demo company, before any tool knows them."""

from datetime import datetime, timedelta

from demo import settings
from demo.history import Deal
from demo.names import (
    COUNTRIES,
    LANGUAGES,
    LOCALES,
    OTHER_SCRIPTS,
    Names,
    ascii_word,
    initial_and_last,
)
from demo.world import Account, Agent, Person, World

BUSINESSES = {
    "Logistics": "log",
    "Foods": "food",
    "Health": "health",
    "Energy": "energy",
    "Retail": "shop",
    "Robotics": "bot",
    "Travel": "trip",
    "Media": "media",
    "Works": "works",
    "Partners": "co",
}


def make_accounts(world: World, names: Names) -> None:
    """Create the accounts: Harborline's, some of them on ServiceNow, and Tidewater's."""
    used = {}
    kinds = list(BUSINESSES)
    for number in range(1, settings.ACCOUNTS + 1):
        country = world.pick(list(COUNTRIES), list(COUNTRIES.values()))
        kind = world.pick(kinds)
        while True:
            last = names.name(world.pick(("en_US", "en_GB")))[1]
            domain = f"{ascii_word(last)}{BUSINESSES[kind]}.example"
            if domain not in used:
                break
        used[domain] = True
        size = int(min(round(float(world.rng.lognormal(4.6, 1.5))) + 3, 24_000))
        account = Account(
            true_id=f"A{number:03d}",
            name=f"{last} {kind}",
            domain=domain,
            country=country,
            employees=None if world.chance(0.05) else size,
            created=world.between(datetime(2021, 7, 1), datetime(2026, 1, 15)),
            has_website=not world.chance(0.08),
        )
        if world.chance(0.35):  # most customers were there before the history starts
            account.created = world.between(datetime(2021, 7, 1), datetime(2024, 6, 1))
        account.main_line = names.phone(country)
        world.accounts.append(account)
    _divide(world)


def _divide(world: World) -> None:
    """Tell which accounts use ServiceNow and which are Tidewater's; those have a web site."""
    by_size = sorted(world.accounts, key=lambda a: (-(a.employees or 0), a.true_id))
    for account in world.shuffled(by_size[:140])[: settings.ACCOUNTS_ON_SERVICENOW]:
        account.uses_servicenow = account.has_website = True
    rest = world.shuffled([a for a in by_size[:250] if not a.uses_servicenow])
    for account in rest[: settings.ACCOUNTS_OF_TIDEWATER]:
        account.brand, account.has_website = "tidewater", True


def make_people(world: World, names: Names) -> None:
    """Create people of accounts, private consumers and prospects, each with one e-mail."""
    shares = [0.6 + (a.employees or 60) ** 0.35 for a in world.accounts]
    for _ in range(settings.PEOPLE_WITH_ACCOUNT):
        account = world.pick(world.accounts, shares)
        begin = max(account.created, datetime(2022, 1, 1))
        latest = max(begin + timedelta(days=200), datetime(2024, 12, 1))
        created = world.between(begin, min(latest, datetime(2026, 5, 1)))
        _person(world, names, account, account.country, created).brand = account.brand
    for place in range(settings.CONSUMERS):
        country = world.pick(list(COUNTRIES), list(COUNTRIES.values()))
        created = world.between(datetime(2023, 7, 1), datetime(2026, 4, 1))
        domain = (
            "gmail.com" if place < 24 else world.pick(("example.com", "example.org", "example.net"))
        )
        person = _person(world, names, None, country, created, domain)
        if place >= settings.CONSUMERS - settings.CONSUMERS_OF_TIDEWATER:
            person.brand = "tidewater"
    for place in range(settings.PROSPECTS):
        country = world.pick(list(COUNTRIES), list(COUNTRIES.values()))
        created = world.between(settings.HISTORY_START, datetime(2026, 6, 25))
        person = _person(world, names, None, country, created, "example.net")
        person.is_prospect = True
        if place < settings.PROSPECTS_OF_TIDEWATER:
            person.brand = "tidewater"


def _person(world, names, account, country, created, domain="") -> Person:
    language, locale = LANGUAGES[country], LOCALES[country]
    if world.chance(0.025):
        language = world.pick(list(OTHER_SCRIPTS))
        locale = OTHER_SCRIPTS[language]
    first, last = names.name(locale)
    local = initial_and_last(first, last)
    if domain == "gmail.com":
        email = names.email(f"fictitious.buyer{world.next_number('gmail', 101)}", domain)
        email = email.replace("fictitious.buyer", "fictitiousbuyer")
    elif domain:
        email = names.email(f"{ascii_word(first)}.{ascii_word(last)}".strip("."), domain)
    else:
        email = names.email(local, account.domain)
    person = Person(
        true_id=world.new_person_id(),
        first=first,
        last=last,
        email=email,
        phone=names.phone(country) if world.chance(0.5) else "",
        account=account,
        country=country,
        language=language,
        created=created,
        weight=float(world.rng.gamma(1.3, 1.0)) + 0.15,
    )
    world.people.append(person)
    return person


def make_staff(world: World, names: Names) -> None:
    """Create 26 agents with their own speed (1 = average, more = slower) and quality."""
    groups = ("Billing", "Technical", "Hardware", "General")
    for number in range(26):
        first, last = names.name(world.pick(("en_GB", "en_US", "de_DE")))
        local = f"{ascii_word(first)}.{ascii_word(last)}"
        agent = Agent(
            name=f"{first} {last}",
            email=names.email(local, settings.STAFF_DOMAIN),
            speed=float(world.rng.lognormal(0.0, 0.35)),
            quality=float(world.rng.normal(0.0, 0.35)),
            group=groups[number % 4],
        )
        world.agents.append(agent)


def make_deals(world: World) -> None:
    """Plan new business, yearly renewals (none after churn) and expansions of the accounts."""
    for account in world.accounts:
        yearly = round(900 + 45 * (account.employees or 60) ** 0.8, -1)
        _deal(world, account, "New Business", account.created, yearly, "won")
        for renewal, is_won in account.renewals:
            yearly = round(yearly * float(world.rng.normal(1.03, 0.05)), -1)
            _deal(world, account, "Renewal", renewal, yearly, "won" if is_won else "lost")
        end = min(account.churned_at or settings.AS_OF, settings.AS_OF)
        begin = max(account.created, settings.HISTORY_START)
        for _ in range(int(world.rng.poisson(1.1))):
            if end > begin + timedelta(days=60):
                part = round(yearly * float(world.rng.uniform(0.1, 0.5)), -1)
                outcome = "won" if world.chance(0.6) else "lost"
                _deal(world, account, "Expansion", world.between(begin, end), part, outcome)
        if not account.churned_at and world.chance(0.12):
            part = round(yearly / 4, -1)
            _deal(world, account, "Expansion", datetime(2026, 6, 30), part, "open")


def _deal(world, account, kind, closes, amount, outcome) -> None:
    world.deals.append(
        Deal(
            id="",
            organisation_id=account.true_id,
            amount=int(amount),
            currency={"US": "USD", "GB": "GBP"}.get(account.country, "EUR"),
            created=closes - timedelta(days=int(world.rng.integers(10, 80))),
            closes=closes,
            outcome=outcome,
            kind=kind,
            name=f"{account.name.split()[0]} {kind.lower()}",
            lead_source=world.pick(("Web", "Referral", "Partner", "")),
        )
    )
