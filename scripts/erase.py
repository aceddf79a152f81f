"""Erases people: writes hashes of what tools know them by to the seed `erasures` (GOV-18, 19).

    make erase CUSTOMER=<customer_id> REQUEST=<number> [REQUESTED_ON=<day>]
    make retention
    python -m scripts.erase --customer ID [...] --request NUMBER [--requested-on DAY]
    python -m scripts.erase --overdue

The seed holds hashes and a random name for the person, no identifier. From the next build on every
input contract puts that name in place of the person's ids and drops names, addresses, numbers and
words, whatever the raw tables still hold; the logs forget the person; what happened keeps counting.
Other seeds that name the person's records are changed at once: the random name takes the place of
the id, and corrections of the person's attributes go. Published versions that still hold the person
are removed by the next publication. Erase the person in the tools, too.

The hashes are made with the key in the environment's CX_ERASURE_KEY; a build needs the same key.

Exit codes: 0 done (or nobody to erase), 2 no such customer, or no warehouse.
"""

from __future__ import annotations

import argparse
import csv
import fcntl
import hashlib
import os
import secrets
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from expectations.validate import WarehouseError, connect
from scripts.project import ROOT, database

SEEDS = ROOT / "seeds"
# the key of the demo: whoever keeps real people in the list sets one that nobody knows
DEMO_KEY = "demo"
KEYED_COLUMNS = ("source_contact_id", "source_record_id")


class ErasureError(Exception):
    """Nobody was erased; the message says why."""


@dataclass(frozen=True)
class Person:
    """Someone to be erased: the random name, and all that the warehouse knows the person by."""

    erased_person_id: str
    records: tuple[tuple[str, str], ...]
    emails: tuple[str, ...] = ()
    # ids under which the person logs in: of a CRM, or shared between tools
    logins: tuple[str, ...] = ()


@dataclass
class Erasure:
    """What an erasure changed in the seeds."""

    people: list[Person] = field(default_factory=list)
    # seed -> rows in which an id was replaced, or that were removed
    changed: dict[str, int] = field(default_factory=dict)


def key() -> str:
    """Give the key of the hashes, as the build reads it."""
    return os.environ.get("CX_ERASURE_KEY", DEMO_KEY)


def keyed_hash(identifier_type: str, identifier: str) -> str:
    """Hash an identifier as the model int_erased_contact_rows does.

    Args:
        identifier_type: record, record_key, email or login.
        identifier: `<source_system>:<id>`, the key of a record in the identity log, an address in
            lower case, or an id as it is.
    """
    return hashlib.sha256(f"{key()}|{identifier_type}|{identifier}".encode()).hexdigest()


def record_key(source_system: str, source_id: str) -> str:
    """Give the key of a record in the identity log."""
    return hashlib.md5(f"person|{source_system}:{source_id}".encode()).hexdigest()


def erased_contact_id(person: Person, source_system: str, source_id: str) -> str:
    """Give the id that stands in for a record's own, as the model int_erased_contact_rows does."""
    return f"{person.erased_person_id}-{keyed_hash('record', f'{source_system}:{source_id}')[:8]}"


def people_of(connection: duckdb.DuckDBPyConnection, customer_ids: Iterable[str]) -> list[Person]:
    """Look up the records, addresses and logins of customers; one that others use is not theirs.

    Args:
        connection: a built warehouse.
        customer_ids: ids of dim_customers.

    Raises:
        ErasureError: an id that no record belongs to, or one of a person who was erased before.
    """
    people = []
    for customer_id in customer_ids:
        records = connection.execute(
            "select source_system, source_record_id from marts.dim_customer_source_records"
            " where customer_id = ? and not is_internal order by all",
            [customer_id],
        ).fetchall()
        if not records:
            raise ErasureError(f"No record of a customer {customer_id} is in the warehouse.")
        if any(source_id.startswith("erased-") for _, source_id in records):
            raise ErasureError(f"The customer {customer_id} was erased before.")
        emails = connection.execute(
            """
            select pieces.address
            from (
                select contact_record_id,
                    lower(trim(unnest(regexp_split_to_array(
                        concat_ws(';', email, additional_emails), '[,;|]'
                    )))) as address
                from intermediate.int_contacts_unioned
            ) as pieces
            inner join marts.dim_customer_source_records as keys using (contact_record_id)
            where pieces.address <> ''
            group by 1
            having bool_and(keys.customer_id = ?)
            order by 1
            """,
            [customer_id],
        ).fetchall()
        logins = connection.execute(
            """
            select names.login
            from (
                select contact_record_id, external_id as login
                from intermediate.int_contacts_unioned
                where external_id not like '%@%'
                union all
                select contact_record_id, source_contact_id
                from intermediate.int_contacts_unioned
                inner join seeds.source_priority using (source_system)
                where domain = 'crm'
            ) as names
            inner join marts.dim_customer_source_records as keys using (contact_record_id)
            where names.login <> ''
            group by 1
            having bool_and(keys.customer_id = ?)
            order by 1
            """,
            [customer_id],
        ).fetchall()
        name = f"erased-{secrets.token_hex(6)}"
        addresses = tuple(address for (address,) in emails)
        ids = tuple(login for (login,) in logins)
        people.append(Person(name, tuple(records), addresses, ids))
    return people


