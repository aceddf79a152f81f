"""Match weights: ours are Splink's, and the estimator finds the error rates it was given."""

import csv
import math
import os
import random
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
    learned,
    learned_m,
    proposed,
    read_weights,
    trained_level,
)
from tests.python.conftest import ROOT, UNTESTED, dbt

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
    place %= len(text)
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
            "part": f"{other_of(draw, pools[comparison], name)} {name}",
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
        (raw / "salesforce").mkdir(parents=True)
        for table in (ROOT / "demo" / "raw" / "salesforce").glob("*.csv"):
            columns = table.read_text(encoding="utf-8").splitlines()[0]
            (raw / "salesforce" / table.name).write_text(columns + "\n")
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
            "digital_vendors": [],
        }
        selected = ("--select", "+int_identity_pair_scores", *UNTESTED)
        return dbt(folder, "build", *selected, variables=variables)

    return built_once("match_weights", build)


@pytest.fixture(scope="module")
def estimated(constructed, tmp_path_factory):
    """The folder with what the command makes of the constructed people."""
    folder = tmp_path_factory.mktemp("estimated")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CX_DATABASE", str(constructed.database))
        # enough for what is looked at here
        patch.setattr(estimate_match_weights, "MAXIMUM_PAIRS", 300_000)
        assert estimate_match_weights.main(folder) == 0
    return folder


# ------------------------------------------------------------------------------------------
# Splink as the judge: the levels in its own words, on the records, with the m and u of the seed


def close_names(one, two):
    """Return what makes two names close, for Splink."""
    shorter = f"least(length({one}), length({two}))"
    return f"""levenshtein({one}, {two}) <=
        case when {shorter} >= 5 then 2 when {shorter} >= 3 then 1 else 0 end"""


def either_way(condition):
    """Return a condition with l and r, or with r and l."""
    swapped = condition.replace("_l", "_x").replace("_r", "_l").replace("_x", "_r")
    return f"({condition}) or ({swapped})"


def half_of(column):
    """Return what makes two values similar, for Splink."""
    longer = f"greatest(length({column}_l), length({column}_r))"
    return f"levenshtein({column}_l, {column}_r) <= 0.5 * {longer}"


def piece_of(column):
    """Return what makes one name the beginning or the end of the other, for Splink."""
    return either_way(
        f"starts_with({column}_l, {column}_r || ' ') or ends_with({column}_l, ' ' || {column}_r)"
    )


SWAPPED = f"""
    given_name_l <> given_name_r and family_name_l <> family_name_r
    and {close_names("given_name_l", "family_name_r")}
    and {close_names("given_name_r", "family_name_l")}
"""
BORN = "abs(date_diff('day', birth_date_l, birth_date_r)) <="
SPLINK_LEVELS = {
    "given_name": {
        "swapped": SWAPPED,
        "exact": "given_name_l = given_name_r",
        "variant": "given_name_group_l = given_name_group_r",
        "initial": either_way("given_name_l = left(given_name_r, 1)"),
        "close": close_names("given_name_l", "given_name_r"),
        "part": piece_of("given_name"),
        "similar": half_of("given_name"),
        "different": "ELSE",
    },
    "family_name": {
        None: SWAPPED,
        "exact": "family_name_l = family_name_r",
        "close": close_names("family_name_l", "family_name_r"),
        "part": piece_of("family_name"),
        "similar": half_of("family_name"),
        "different": "ELSE",
    },
    "birth_date": {
        "exact": "birth_date_l = birth_date_r",
        "close": """hamming(strftime(birth_date_l, '%Y%m%d'), strftime(birth_date_r, '%Y%m%d')) = 1
            or strftime(birth_date_l, '%Y%m%d') = strftime(birth_date_r, '%Y%d%m')""",
        "part": """(year(birth_date_l) = year(birth_date_r))::int
            + (month(birth_date_l) = month(birth_date_r))::int
            + (day(birth_date_l) = day(birth_date_r))::int = 2""",
        "month": f"{BORN} 31",
        "year": f"{BORN} 366",
        "decade": f"{BORN} 3653",
        "different": "ELSE",
    },
    "postcode": {
        "exact": "postcode_l = postcode_r",
        "close": "levenshtein(postcode_l, postcode_r) = 1",
        "area": "postcode_area_l = postcode_area_r",
        "different": "ELSE",
    },
    "city": {
        "exact": "city_l = city_r",
        "close": close_names("city_l", "city_r"),
        "similar": half_of("city"),
        "different": "ELSE",
    },
}


