"""What BI reads is whole at every moment, and holds only what passed and what a role may see."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from scripts.publish import WITHOUT_FILE, PublishError, Relation, granted, locked, publish
from tests.python.conftest import ROOT

KILLS = 50
PUBLICATIONS = 20
LOCAL_PART = re.compile(rb"[A-Za-z0-9._%+-]+$")
DOMAIN = re.compile(rb"@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")
# keys of a person, an agent or who pays: what a stakeholder's report has no need of
KEYS_OF_PEOPLE = ("customer_id", "agent_id", "payer_id", "account_id", "customer_id_a")
# waits for a line, so that the time for imports is not part of what is killed
PUBLISHER = """
import sys
from pathlib import Path
from scripts.publish import publish, PublishError
print("ready", flush=True)
sys.stdin.readline()
try:
    publish(Path(sys.argv[1]), Path(sys.argv[2]))
except PublishError as error:
    sys.exit(str(error))
"""
READER = """
import sys, time
from pathlib import Path
import duckdb
folder, stop, reads = Path(sys.argv[1]) / "current" / "analyst", Path(sys.argv[2]), 0
while not stop.exists():
    with duckdb.connect(str(folder / "cx.duckdb"), read_only=True) as connection:
        whole = connection.execute(
            "select count(*) = any_value(rows_promised) from marts.fct_things"
        ).fetchone()[0]
    parquet = folder / "parquet" / "marts" / "fct_things.parquet"
    (count,) = duckdb.connect().execute(f"select count(*) from '{parquet}'").fetchone()
    if not whole or count < 20000:
        sys.exit(f"read {reads} was of a part")
    reads += 1
