"""Estimate the match weights from your own records with Splink, and show what would change.

Run it after a build with `make match-weights`, or `python -m scripts.estimate_match_weights`. It
reads the warehouse and writes target/match_weights: match_weights.csv, which can be compared with
seeds/match_weights.csv and copied over it, and two charts of Splink's. The seed is not changed.

Splink gets the levels that our models found, not the records: every pair is a block of two rows
that both carry its levels, so that what is estimated is what is used. u comes from random pairs, m
from candidate pairs. A pair's probability does not depend on how the pair was found, but how often
its details agree does: m of a comparison is taken from the pairs that were found without it.

Exit codes: 0 all is well, 1 there is no warehouse to read or no pair to learn from.
"""

from __future__ import annotations

import csv
import json
import logging
import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from scripts.project import ROOT, TARGET, database

if TYPE_CHECKING:
    from splink import Linker

SEED = ROOT / "seeds" / "match_weights.csv"
FOLDER = TARGET / "match_weights"
# a level seen less often in the pairs of a session is left as it is
MINIMUM_COUNT = 10
MAXIMUM_PAIRS = 1_000_000
# what is always so among the pairs we have is not certain
LEAST, MOST = 0.000001, 0.999
# the level of all pairs that share a value whose u is how common it is
SHARED = "exact"
# it takes the same name, which is counted already: apart from it nothing can be learned of it
DEPENDENT = {("email", "named")}
LEVEL_MODELS = ("int_identity_pair_names", "int_identity_pair_levels", "int_identity_evidence")
# an address changes as a whole, and the part before the @ is often made of the name
ADDRESS = {"postcode", "city", "street"}
NAMES = {"given_name", "family_name"}
USED_BY = {
    "names": NAMES,
    "begin_of_names": NAMES,
    "begin_of_given_name": NAMES,
    "birth_year": {"birth_date"},
    "email_local": {"email"} | NAMES,
    **{detail: ADDRESS for detail in ADDRESS},
    **{detail: {detail} for detail in ("given_name", "family_name", "birth_date")},
    **{detail: {detail} for detail in ("email", "phone", "external_id")},
}

Levels = dict[tuple[str, str], float]


def read_weights(path: Path = SEED) -> list[dict[str, str]]:
    """Return the rows of a csv of match weights, as they are written."""
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def trained_level(row: dict[str, str]) -> str | None:
    """Return the level that a row of the seed is for Splink.

    Sharing a number is one event, whatever else is known of the two: `exact`. A level that says
    nothing is none, as if a side were missing: null.
    """
    if row["m"] == row["u"] == "1":
        return None
    return row["level"] if row["u"] else SHARED


def comparisons_of(rows: list[dict[str, str]]) -> dict[str, list[str]]:
    """Return the comparisons of the seed with the levels that Splink is to know, in order."""
    found: dict[str, list[str]] = {}
    for row in rows:
        level = trained_level(row)
        levels = found.setdefault(row["comparison"], [])
        if level and level not in levels:
            levels.append(level)
    return found


def comparisons_used(blocking_key: str) -> set[str]:
    """Return the comparisons that agree because a key found the pair.

    Raises SystemExit for a key of seeds/blocking_keys.csv that this script does not know.
    """
    parts = blocking_key.split("+")
    if unknown := [part for part in parts if part not in USED_BY]:
        raise SystemExit(f"Say in USED_BY which comparisons the blocking key {unknown[0]} uses.")
    return set().union(*(USED_BY[part] for part in parts))


def one(connection: duckdb.DuckDBPyConnection, query: str) -> float:
    """Return the number that a query gives."""
    return connection.execute(query).fetchall()[0][0]


