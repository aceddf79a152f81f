"""Made-up people and their records in three tools, with the traps that identity resolution meets.

Shared company lines, households, role inboxes, recycled numbers, placeholders, nicknames, typos,
parents and children of one name, ids of the CRM in other tools, anonymous respondents. Everything
is drawn from a seed; the truth is who each record was drawn from.
"""

from __future__ import annotations

import random
import string
from collections import Counter
from dataclasses import dataclass

from faker import Faker

from tests.python.identity_engine import contact

NICKNAMES = {
    "Robert": ["Bob", "Rob", "Bobby"],
    "William": ["Bill", "Will", "Billy"],
    "Elizabeth": ["Liz", "Beth", "Betty"],
    "Margaret": ["Maggie", "Peggy", "Meg"],
    "James": ["Jim", "Jimmy"],
    "John": ["Jack", "Johnny"],
    "Thomas": ["Tom"],
    "Edward": ["Ed", "Ted"],
    "Richard": ["Dick", "Rick"],
    "Charles": ["Charlie", "Chuck"],
    "Mary": ["Molly", "Polly"],
    "Catherine": ["Kate", "Cathy"],
    "Henry": ["Harry"],
    "George": ["Georgie"],
}
MAIL_PROVIDERS = ("gmail.com", "yahoo.com", "gmx.de", "outlook.com")
PLACEHOLDERS = ("noreply@example.com", "none@example.com", "test@test.com")
ROLES = ("info", "office", "sales")
# tool: share of the people that it knows, of those whom it knows once more, of records with an id
TOOLS = {
    "salesforce": (0.72, 0.11, 0.0),
    "zendesk": (0.52, 0.15, 0.35),
    "qualtrics": (0.42, 0.12, 0.35),
}


@dataclass
class Company:
    name: str
    domain: str
    line: str


@dataclass
class Person:
    number: int
    given: str
    family: str
    birth_date: str
    address: dict[str, str]
    mobile: str
    private_email: str
    company: Company | None
    landline: str | None = None

    @property
    def work_email(self) -> str | None:
        return self.company and f"{self.given}.{self.family}@{self.company.domain}".lower()


class Draw:
    """One seeded stream of chance."""

    def __init__(self, seed: int, locale: str = "en_US") -> None:
        self.random = random.Random(seed)
        self.faker = Faker(locale)
        self.faker.seed_instance(seed)

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def typo(self, text: str) -> str:
        """Exchange, lose, replace or add one letter."""
        if len(text) < 3:
            return text
        at = self.random.randrange(len(text) - 1)
        letter = self.random.choice(string.ascii_lowercase)
        return self.random.choice(
            [
                text[:at] + text[at + 1] + text[at] + text[at + 2 :],
                text[:at] + text[at + 1 :],
                text[:at] + letter + text[at + 1 :],
                text[:at] + letter + text[at:],
            ]
        )

    def digits(self, count: int) -> str:
        return "".join(self.random.choices(string.digits, k=count))

    def birth_date(self) -> str:
        year, month, day = (self.random.randint(*ends) for ends in ((1945, 2004), (1, 12), (1, 28)))
        return f"{year}-{month:02d}-{day:02d}"

    def address(self) -> dict[str, str]:
        return {
            "postcode": str(self.random.randint(10_000, 99_999)),
            "city": self.faker.city(),
            "street": self.faker.street_address(),
        }