def judged_by_splink(connection, warehouse):
    """Return the table in which Splink scores pairs of the records, with a weight a comparison."""
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI

    connection.execute(f"attach '{warehouse}' as warehouse (read_only)")
    connection.execute(
        """
        create table people as select record_number, record_key, given_name, family_name,
            given_name_group, birth_date, postcode, postcode_area, city
        from warehouse.intermediate.int_person_comparables
        """
    )
    seed = {(row["comparison"], row["level"]): row for row in read_weights()}
    described = []
    for comparison, levels in SPLINK_LEVELS.items():
        missing = f"{comparison}_l is null or {comparison}_r is null"
        if None in levels:
            missing += f" or ({levels[None]})"
        known = [
            {
                "sql_condition": condition,
                "label_for_charts": level,
                "m_probability": float(seed[comparison, level]["m"]),
                # of what the two share the frequency counts, and this one is cancelled out
                "u_probability": float(seed[comparison, level]["u"] or 0.01),
            }
            for level, condition in levels.items()
            if level
        ]
        for level in known:
            if level["label_for_charts"] == SHARED:
                level["tf_adjustment_column"] = comparison
        null = {"sql_condition": missing, "is_null_level": True}
        described.append({"output_column_name": comparison, "comparison_levels": [null, *known]})
    api = DuckDBAPI(connection=connection)
    linker = Linker(
        api.register("people"),
        SettingsCreator(
            link_type="dedupe_only",
            unique_id_column_name="record_number",
            comparisons=described,
            blocking_rules_to_generate_predictions=[
                block_on("birth_date"),
                block_on("postcode"),
                block_on("given_name"),
                block_on("family_name"),
                "l.given_name = r.family_name",
            ],
            retain_intermediate_calculation_columns=True,
        ),
    )
    for comparison in SPLINK_LEVELS:
        # each person has two records here: of n records, n / 2 people, one of whom is the person
        connection.execute(
            f"""
            create table frequency_{comparison} as
            select {comparison},
                greatest(
                    count(*) / 2 - 1, {float(seed[comparison, SHARED]["unseen_people"])}
                ) / ((select count({comparison}) from people) / 2) as tf_{comparison}
            from people where {comparison} is not null group by 1
            """
        )
        frequency = api.register(f"frequency_{comparison}")
        linker.table_management.register_term_frequency_lookup(frequency, comparison)
    return linker.inference.predict(warning_mode="never").physical_name


def test_our_weights_are_splinks(constructed):
    """Records, levels and weights of Splink's: on each pair that both score they are ours.

    Ours are rounded to one decimal. A household is none of Splink's levels, and weighs nothing.
    """
    connection = duckdb.connect()
    scored = judged_by_splink(connection, constructed.database)
    compared = Counter()
    for comparison in SPLINK_LEVELS:
        adjusted = f"scored.mw_{comparison} + scored.mw_tf_adj_{comparison}"
        rows = connection.execute(
            f"""
            select ours.level, ours.weight, {adjusted}, scored.record_number_l,
                scored.record_number_r
            from {scored} as scored
            inner join warehouse.intermediate.int_identity_evidence as ours
                on least(scored.record_number_l, scored.record_number_r) * 4294967296
                    + greatest(scored.record_number_l, scored.record_number_r) = ours.pair_id
            where ours.comparison = '{comparison}'
            """
        ).fetchall()
        for level, ours, splinks, *pair in rows:
            compared[comparison, level] += 1
            if level == "household":
                assert ours == 0
            else:
                assert abs(ours - splinks) <= 0.1, (comparison, level, pair, ours, splinks)
    met = {(comparison, level) for comparison, levels in SPLINK_LEVELS.items() for level in levels}
    assert {key for key in met if key[1]} <= set(compared), compared
    assert sum(compared.values()) > 20_000


