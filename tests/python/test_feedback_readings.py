"""A text is read once: the next build takes its reading over, as long as the rules are the same."""

import importlib.util
from types import SimpleNamespace

import duckdb
import pyarrow
import pytest

from feedback_text import batches
from tests.python.conftest import ROOT

MODEL = ROOT / "models" / "intermediate" / "voice" / "int_feedback_readings.py"
GREAT = "('r1', 'The service was great', null, 'GB')"
TEXTS = f"(values {GREAT}, ('r2', 'Call +44 20 7946 0018', null, 'GB'))"
NEXT = f"(values {GREAT}, ('r3', 'A terrible day', null, 'GB'))"


@pytest.fixture
def build():
    """Run the model over texts, as dbt does: its table is replaced by what it returns."""
    spec = importlib.util.spec_from_file_location("int_feedback_readings", MODEL)
    model = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(model)
    connection = duckdb.connect()

    class This:
        """What dbt gives as dbt.this."""

        database, schema, identifier = "memory", "main", "int_feedback_readings"

        def __repr__(self) -> str:
            return self.identifier

    def run(texts, valence=3.0):
        names = "(reading_id, feedback_text, names_in_text, phone_country)"
        tables = {
            "feedback_languages": "select 'en' as language, 0.5 as minimum_confidence",
            "sentiment_terms": f"select 'ticketless' as term, {valence} as valence",
            "int_feedback_texts": f"select * from {texts} as texts {names}",
        }
        dbt = SimpleNamespace(
            config=lambda **_: None,
            this=This(),
            ref=lambda name: connection.sql(tables[name]),
        )
        connection.register("read", model.model(dbt, connection))
        connection.execute("create or replace table int_feedback_readings as select * from read")
        connection.unregister("read")
        rows = connection.execute("select * from int_feedback_readings order by 1").fetchall()
        return {row[0]: dict(zip(model.SCHEMA.names, row, strict=True)) for row in rows}

    run.connection = connection
    return run


def mark(build):
    """Change what is stored, so that it can be told from what is read."""
    build.connection.execute("update int_feedback_readings set plain_text = 'taken over'")


def test_what_was_read_is_taken_over_and_what_is_gone_is_gone(build):
    first = build(TEXTS)
    assert first["r2"]["redacted_text"] == "Call [phone]"
    mark(build)
    second = build(NEXT)
    assert second.keys() == {"r1", "r3"}
    assert second["r1"] == first["r1"] | {"plain_text": "taken over"}
    assert second["r3"]["sentiment_score"] < 0


def test_other_rules_read_everything_again(build):
    first = build(TEXTS)
    mark(build)
    again = build(TEXTS, valence=-3.0)
    assert again["r1"]["plain_text"] == first["r1"]["plain_text"]
    assert again["r1"]["reading_rules_version"] != first["r1"]["reading_rules_version"]


def test_a_table_without_the_version_of_its_rules_is_not_taken_over(build):
    build(TEXTS)
    mark(build)
    build.connection.execute("alter table int_feedback_readings drop column reading_rules_version")
    assert build(TEXTS)["r1"]["plain_text"] == "The service was great"


def test_many_texts_read_the_same_by_several_processes(monkeypatch):
    texts = [("The service was great", None, "GB"), ("Call +44 20 7946 0018", "anna", None)]
    texts += [(f"Anna waited {number} days, a terrible time", "anna", None) for number in range(5)]
    names = ("reading_id", "feedback_text", "names_in_text", "phone_country")
    rows = [(f"r{number}", *text) for number, text in enumerate(texts)]
    table = pyarrow.table([list(column) for column in zip(*rows, strict=True)], names=names)
    table = pyarrow.Table.from_batches(table.to_batches(max_chunksize=2))
    rules = {"en": 0.0}, {"ticketless": 3.0}
    alone = list(batches.read_all(table, *rules))
    monkeypatch.setattr(batches, "MANY", 0)
    monkeypatch.setattr(batches.os, "cpu_count", lambda: 2)
    together = list(batches.read_all(table, *rules))
    assert together == alone
    assert [batch.num_rows for batch in together] == [2, 2, 2, 1]
    assert pyarrow.Table.from_batches(together)["reading_id"].to_pylist() == [
        row[0] for row in rows
    ]
