"""Publishes a warehouse that passed its checks: writes it aside, audits it, then swaps.

    make publish
    python -m scripts.publish [--built] [--to FOLDER]

What BI reads lies in `published/current`: a folder a role, and in it `cx.duckdb` and the same
tables as Parquet. `current` is a symbolic link to a version; publishing replaces the link in one
step, so a reader sees the old version or the new one, never a part of one. Nothing ever writes to a
version once it is published: a reader blocks no build, and no build disturbs a reader.

Exit codes: 0 published, 1 the build or a critical rule failed, 2 nothing could be written. With 1
and 2 the last version stays as it was.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from expectations.validate import WarehouseError
from scripts.build import check
from scripts.build import main as build
from scripts.project import ROOT, database, step

PUBLISHED = ROOT / "published"
# a reader that found its version a moment ago may still open files of it
VERSIONS_KEPT = 3
# the one who writes the models works in the warehouse itself
WITHOUT_FILE = ("engineer",)


class PublishError(Exception):
    """Nothing was published; the message says why."""


@dataclass(frozen=True)
class Relation:
    """A table or view of the warehouse."""

    schema: str
    name: str

    @property
    def quoted(self) -> str:
        """The relation as SQL names it."""
        return f'"{self.schema}"."{self.name}"'


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep every other publication out of a folder while this one runs.

    Args:
        folder: where versions are published; made when it is missing.

    Raises:
        PublishError: another process publishes there, or the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("a+")
    except OSError as error:
        raise PublishError(f"{folder} cannot be written: {error.strerror}.") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            owner = lock.read().strip() or "unknown"
            raise PublishError(
                f"Another process ({owner}) is publishing to {folder}; wait until it has ended."
            ) from None
        # the lock goes with the process, however it ends
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def publish(warehouse: Path, folder: Path = PUBLISHED) -> Path:
    """Write a version of a built and checked warehouse, audit it, and make it the current one.

    Args:
        warehouse: the DuckDB file; it is only read.
        folder: where versions are published.

    Returns:
        The folder of the new version.

    Raises:
        PublishError: no warehouse, no passed checks, another publication, no room, or a version
            that differs from the warehouse. The last version stays current.
    """
    with locked(folder):
        return _publish(warehouse, folder)


def _publish(warehouse: Path, folder: Path) -> Path:
    """Publish to a folder that this process has locked."""
    versions = folder / "versions"
    for remains in versions.glob(".incoming-*"):
        shutil.rmtree(remains)
    published_at = datetime.now(UTC).replace(tzinfo=None)
    version = f"{published_at:%Y%m%dT%H%M%S.%fZ}"
    incoming = versions / f".incoming-{version}"
    try:
        incoming.mkdir(parents=True)
        _write(warehouse, incoming, version, published_at)
        _flush(incoming)
        os.rename(incoming, versions / version)
        _make_current(folder, version)
    except (OSError, duckdb.IOException) as error:
        shutil.rmtree(incoming, ignore_errors=True)
        reason = str(error).splitlines()[0]
        raise PublishError(f"{folder} cannot be written: {reason}") from error
    except BaseException:
        shutil.rmtree(incoming, ignore_errors=True)
        raise
    _remove_old(versions, version)
    return versions / version


def _write(warehouse: Path, incoming: Path, version: str, published_at: datetime) -> None:
    """Write the files of all roles, and compare each with the warehouse."""
    with duckdb.connect() as connection:
        try:
            # views name the file that they were made in
            connection.execute(f'attach {_literal(warehouse)} as "{warehouse.stem}" (read_only)')
        except duckdb.Error as error:
            reason = str(error).splitlines()[0]
            raise PublishError(f"The warehouse {warehouse} cannot be opened: {reason}") from error
        connection.execute(f'use "{warehouse.stem}"')
        about = _about(connection, version, published_at)
        for role, relations in granted(connection).items():
            if role not in WITHOUT_FILE:
                print(f"    {role}: {len(relations)} tables", flush=True)
                _write_role(connection, incoming / role, relations, about)
    (incoming / "publication.json").write_text(json.dumps(about, indent=2, default=str) + "\n")


def granted(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Relation]]:
    """List the relations that each role may read, from the seed `access_grants`.

    Args:
        connection: the warehouse.

    Raises:
        PublishError: the seed names a relation that the warehouse does not have.
    """
    rows = connection.execute(
        """
        select grants.role, grants.schema_name, grants.relation_name, tables.table_schema,
            tables.table_name
        from seeds.access_grants as grants
        left join information_schema.tables as tables
            on grants.schema_name in ('*', tables.table_schema)
            and grants.relation_name in ('*', tables.table_name)
            and tables.table_catalog = current_database()
        order by all
        """
    ).fetchall()
    roles: dict[str, list[Relation]] = {}
    for role, schema_name, relation_name, schema, name in rows:
        if name is None and relation_name != "*":
            raise PublishError(
                f"access_grants lets {role} read {schema_name}.{relation_name}, "
                "which is not in the warehouse."
            )
        relations = roles.setdefault(role, [])
        if name is not None:
            relations.append(Relation(schema, name))
    return roles


def _literal(path: Path) -> str:
    """Write a path as SQL."""
    return "'" + str(path).replace("'", "''") + "'"


def _about(connection: duckdb.DuckDBPyConnection, version: str, published_at: datetime) -> dict:
    """Say which version this is, what it speaks for, and how its checks went."""
    try:
        checks = connection.execute(
            """
            select checked_at, count(*), count(*) filter (where not is_success),
                count(*) filter (where not is_success and severity = 'critical')
            from governance.fct_governance_checks
            where checked_at = (select max(checked_at) from governance.fct_governance_checks)
            group by checked_at
            """
        ).fetchone()
        (as_of,) = connection.execute(
            "select max(computed_at) from reports.rpt_kpi_scorecard"
        ).fetchone()
        (erasure_count,) = connection.execute("select count(*) from seeds.erasures").fetchone()
    except duckdb.CatalogException:
        checks = None
    if checks is None:
        raise PublishError("The warehouse was not checked; run make build first.")
    checked_at, check_count, failed_count, failed_critical_count = checks
    if failed_critical_count:
        raise PublishError(
            f"{failed_critical_count} critical checks failed; the last version stays as it is."
        )
    return {
        "version": version,
        "as_of": as_of,
        "published_at": published_at,
        "checked_at": checked_at,
        "check_count": check_count,
        "warning_count": failed_count,
        "erasure_count": erasure_count,
    }


def _write_role(
    connection: duckdb.DuckDBPyConnection, folder: Path, relations: list[Relation], about: dict
) -> None:
    """Write the tables of a role to a DuckDB file and to Parquet, and audit both."""
    folder.mkdir()
    file = folder / "cx.duckdb"
    connection.execute(f"attach {_literal(file)} as published")
    try:
        for relation in relations:
            connection.execute(f'create schema if not exists published."{relation.schema}"')
            connection.execute(
                f"create table published.{relation.quoted} as select * from {relation.quoted}"
            )
        columns = ", ".join(f"? as {name}" for name in about)
        connection.execute(
            f"create table published.main.publication as select {columns}", list(about.values())
        )
        connection.execute("checkpoint published")
    finally:
        connection.execute("detach published")
    with duckdb.connect(str(file), read_only=True) as published:
        for relation in relations:
            (folder / "parquet" / relation.schema).mkdir(parents=True, exist_ok=True)
            parquet = folder / "parquet" / relation.schema / f"{relation.name}.parquet"
            published.execute(f"copy {relation.quoted} to {_literal(parquet)} (format parquet)")
            _audit(connection, published, relation, parquet)


def _audit(
    warehouse: duckdb.DuckDBPyConnection,
    published: duckdb.DuckDBPyConnection,
    relation: Relation,
    parquet: Path,
) -> None:
    """Compare a relation in the warehouse, in the published file and in Parquet, row by row."""
    fingerprint = "select count(*), bit_xor(hash(rows)), sum(hash(rows) % 1000003) from {} as rows"
    expected = warehouse.execute(fingerprint.format(relation.quoted)).fetchone()
    for found in (relation.quoted, _literal(parquet)):
        if published.execute(fingerprint.format(found)).fetchone() != expected:
            raise PublishError(f"{relation.quoted} was not written as it is; nothing is published.")


def _flush(folder: Path) -> None:
    """Have the disk hold every file of a folder before it is named."""
    for path in (*folder.rglob("*"), folder):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _make_current(folder: Path, version: str) -> None:
    """Point `current` to a version; replacing a link is one step for every reader."""
    link = folder / ".current"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("versions") / version)
    os.replace(link, folder / "current")


def _remove_old(versions: Path, version: str) -> None:
    """Remove the oldest versions, and those that hold people who were erased since.

    What a process holds open stays readable to it.
    """
    older = sorted(path for path in versions.iterdir() if path.name < version)
    too_many = max(0, len(older) - VERSIONS_KEPT + 1)
    erasure_count = _erasure_count(versions / version)
    for number, path in enumerate(older):
        if number < too_many or _erasure_count(path) != erasure_count:
            shutil.rmtree(path)


def _erasure_count(version: Path) -> int | None:
    """Tell how many identifiers of erased people a version was made without."""
    try:
        return json.loads((version / "publication.json").read_text()).get("erasure_count")
    except (OSError, ValueError):
        return None


def main(arguments: list[str] | None = None) -> int:
    """Build, check and publish from the command line.

    Args:
        arguments: the words after the command; those of the process when None.

    Returns:
        The exit code: 0 published, 1 the build or a critical rule failed, 2 nothing was written.
    """
    parser = argparse.ArgumentParser(
        prog="python -m scripts.publish",
        description="Build and check the warehouse, then publish it in one step.",
    )
    parser.add_argument(
        "--built", action="store_true", help="only check and publish what was built before"
    )
    parser.add_argument("--to", type=Path, default=PUBLISHED, help="a folder; published without it")
    options = parser.parse_args(arguments)

    try:
        # before the build: whoever comes second need not wait for its end to be told
        with locked(options.to):
            if (check() if options.built else build()) != 0:
                print("  Nothing was published; the last version stays.\n", file=sys.stderr)
                return 1
            step("publishing")
            version = _publish(database(), options.to)
    except (PublishError, WarehouseError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"  Published    {options.to / 'current'} ({version.name})\n")
    return 0


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # DuckDB's binding reports objects that SQLAlchemy still holds; they end with the process
    os._exit(status)