def test_the_weight_of_a_shared_value_by_hand(run_model):
    """Nine of 300 records have the name, 1.5 a person: 5 others of 200 people; 0.62 / 0.025."""
    level = {"pair_id": 1, "given_name_level": "exact", "given_name_records": 9}
    population = {"entity": "person", "given_names": 300, "records_per_person": 1.5}
    (row,) = run_model(
        "int_identity_evidence",
        {"int_identity_pair_levels": [level], "int_identity_population": [population]},
    )
    assert row["u"] == pytest.approx(0.025)
    assert row["weight"] == round(math.log2(0.62 / 0.025), 1) == 4.6


# ------------------------------------------------------------------------------------------
# the estimator


def proposal(folder):
    """Return the path of the proposed weights."""
    return folder / "match_weights.csv"


def errors(folder, truth):
    """Return how far each m is from the share of pairs that were made so, in standard errors."""
    found = {(row["comparison"], row["level"]): row for row in read_weights(proposal(folder))}
    missed = {}
    for comparison, rates in RATES.items():
        pairs = sum(truth[comparison, level] for level in rates)
        for level in rates:
            share = truth[comparison, level] / pairs
            error = math.sqrt(share * (1 - share) / pairs)
            missed[comparison, level] = (float(found[comparison, level]["m"]) - share) / error
    return missed


def test_the_estimator_finds_the_error_rates(estimated, truth):
    """m of each level is the share of the pairs that were constructed so.

    Were they drawn anew, most shares would lie within two standard errors. These are the same
    pairs, less those that no key found, and of some Splink cannot be sure.
    """
    assert max(map(abs, errors(estimated, truth).values())) < 2


def test_how_pairs_were_found_does_not_count(constructed, truth, tmp_path, monkeypatch):
    """Pairs found by their names agree in them more often than others; m must not learn that.

    With two keys some half of the pairs are learned from: twice the standard error.
    """
    found_by = estimate_match_weights.add_found_by

    def two_keys(connection):
        """Forget the pairs that no other key than these found."""
        found_by(connection)
        connection.execute(
            "delete from found_by where blocking_key not in ('names', 'birth_date+postcode')"
        )

    monkeypatch.setenv("CX_DATABASE", str(constructed.database))
    monkeypatch.setattr(estimate_match_weights, "MAXIMUM_PAIRS", 300_000)
    monkeypatch.setattr(estimate_match_weights, "add_found_by", two_keys)
    assert estimate_match_weights.main(tmp_path) == 0
    assert max(map(abs, errors(tmp_path, truth).values())) < 4


def test_the_estimator_finds_chance_agreement(estimated):
    """Of two birthdays in sixty years 30.6 % are at most ten years apart, 3.3 % at most one."""
    found = {(row["comparison"], row["level"]): row for row in read_weights(proposal(estimated))}
    assert float(found["birth_date", "decade"]["u"]) == pytest.approx(0.273, abs=0.02)
    assert float(found["birth_date", "different"]["u"]) == pytest.approx(0.69, abs=0.02)