def open_warehouse(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a built warehouse for reading, beside an empty database in memory that is in use.

    Raises SystemExit with one sentence when there is none, or none that can be read.
    """
    if not path.exists():
        raise SystemExit(f"There is no warehouse at {path}: run `make build` first.")
    connection = duckdb.connect()
    place = str(path).replace("'", "''")
    # under its own name, which the views in it use
    name = path.stem
    try:
        connection.execute(f"""attach '{place}' as "{name}" (read_only)""")
        one(connection, f'select count(*) from "{name}".intermediate.int_identity_evidence')
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise SystemExit(f"The warehouse at {path} cannot be read: {reason}") from None
    connection.execute("set timezone = 'UTC'")
    connection.execute("attach ':memory:' as match_weights_work")
    connection.execute("use match_weights_work")
    connection.execute("create schema built")
    for table in (
        "int_person_comparables",
        "int_identity_candidates",
        "int_identity_population",
        "int_identity_evidence",
        "int_identity_pair_scores",
        "int_identity_block_sizes",
        "int_identity_blocks",
    ):
        source = f'"{name}".intermediate.{table}'
        connection.execute(f"create view built.{table} as select * from {source}")
    connection.execute(f'create view built.match_weights as from "{name}".seeds.match_weights')
    return connection


def compiled_levels() -> list[tuple[str, str, str]]:
    """Return schema, name and SQL of the models that find and weigh levels, for another database.

    dbt compiles them with an empty file, in a folder of its own: warehouse and target stay as they
    are. Raises SystemExit when dbt fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"CX_DATABASE": f"{folder}/match_weights_work.duckdb"}
        command = [str(Path(sys.executable).parent / "dbt"), "--quiet", "compile"]
        command += ["--no-introspect", "--target-path", folder, "--log-path", folder]
        command += ["--select", *LEVEL_MODELS]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"dbt could not compile the models of the levels:\n{done.stdout}")
        nodes = json.loads((Path(folder) / "manifest.json").read_text())["nodes"]
    models = [nodes[f"model.cx_warehouse.{name}"] for name in LEVEL_MODELS]
    return [(model["schema"], model["name"], model["compiled_code"]) for model in models]


