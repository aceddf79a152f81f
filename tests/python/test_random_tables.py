"""Raw tables full of nonsense still build: bad rows go to quarantine, and none is lost."""

import csv
import random

from tests.python.conftest import dbt
from tests.python.golden import DOMAINS, EVERYTHING, SITES, sources, variables

WORDS = {
    "state": ["open", "closed", "solved", "1", "2", "5", "6", "complete"],
    "number": ["0", "3", "5", "7", "9", "10", "11", "good", "bad", "offered", "-2", "1e3"],
    "email": ["a@x.example", "B@x.example", "c@y.example", "no address"],
    "json": [
        "[]",
        "{}",
        "null",
        "not json",
        '{"a": 1, "default_question": 103, "hs_value": "9", "email": "d@x.example"}',
        '[{"id": 1, "ref": "2", "type": "rating", "number": 3, "properties": {"steps": 5}}]',
        '[{"id": "1", "questions": [{"id": "2", "answers": [{"choice_id": "3"}, {"text": "x"}]}]}]',
    ],
    "time": ["2026-02-03 10:00:00", "2026-02-04T11:00:00Z", "1770200000", "1770300000000"],
    "boolean": ["true", "false", "1", "0"],
    "bad": ["", "", "", "garbage", "-1", "99999999999", "2026-99-99", "'", "ä€"],
}
KINDS = {
    "state": ("status", "state", "stage"),
    "number": ("score", "value", "rating", "amount", "revenue", "duration"),
    "email": ("email",),
    "json": (
        *("questions", "choices", "fields", "answers", "pages", "ratings", "stats", "properties"),
        *("hidden", "contact", "domains", "emails", "tags", "recipient", "variables", "headings"),
    ),
    "time": ("date", "_at", "_on", "created", "updated", "time", "start", "end", "timestamp"),
    "boolean": ("is_", "has_", "public", "active", "incoming", "private", "deleted", "inactive"),
}


def cell(rng: random.Random, column: str) -> str:
    """Return a value that the column might hold, and now and then one that it must not."""
    if rng.random() < 0.12:
        return rng.choice(WORDS["bad"])
    if not column.endswith("_id"):
        for kind, parts in KINDS.items():
            if any(part in column for part in parts):
                return rng.choice(WORDS[kind])
    return str(rng.randrange(1, 15))


def test_nonsense_builds(tmp_path):
    """If this fails, a strange row of a tool stops the run, is lost, or is counted twice."""
    for vendor in [*DOMAINS, *SITES]:
        rng = random.Random(f"{vendor}1")
        folder = tmp_path / "raw" / vendor
        folder.mkdir(parents=True)
        for table in sources(vendor)["tables"]:
            columns = [column["name"] for column in table["columns"]]
            rows = [[cell(rng, column) for column in columns] for _ in range(40)]
            with (folder / f"{table['name']}.csv").open("w", newline="") as file:
                csv.writer(file).writerows([columns, *rows, *rows[:3]])
    # unit tests bring their own rows; they run with the same tools in the fixture all_on
    arguments = ("build", "--exclude-resource-type", "unit_test")
    given = variables(**EVERYTHING) | {"raw_path": f"{tmp_path}/raw"}
    run = dbt(tmp_path, *arguments, variables=given)
    assert run.code == 0, run.output
    rejected = run.rows("select count(distinct reason_code) from restricted.fct_rejected_records")
    assert rejected[0][0] > 10
