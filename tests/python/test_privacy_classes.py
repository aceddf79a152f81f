"""Every column has a class, and what is in it belongs to that class (GOV-14, GOV-15)."""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from pathlib import Path

import duckdb
import phonenumbers
import pytest

from expectations.suites.register import PII_CLASSES
from expectations.validate import validate
from tests.python.conftest import Run, dbt

# classes that a value may have which names a person, or a number that leads to one
CLOSED = ("direct", "sensitive", "phi")
PUBLIC_SCHEMAS = ("marts", "reports", "governance")
# the one text of customers that analysts read: without names, numbers and addresses
REDACTED = {"redacted_text"}
COUNTRIES = ("DE", "GB", "US")
EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z]{2,})+")
IBAN = re.compile(r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
# thirteen to nineteen digits, whole or in groups: not the clock in a key
CARD = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9]{13,19}|[0-9]{4}(?:[ -][0-9]{3,6}){2,4})(?![0-9A-Za-z])"
)
# the German tax number, the British insurance number, the American social security number
NATIONAL_ID = re.compile(
    r"\b(?:[A-CEGHJ-PR-TW-Z]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]|[0-9]{3}-[0-9]{2}-[0-9]{4}"
    r"|[1-9][0-9] [0-9]{3} [0-9]{3} [0-9]{3})\b"
)
# what the engine hands over: an address, a plus and digits, two words, nine digits, a number in
# groups, an account, an insurance number; the rest is never read. [^ -@] is a letter of any script
SUSPECT = (
    r"@|[+][0-9]{2}|[^ -@] [^ -@]|[0-9]{9}|[0-9][ ()/-]+[0-9]{3,}[ ()/-]+[0-9]{2}"
    r"|[A-Z]{2}[0-9]{2}[ 0-9A-Z]{11}|[A-Z]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]"
)
INTERNATIONAL = r"@|[+][0-9]{8}|[^ -@] [^ -@]"
# a key holds digits of many kinds: there only the form with a plus is a number of a phone
KEY = re.compile(r"(?:_id|_ids|_key|_hash|_at|_records?|_[ab]|^node|^code|_component)$")


def is_phone(text: str, is_key: bool) -> bool:
    """Whether a text holds a phone number that can be called from one of the demo's countries."""
    if not re.search(r"[0-9]{2}[0-9 ()/-]{4,}[0-9]", text):
        return False
    regions = (None,) if is_key else (None, *COUNTRIES)
    return any(
        match
        for region in regions
        for match in phonenumbers.PhoneNumberMatcher(
            text, region, leniency=phonenumbers.Leniency.VALID
        )
        if region is None or len(re.sub("[^0-9]", "", match.raw_string)) >= 9
    )


