"""The business calendar of given schedules: the compiled models, run in memory."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import duckdb
import jinja2

from tests.python.conftest import ROOT, Run

# in the order in which they read each other
MODELS = (
    "int_schedule_weeks",
    "int_schedule_openings",
    "int_time_zone_offsets",
    "int_schedule_days",
    "int_business_calendar",
)
INPUTS = {
    "intermediate.int_schedules_unioned": "schedule_interval_id varchar, schedule_id varchar, "
    "source_system varchar, time_zone varchar, opens_minute integer, closes_minute integer, "
    "is_default boolean, is_deleted boolean",
    "intermediate.int_schedule_holidays_unioned": "schedule_id varchar, first_date date, "
    "last_date date, is_deleted boolean",
    "intermediate.int_dates": "date_day date",
    "seeds.business_hours": "schedule_id varchar, iso_weekday integer, opens_at varchar, "
    "closes_at varchar, time_zone varchar",
    "seeds.business_holidays": "schedule_id varchar, holiday_date date",
}
WEEK = 7 * 24 * 60


def macro(name: str, *arguments: str) -> str:
    """Return the SQL of one of the macros of the clock."""
    source = (ROOT / "macros" / "engine" / f"{name}.sql").read_text()
    template = jinja2.Environment(autoescape=False).from_string(source)  # noqa: S701
    module = template.make_module({"epoch_seconds": lambda instant: f"epoch({instant})"})
    return str(getattr(module, name)(*arguments))


class Clock:
    """A calendar, and the business time between two instants on it."""

    def __init__(self, run: Run):
        """Take the models as a run of dbt compiled them."""
        folder = run.target / "compiled" / "cx_warehouse" / "models" / "intermediate" / "service"
        self.models = {name: (folder / f"{name}.sql").read_text() for name in MODELS}
        self.connection = duckdb.connect()
        self.connection.execute("set timezone = 'UTC'")
        self.connection.execute("attach ':memory:' as cx")
        self.connection.execute("create schema cx.seeds; create schema cx.intermediate")

    def build(
        self,
        zone: str,
        week: list[tuple[int, int]],
        first: date,
        last: date,
        holidays: list[tuple[date, date]] = (),
    ) -> None:
        """Make the calendar of one schedule: `week` in minutes from Monday 00:00, closed days."""
        days = (last - first).days + 1
        tables = dict.fromkeys(INPUTS, ())
        tables["intermediate.int_dates"] = [(first + timedelta(days=n),) for n in range(days)]
        tables["intermediate.int_schedules_unioned"] = [
            (f"s|{place}", "s", "tool", zone, opens, closes, True, False)
            for place, (opens, closes) in enumerate(week)
        ]
        tables["intermediate.int_schedule_holidays_unioned"] = [
            ("s", begins, ends, False) for begins, ends in holidays
        ]
        for table, columns in INPUTS.items():
            self.connection.execute(f"create or replace table cx.{table} ({columns})")
            if tables[table]:
                marks = ", ".join("?" for _ in columns.split(","))
                self.connection.executemany(
                    f"insert into cx.{table} values ({marks})", tables[table]
                )
        for name, sql in self.models.items():
            self.make(name, sql)

    def make(self, name: str, sql: str) -> None:
        """Build a model."""
        self.connection.execute(f"create or replace table cx.intermediate.{name} as {sql}")

    def minutes(self, pairs: list[tuple[datetime, datetime]]) -> list[float]:
        """Business minutes of each pair of instants (UTC), by the join that the facts use."""
        self.connection.execute(
            "create or replace table pairs (id integer, begins timestamp, ends timestamp)"
        )
        rows = [(place, begins, ends) for place, (begins, ends) in enumerate(pairs)]
        self.connection.executemany("insert into pairs values (?, ?, ?)", rows)
        joins = "\n".join(
            f"left join cx.intermediate.int_business_calendar as {slot} "
            f"on {macro('slot_of', slot, chr(39) + 's' + chr(39), instant)}"
            for slot, instant in (("began", "pairs.begins"), ("ended", "pairs.ends"))
        )
        found = self.connection.execute(
            f"""
            select ({macro("open_seconds_until", "pairs.ends", "ended")}
                - {macro("open_seconds_until", "pairs.begins", "began")}) / 60.0
            from pairs {joins} order by pairs.id
            """
        ).fetchall()
        assert len(found) == len(pairs), "an instant lies in two rows of the calendar"
        return [value for (value,) in found]