def test_the_proposal_can_be_the_seed(estimated):
    """The same rows in the same order; probabilities; what depends on the value stays empty."""
    seed, offered = read_weights(), read_weights(proposal(estimated))
    unchanged = ("comparison", "level", "unseen_people", "description")
    assert [[row[name] for name in unchanged] for row in seed] == [
        [row[name] for name in unchanged] for row in offered
    ]
    assert list(seed[0]) == list(offered[0])
    assert offered != seed
    for old, new in zip(seed, offered, strict=True):
        neutral = old["m"] == old["u"] == "1"
        assert bool(old["u"]) == bool(new["u"])
        for value in filter(None, (new["m"], new["u"])):
            assert value == "1" if neutral else 0 < float(value) < 1
    typed = duckdb.connect().sql(f"from read_csv('{proposal(estimated)}')").types
    assert [str(kind) for kind in typed] == ["VARCHAR"] * 2 + ["DOUBLE"] * 3 + ["VARCHAR"]


def test_the_charts_need_no_network(estimated):
    """A page that loads its drawing library from elsewhere is empty behind a firewall."""
    for name in ("match_weights.html", "m_u_parameters.html"):
        page = (estimated / name).read_text()
        assert "given_name" in page
        assert "<script src" not in page and "cdn." not in page


def test_a_level_that_no_match_has_is_kept():
    """Left to itself its m runs to zero, a weight without end, and Splink may stop there."""
    rows = [row for row in read_weights() if row["comparison"] in ("given_name", "birth_date")]
    connection = duckdb.connect()
    connection.execute(
        """
        create table evidence as
        select number as pair_id, comparison,
            case when number < 100 then 'exact' when comparison = 'given_name' then 'close'
            else 'different' end as level,
            0.0001 as u
        from range(1000) as numbers(number)
        cross join (values ('given_name'), ('birth_date')) as names(comparison)
        """
    )
    assert add_pairs(connection, "pairs", "evidence", rows) == 1000
    m = {(row["comparison"], trained_level(row)): float(row["m"]) for row in rows}
    u = {key: 0.01 for key in m} | {("birth_date", "different"): 0.99}
    found = learned_m(connection, "pairs", comparisons_of(rows), m, u, 0.001)
    assert set(found) == {("given_name", "exact"), ("birth_date", "exact")}
    assert learned_m(connection, "pairs", comparisons_of(rows), m, u, 1e-12) == {}


def test_what_is_not_learned_stays():
    """A level that says nothing, a u that depends on the value, and an address made of the name."""
    rows = read_weights()
    every = {(row["comparison"], trained_level(row) or row["level"]): 0.123 for row in rows}
    values = learned(every, dict.fromkeys(every, 1000))
    found = {(row["comparison"], row["level"]): row for row in proposed(rows, values, values)}
    old = {(row["comparison"], row["level"]): row for row in rows}
    for key in (("city", "household"), ("email", "named")):
        assert found[key] == old[key]
    for key in (("phone", "exact"), ("phone", "exact_no_name"), ("phone", "other_name")):
        assert found[key] == old[key] | {"m": "0.123"}
    assert found["phone", "different"]["u"] == "0.123"


def test_every_blocking_key_is_known():
    """m of a comparison is learned from the keys without it: a new key must say what it uses."""
    with (ROOT / "seeds" / "blocking_keys.csv").open() as file:
        keys = [row["blocking_key"] for row in csv.DictReader(file)]
    assert all(comparisons_used(key) for key in keys)
    assert comparisons_used("family_name+postcode") == {"family_name", "postcode", "city", "street"}
    with pytest.raises(SystemExit, match="shoe_size"):
        comparisons_used("given_name+shoe_size")


@pytest.mark.parametrize("content", [None, b"", b"no database"])
def test_one_sentence_without_a_warehouse(tmp_path, content):
    """No file, an empty one, and one that is no database: no traceback, and nothing is made."""
    path = tmp_path / "cx.duckdb"
    if content is not None:
        path.write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-m", "scripts.estimate_match_weights"],
        cwd=ROOT,
        env=os.environ | {"CX_DATABASE": str(path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert str(path) in done.stderr
    assert ("make build" in done.stderr) == (content is None)
    assert done.stdout == ""
    assert path.exists() == (content is not None)