def is_card(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (Luhn)."""
    numbers = [int(digit) for digit in re.sub("[^0-9]", "", digits)]
    doubled = [sum(divmod(2 * number, 10)) for number in numbers[-2::-2]]
    return len(set(numbers)) > 1 and (sum(numbers[-1::-2]) + sum(doubled)) % 10 == 0


def is_iban(text: str) -> bool:
    """Whether the check digits of an account number are right."""
    plain = text.replace(" ", "")
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1


def words_of(text: str) -> list[str]:
    """Split a text into words in lower case, without points and numbers."""
    return re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text.lower())


def traces(text: str, is_key: bool, names: set[str]) -> set[str]:
    """Say what kinds of personal data a text holds.

    Args:
        text: a value of a column.
        is_key: whether the column is a key, in which digits mean nothing.
        names: full names of known people, in lower case.
    """
    found = set()
    if EMAIL.search(text):
        found.add("e-mail")
    if is_phone(text, is_key):
        found.add("phone")
    if not is_key and any(is_card(match) for match in CARD.findall(text)):
        found.add("card")
    if any(is_iban(match) for match in IBAN.findall(text)):
        found.add("IBAN")
    if not is_key and NATIONAL_ID.search(text):
        found.add("national id")
    words = words_of(text)
    if any(
        " ".join(words[start : start + size]) in names
        for size in (2, 3, 4)
        for start in range(len(words) - size + 1)
    ):
        found.add("name")
    return found


def known_names(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Give the full names of the demo's customers and staff, in lower case."""
    rows = connection.execute(
        """
        select full_name from intermediate.int_contacts_checked
        union select first_name || ' ' || last_name from intermediate.int_contacts_checked
        union select agent_name from intermediate.int_agents_unioned where not is_bot
        """
    ).fetchall()
    names = (" ".join(words_of(name)) for (name,) in rows if name)
    return {name for name in names if " " in name}


def betrayals(database: Path) -> dict[str, set[str]]:
    """Find columns of class none or indirect whose values name a person, in all tables.

    Args:
        database: a built warehouse with `governance.dim_columns`.

    Returns:
        For each column what kinds of personal data were found in it.
    """
    found = defaultdict(set)
    with duckdb.connect(database, read_only=True) as connection:
        names = known_names(connection)
        columns = defaultdict(list)
        for relation, column in connection.execute(
            """
            select columns.relation_id, columns.column_name
            from governance.dim_columns as columns
            inner join duckdb_tables() as tables
                on columns.relation_id = tables.schema_name || '.' || tables.table_name
            where columns.data_type = 'VARCHAR'
                and columns.pii_class in ('none', 'indirect')
            """
        ).fetchall():
            columns[relation].append(column)
        for relation, listed in columns.items():
            # one pass over a table; a value that comes a thousand times is judged once
            texts = ", ".join(
                f"list(distinct {column}) filter (regexp_matches({column},"
                f" '{INTERNATIONAL if KEY.search(column) else SUSPECT}'))"
                for column in listed
            )
            values = connection.execute(f"select {texts} from {relation}").fetchone()
            for column, distinct in zip(listed, values, strict=True):
                for text in distinct or []:
                    kinds = traces(text, bool(KEY.search(column)), names)
                    if kinds:
                        found[f"{relation}.{column}"] |= kinds
    return dict(found)


@pytest.fixture(params=["demo", "all_on"])
def nodes(request: pytest.FixtureRequest) -> list[dict]:
    """The models and seeds, with the demo's tools and with all."""
    manifest = request.getfixturevalue(request.param).manifest()
    return [
        node
        for node in manifest["nodes"].values()
        if node["resource_type"] in ("model", "seed", "snapshot")
    ]


def test_every_column_has_a_class(nodes: list[dict]):
    """A column without a class would be published by nobody's decision."""
    without = [
        f"{node['name']}.{name}"
        for node in nodes
        for name, column in node["columns"].items()
        if column["config"]["meta"].get("pii") not in PII_CLASSES
    ]
    assert without == []


def test_no_direct_identifier_where_everybody_reads(nodes: list[dict]):
    """A name, an address or a raw text in marts or reports reaches every analyst."""
    open_to_all = [
        f"{node['name']}.{name}"
        for node in nodes
        if node["schema"] in PUBLIC_SCHEMAS
        for name, column in node["columns"].items()
        if column["config"]["meta"].get("pii") in CLOSED and name not in REDACTED
    ]
    assert open_to_all == []


def test_values_do_not_betray_another_class(demo: Run):
    """A column that is called harmless holds the name, address or number of a person."""
    assert betrayals(demo.database) == {}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("e-mail", "write to ann@post.example, please"),
        ("phone", "ring me at 030 23125846 tomorrow"),
        ("phone", "+44 20 7946 0692"),
        ("phone", "(512) 555-0123"),
        ("card", "my card 4111 1111 1111 1111"),
        ("card", "4111111111111111"),
        ("IBAN", "to DE89 3704 0044 0532 0130 00"),
        ("national id", "QQ 12 34 56 C is no number, AB 12 34 56 C is one"),
        ("national id", "078-05-1120"),
        ("name", "Ann Marie O'Neil said so"),
    ],
)
def test_each_kind_is_found(kind: str, text: str):
    # a national id may be a phone number elsewhere
    assert kind in traces(text, False, {"marie o'neil"})


