"""Names, addresses and telephone numbers of made-up people; none is handed out twice."""

import re
import unicodedata

from faker import Faker

from demo.world import Person, World

COUNTRIES = {"US": 45, "GB": 20, "DE": 20, "FR": 8, "ES": 7}
LOCALES = {"US": "en_US", "GB": "en_GB", "DE": "de_DE", "FR": "fr_FR", "ES": "es_ES"}
OTHER_SCRIPTS = {"ar": "ar_AA", "ru": "ru_RU", "ja": "ja_JP", "el": "el_GR"}
LANGUAGES = {"US": "en", "GB": "en", "DE": "de", "FR": "fr", "ES": "es"}
AREAS = (
    "202 212 303 312 404 415 503 512 602 617 702 713 718 801 808 813 816 901 904 916 919 952 971"
).split()
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


def alias(names: Names, person: Person) -> str:
    """Return a second address of a person that no other record carries."""
    return names.email(
        f"{ascii_word(person.first)[:1]}{ascii_word(person.last)}.private", "example.org"
    )
