"""What is added to piece by piece is what one build makes of the whole."""

import random
from datetime import datetime, timedelta
from functools import cache

import duckdb
import pytest
from jinja2 import Environment

from tests.python.conftest import ROOT
from tests.python.identity_engine import columns

INCREMENTS = 30
START = datetime(2025, 1, 1)
MODEL = ROOT / "models" / "marts" / "kpis" / "fct_touchpoints.sql"
HOOK = ROOT / "macros" / "governance" / "forget_erased.sql"
CUSTOMERS = ("C1", "C2", "C3", "unknown")


def rendered(text: str, **others: object) -> str:
    """Render a model or a macro that is about the stream of contacts."""
    names = {"ref": lambda name: name, "this": "stream"}
    environment = Environment()
    environment.globals |= names | others
    return environment.from_string(text).render()


@cache
def statement(is_incremental: bool) -> str:
    """The stream of contacts for its first build, or for one that adds to it."""
    others = {"config": lambda **_: "", "forget_touchpoints_gone": lambda: ""}
    return rendered(MODEL.read_text(), is_incremental=lambda: is_incremental, **others)


@cache
def hook() -> str:
    """What is done after each build, by the macro itself."""
    text = HOOK.read_text() + "{{ forget_touchpoints_gone() }}"
    return rendered(text, deleting=lambda table, gone: f"delete from {table} where {gone}")


class Stream:
    """Contacts in memory, and the table that is made of them, one increment after the other."""

    def __init__(self, seed: int) -> None:
        """Start without a contact; the seed of the project says what a channel leads to."""
        self.chance, self.number, self.touches, self.feelings = random.Random(seed), 0, {}, {}
        self.connection = duckdb.connect()
        for name in ("touchpoint_map", "touchpoints"):
            self.connection.execute(f"create table {name} as from '{ROOT / 'seeds' / name}.csv'")
        for name in ("int_touches", "int_touch_feelings"):
            types = ", ".join(f"{column} {kind}" for column, kind in columns(name).items())
            self.connection.execute(f"create table {name} ({types})")
        self.connection.execute(f"create table stream as {statement(is_incremental=False)}")

    def come(self, at: datetime) -> None:
        """A contact lands, new or late: what it is about and how it felt is left to chance."""
        self.number += 1
        touch = {"touch_id": f"t{self.number}", "touched_at": at, "contact_kind": "ticket"}
        touch |= {"customer_id": self.chance.choice(CUSTOMERS), "feedback_key": f"f{self.number}"}
        touch |= {"maps_from": "channel", "exclusion_reason": self.chance.choice((None, "spam"))}
        touch |= {"raw_touchpoint": self.chance.choice(("email", "chat", "pigeon"))}
        self.touches[self.number] = touch
        if self.chance.random() < 0.5:
            score = round(self.chance.uniform(-1, 1), 2)
            feeling = {"sentiment_score": score, "satisfied_count": int(score > 0)}
            self.feelings[self.number] = {"feedback_key": f"f{self.number}"} | feeling

    def change(self) -> None:
        """Some contacts come anew, late ones among them; some are changed, some go."""
        now = START + timedelta(hours=self.number)
        for _ in range(self.chance.randint(0, 6)):
            self.come(now + timedelta(minutes=self.chance.randint(0, 60)))
        for _ in range(self.chance.randint(0, 3)):
            # at the very instant of another one, now and then
            self.come(START + timedelta(hours=self.chance.randint(0, self.number)))
        known = sorted(self.touches)
        for one in self.chance.sample(known, min(len(known), self.chance.randint(0, 3))):
            changed = {"customer_id": self.chance.choice(CUSTOMERS), "touched_at": now}
            column = self.chance.choice(list(changed))
            self.touches[one] |= {column: changed[column]}
            self.feelings.pop(one, None)
        for one in self.chance.sample(known, min(len(known), self.chance.randint(0, 2))):
            del self.touches[one]
        # two customers turn out to be one, and later are two again
        if known and self.chance.random() < 0.2:
            for one in self.touches.values():
                one["customer_id"] = self.chance.choice(CUSTOMERS[:2])

    def land(self) -> None:
        """Put what is known now in the place of the models before."""
        tables = ("int_touches", self.touches), ("int_touch_feelings", self.feelings)
        for name, rows in tables:
            self.connection.execute(f"delete from {name}")
            for row in rows.values():
                marks = ", ".join("?" for _ in row)
                insert = f"insert into {name} ({', '.join(row)}) values ({marks})"
                self.connection.execute(insert, list(row.values()))

    def add(self) -> int:
        """Do what dbt does for delete+insert, and then the hook; return the rows written."""
        self.connection.execute(f"create temp table new as {statement(is_incremental=True)}")
        new = "touchpoint_id in (select touchpoint_id from new)"
        self.connection.execute(f"delete from stream where {new}")
        self.connection.execute("insert into stream from new")
        self.connection.execute(hook())
        ((written,),) = self.connection.execute("select count(*) from new").fetchall()
        self.connection.execute("drop table new")
        return written

    def rows(self, relation: str) -> list[tuple]:
        """Give the rows of a table or a query, in order."""
        return self.connection.execute(f"select * from {relation} order by all").fetchall()


@pytest.mark.parametrize("seed", range(3))
def test_thirty_increments_are_one_build(seed):
    """Late, changed, repeated and deleted contacts, and merges: the stream never drifts away.

    If this fails, order and figures of contacts depend on when they landed.
    """
    stream, written = Stream(seed), 0
    for _ in range(INCREMENTS):
        stream.change()
        stream.land()
        written += stream.add()
        assert stream.rows("stream") == stream.rows(f"({statement(is_incremental=False)})")
        # the same load once more
        assert stream.add() == 0
    assert written > INCREMENTS
    assert len({row[0] for row in stream.rows("stream")}) > 20