def population(draw: Draw, count: int) -> list[Person]:
    """Draw people: some work together, some live together, some have a number of another's past."""
    given_names = sorted({draw.faker.first_name() for _ in range(400)} | set(NICKNAMES))
    family_names = [draw.faker.last_name() for _ in range(900)]
    companies = [
        Company(draw.faker.company(), f"company{number}.example", "+4930" + draw.digits(7))
        for number in range(count // 12)
    ]
    people: list[Person] = []
    for number in range(count):
        given, family = draw.random.choice(given_names), draw.random.choice(family_names)
        address, landline = draw.address(), None
        if people and draw.chance(0.12):
            relative = draw.random.choice(people[-2_000:])
            relative.landline = relative.landline or "+4930" + draw.digits(7)
            family, address, landline = relative.family, relative.address, relative.landline
            if draw.chance(0.12):
                given = relative.given
        mobile = "+4917" + draw.digits(8)
        if people and draw.chance(0.03):
            mobile = draw.random.choice(people).mobile
        nickname = draw.random.choice(
            [
                f"{given}.{family}",
                f"{given[0]}{family}",
                f"{given}{draw.random.randint(1, 99)}",
                f"{family}{draw.random.randint(1, 999)}",
            ]
        )
        people.append(
            Person(
                number=number,
                given=given,
                family=family,
                birth_date=draw.birth_date(),
                address=address,
                mobile=mobile,
                private_email=f"{nickname}@{draw.random.choice(MAIL_PROVIDERS)}".lower(),
                company=draw.random.choice(companies) if draw.chance(0.6) else None,
                landline=landline,
            )
        )
    return people


def given_name(draw: Draw, person: Person) -> str:
    kind = draw.random.random()
    if kind < 0.10:
        return draw.random.choice(NICKNAMES.get(person.given, [person.given]))
    if kind < 0.14:
        return draw.typo(person.given)
    return person.given[0] if kind < 0.18 else person.given


def email(draw: Draw, person: Person) -> str | None:
    kind, slip = draw.random.random(), draw.random.random()
    address = person.work_email if person.company and kind < 0.55 else person.private_email
    if kind >= 0.85:
        return None
    if slip < 0.04:
        local, domain = address.split("@")
        return f"{draw.typo(local)}@{domain}"
    if person.company and slip < 0.08:
        return f"{draw.random.choice(ROLES)}@{person.company.domain}"
    if slip < 0.10:
        return draw.random.choice(PLACEHOLDERS)
    if person.landline and slip < 0.14:
        return f"family.{person.family.lower()}@gmx.de"
    return address


def phone(draw: Draw, person: Person) -> str | None:
    kind = draw.random.random()
    if kind < 0.30:
        return person.mobile
    if kind < 0.42 and person.company:
        return person.company.line
    if kind < 0.50:
        return person.landline
    return "+490000000000" if kind < 0.53 else None


def details(draw: Draw, person: Person, tool: str) -> dict[str, str | None]:
    """Give what a tool knows of a person, as somebody once typed it."""
    given, family = given_name(draw, person), person.family
    if draw.chance(0.05):
        family = draw.typo(family)
    if tool == "qualtrics" and draw.chance(0.45):
        given = family = None
    elif tool == "zendesk" and draw.chance(0.12):
        family = None
    known = {
        "first_name": given,
        "last_name": family,
        "email": email(draw, person),
        "phone": phone(draw, person),
    }
    if tool == "salesforce":
        known["company_name"] = person.company and person.company.name
        if draw.chance(0.3):
            known["birth_date"] = person.birth_date
        if draw.chance(0.7):
            known |= person.address
    elif tool == "zendesk" and person.company and draw.chance(0.5):
        known["company_name"] = person.company.name
    elif tool == "qualtrics" and draw.chance(0.3):
        known["postcode"] = person.address["postcode"]
    return known


def three_sources(count: int, seed: int) -> tuple[list[dict], dict[str, int]]:
    """Give the records of a CRM, a help desk and a survey tool, and the person behind each."""
    draw = Draw(seed)
    people = population(draw, count)
    records: list[dict] = []
    truth: dict[str, int] = {}
    crm_ids: dict[int, list[str]] = {}

    def add(person: int, tool: str, **known: str | None) -> None:
        record = contact(len(records), tool, **known)
        records.append(record)
        truth[record["contact_record_id"]] = person
        if tool == "salesforce":
            crm_ids.setdefault(person, []).append(record["source_contact_id"])

    for tool, (share, again, with_id) in TOOLS.items():
        for person in people:
            known_here = draw.chance(share)
            while known_here:
                carried = None
                if person.number in crm_ids and draw.chance(with_id):
                    carried = draw.random.choice(crm_ids[person.number])
                add(person.number, tool, external_id=carried, **details(draw, person, tool))
                known_here = draw.chance(again)
    for number in range(count // 10):
        add(count + number, "qualtrics")
    draw.random.shuffle(records)
    return records, truth


def persons_only(count: int, seed: int) -> tuple[list[dict], dict[str, int]]:
    """Give records with names, birth dates, postcodes and places only, typed with many slips."""
    draw = Draw(seed, "en_GB")
    cities = [draw.faker.city() for _ in range(300)]
    records: list[dict] = []
    truth: dict[str, int] = {}
    person = 0
    while len(records) < count:
        person += 1
        known = {
            "first_name": draw.faker.first_name(),
            "last_name": draw.faker.last_name(),
            "birth_date": draw.birth_date(),
            "postcode": draw.faker.postcode(),
            "city": draw.random.choice(cities),
        }
        for _ in range(1 + min(5, int(draw.random.expovariate(0.7)))):
            typed = dict(known)
            for field in ("first_name", "last_name", "postcode", "city"):
                if draw.chance(0.12):
                    typed[field] = draw.typo(typed[field])
            if draw.chance(0.05):
                typed["first_name"], typed["last_name"] = typed["last_name"], typed["first_name"]
            if draw.chance(0.08):
                year, month, day = typed["birth_date"].split("-")
                swapped = f"{year}-{day}-{month}" if int(day) <= 12 else f"{year}-{month}-01"
                typed["birth_date"] = swapped
            if draw.chance(0.10):
                typed[draw.random.choice(["birth_date", "postcode", "city"])] = None
            record = contact(len(records), "salesforce", **typed)
            records.append(record)
            truth[record["contact_record_id"]] = person
    draw.random.shuffle(records)
    return records, truth


def pairs_of(labels: list[object]) -> int:
    return sum(count * (count - 1) // 2 for count in Counter(labels).values())


def pair_scores(truth: dict[str, object], found: dict[str, object]) -> tuple[float, float, float]:
    """Give precision, recall and F1 over the pairs of records that are one person."""
    both = pairs_of([(truth[record], found[record]) for record in truth])
    precision = both / max(1, pairs_of([found[record] for record in truth]))
    recall = both / max(1, pairs_of(list(truth.values())))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)
