"""Fixtures: warehouses that dbt builds, and a way to run one model on given rows."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
EXIT_STATUS = pytest.StashKey[int]()
REAL_DATA = ROOT.parent / "shared" / "data" / "real"
REAL_VARS = {
    "crm_vendors": [],
    "help_desk_vendors": ["servicenow"],
    "survey_vendors": ["qualtrics"],
    "digital_vendors": [],
    "as_of": "2022-01-01 00:00:00",
}
# the vars that decide which models and sources there are, and so what dbt finds when it parses
TOOL_LISTS = ("crm_vendors", "help_desk_vendors", "survey_vendors", "digital_vendors")
# the variable of the environment that tells all workers where parsed projects are kept
PARSED = "CX_PARSED_PROJECTS"
# by the names that distributions give it
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# dbt's own tests run in the builds of the fixtures below; other builds are compared with those, and
# nobody reads dbt's account of them
UNTESTED = (
    *("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"),
    "--no-write-json",
)
# a unit test brings its own rows: it runs in the build of `all_on`, and that is enough
WITHOUT_UNIT_TESTS = ("--exclude-resource-type", "unit_test")


@dataclass(frozen=True)
class Run:
    """What one dbt command left behind: its exit code, its output, and the file it wrote."""

    code: int
    output: str
    database: Path
    target: Path

    def rows(self, query: str) -> list[tuple]:
        """Return the rows of a query against the built file."""
        with duckdb.connect(str(self.database), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def manifest(self) -> dict:
        """Return dbt's manifest of this run."""
        return json.loads((self.target / "manifest.json").read_text())


def dbt(
    folder: Path,
    *arguments: str,
    variables: dict | None = None,
    threads: int = 1,
    database: str = "cx.duckdb",
) -> Run:
    """Run dbt from the project root with its database and its target below `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / database
    environment = os.environ | {"CX_DATABASE": str(path), "DBT_THREADS": str(threads)}
    options = ["--no-use-colors", "--target-path", str(folder / "target")]
    # nobody reads the log: what went wrong is in the output
    options += ["--log-path", str(folder / "logs"), "--log-level-file", "none"]
    options += ["--vars", json.dumps(variables or {})]
    command = [sys.executable, "-m", "tests.python.run_dbt", str(parsed_file(variables or {}))]
    command += [*arguments, "--", *options]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    return Run(done.returncode, done.stdout + done.stderr, path, folder / "target")


def parsed_file(variables: dict) -> Path:
    """Name the file that keeps the project as parsed for the tools that the vars connect."""
    tools = {key: value for key, value in variables.items() if key in TOOL_LISTS}
    digest = hashlib.sha256(json.dumps(tools, sort_keys=True).encode()).hexdigest()
    return Path(os.environ[PARSED]) / f"{digest[:16]}.msgpack"


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Run]:
    """Return a function that builds a warehouse once for all workers; the others wait for it."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def once(name: str, build: Callable[[Path], Run]) -> Run:
        """Give the run that `build` makes in the folder it is given, or has made before."""
        folder, done = shared / name, shared / f"{name}.done"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if done.exists():
                return Run(0, "", folder / "cx.duckdb", folder / "target")
            run = build(folder)
            assert run.code == 0, run.output
            done.touch()
            return run

    return once


@pytest.fixture(scope="session")
def demo(built_once: Callable[..., Run]) -> Run:
    """The warehouse of the demo company, built by dbt, with its data tests."""
    return built_once("demo", lambda folder: dbt(folder, "build", *WITHOUT_UNIT_TESTS))


@pytest.fixture(scope="session")
def all_on(built_once: Callable[..., Run]) -> Run:
    """All vendors at once, each with the golden company, built and tested by dbt."""
    from tests.python.golden import EVERYTHING, plainly, together

    return built_once("all", lambda folder: together(EVERYTHING, folder, plainly, "build"))


