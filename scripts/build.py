"""The main job: build the warehouse, validate it, generate the docs, and say what came of it.

Run it with `make build`, or `python -m scripts.build` once the environment is set up.
Exit codes: 0 all is well, 1 a model, a test or a critical governance rule failed, 2 dbt could
not start.
"""

from __future__ import annotations

import json
import os
import sys
import time

import duckdb

from expectations.results import ValidationSummary
from scripts.docs import DOCS_PAGE, DocsError, write_docs
from scripts.figures import headlines, plain_name, shown
from scripts.project import TARGET, database, dbt, step

QUALITY_PAGE = TARGET / "quality.html"


def outcome(started: float) -> str:
    """Count what the last dbt command did, from its run results."""
    results = json.loads((TARGET / "run_results.json").read_text())["results"]
    kinds = [result["unique_id"].split(".")[0] for result in results]
    tests = kinds.count("test") + kinds.count("unit_test")
    left = sum(result["message"] == "UNCHANGED" for result in results)
    unchanged = f" ({left} unchanged)" if left else ""
    return (
        f"{kinds.count('model')} models, {kinds.count('seed')} seeds{unchanged}, {tests} tests "
        f"in {time.monotonic() - started:.0f} s"
    )


def scorecard_lines() -> list[str]:
    """Return one line a KPI: its value over all time, n, its status, and rules that warn of it."""
    with duckdb.connect(str(database()), read_only=True) as connection:
        figures = [of_kpi[0] for of_kpi in headlines(connection)]
    lines = []
    for figure in figures:
        goal = f"target {figure.target}" if figure.target_op else figure.target
        warnings = f"  ! {' '.join(figure.rules)}" if figure.rules else ""
        lines.append(
            f"    {figure.name:<42} {shown(figure.value, figure.unit):>15}   n {figure.n:>6,}   "
            f"{goal:<20} {figure.status.replace('_', ' ')}{warnings}"
        )
    return lines


def figures() -> dict[str, tuple] | None:
    """Read what a build is compared by: as_of, rows, headline KPIs; None where none was built."""
    if not database().is_file():
        return None
    try:
        with duckdb.connect(str(database()), read_only=True) as connection:
            rows = connection.execute(
                "select sum(raw_row_count)::bigint, sum(rejected_row_count)::bigint"
                " from marts.fct_row_reconciliation"
            ).fetchone()
            kpis = connection.execute(
                """
                select kpi_name, value, n, unit, as_of
                from reports.rpt_kpi_scorecard
                where period_grain = 'all' and cut_type = 'all' and is_headline
                order by kpi_id
                """
            ).fetchall()
    except duckdb.Error:
        return None
    return {"": rows} | {name: (value, n, unit, as_of) for name, value, n, unit, as_of in kpis}


def changed_lines(before: dict[str, tuple] | None, after: dict[str, tuple] | None) -> list[str]:
    """Say what is different since the last build, a line a KPI; nothing on the first.

    Args:
        before: `figures` from before the build.
        after: `figures` from after it.
    """
    if not before or not after:
        return []
    raw, rejected = (new - old for old, new in zip(before[""], after[""], strict=True))
    (as_of,) = {row[3] for name, row in before.items() if name} or {None}
    lines = [
        f"    {plain_name(name):<42} {shown(before[name][0], row[2]):>15} -> "
        f"{shown(row[0], row[2])}, n {row[1] - before[name][1]:+,}"
        for name, row in after.items()
        if name and name in before and row[:2] != before[name][:2]
    ]
    rows = f"{raw:+,} raw rows, {rejected:+,} quarantined"
    told = f"{len(lines)} KPIs changed" if lines else "no KPI changed"
    return [f"\n  Since the last build (as of {as_of}): {rows}, {told}", *lines]


def rejected_line() -> str:
    """Return how many raw rows came in, and how many did not."""
    with duckdb.connect(str(database()), read_only=True) as connection:
        raw, rejected, superseded, balanced = connection.execute(
            """
            select sum(raw_row_count), sum(rejected_row_count), sum(superseded_row_count),
                bool_and(is_balanced)
            from marts.fct_row_reconciliation
            """
        ).fetchone()
    verdict = "nothing lost" if balanced else "rows are missing"
    return f"{raw:,} read, {rejected} quarantined, {superseded} superseded: {verdict}"


def validated() -> ValidationSummary:
    """Check the governance rules, write the quality page, and print what failed."""
    # imported here: Great Expectations takes seconds to load, and a failed build needs none
    from expectations.validate import failure_lines, validate

    checks = validate(database(), QUALITY_PAGE)
    for line in failure_lines(checks):
        print(f"    {line}")
    return checks


def check() -> int:
    """Check a warehouse that was built before; 1 if a critical rule failed."""
    return 1 if validated().failed_critical else 0


def main() -> int:
    """Build, validate, document, summarise."""
    print("\nCX warehouse\n")
    before = figures()
    started = step("building and testing the models")
    # a unit test proves the code, whatever the data: make test and a plain dbt build run them
    code = dbt("build", "--exclude-resource-type", "unit_test")
    if code:
        print("\n  The build failed; the messages are above, the whole log is logs/dbt.log.\n")
        return code
    built = outcome(started)

    step("checking the governance rules")
    checks = validated()

    step("writing the docs")
    # the build has compiled everything; the docs show its manifest
    try:
        if code := write_docs("--no-compile"):
            return code
    except DocsError as error:
        print(f"\n  No docs: {error}\n", file=sys.stderr)
        return 1

    print(f"\n  Built        {built}")
    print(f"  Rows         {rejected_line()}")
    print(
        f"  Governance   {checks.checks} checks, {checks.failed_critical} critical failed, "
        f"{checks.failed_warnings} warnings"
    )
    print("\n  The KPIs of this release, all periods:\n")
    print("\n".join(scorecard_lines()))
    for line in changed_lines(before, figures()):
        print(line)
    print(f"\n  Warehouse    {database()}")
    print(f"  Docs         {DOCS_PAGE}")
    print(f"  Quality      {QUALITY_PAGE}\n")
    return 1 if checks.failed_critical else 0


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # DuckDB's binding reports objects that SQLAlchemy still holds; they end with the process
    os._exit(status)