def add_random_evidence(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table `random_evidence`: our levels of random pairs, as in int_identity_evidence.

    MAXIMUM_PAIRS are drawn; when there are fewer pairs of records, all are taken.
    """
    count = one(connection, "select count(*) from built.int_person_comparables")
    connection.execute(
        """
        create table records as
        select record_number, row_number() over (order by record_number) - 1 as place
        from built.int_person_comparables
        """
    )
    if count * (count - 1) // 2 <= MAXIMUM_PAIRS:
        drawn = "select a.place as one, b.place as two from records a cross join records b"
    else:
        # the same pairs each time
        drawn = f"""
            select md5_number_lower('one ' || number) % {count} as one,
                md5_number_lower('two ' || number) % {count} as two
            from range({MAXIMUM_PAIRS}) as numbers(number)
        """
    schemas = ("intermediate", "seeds")
    for schema in schemas:
        connection.execute(f"create schema {schema}")
    connection.execute(
        f"""
        create table intermediate.int_identity_candidates as
        with places as (
            select distinct least(one, two) as one, greatest(one, two) as two
            from ({drawn}) where one <> two
        )
        select a.record_number as record_number_a, b.record_number as record_number_b,
            found.* exclude (record_number_a, record_number_b, pair_id),
            a.record_number * 4294967296 + b.record_number as pair_id
        from places
        inner join records as a on places.one = a.place
        inner join records as b on places.two = b.place
        left join built.int_identity_candidates as found
            on a.record_number = found.record_number_a and b.record_number = found.record_number_b
        """
    )
    for place in (
        "intermediate.int_person_comparables",
        "intermediate.int_identity_population",
        "seeds.match_weights",
    ):
        connection.execute(f"create view {place} as from built.{place.split('.')[1]}")
    for schema, name, sql in compiled_levels():
        connection.execute(f"create table {schema}.{name} as {sql}")
    connection.execute("create view random_evidence as from intermediate.int_identity_evidence")


def add_found_by(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table `found_by`: each candidate pair with every key that found it.

    Pairs of which a tool says that they are two people are left out.
    """
    connection.execute(
        """
        create table found_by as
        with members as (
            select blocks.* from built.int_identity_blocks as blocks
            inner join built.int_identity_block_sizes as sizes using (blocking_key, block_hash)
            where not sizes.is_too_large
        ),
        candidates as (
            select candidates.* from built.int_identity_candidates as candidates
            inner join built.int_identity_pair_scores as scores using (pair_id)
            where scores.decision <> 'veto'
        )
        select candidates.pair_id, a.blocking_key
        from members as a
        inner join members as b
            on a.blocking_key = b.blocking_key and a.block_hash = b.block_hash
            and a.record_number < b.record_number
        inner join candidates
            on a.record_number = candidates.record_number_a
            and b.record_number = candidates.record_number_b
        union all
        select pair_id, 'email' from candidates where email_people is not null
        union all
        select pair_id, 'phone' from candidates where phone_people is not null
        union all
        select pair_id, 'external_id' from candidates where is_tied_by_external_id
        """
    )


def add_pairs(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    evidence: str,
    rows: list[dict[str, str]],
    condition: str = "true",
) -> int:
    """Make a table for Splink: two equal rows a pair, with the level and the u of each comparison.

    `evidence` has a row a pair and comparison, `condition` chooses among its pairs, and `rows` are
    those of the seed. Returns how many pairs there are, MAXIMUM_PAIRS at the most.
    """
    columns = []
    for comparison, levels in comparisons_of(rows).items():
        shared = [
            row["level"]
            for row in rows
            if row["comparison"] == comparison and trained_level(row) == SHARED
        ]
        own = [level for level in levels if level != SHARED]
        here = f"comparison = '{comparison}'"
        columns += [
            f"""max(case
                when {here} and level in ({quoted(shared)}) then '{SHARED}'
                when {here} and level in ({quoted(own)}) then level
            end) as {comparison}""",
            f"max(case when {here} and level in ({quoted(shared)}) then u end) as {comparison}_u",
        ]
    connection.execute(
        f"""
        create or replace table {table} as
        with wide as (
            select pair_id, {", ".join(columns)} from {evidence}
            where {condition} group by pair_id
            order by md5(pair_id::varchar) limit {MAXIMUM_PAIRS}
        )
        select wide.*, wide.pair_id || '|' || side as row_id
        from wide cross join (values ('a'), ('b')) as sides(side)
        """
    )
    return one(connection, f"select count(*) // 2 from {table}")


def quoted(values: list[str]) -> str:
    """Return values as a list for SQL."""
    return ", ".join(f"'{value}'" for value in values) or "null"


def make_linker(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    comparisons: dict[str, list[str]],
    m: Levels,
    u: Levels,
    prior: float,
    kept: set[tuple[str, str]] = frozenset(),
) -> Linker:
    """Return Splink's linker for a table of pairs.

    `m` and `u` are where it starts, `prior` the probability that two random records are one person;
    m of the `kept` levels stays. Of a shared value the u of the pair counts.
    """
    from splink import Linker, SettingsCreator
    from splink.backends.duckdb import DuckDBAPI

    described = []
    for comparison, levels in comparisons.items():
        missing = {"sql_condition": f"{comparison}_l is null", "is_null_level": True}
        known = [
            {
                "sql_condition": f"{comparison}_l = '{level}'",
                "label_for_charts": level,
                "m_probability": m[comparison, level],
                "u_probability": u[comparison, level],
                "fix_m_probability": (comparison, level) in kept,
            }
            for level in levels
        ]
        for level in known:
            if level["label_for_charts"] == SHARED:
                level["tf_adjustment_column"] = f"{comparison}_u"
                level["disable_tf_exact_match_detection"] = True
        described.append({"output_column_name": comparison, "comparison_levels": [missing, *known]})
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="row_id",
        comparisons=described,
        blocking_rules_to_generate_predictions=["l.pair_id = r.pair_id"],
        probability_two_random_records_match=prior,
        additional_columns_to_retain=["pair_id"],
    )
    api = DuckDBAPI(connection=connection)
    linker = Linker(api.register(table), settings)
    # Splink sets its own level when it starts
    logging.getLogger("splink").setLevel(logging.ERROR)
    for comparison in comparisons:
        column, name = f"{comparison}_u", f"frequency_{table}_{comparison}"
        connection.execute(
            f"""
            create or replace table {name} as
            select distinct {column}, {column} as tf_{column}
            from {table} where {column} is not null
            """
        )
        linker.table_management.register_term_frequency_lookup(api.register(name), column)
    return linker


