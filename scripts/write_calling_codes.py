"""Write the seeds calling_codes and countries anew, from the metadata of two libraries.

Run `python -m scripts.write_calling_codes` after an upgrade of phonenumbers (how each country
dials) or babel (how each country is called), look at the difference, and run the tests.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from babel import Locale, localedata
from babel.core import get_global
from babel.languages import get_official_languages
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, SUPPORTED_REGIONS
from phonenumbers.phonemetadata import PhoneMetadata

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
KINDS = ("fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "voip", "uan")
# E.164 allows 15 digits, calling code included
LONGEST = 15
# dialled before a British number to reach it as text
TEXT_RELAY = "|180020"
# written 011 15-2345-6789 at home and +54 9 11 2345-6789 abroad
MOBILE_INFIX = {"AR": ("15", "9")}
# what people write, and CLDR does not
ALSO_WRITTEN = {
    "AE": ["uae", "emirates"],
    "AG": ["antigua"],
    "BA": ["bosnia"],
    "BN": ["brunei darussalam"],
    "BO": ["plurinational state of bolivia"],
    "CD": ["dr congo", "drc", "democratic republic of the congo", "congo, democratic republic"],
    "CG": ["congo", "republic of the congo"],
    "CI": ["ivory coast"],
    "CN": ["people's republic of china", "prc"],
    "CV": ["cabo verde"],
    "CZ": ["czech republic"],
    "FK": ["falkland islands (malvinas)"],
    "FM": ["federated states of micronesia"],
    "GB": ["uk", "u.k.", "great britain", "england", "scotland", "wales", "northern ireland"],
    "GM": ["the gambia"],
    "HK": ["hong kong", "hong kong sar"],
    "IR": ["islamic republic of iran", "iran, islamic republic of"],
    "KP": ["democratic people's republic of korea"],
    "KR": ["korea", "republic of korea", "korea, republic of"],
    "LA": ["lao pdr", "lao people's democratic republic"],
    "MD": ["republic of moldova", "moldova, republic of"],
    "MK": ["macedonia", "fyrom"],
    "MM": ["burma", "myanmar"],
    "MO": ["macau", "macao"],
    "NL": ["holland", "the netherlands"],
    "PH": ["the philippines"],
    "PS": ["palestine", "state of palestine", "palestine, state of"],
    "RU": ["russian federation"],
    "SA": ["ksa", "kingdom of saudi arabia"],
    "SY": ["syrian arab republic"],
    "SZ": ["swaziland"],
    "TL": ["east timor"],
    "TR": ["turkey", "turkiye"],
    "TW": ["taiwan, province of china"],
    "TZ": ["united republic of tanzania", "tanzania, united republic of"],
    "US": ["united states of america", "u.s.", "u.s.a.", "the united states", "america"],
    "VA": ["vatican", "holy see"],
    "VE": ["bolivarian republic of venezuela", "venezuela, bolivarian republic of"],
    "VN": ["viet nam"],
}


def flag(value: bool) -> str:
    """Write a boolean as the seeds do."""
    return str(value).lower()


def calling_code(country: str) -> dict:
    """Return the row of one country, from the metadata of phonenumbers."""
    known = PhoneMetadata.metadata_for_region(country)
    code = str(known.country_code)
    lengths = [
        length for length in known.general_desc.possible_length if length + len(code) <= LONGEST
    ]
    examples = [getattr(getattr(known, kind), "example_number", None) for kind in KINDS]
    trunk = (known.national_prefix_for_parsing or "").removesuffix(TEXT_RELAY)
    infix, lead = MOBILE_INFIX.get(country, ("", ""))
    return {
        "country": country,
        "calling_code": code,
        # several countries share a code: the rules of the first one read a number with a plus
        "is_main_country": flag(COUNTRY_CODE_TO_REGION_CODE[known.country_code][0] == country),
        # groups mean carriers and local numbers: there only the plain prefix is taken
        "trunk_prefix": known.national_prefix if "(" in trunk else trunk,
        "international_prefix": known.international_prefix,
        "national_lengths": "|".join(["", *map(str, lengths), ""]),
        "keeps_leading_zero": flag(any(number and number[0] == "0" for number in examples)),
        "mobile_infix": infix,
        "mobile_lead": lead,
    }


def spellings(name: str) -> Iterable[str]:
    """Yield a name in lower case, as it is and without what a keyboard may lack."""
    curly = name.lower()
    plain = curly.replace("\u2019", "'")
    spelt = plain.replace("&", "and")
    for spelling in (curly, plain, spelt, spelt.replace("st. ", "saint ")):
        yield spelling
        # accents of Latin letters only: elsewhere a mark may be a letter
        apart = unicodedata.normalize("NFD", spelling)
        yield "".join(letter for letter in apart if not "\u0300" <= letter <= "\u036f")


def countries() -> dict[str, str]:
    """Return what is written and the country that is meant; the first meaning counts."""
    english = Locale("en").territories
    written = {country.lower(): country for country in sorted(SUPPORTED_REGIONS)}
    for alias, meant in sorted(get_global("territory_aliases").items()):
        # a country that fell apart means none of its parts
        is_code = len(alias) == 3 and alias.isalpha() and len(meant) == 1
        if is_code and meant[0] in SUPPORTED_REGIONS:
            written.setdefault(alias.lower(), meant[0])
    named = [(country, english.get(country, "")) for country in sorted(SUPPORTED_REGIONS)]
    named += [(country, name) for country, names in ALSO_WRITTEN.items() for name in names]
    for country in sorted(SUPPORTED_REGIONS):
        for language in get_official_languages(country, de_facto=True):
            if localedata.exists(language):
                named.append((country, Locale.parse(language).territories.get(country, "")))
    for country, name in named:
        for spelling in spellings(name):
            if spelling:
                written.setdefault(spelling, country)
    return written


def write(name: str, rows: list[dict]) -> None:
    """Write a seed."""
    with (SEEDS / f"{name}.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Write both seeds."""
    write("calling_codes", [calling_code(country) for country in sorted(SUPPORTED_REGIONS)])
    written = sorted(countries().items(), key=lambda item: (item[1], item[0]))
    write("countries", [{"written_as": name, "country": country} for name, country in written])


if __name__ == "__main__":
    main()