def overdue(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """List the customers whose contact details are kept longer than the policy says."""
    query = "select customer_id from restricted.fct_retention_due order by 1"
    return [customer_id for (customer_id,) in connection.execute(query).fetchall()]


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Wait until no other erasure works on the seeds of a folder, and keep the next one waiting.

    Raises:
        OSError: the folder cannot be read.
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        # the lock goes with the handle, however the erasure ends
        os.close(handle)


def erase(
    people: list[Person],
    *,
    request_id: str,
    reason: str,
    requested_on: date,
    seeds: Path = SEEDS,
) -> Erasure:
    """Put people on the list, and their random names into the seeds that name them.

    Whoever is on the list already, and was not erased by a build yet, is passed over. Of two
    erasures at once the second waits for the first: both read the list and write it whole.

    Args:
        people: from `people_of`.
        request_id: the number of the request, or of the retention run.
        reason: request or retention.
        requested_on: when it was asked for.
        seeds: the folder of the seeds; a file is replaced whole or not at all.

    Raises:
        OSError: a seed cannot be read or written.
    """
    with alone_in(seeds):
        path = seeds / "erasures.csv"
        with path.open(encoding="utf-8", newline="") as file:
            header, *before = csv.reader(file)
        listed = {row[header.index("identifier_hash")] for row in before}
        people = [
            person
            for person in people
            if not any(
                keyed_hash("record", ":".join(record)) in listed for record in person.records
            )
        ]
        done = Erasure(people)
        names = {
            (source_system, source_id): erased_contact_id(person, source_system, source_id)
            for person in people
            for source_system, source_id in person.records
        }
        rows = [
            (request_id, reason, requested_on, date.today(), person.erased_person_id, kind, digest)
            for person in people
            for kind, digest in (
                *(("record", keyed_hash("record", ":".join(record))) for record in person.records),
                # the identity log knows a record by its key alone
                *(
                    ("record_key", keyed_hash("record_key", record_key(*record)))
                    for record in person.records
                ),
                *(("email", keyed_hash("email", address)) for address in person.emails),
                *(("login", keyed_hash("login", login)) for login in person.logins),
            )
            if digest not in listed
        ]
        # the list first: whatever happens next, the person is on it
        write_seed(path, header, [*before, *(list(map(str, row)) for row in rows)])
        for path in sorted(seeds.glob("*.csv")):
            count = rename_in_seed(path, names)
            if count:
                done.changed[path.stem] = count
        return done


def rename_in_seed(path: Path, names: dict[tuple[str, str], str]) -> int:
    """Replace the ids of erased records in a seed; rows that correct an attribute are removed.

    Args:
        path: the CSV file.
        names: (source_system, id of the record) -> the id that stands in for it.

    Returns:
        How many rows were changed or removed.
    """
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    # an id stands beside its tool: referrer_source_contact_id beside referrer_source_system
    pairs = [
        (header.index(tool), position)
        for position, column in enumerate(header)
        for keyed in KEYED_COLUMNS
        if keyed in column and (tool := column.replace(keyed, "source_system")) in header
    ]
    entity = header.index("entity") if "entity" in header else None
    kept, count = [], 0
    for row in rows:
        about_a_person = entity is None or row[entity] == "person"
        found = [pair for pair in pairs if about_a_person and tuple(row[i] for i in pair) in names]
        count += bool(found)
        if found and "attribute" in header:
            continue
        for tool, position in found:
            row[position] = names[row[tool], row[position]]
        kept.append(row)
    if count:
        write_seed(path, header, kept)
    return count


def write_seed(path: Path, header: list[str], rows: list[list[str]]) -> None:
    """Replace a seed in one step."""
    new = path.with_suffix(".new")
    with new.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
    os.replace(new, path)


def main(arguments: list[str] | None = None) -> int:
    """Erase from the command line.

    Args:
        arguments: the words after the command; those of the process when None.

    Returns:
        The exit code: 0 done, 2 no such customer or no warehouse.
    """
    parser = argparse.ArgumentParser(
        prog="python -m scripts.erase", description="Erase people from the warehouse."
    )
    who = parser.add_mutually_exclusive_group(required=True)
    who.add_argument("--customer", nargs="+", help="ids of dim_customers")
    who.add_argument(
        "--overdue", action="store_true", help="all whose time is over by retention_policy"
    )
    parser.add_argument("--request", help="the number of the request")
    parser.add_argument("--requested-on", type=date.fromisoformat, default=date.today())
    options = parser.parse_args(arguments)
    if options.customer and not options.request:
        parser.error("a request needs its number: --request")

    try:
        with connect(database(), read_only=True) as connection:
            people = people_of(connection, options.customer or overdue(connection))
    except (ErasureError, WarehouseError) as error:
        print(error, file=sys.stderr)
        return 2
    if not people:
        print("Nobody is due.")
        return 0
    done = erase(
        people,
        request_id=options.request or f"retention-{date.today()}",
        reason="request" if options.customer else "retention",
        requested_on=options.requested_on,
    )
    if not done.people:
        print("All of them are on the list already.")
    for person in done.people:
        print(
            f"{person.erased_person_id}: {len(person.records)} records, "
            f"{len(person.emails)} addresses"
        )
    for seed, count in done.changed.items():
        print(f"seeds/{seed}.csv: {count} rows changed")
    print("Run make publish; until then the warehouse and the published files hold them.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