def train(linker: Linker, learn: str) -> Levels:
    """Let Splink's expectation maximisation learn `m` or `u`, and return it for every level seen.

    The other one and the share of matches are fixed.
    """
    linker.training.estimate_parameters_using_expectation_maximisation(
        "l.pair_id = r.pair_id",
        fix_probability_two_random_records_match=True,
        fix_m_probabilities=learn == "u",
        fix_u_probabilities=learn == "m",
    )
    return {
        (comparison["output_column_name"], level["label_for_charts"]): level[f"{learn}_probability"]
        for comparison in linker.misc.save_model_to_json()["comparisons"]
        for level in comparison["comparison_levels"]
        if isinstance(level.get(f"{learn}_probability"), float)
    }


def expected_matches(
    connection: duckdb.DuckDBPyConnection, linker: Linker, comparisons: dict[str, list[str]]
) -> Levels:
    """Return how many pairs of one person Splink expects at each level."""
    scored = linker.inference.predict(warning_mode="never").physical_name
    found = {}
    for comparison in comparisons:
        for level, count in connection.execute(
            f"select {comparison}_l, sum(match_probability) from {scored} group by 1"
        ).fetchall():
            found[comparison, level] = count
    connection.execute(f"drop table {scored}")
    return found


def learned(new: Levels, counts: Levels) -> Levels:
    """Return the new values of the levels of which enough pairs were counted.

    They are shares of all pairs, so that a level that is left as it is takes nothing from them.
    """
    return {
        key: min(max(value, LEAST), MOST)
        for key, value in new.items()
        if key not in DEPENDENT and counts.get(key, 0) >= MINIMUM_COUNT
    }


def learned_m(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    comparisons: dict[str, list[str]],
    m: Levels,
    u: Levels,
    prior: float,
) -> Levels:
    """Return the m of every level that enough of the matches in a table of pairs have.

    The arguments are those of `make_linker`.
    """
    start = make_linker(connection, table, comparisons, m, u, prior)
    expected = expected_matches(connection, start, comparisons)
    # m of a level that hardly any match has may run to zero, where Splink stops
    kept = {key for key in m if expected.get(key, 0) < MINIMUM_COUNT}
    if kept == set(m):
        return {}
    linker = make_linker(connection, table, comparisons, m, u, prior, kept)
    trained = {key: value for key, value in train(linker, "m").items() if key not in kept}
    return learned(trained, expected_matches(connection, linker, comparisons))


def estimate(
    connection: duckdb.DuckDBPyConnection, rows: list[dict[str, str]], prior: float
) -> tuple[Levels, Levels, Levels, Linker]:
    """Learn u from random pairs, and m of each comparison from the pairs found without it.

    Needs the tables random_evidence and found_by, and built.int_identity_evidence. `rows` are those
    of the seed. Returns the learned m, the learned u, every u that Splink used (of shared values a
    mean), and a linker over the candidate pairs for charts. Raises SystemExit without any pair.
    """
    comparisons = comparisons_of(rows)
    m = {(row["comparison"], trained_level(row)): float(row["m"]) for row in rows}
    m = {key: value for key, value in m.items() if key[1]}
    u = {(row["comparison"], row["level"]): float(row["u"]) for row in rows if row["u"]}
    u = {key: u.get(key, LEAST) for key in m}
    for comparison, mean in connection.execute(
        """
        select comparison, avg(evidence.u) from built.int_identity_evidence as evidence
        inner join built.match_weights as weights using (comparison, level)
        where weights.u is null group by 1
        """
    ).fetchall():
        u[comparison, SHARED] = min(max(mean, LEAST), MOST)

    if not add_pairs(connection, "random_pairs", "random_evidence", rows):
        raise SystemExit("The warehouse has fewer than two people to compare.")
    trained = train(make_linker(connection, "random_pairs", comparisons, m, u, prior), "u")
    counts: Levels = {}
    for comparison in comparisons:
        met = f"select distinct {comparison} from random_pairs where {comparison} is not null"
        levels = [(comparison, level) for (level,) in connection.execute(met).fetchall()]
        pairs = one(connection, f"select count({comparison}) / 2 from random_pairs")
        # of a level that no pair has, Splink returns what it was given
        counts |= {key: trained[key] * pairs for key in levels}
    new_u = learned(trained, counts)
    used_u = u | new_u

    keys = connection.execute("select distinct blocking_key from found_by").fetchall()
    new_m: Levels = {}
    for comparison in comparisons:
        without = [key for (key,) in keys if comparison not in comparisons_used(key)]
        condition = f"""pair_id in (
            select pair_id from found_by where blocking_key in ({quoted(without)})
        )"""
        table, evidence = f"{comparison}_pairs", "built.int_identity_evidence"
        if not add_pairs(connection, table, evidence, rows, condition):
            continue
        found = learned_m(connection, table, comparisons, m, used_u, prior)
        new_m |= {key: value for key, value in found.items() if key[0] == comparison}
    add_pairs(connection, "all_pairs", "built.int_identity_evidence", rows)
    linker = make_linker(connection, "all_pairs", comparisons, m | new_m, used_u, prior)
    return new_m, new_u, used_u, linker