@pytest.mark.parametrize(
    "text",
    [
        "2026-07-01 00:00:00",
        "zendesk:4870|status|2026-06-30 14:55:51",
        "7e83c635937e5269a347b9a66788f73b",
        "4111 1111 1111 1112",
        "DE89 3704 0044 0532 0130 01",
        "0018208fffd779f5e4bf5614c70ab8c8|2022-12-01",
        "Ann Marie",
    ],
)
def test_keys_and_clocks_are_nobody(text: str):
    assert traces(text, False, {"marie o'neil"}) == set()


def test_a_planted_name_and_number_are_found(demo: Run, tmp_path: Path):
    """The search itself, on two values in columns that are called harmless."""
    path = tmp_path / "planted.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute(f"attach '{demo.database}' as source (read_only)")
        for table in (
            "governance.dim_columns",
            "intermediate.int_contacts_checked",
            "intermediate.int_agents_unioned",
            "seeds.channels",
        ):
            connection.execute(f"create schema if not exists {table.split('.')[0]}")
            connection.execute(f"create table {table} as from source.{table}")
        name = sorted(known_names(connection))[0].upper()
        connection.execute(
            "insert into seeds.channels by name select ? as description, ? as channel_name",
            [f"asked for {name}", "ring +44 20 7946 0692"],
        )
    assert betrayals(path) == {
        "seeds.channels.description": {"name"},
        "seeds.channels.channel_name": {"phone"},
    }


@pytest.fixture(scope="module")
def hospital(demo: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's warehouse as a care provider's, with two things in it that dbt did not build."""
    folder = tmp_path_factory.mktemp("hospital")
    shutil.copy(demo.database, folder / "cx.duckdb")
    with duckdb.connect(folder / "cx.duckdb") as connection:
        connection.execute("create table marts.left_over as select 'Ann' as full_name")
        connection.execute("alter table marts.dim_channels add column remark varchar")
        connection.execute("alter table marts.dim_segments drop column description")
        connection.execute("alter table marts.dim_dates alter iso_weekday type varchar")
    run = dbt(folder, "seed", "--select", "access_grants", variables={"hipaa": True})
    assert run.code == 0, run.output
    return run.database


def failures(database: Path, *rules: str) -> dict[str, int]:
    """Check rules and count the offenders of each that failed."""
    summary = validate(database, rules=rules)
    return {
        f"{result.rule_id} {result.column_name}": result.unexpected_count
        for result in summary.results
        if result.failed_critically
    }


def test_what_dbt_did_not_build_is_seen(hospital: Path):
    """A table left over from an older release would be published without a class."""
    with duckdb.connect(hospital, read_only=True) as connection:
        deviations = connection.execute(
            "select column_id, pii_class, deviation from governance.dim_columns"
            " where deviation is not null and column_id like 'marts.%' order by 1"
        ).fetchall()
    assert deviations == [
        ("marts.dim_channels.remark", None, "undeclared"),
        ("marts.dim_dates.iso_weekday", "none", "other type"),
        ("marts.dim_segments.description", "none", "absent"),
        ("marts.left_over.full_name", None, "undeclared"),
    ]
    # the left-over table has no contract, only columns without a class
    assert failures(hospital, "GOV-14", "GOV-30") == {"GOV-14 pii_class": 2, "GOV-30 deviation": 3}


def test_health_data_is_kept_from_analysts(hospital: Path, demo: Run, tmp_path: Path):
    """With the switch on nothing is published until grants are narrow; with it off all is well."""
    assert failures(hospital, "GOV-20")["GOV-20 relation_id"] > 20
    # analysts lose the schemas; what stakeholders read holds no single person
    with duckdb.connect(hospital) as connection:
        connection.execute("delete from seeds.access_grants where role = 'analyst'")
    assert failures(hospital, "GOV-20") == {}
    copy = Path(shutil.copy(demo.database, tmp_path / "cx.duckdb"))
    assert failures(copy, "GOV-20") == {}
