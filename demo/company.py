"""Accounts, people and staff of the demo company, and how the CRM (Salesforce) knows them."""

import re
import unicodedata
from datetime import datetime, timedelta

from faker import Faker

from demo import settings
from demo.notation import noisy_email, noisy_phone
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
INDUSTRIES = dict(
    zip(
        BUSINESSES,
        (
            "Transportation",
            "Food",
            "Healthcare",
            "Energy",
            "Retail",
            "Manufacturing",
            "Hospitality",
            "Media",
            "Engineering",
            "Consulting",
        ),
        strict=True,
    )
)
COUNTRIES = {"US": 45, "GB": 20, "DE": 20, "FR": 8, "ES": 7}
LOCALES = {"US": "en_US", "GB": "en_GB", "DE": "de_DE", "FR": "fr_FR", "ES": "es_ES"}
OTHER_SCRIPTS = {"ar": "ar_AA", "ru": "ru_RU", "ja": "ja_JP", "el": "el_GR"}
LANGUAGES = {"US": "en", "GB": "en", "DE": "de", "FR": "fr", "ES": "es"}
AREAS = (
    "202 212 303 312 404 415 503 512 602 617 702 713 718 801 808 813 816 901 904 916 919 952 971"
).split()
TITLES = ("Buyer", "IT Lead", "Office Manager", "Operations", "Finance", "Owner", "")
PLACEHOLDER_EMAILS = ("none@example.com", "test@example.com", "noreply@example.com")
PLACEHOLDER_PHONES = ("0000000000", "123456789")


class Names:
    """Source of names, addresses and phone numbers that never hands out the same one twice."""

    def __init__(self, world: World, seed: int):
        """Seed one Faker instance a locale."""
        self.world = world
        self.fakers = {}
        for place, locale in enumerate([*LOCALES.values(), *OTHER_SCRIPTS.values()]):
            self.fakers[locale] = Faker(locale)
            self.fakers[locale].seed_instance(seed + place)
        self.taken = {}
        self.phones = {
            "US": [f"+1{area}55501{n:02d}" for area in AREAS for n in range(100)],
            "GB": [f"+44207946{n:04d}" for n in range(1000)],
            "DE": [f"+493023125{n:03d}" for n in range(1000)],
        }
        for numbers in self.phones.values():
            world.rng.shuffle(numbers)

    def name(self, locale: str) -> tuple[str, str]:
        """Return first and last name of a locale, each a single word."""
        faker = self.fakers[locale]
        while True:
            first, last = faker.first_name(), faker.last_name()
            if re.fullmatch(r"[^\s.'-]+", first) and re.fullmatch(r"[^\s.'-]+", last):
                return first, last

    def email(self, local: str, domain: str) -> str:
        """Return a canonical address nobody else has."""
        local = ascii_word(local) or f"k{self.world.next_number('script_local', 1001)}"
        count = self.taken.get((local, domain), 0) + 1
        self.taken[(local, domain)] = count
        return f"{local}{count if count > 1 else ''}@{domain}"

    def phone(self, country: str) -> str:
        """Return an unused fictitious number of a country in E.164."""
        for place in (country, "GB", "US", "DE"):
            if self.phones.get(place):
                return self.phones[place].pop()
        raise ValueError("no fictitious phone numbers left")