print(reads)
"""


@pytest.fixture()
def small(tmp_path: Path) -> Path:
    """A warehouse with what a publication needs, small enough to publish in a moment."""
    # an apostrophe, as the home of O'Neill has
    (tmp_path / "o'neill").mkdir()
    path = tmp_path / "o'neill" / "small.duckdb"
    fill(path, 20_000)
    return path


def fill(path: Path, row_count: int, failed_critical: int = 0) -> None:
    """Write the small warehouse anew; every fact says how many there are."""
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            f"""
            create schema seeds; create schema marts; create schema reports;
            create schema restricted; create schema governance;
            create table seeds.access_grants as select * from (values
                ('analyst', 'marts', '*'), ('analyst', 'reports', '*'),
                ('privacy_officer', 'restricted', '*'), ('engineer', '*', '*'),
                ('stakeholder', 'reports', 'rpt_kpi_scorecard')
            ) as grants (role, schema_name, relation_name);
            create table seeds.erasures (identifier_hash varchar);
            create table marts.fct_things as
                select i as thing_id, md5(i::varchar) as thing, {row_count} as rows_promised
                from range({row_count}) as things (i);
            create table restricted.dim_names as select 'Ada' as full_name;
            create table reports.rpt_kpi_scorecard as
                select timestamp '2026-07-01' as computed_at, 1 as value;
            create table governance.fct_governance_checks as
                select timestamp '2026-07-02' as checked_at, 'critical' as severity,
                    i >= {failed_critical} as is_success from range(3) as checks (i);
            """
        )


def current(folder: Path, role: str = "analyst") -> duckdb.DuckDBPyConnection:
    """Open what a role reads."""
    return duckdb.connect(str(folder / "current" / role / "cx.duckdb"), read_only=True)


def addresses(data: bytes) -> set[bytes]:
    """Find the e-mail addresses in bytes, in lower case; at signs are rare, so they come first."""
    found = set()
    for match in DOMAIN.finditer(data):
        local = LOCAL_PART.search(data[max(0, match.start() - 64) : match.start()])
        if local:
            found.add((local[0] + match[0]).lower())
    return found


def start(warehouse: Path, folder: Path, **options: object) -> subprocess.Popen:
    """Start a process that publishes when it is told to."""
    command = [sys.executable, "-c", PUBLISHER, str(warehouse), str(folder)]
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=-1, stdout=-1, stderr=-1, text=True, **options
    )
    assert process.stdout.readline() == "ready\n"
    return process


def test_each_role_gets_its_tables_and_no_others(small: Path, tmp_path: Path) -> None:
    """A role that reads one table more reads what it must not."""
    folder = tmp_path / "published"
    publish(small, folder)
    found = {}
    for role in ("analyst", "privacy_officer", "stakeholder"):
        with current(folder, role) as connection:
            query = "select table_schema || '.' || table_name from information_schema.tables"
            found[role] = {name for (name,) in connection.execute(query).fetchall()}
    assert found == {
        "analyst": {"main.publication", "marts.fct_things", "reports.rpt_kpi_scorecard"},
        "privacy_officer": {"main.publication", "restricted.dim_names"},
        "stakeholder": {"main.publication", "reports.rpt_kpi_scorecard"},
    }
    assert not (folder / "current" / "engineer").exists()
    assert b"Ada" not in (folder / "current" / "analyst" / "cx.duckdb").read_bytes()


def test_a_version_says_when_it_is_of(small: Path, tmp_path: Path) -> None:
    """A reader who cannot tell the date takes old numbers for new ones."""
    version = publish(small, tmp_path / "published")
    with current(tmp_path / "published", "stakeholder") as connection:
        row = connection.execute("from publication").fetchone()
        names = [column[0] for column in connection.description]
    about = dict(zip(names, row, strict=True))
    assert about["version"] == version.name
    assert (about["as_of"].year, about["check_count"], about["warning_count"]) == (2026, 3, 0)


def test_a_critical_failure_leaves_the_last_version(small: Path, tmp_path: Path) -> None:
    """What failed a critical check must not reach BI; what passed before must stay."""
    folder = tmp_path / "published"
    version = publish(small, folder)
    fill(small, 30_000, failed_critical=1)
    with pytest.raises(PublishError, match="1 critical checks failed"):
        publish(small, folder)
    assert (folder / "current").resolve() == version
    assert [path.name for path in (folder / "versions").iterdir()] == [version.name]


def test_unchecked_and_missing_warehouses_are_not_published(small: Path, tmp_path: Path) -> None:
    """Nothing is published on trust."""
    with duckdb.connect(str(small)) as connection:
        connection.execute("drop table governance.fct_governance_checks")
    with pytest.raises(PublishError, match="was not checked"):
        publish(small, tmp_path / "published")
    with pytest.raises(PublishError, match="cannot be opened"):
        publish(tmp_path / "none.duckdb", tmp_path / "published")


def test_a_grant_on_nothing_is_an_error(small: Path, tmp_path: Path) -> None:
    """A renamed report would else vanish from its readers without a word."""
    with duckdb.connect(str(small)) as connection:
        connection.execute("insert into seeds.access_grants values ('analyst', 'marts', 'gone')")
    with pytest.raises(PublishError, match=r"lets analyst read marts\.gone, which is not"):
        publish(small, tmp_path / "published")


def test_killed_at_any_moment_it_leaves_a_whole_version(small: Path, tmp_path: Path) -> None:
    """`kill -9` must find no moment at which BI would read a part of a version."""
    folder = tmp_path / "published"
    publish(small, folder)
    began = time.monotonic()
    publish(small, folder)
    duration = time.monotonic() - began
    moments = random.Random(7)
    ended = 0
    for number in range(KILLS):
        fill(small, 20_000 + number)
        process = start(small, folder)
        process.stdin.write("go\n")
        process.stdin.flush()
        time.sleep(moments.uniform(0, 1.3 * duration))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        ended += process.returncode == 0
        with current(folder) as connection:
            query = "select count(*), any_value(rows_promised) from marts.fct_things"
            count, promised = connection.execute(query).fetchone()
            (version,) = connection.execute("select version from publication").fetchone()
        assert count == promised
        assert (folder / "current").resolve().name == version
        parquet = folder / "current" / "analyst" / "parquet" / "marts" / "fct_things.parquet"
        assert duckdb.connect().execute(f"select count(*) from '{parquet}'").fetchone() == (count,)
    assert ended < KILLS, "no kill came in time"
    publish(small, folder)
    assert not list((folder / "versions").glob(".incoming-*"))


def test_a_reader_never_fails_while_others_publish(small: Path, tmp_path: Path) -> None:
    """A dashboard that refreshes at the wrong moment must not break."""
    folder, stop = tmp_path / "published", tmp_path / "stop"
    publish(small, folder)
    command = [sys.executable, "-c", READER, str(folder), str(stop)]
    reader = subprocess.Popen(command, cwd=ROOT, stdout=-1, stderr=-1, text=True)
    for number in range(PUBLICATIONS):
        fill(small, 20_000 + number)
        publish(small, folder)
    stop.touch()
    output, errors = reader.communicate()
    assert reader.returncode == 0, errors
    assert int(output) > PUBLICATIONS


def test_an_open_reader_blocks_nothing(small: Path, tmp_path: Path) -> None:
    """A tool that keeps its file open for days must stop no publication, and keeps its version."""
    folder = tmp_path / "published"
    publish(small, folder)
    with current(folder) as connection:
        for _ in range(5):
            publish(small, folder)
        assert connection.execute("select count(*) from marts.fct_things").fetchone() == (20_000,)


def test_two_at_once(small: Path, tmp_path: Path) -> None:
    """The second is told who the first is."""
    folder = tmp_path / "published"
    with locked(folder):
        process = start(small, folder)
        _, errors = process.communicate("go\n")
    assert process.returncode == 1
    assert f"Another process ({os.getpid()}) is publishing to {folder}" in errors


def test_no_room(small: Path, tmp_path: Path) -> None:
    """A full disk damages nothing and says so; a limit on a file's size stands in for it."""
    import resource

    folder = tmp_path / "published"
    version = publish(small, folder)
    limit = (100_000, 100_000)
    process = start(
        small, folder, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    )
    _, errors = process.communicate("go\n")
    assert process.returncode == 1
    assert f"{folder} cannot be written: " in errors
    assert (folder / "current").resolve() == version
    assert [path.name for path in (folder / "versions").iterdir()] == [version.name]


