"""Run dbt on the project as an earlier run has parsed it: python -m tests.python.run_dbt.

Parsing takes dbt half of a build without tests. What it finds depends on the files and on which
tools are connected; database, folders and all other vars are read later, when a model is compiled.
dbt's own partial parsing starts anew for every database and every var, so the parsed project is
kept here, one file for each choice of tools, and given to dbt's own runner.

A quarter of the parsing is Jinja that compiles the same few texts, such as a reference to a doc
block, thousands of times: each is compiled once. Nor is time spent on what nobody sees: a run
without dbt's tests is given a project without them (a build would order every model after every
test before it), and events for the log of debugging are not made.
"""

from __future__ import annotations

import fcntl
import functools
import sys
from collections.abc import Callable
from pathlib import Path
from types import CodeType

import jinja2
from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest
from dbt_common.events.base_types import BaseEvent, EventLevel
from dbt_common.events.event_manager import EventManager

TESTS = ("test", "unit_test")


def compiled_once(compile_text: Callable[..., CodeType]) -> Callable[..., CodeType]:
    """Wrap Jinja's compile: the code of a text depends on nothing but the class of environment."""
    code: dict[tuple[type, str], CodeType] = {}

    @functools.wraps(compile_text)
    def compiled(environment: jinja2.Environment, source: str, **options: str) -> CodeType:
        if options or not isinstance(source, str):
            return compile_text(environment, source, **options)
        key = type(environment), source
        if key not in code:
            code[key] = compile_text(environment, source)
        return code[key]

    return compiled


def above_debugging(fire: Callable[..., None]) -> Callable[..., None]:
    """Wrap how dbt tells of an event: those of the lowest level are for a log that is not kept."""

    @functools.wraps(fire)
    def fired(
        manager: EventManager,
        event: BaseEvent,
        level: EventLevel | None = None,
        *others: object,
        **named: object,
    ) -> None:
        if (level or event.level_tag()) != EventLevel.DEBUG:
            fire(manager, event, level, *others, **named)

    return fired


def parsed_project(path: Path, options: list[str], is_tested: bool = True) -> Manifest | None:
    """Read the parsed project, or parse it and keep it; the others wait for the first.

    Args:
        path: of the file that keeps it; the project without dbt's tests is kept beside it.
        options: what parsing needs to know.
        is_tested: whether dbt's tests are wanted.
    """
    untested = path.with_suffix(".untested")
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            result = dbtRunner().invoke(["parse", "--no-write-json", *options])
            if not result.success:
                return None
            project = result.result
            whole = project.to_msgpack()
            project.unit_tests = {}
            project.nodes = {
                name: node for name, node in project.nodes.items() if node.resource_type != "test"
            }
            untested.write_bytes(project.to_msgpack())
            # last: that it is there says that both are
            path.write_bytes(whole)
    return Manifest.from_msgpack((path if is_tested else untested).read_bytes())


def main(path: str, *arguments: str) -> int:
    """Take the file of the parsed project, a dbt command, and after `--` what parsing needs too."""
    split = arguments.index("--")
    command, options = list(arguments[:split]), list(arguments[split + 1 :])
    jinja2.Environment.compile = compiled_once(jinja2.Environment.compile)
    EventManager.fire_event = above_debugging(EventManager.fire_event)
    is_tested = command[0] == "build" and not set(TESTS) <= set(command)
    project = parsed_project(Path(path), options, is_tested)
    if project is None:
        return 2
    return 0 if dbtRunner(manifest=project).invoke([*command, *options]).success else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