def written(value: float) -> str:
    """Return a probability with three digits that count, without an exponent."""
    return f"{float(f'{value:.3g}'):.7f}".rstrip("0")


def proposed(rows: list[dict[str, str]], m: Levels, u: Levels) -> list[dict[str, str]]:
    """Return the rows of the seed with the learned values in place.

    What is neutral, what was not learned, and a u that depends on the value stay as they are.
    """
    changed = []
    for row in rows:
        key = (row["comparison"], trained_level(row))
        new = dict(row)
        if key in m:
            new["m"] = written(m[key])
        if row["u"] and key in u:
            new["u"] = written(u[key])
        changed.append(new)
    return changed


def write_weights(path: Path, rows: list[dict[str, str]]) -> None:
    """Write rows as a csv with the layout of the seed."""
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def bits(row: dict[str, str]) -> float:
    """Return the weight of a level; where u depends on the value, the part that m has in it."""
    return math.log2(float(row["m"]) / float(row["u"] or 1))


def summary(
    old: list[dict[str, str]], new: list[dict[str, str]], m: Levels, u: Levels, most: int = 10
) -> list[str]:
    """Return lines that tell what would change most, in bits, and how much was not seen."""
    moved = sorted(zip(old, new, strict=True), key=lambda pair: -abs(bits(pair[1]) - bits(pair[0])))
    lines = []
    for before, after in moved[:most]:
        if before == after:
            break
        share = f"u {before['u']} -> {after['u']}" if before["u"] else "u by value"
        lines.append(
            f"    {before['comparison'] + ' ' + before['level']:<25} "
            f"{bits(after) - bits(before):+6.1f} bits   "
            f"m {before['m']} -> {after['m']}, {share}"
        )
    keys = [(row["comparison"], trained_level(row)) for row in old]
    seen = sum(key in m or key in u for key in keys if key[1])
    neutral = sum(key[1] is None for key in keys)
    lines.append(
        f"\n  {seen} levels were learned, m or u or both. "
        f"{len(old) - seen - neutral} were seen too rarely and are kept."
    )
    return lines


def main(folder: Path = FOLDER) -> int:
    """Estimate, write the csv and the charts into a folder, and say what would change most."""
    connection = open_warehouse(database())
    rows = read_weights()
    weight = one(connection, "select prior_weight from built.int_identity_population")
    prior = 1 / (1 + 2**-weight)
    add_random_evidence(connection)
    add_found_by(connection)
    m, u, used_u, linker = estimate(connection, rows, prior)
    changed = proposed(rows, m, u)

    folder.mkdir(parents=True, exist_ok=True)
    write_weights(folder / "match_weights.csv", changed)
    charts = {
        "match_weights.html": linker.visualisations.match_weights_chart(),
        "m_u_parameters.html": linker.visualisations.m_u_parameters_chart(),
    }
    for name, chart in charts.items():
        # with its libraries inside: the page needs no network
        (folder / name).write_text(chart.to_html(inline=True), encoding="utf-8")

    print("\nMatch weights from your own records; what would change most:\n")
    print("\n".join(summary(rows, changed, m, u)))
    print(f"\n  Proposal     {folder / 'match_weights.csv'}")
    for name in charts:
        print(f"  Chart        {folder / name}")
    print(f"\n  To use it: review it against {SEED}, copy it over, and build.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