@pytest.fixture(scope="session")
def one_a_domain(built_once: Callable[..., Run]) -> Run:
    """One vendor in each domain, built and tested by dbt."""
    from tests.python.golden import plainly, together

    listed = {"crm": ["dynamics"], "help_desk": ["freshdesk"], "survey": ["typeform"]}
    listed["digital"] = ["segment"]
    arguments = ("build", *WITHOUT_UNIT_TESTS)
    return built_once("one", lambda folder: together(listed, folder, plainly, *arguments))


@pytest.fixture(scope="session")
def warehouse(demo: Run) -> Path:
    """The file of the demo warehouse; copy it before changing it."""
    return demo.database


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser of the machine, for the pages that people read; nothing is downloaded for it."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("no Chromium is installed: " + ", ".join(BROWSERS))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found)
        yield browser
        browser.close()


@pytest.fixture()
def raw_copy(tmp_path: Path) -> Path:
    """A copy of the demo's raw files to break."""
    return Path(shutil.copytree(ROOT / "demo" / "raw", tmp_path / "raw"))


@pytest.fixture(scope="session")
def run_model(demo: Run) -> Callable[..., list[dict]]:
    """Return a function that runs the compiled SQL of one model on rows given for its inputs."""
    return runner(demo)


@pytest.fixture(scope="session")
def run_any_model(all_on: Run) -> Callable[..., list[dict]]:
    """The same for the models of all ten vendors."""
    return runner(all_on)


def runner(
    built: Run, answer: Callable[..., list[dict]] | None = None
) -> Callable[..., list[dict]]:
    """Return a function that runs one of the models that a run has compiled.

    Args:
        built: the run.
        answer: what another engine does with the inputs on a connection, the name of the model
            and as_of.
    """
    nodes = built.manifest()["nodes"]
    by_name = {node["name"]: node for node in nodes.values() if node["resource_type"] != "test"}

    def run(name: str, inputs: dict[str, Iterable[dict]], as_of: str | None = None) -> list[dict]:
        """Every input is a list of rows; columns that a row leaves out are null."""
        node = by_name[name]
        sql = (built.target / "compiled" / "cx_warehouse" / node["original_file_path"]).read_text()
        if as_of:
            sql = sql.replace("'2026-07-01 00:00:00'", f"'{as_of}'")
        connection = duckdb.connect()
        connection.execute("set timezone = 'UTC'")
        connection.execute(f"attach '{built.database}' as built (read_only)")
        connection.execute("attach ':memory:' as cx")
        for parent_id in node["depends_on"]["nodes"]:
            parent = nodes[parent_id]
            place = f"{parent['schema']}.{parent['name']}"
            connection.execute(f"create schema if not exists cx.{parent['schema']}")
            if parent["name"] not in inputs and parent["resource_type"] == "seed":
                connection.execute(f"create table cx.{place} as from built.{place}")
                continue
            connection.execute(f"create table cx.{place} as from built.{place} limit 0")
            for row in inputs.get(parent["name"], []):
                columns = ", ".join(row)
                marks = ", ".join("?" for _ in row)
                connection.execute(
                    f"insert into cx.{place} ({columns}) values ({marks})", list(row.values())
                )
        return answer(connection, name, as_of) if answer else on_duckdb(connection, sql)

    return run


def on_duckdb(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict]:
    """Run the SQL where its inputs are."""
    result = connection.execute(sql)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder of the parsed projects, before the workers start."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        os.environ[PARSED] = tempfile.mkdtemp(prefix="cx_parsed_")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker begins with the tests of the demo, the other with the rest, and none waits."""
    items.sort(key=lambda item: "demo" not in item.fixturenames)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Remember how the session ended, for the way out below."""
    session.config.stash[EXIT_STATUS] = int(exitstatus)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave at once: the ordinary way out tells of objects that DuckDB's binding holds."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        shutil.rmtree(os.environ[PARSED])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(config.stash.get(EXIT_STATUS, 1))