def ascii_word(text: str) -> str:
    """Lower-case ASCII letters, digits and dots of a text."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss"))
    return re.sub(r"[^a-z0-9.]", "", plain)


def initial_and_last(first: str, last: str) -> str:
    """Local part like `jmiller`, empty when the name is not in Latin script."""
    one, two = ascii_word(first), ascii_word(last)
    return one[0] + two if one and two else ""


def make_accounts(world: World, names: Names) -> None:
    """Create the accounts, their CRM rows, merged duplicates and recycle-bin rows."""
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
            crm_id=f"001{number:05d}",
            has_website=not world.chance(0.08),
        )
        if world.chance(0.35):  # most customers were there before the history starts
            account.created = world.between(datetime(2021, 7, 1), datetime(2024, 6, 1))
        account.main_line = names.phone(country)
        world.accounts.append(account)
    by_size = sorted(world.accounts, key=lambda a: (-(a.employees or 0), a.true_id))
    chosen = [
        by_size[int(i)] for i in world.rng.permutation(140)[: settings.ACCOUNTS_ON_SERVICENOW]
    ]
    for account in chosen:
        account.uses_servicenow = True
        account.has_website = True
    for account in world.accounts:
        _account_row(world, account, account.crm_id, "none")
    _merged_and_deleted_accounts(world)


def _account_row(world: World, account: Account, crm_id: str, link: str, **changes) -> None:
    changed = world.between(account.created, settings.AS_OF)
    website = world.pick(("https://www.{}", "www.{}", "{}", "https://{}/")).format(account.domain)
    row = {
        "id": crm_id,
        "name": account.name,
        "type": "Customer",
        "industry": INDUSTRIES[account.name.split()[-1]],
        "number_of_employees": account.employees,
        "annual_revenue": account.employees and account.employees * 120_000,
        "phone": account.main_line,
        "website": website if account.has_website else None,
        "billing_country": account.country,
        "is_deleted": False,
        "created_date": account.created,
        "last_modified_date": changed,
        "_fivetran_synced": world.synced_lately(changed),
    }
    row.update(changes)
    world.add("salesforce/account", **row)
    world.record("salesforce", crm_id, "account", account.true_id, link)


def _merged_and_deleted_accounts(world: World) -> None:
    picked = world.rng.permutation(settings.ACCOUNTS)[:12]
    for place, index in enumerate(picked):
        account = world.accounts[int(index)]
        if place < 7:
            crm_id = f"001{90_000 + place:05d}"
            _account_row(
                world,
                account,
                crm_id,
                "merge",
                name=f"{account.name} (old)",
                number_of_employees=None,
                annual_revenue=None,
                phone=None,
                website=None,
                master_record_id=account.crm_id,
                is_deleted=True,
            )
            fault = ("merged account", crm_id, "merged_record")
        elif place < 10:
            _find(world, "salesforce/account", account.crm_id)["is_deleted"] = True
            fault = ("recycle-bin account", account.crm_id, "recycle_bin")
        else:
            continue
        world.fault(fault[0], "salesforce/account", fault[1], "kept", "GOV-02", fault[2])


def _find(world: World, table: str, key: str) -> dict:
    return next(row for row in world.tables[table] if row["id"] == key)


def make_people(world: World, names: Names) -> None:
    """Create people of accounts, private consumers and prospects, each with one e-mail."""
    shares = [0.6 + (a.employees or 60) ** 0.35 for a in world.accounts]
    for _ in range(settings.PEOPLE_WITH_ACCOUNT):
        account = world.pick(world.accounts, shares)
        begin = max(account.created, datetime(2022, 1, 1))
        latest = max(begin + timedelta(days=200), datetime(2024, 12, 1))
        created = world.between(begin, min(latest, datetime(2026, 5, 1)))
        _person(world, names, account, account.country, created)
    for place in range(settings.CONSUMERS):
        country = world.pick(list(COUNTRIES), list(COUNTRIES.values()))
        created = world.between(datetime(2023, 7, 1), datetime(2026, 4, 1))
        domain = (
            "gmail.com" if place < 24 else world.pick(("example.com", "example.org", "example.net"))
        )
        _person(world, names, None, country, created, domain)
    for _ in range(settings.PROSPECTS):
        country = world.pick(list(COUNTRIES), list(COUNTRIES.values()))
        created = world.between(settings.HISTORY_START, datetime(2026, 6, 25))
        person = _person(world, names, None, country, created, "example.net")
        person.is_prospect = True


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
    """Create 24 agents with their own speed (1 = average, more = slower) and quality."""
    groups = ("Billing", "Technical", "Hardware", "General")
    for number in range(24):
        first, last = names.name(world.pick(("en_GB", "en_US", "de_DE")))
        agent = Agent(
            name=f"{first} {last}",
            email=names.email(initial_and_last(first, last), settings.STAFF_DOMAIN),
            speed=float(world.rng.lognormal(0.0, 0.35)),
            quality=float(world.rng.normal(0.0, 0.35)),
            group=groups[number % 4],
        )
        if number < 18:
            agent.user_id = str(901 + number)
        if number >= 16:
            agent.sys_id = world.sys_id()
            agent.user_name = agent.email.split("@")[0]
        world.agents.append(agent)


def make_crm_people(world: World, names: Names) -> None:
    """Write contacts and leads: first records, duplicates, merged and converted ones, guards."""
    for person in world.people:
        has_contact = not person.is_prospect and world.chance(0.86 if person.account else 0.35)
        if has_contact:
            person.contact_id = f"003{world.next_number('contact'):05d}"
            person.anchor = "contact"
            on_mobile = person.phone and world.chance(0.15)
            table, key = "salesforce/contact", person.contact_id
            number = noisy_phone(world, person.phone, table, key, share=0.05)
            mobile, phone = (number, "") if on_mobile else ("", number)
            email = noisy_email(world, person, table, key)
            contact_row(world, person, key, email, phone, "none", mobile_phone=mobile)
    contacts = [p for p in world.people if p.contact_id]
    order = [contacts[int(i)] for i in world.rng.permutation(len(contacts))]
    _contact_copies(world, names, order)
    _leads(world, names, order)
    _guard_contacts(world, names)


def contact_row(world, person, contact_id, email, phone, link, **changes) -> dict:
    """Write one contact of a person and note whose it is."""
    changed = world.between(person.created, settings.AS_OF)
    row = {
        "id": contact_id,
        "account_id": person.account.crm_id if person.account else None,
        "first_name": person.first,
        "last_name": person.last,
        "email": email,
        "phone": phone,
        "title": world.pick(TITLES),
        "mailing_country": person.country if world.chance(0.4) else None,
        "mailing_postal_code": f"{int(world.rng.integers(10000, 99999))}"
        if world.chance(0.15)
        else None,
        "birthdate": f"{int(world.rng.integers(1955, 2004))}-0{int(world.rng.integers(1, 10))}-11"
        if world.chance(0.04)
        else None,
        "has_opted_out_of_email": world.chance(0.06),
        "is_deleted": False,
        "created_date": person.created,
        "last_modified_date": changed,
        "_fivetran_synced": world.synced_lately(changed),
    }
    row.update(changes)
    world.record("salesforce", contact_id, "contact", person.true_id, link)
    return world.add("salesforce/contact", **row)


def alias(names: Names, person: Person) -> str:
    """Return a second address of a person that no other record carries."""
    return names.email(
        f"{ascii_word(person.first)[:1]}{ascii_word(person.last)}.private", "example.org"
    )


def _contact_copies(world: World, names: Names, order: list[Person]) -> None:
    for place, person in enumerate(order[:70]):
        contact_id = f"003{90_000 + place:05d}"
        if place < 25:
            changes = {"master_record_id": person.contact_id, "is_deleted": True}
            contact_row(world, person, contact_id, alias(names, person), "", "merge", **changes)
            fault = ("merged contact", contact_id, "merged_record")
        elif place < 45:
            contact_row(world, person, contact_id, person.email, "", "email")
            continue
        elif place < 60:
            _find(world, "salesforce/contact", person.contact_id)["is_deleted"] = True
            fault = ("recycle-bin contact", person.contact_id, "recycle_bin")
        else:
            if not person.phone:
                continue
            contact_row(
                world, person, contact_id, alias(names, person), person.phone, "phone_and_name"
            )
            continue
        world.fault(fault[0], "salesforce/contact", fault[1], "kept", "GOV-02", fault[2])


def _leads(world: World, names: Names, order: list[Person]) -> None:
    for place, person in enumerate(order[70:320]):
        lead_id = f"00Q{place + 1:05d}"
        before = person.created - timedelta(days=int(world.rng.integers(5, 90)))
        if place < 180:
            changes = {
                "status": "Qualified",
                "is_converted": True,
                "converted_date": person.created,
                "converted_contact_id": person.contact_id,
                "converted_account_id": person.account and person.account.crm_id,
            }
            email = alias(names, person)
            if world.chance(0.8):
                email = noisy_email(world, person, "salesforce/lead", lead_id)
            _lead_row(world, person, lead_id, email, "", before, "merge", **changes)
            if place < 40:
                world.fault(
                    "converted lead", "salesforce/lead", lead_id, "kept", "GOV-02", "converted_lead"
                )
        else:
            _lead_row(world, person, lead_id, person.email, "", before, "email")
    for place, person in enumerate(p for p in world.people if p.is_prospect):
        lead_id = f"00Q{place + 1001:05d}"
        person.anchor = "lead"
        _lead_row(world, person, lead_id, person.email, person.phone, person.created, "none")
        if place < 8:
            _lead_row(
                world,
                person,
                f"00Q{place + 2001:05d}",
                alias(names, person),
                "",
                person.created,
                "merge",
                master_record_id=lead_id,
                is_deleted=True,
            )
            world.fault(
                "merged lead",
                "salesforce/lead",
                f"00Q{place + 2001:05d}",
                "kept",
                "GOV-02",
                "merged_record",
            )


def _lead_row(world, person, lead_id, email, phone, created, link, **changes) -> None:
    changed = world.between(created, settings.AS_OF)
    row = {
        "id": lead_id,
        "company": person.account.name if person.account else None,
        "first_name": person.first,
        "last_name": person.last,
        "email": email,
        "phone": phone,
        "status": world.pick(("New", "Working", "Unqualified")),
        "lead_source": world.pick(("Web", "Trade Show", "Referral", "Partner")),
        "is_converted": False,
        "country": person.country,
        "has_opted_out_of_email": world.chance(0.05),
        "is_deleted": False,
        "created_date": created,
        "last_modified_date": changed,
        "_fivetran_synced": world.synced_lately(changed),
    }
    row.update(changes)
    world.add("salesforce/lead", **row)
    world.record("salesforce", lead_id, "lead", person.true_id, link)


def _guard_contacts(world: World, names: Names) -> None:
    """Contacts that share a sign without being one person (the truth keeps them apart)."""
    hosts = [world.accounts[int(i)] for i in world.rng.permutation(len(world.accounts))[:16]]
    for place, account in enumerate(hosts[:6]):
        email = f"{('info', 'support')[place % 2]}@{account.domain}"
        for _ in range(3):
            _guard_contact(world, names, account, email, "", "shared inbox", "shared_value")
    for place in range(12):
        email = PLACEHOLDER_EMAILS[place % 3]
        _guard_contact(
            world, names, hosts[place], email, "", "placeholder e-mail", "placeholder_value"
        )
        phone = PLACEHOLDER_PHONES[place % 2]
        _guard_contact(
            world, names, hosts[place], "", phone, "placeholder phone", "placeholder_value"
        )
    crowds = {}
    for person in world.people:
        if person.account and person.contact_id and not person.phone:
            crowds.setdefault(person.account.true_id, []).append(person)
    for staff in sorted(crowds.values(), key=lambda c: (-len(c), c[0].true_id))[:6]:
        seen = {}
        for person in staff:
            sign = (person.last, person.first[0])
            if sign in seen or len(seen) == 6:
                continue
            seen[sign] = True
            row = _find(world, "salesforce/contact", person.contact_id)
            row["phone"] = person.account.main_line
            world.fault(
                "company main line",
                "salesforce/contact",
                person.contact_id,
                "kept",
                "GOV-02",
                "shared_value",
            )


def _guard_contact(world, names, account, email, phone, fault, reason) -> None:
    first, last = names.name(LOCALES[account.country])
    person = Person(
        world.new_person_id(),
        first,
        last,
        "",
        "",
        account,
        account.country,
        LANGUAGES[account.country],
        world.between(max(account.created, datetime(2023, 1, 1)), datetime(2026, 5, 1)),
    )
    contact_id = f"003{80_000 + world.next_number('guard'):05d}"
    contact_row(world, person, contact_id, email, phone, "none")
    world.fault(fault, "salesforce/contact", contact_id, "kept", "GOV-02", reason, "not merged")


def make_opportunities(world: World) -> None:
    """Write new business, yearly renewals (none after churn) and expansions of the accounts."""
    currency = {"US": "USD", "GB": "GBP"}
    for account in world.accounts:
        money = currency.get(account.country, "EUR")
        yearly = round(900 + 45 * (account.employees or 60) ** 0.8, -1)
        deals = [("New Business", account.created, yearly, "Closed Won")]
        for renewal, is_won in account.renewals:
            yearly = round(yearly * float(world.rng.normal(1.03, 0.05)), -1)
            deals.append(("Renewal", renewal, yearly, "Closed Won" if is_won else "Closed Lost"))
        end = min(account.churned_at or settings.AS_OF, settings.AS_OF)
        begin = max(account.created, settings.HISTORY_START)
        for _ in range(int(world.rng.poisson(1.1))):
            if end > begin + timedelta(days=60):
                stage = "Closed Won" if world.chance(0.6) else "Closed Lost"
                part = round(yearly * float(world.rng.uniform(0.1, 0.5)), -1)
                deals.append(("Expansion", world.between(begin, end), part, stage))
        if not account.churned_at and world.chance(0.12):
            deals.append(("Expansion", datetime(2026, 6, 30), round(yearly / 4, -1), "Proposal"))
        for kind, closes, amount, stage in deals:
            created = closes - timedelta(days=int(world.rng.integers(10, 80)))
            changed = min(closes, settings.AS_OF - timedelta(hours=8))
            world.add(
                "salesforce/opportunity",
                id=f"006{world.next_number('deal'):05d}",
                account_id=account.crm_id,
                name=f"{account.name.split()[0]} {kind.lower()}",
                amount=int(amount),
                currency_iso_code=money,
                stage_name=stage,
                type=kind,
                lead_source=world.pick(("Web", "Referral", "Partner", "")),
                is_closed=stage != "Proposal",
                is_won=stage == "Closed Won",
                close_date=closes.date(),
                created_date=created,
                is_deleted=False,
                _fivetran_synced=world.synced_lately(changed),
            )