def test_a_folder_that_cannot_be_written(small: Path, tmp_path: Path) -> None:
    """A wrong path is named, with the reason."""
    (tmp_path / "file").touch()
    with pytest.raises(PublishError, match="cannot be written: Not a directory"):
        publish(small, tmp_path / "file" / "published")


def test_the_demo_is_published_without_private_data(warehouse: Path, tmp_path: Path) -> None:
    """No address of a customer in a file that is not the privacy officer's."""
    # a copy: the results of a run of the checks go into it
    copy = tmp_path / "cx.duckdb"
    copy.write_bytes(warehouse.read_bytes())
    with duckdb.connect(str(copy)) as connection:
        connection.execute("create schema if not exists governance")
        connection.execute(
            """
            create or replace table governance.fct_governance_checks as
            select timestamp '2026-07-02' as checked_at, 'critical' as severity, true as is_success
            """
        )
        connection.execute(
            "create or replace table governance.fct_kpi_warnings as select 'nps' as kpi_code"
        )
        roles = granted(connection)
        for relation in roles["stakeholder"]:
            columns = connection.execute(f"describe {relation.quoted}").fetchall()
            assert not {column[0] for column in columns} & set(KEYS_OF_PEOPLE), relation
        emails = connection.execute(
            "select distinct lower(email) from restricted.dim_customer_contact_details"
        ).fetchall()
    readers = {role: {item.schema for item in items} for role, items in roles.items()}
    assert [role for role, schemas in readers.items() if "restricted" in schemas] == [
        "engineer",
        "privacy_officer",
    ]
    assert Relation("restricted", "fct_rejected_records") not in roles["analyst"]

    version = publish(copy, tmp_path / "published")
    known = {email.encode() for (email,) in emails if email}
    assert len(known) > 100
    # the search finds them where they are meant to be
    assert addresses((version / "privacy_officer" / "cx.duckdb").read_bytes()) & known
    for role in set(roles) - {"privacy_officer", *WITHOUT_FILE}:
        for file in (version / role).rglob("*"):
            if file.is_file():
                assert not addresses(file.read_bytes()) & known, file
        # files are compressed: their bytes may hide what a reader sees
        with current(tmp_path / "published", role) as connection:
            for relation in roles[role]:
                for name, kind, *_ in connection.execute(f"describe {relation.quoted}").fetchall():
                    if kind == "VARCHAR":
                        values = connection.execute(
                            f'select distinct "{name}" from {relation.quoted}'
                            f" where contains(\"{name}\", '@')"
                        ).fetchall()
                        text = "\n".join(value for (value,) in values).encode()
                        assert not addresses(text) & known, (relation, name)
