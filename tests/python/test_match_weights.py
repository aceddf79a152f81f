"""Match weights: ours are Splink's, and the estimator finds the error rates it was given."""

import csv
import math
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta

import duckdb
import pytest
from faker import Faker

from scripts import estimate_match_weights
from scripts.estimate_match_weights import (
    SHARED,
    add_pairs,
    comparisons_of,
    comparisons_used,
    expected_matches,
    make_linker,
    read_weights,
    train,
    trained_level,
)
from tests.python.conftest import ROOT, dbt

PEOPLE = 2000
# how the second record of a person differs from the first: a share for each level of the seed
RATES = {
    "given_name": {
        "exact": 0.66, "close": 0.12, "initial": 0.06, "part": 0.05, "different": 0.08,
        "swapped": 0.03,
    },
    "family_name": {"exact": 0.74, "close": 0.14, "part": 0.04, "different": 0.08},
    "birth_date": {"exact": 0.78, "close": 0.1, "part": 0.06, "different": 0.06},
    "postcode": {"exact": 0.72, "close": 0.1, "area": 0.06, "different": 0.12},
    "city": {"exact": 0.78, "close": 0.12, "different": 0.1},
}  # fmt: skip


def distance(one, two):
    """Return the Levenshtein distance."""
    before = list(range(len(two) + 1))
    for row, left in enumerate(one, 1):
        after = [row]
        for column, right in enumerate(two, 1):
            changed = before[column - 1] + (left != right)
            after.append(min(before[column] + 1, after[-1] + 1, changed))
        before = after
    return before[-1]


def unlike(draw, number, groups):
    """Draw names until as many are found of which no two are alike, or forms of one name."""
    found = {}
    for _ in range(20_000):
        name = draw()
        key = groups.get(name.lower(), name.lower())
        if (
            name.isascii()
            and name.isalpha()
            and len(name) > 3
            and key not in found
            and all(
                distance(name, other) * 2 > max(len(name), len(other)) for other in found.values()
            )
        ):
            found[key] = name
        if len(found) == number:
            break
    return list(found.values())


def other_of(draw, names, name):
    """Return another of the names."""
    return draw.choice([other for other in names if other != name])


def misspelt(text, place):
    """Return a text with one letter or digit exchanged."""
    letter = text[place]
    new = str((int(letter) + 1) % 10) if letter.isdigit() else ("X" if letter != "X" else "Q")
    return text[:place] + new + text[place + 1 :]


def born_otherwise(day, level):
    """Return a birthday that is as far from a day as the level says."""
    if level == "close":
        return day + timedelta(days=-1 if day.day % 10 == 9 else 1)
    if level == "part":
        year = day.year + 23 if day.year < 1970 else day.year - 23
        return day.replace(year=year)
    # more than ten years, and neither day nor month the same
    years = 15 if day.year < 1970 else -15
    return date(day.year + years, day.month % 12 + 1, (day.day + 12) % 27 + 1)


def second_record(draw, person, pools):
    """Return a person's record with errors, and the level of each comparison."""
    level = {
        comparison: draw.choices(list(rates), list(rates.values()))[0]
        for comparison, rates in RATES.items()
    }
    record = dict(person)
    given, family, postcode = person["given_name"], person["family_name"], person["postcode"]
    for comparison in ("given_name", "family_name", "city"):
        name = person[comparison]
        record[comparison] = {
            "exact": name,
            "swapped": name,
            "close": misspelt(name, 2),
            "initial": name[0],
            "part": f"{name} {other_of(draw, pools[comparison], name)}",
            "different": other_of(draw, pools[comparison], name),
        }[level[comparison]]
    if level["given_name"] == "swapped":
        record |= {"given_name": family, "family_name": given}
        level["family_name"] = None
    if level["birth_date"] != "exact":
        record["birth_date"] = born_otherwise(person["birth_date"], level["birth_date"])
    record["postcode"] = {
        "exact": postcode,
        "close": misspelt(postcode, -1),
        "area": postcode[:-3] + "".join(misspelt(letter, 0) for letter in postcode[-3:]),
        "different": pools["postcode"](),
    }[level["postcode"]]
    return record, level


def population():
    """Return two records of each person, and how many pairs have each level, None for neither."""
    draw = random.Random(7)
    fake = Faker("en_GB")
    fake.seed_instance(7)
    with (ROOT / "seeds" / "given_name_variants.csv").open() as file:
        groups = {row["given_name"]: row["name_group"] for row in csv.DictReader(file)}
    pools = {
        "given_name": unlike(fake.first_name, 60, groups),
        "family_name": unlike(fake.last_name, 120, {}),
        "city": unlike(fake.city, 60, {}),
        "postcode": fake.postcode,
    }
    records, counts = [], Counter()
    for _ in range(PEOPLE):
        person = {name: draw.choice(pools[name]) for name in ("given_name", "family_name", "city")}
        # days that every month has, with both neighbours
        person["birth_date"] = date(
            draw.randint(1940, 1999), draw.randint(1, 12), draw.randint(2, 27)
        )
        person["postcode"] = fake.postcode()
        other, levels = second_record(draw, person, pools)
        records += [person, other]
        counts.update(levels.items())
    return records, counts


@pytest.fixture(scope="module")
def truth():
    """How many of the constructed pairs have each level."""
    return population()[1]


@pytest.fixture(scope="session")
def constructed(built_once):
    """A warehouse of constructed people, two records each, without e-mail address and phone."""

    def build(folder):
        """Land the records as contacts of Salesforce, and score them."""
        raw = folder / "raw"
        shutil.copytree(ROOT / "demo" / "raw" / "salesforce", raw / "salesforce")
        with (raw / "salesforce" / "contact.csv").open("w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(
                "id first_name last_name birthdate mailing_postal_code mailing_city "
                "created_date last_modified_date _fivetran_synced".split()
            )
            for number, record in enumerate(population()[0]):
                values = [record[name] for name in ("given_name", "family_name", "birth_date")]
                values += [record["postcode"], record["city"]]
                writer.writerow([f"003{number:05}", *values, *["2025-01-01 00:00:00"] * 3])
        variables = {
            "raw_path": str(raw),
            "crm_vendors": ["salesforce"],
            "help_desk_vendors": [],
            "survey_vendors": [],
        }
        selected = ("--select", "+int_identity_pair_scores", "--exclude-resource-type", "test")
        return dbt(folder, "build", *selected, variables=variables)

    return built_once("match_weights", build)


@pytest.fixture(scope="module")
def estimated(constructed, tmp_path_factory):
    """The folder with what the command makes of the constructed people."""
    folder = tmp_path_factory.mktemp("estimated")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CX_DATABASE", str(constructed.database))
        assert estimate_match_weights.main(folder) == 0
    return folder
