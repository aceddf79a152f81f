"""How long business time takes for a million pairs of instants, three ways.

    python -m benchmarks.business_time [pairs]        default: 1000000

Builds the calendar of the demo once, draws pairs (two years, three days apart on average, all
schedules alike), and measures the join of this project against two others that give the same
minutes: an as-of join to the openings with a running sum, and every pair spread over its days.
Each is the best of three runs. Writes benchmarks/business_time.md.
"""

from __future__ import annotations

import os
import sys
import time

import duckdb

from benchmarks.identity import FOLDER, ROOT, dbt
from tests.python.clocks import macro

PAIRS = """
create or replace temp table pairs as
select
    number as id,
    list_extract((select list(distinct schedule_id order by schedule_id)
        from intermediate.int_business_calendar), 1 + cast(hash(number) % {schedules} as integer))
        as schedule_id,
    began_at,
    began_at + to_microseconds(cast(-ln(1 - random()) * 3 * 86400e6 as bigint)) as ended_at
from (
    select
        number,
        timestamp '2024-07-01' + to_microseconds(cast(random() * 720 * 86400e6 as bigint))
            as began_at
    from range({pairs}) as numbers (number)
)
"""

OPENINGS = """
create or replace temp table openings as
select
    schedule_id, opened_at, closed_at,
    sum(epoch(closed_at) - epoch(opened_at)) over (
        partition by schedule_id order by opened_at rows between unbounded preceding and 1 preceding
    ) as open_seconds_before
from intermediate.int_schedule_days
where opened_at is not null
"""


def by_calendar() -> str:
    """Return the SQL of this project: two hash joins to hours with a running sum."""
    joins = " ".join(
        f"left join intermediate.int_business_calendar as {slot}"
        f" on {macro('slot_of', slot, 'pairs.schedule_id', instant)}"
        for slot, instant in (("began", "pairs.began_at"), ("ended", "pairs.ended_at"))
    )
    until, since = (
        macro("open_seconds_until", "pairs.ended_at", "ended"),
        macro("open_seconds_until", "pairs.began_at", "began"),
    )
    return f"select id, {until} - {since} as seconds from pairs {joins}"


def by_asof() -> str:
    """Return the SQL with the last opening before each instant."""
    seconds = (
        "coalesce({0}.open_seconds_before, 0) + coalesce("
        "least(epoch({1}), epoch({0}.closed_at)) - epoch({0}.opened_at), 0)"
    )
    return f"""
        select id, {seconds.format("ended", "pairs.ended_at")}
            - ({seconds.format("began", "pairs.began_at")}) as seconds
        from pairs
        asof left join openings as began
            on pairs.schedule_id = began.schedule_id and pairs.began_at >= began.opened_at
        asof left join openings as ended
            on pairs.schedule_id = ended.schedule_id and pairs.ended_at >= ended.opened_at
    """


def by_spreading() -> str:
    """Return the SQL that spreads each pair over its days and joins the openings of each."""
    return """
        with days as (
            select *, unnest(range(
                date_trunc('day', began_at) - interval 1 day, ended_at, interval 1 day
            )) as day_at
            from pairs
        )
        select id, coalesce(sum(greatest(
            epoch(least(closed_at, ended_at)) - epoch(greatest(opened_at, began_at)), 0
        )) filter (where opened_at is not null), 0) as seconds
        from days
        left join openings
            on days.schedule_id = openings.schedule_id
            and days.day_at = date_trunc('day', openings.opened_at)
        group by id
    """


def measure(connection: duckdb.DuckDBPyConnection, sql: str, table: str) -> float:
    """Return the best wall time of three runs; the result stays as a table."""
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        connection.execute(f"create or replace temp table {table} as {sql}")
        best = min(best, time.perf_counter() - start)
    return best


def main() -> None:
    """Measure, compare the results, and write the table."""
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    FOLDER.mkdir(parents=True, exist_ok=True)
    database = FOLDER / "business_time.duckdb"
    database.unlink(missing_ok=True)
    untested = ("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")
    start = time.perf_counter()
    dbt(database, "build", "--select", "+int_business_calendar", *untested)
    print(f"built in {time.perf_counter() - start:.0f} s")
    with duckdb.connect(str(database)) as connection:
        connection.execute("set timezone = 'UTC'; set threads = 2; select setseed(0.42)")
        rows, schedules = connection.execute(
            "select count(*), count(distinct schedule_id) from intermediate.int_business_calendar"
        ).fetchone()
        connection.execute(PAIRS.format(pairs=pairs, schedules=schedules))
        connection.execute(OPENINGS)
        seconds = {
            "join to the calendar (this project)": measure(connection, by_calendar(), "a"),
            "as-of join to the openings": measure(connection, by_asof(), "b"),
            "every pair spread over its days": measure(connection, by_spreading(), "c"),
        }
        (difference,) = connection.execute(
            """
            select max(greatest(abs(a.seconds - b.seconds), abs(a.seconds - c.seconds)))
            from a inner join b using (id) inner join c using (id)
            """
        ).fetchone()
    assert difference < 1e-4, f"the three ways differ by {difference} s"
    least = min(seconds.values())
    lines = [
        "# Business time: three ways",
        "",
        f"Written by `python -m benchmarks.business_time` with {os.cpu_count()} cores:",
        f"{pairs:,} pairs of instants, {schedules} schedules, a calendar of {rows:,} rows.",
        "All three give the same seconds.",
        "",
        "| way | seconds | times the fastest |",
        "|---|---|---|",
        *(f"| {way} | {taken:.2f} | {taken / least:.1f} |" for way, taken in seconds.items()),
        "",
    ]
    (ROOT / "benchmarks" / "business_time.md").write_text("\n".join(lines))
    print("\n".join(lines))


if __name__ == "__main__":
    main()
