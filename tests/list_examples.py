"""Which worked examples of the KPI catalogue have a test that names them, and which have none.

python -m tests.list_examples [path to the catalogue]

The examples that this release answers for are listed in tests/worked_examples.csv. With a catalogue
that list is checked too: an example that it lacks is missing. Exit code 1 if anything is missing.
"""

from __future__ import annotations

import ast
import csv
import json
import re
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "tests" / "worked_examples.csv"
KPIS = set(range(1, 38))
IN_TEXT = re.compile(r"\b([A-Z]+-E\d+)\b")
IN_NAME = re.compile(r"(?:^|_)([a-z]+)_e(\d+)(?=_|$)")


def expected() -> list[str]:
    """Return the ids that must have a test, as this repository lists them."""
    with LIST.open(newline="") as file:
        return [row["id"] for row in csv.DictReader(file)]


def in_catalogue(text: str) -> list[str]:
    """Return the ids of the catalogue's examples of these KPIs, and of the status function."""
    found, section = [], 0
    for line in text.splitlines():
        if heading := re.match(r"#+ KPI-(\d+) ", line):
            section = int(heading[1])
        elif line.startswith('{"id":'):
            example = json.loads(line)["id"]
            if section in KPIS or example.startswith("STATUS-"):
                found.append(example)
    return found


def ids_in_name(name: str) -> set[str]:
    """Return the example of a test's name: test_nps_e1_one_of_each names NPS-E1."""
    return {f"{prefix.upper()}-E{number}" for prefix, number in IN_NAME.findall(name)}


def named_by_pytest(source: str) -> set[str]:
    """Return the examples that the tests of a module name, in their names or the ids of cases."""
    found = set()
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef) or not function.name.startswith("test_"):
            continue
        found |= ids_in_name(function.name)
        for decorator in function.decorator_list:
            for call in ast.walk(decorator):
                if isinstance(call, ast.keyword) and call.arg == "id":
                    found |= set(IN_TEXT.findall(str(getattr(call.value, "value", ""))))
    return found


def named_by_dbt(text: str) -> set[str]:
    """Return the examples that dbt's unit tests name, in their names or descriptions."""
    found = set()
    for test in yaml.load(text, yaml.CSafeLoader).get("unit_tests", []):
        found |= ids_in_name(test["name"]) | set(IN_TEXT.findall(test.get("description", "")))
    return found


@cache
def named_by_tests(root: Path = ROOT) -> set[str]:
    """Return the examples that any test below the folder names."""
    found = set()
    for path in (root / "tests" / "python").glob("test_*.py"):
        found |= named_by_pytest(path.read_text())
    for path in (root / "models").rglob("*.yml"):
        if "unit_tests:" in (text := path.read_text()):
            found |= named_by_dbt(text)
    return found


def without(wanted: Iterable[str], having: Iterable[str]) -> list[str]:
    """Return what is wanted and not there, in the order of the wanted."""
    there = set(having)
    return [example for example in wanted if example not in there]


def main(catalogue: str = "") -> int:
    """Print what is missing."""
    lines = [f"no test names {example}" for example in without(expected(), named_by_tests())]
    if catalogue:
        known = in_catalogue(Path(catalogue).read_text())
        lines += [f"{LIST.name} lacks {example}" for example in without(known, expected())]
        lines += [f"the catalogue lacks {example}" for example in without(expected(), known)]
    print("\n".join(lines) or f"All {len(expected())} worked examples have a test.")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
