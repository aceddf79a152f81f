"""How fast the build is, beside a hand-written script and the pure scan of the same files.

    make bench SIZE=S|M|L|<tickets> RUNS=3
    make bench-increment SIZE=S|M|L|<tickets>

In one session, taking turns: the scan of every column that is needed, the script (script.sql), and
the dbt build of the same tools, without its tests. Each is a process of its own with two threads;
dbt runs one model at a time, so that the seconds of the models add up. Stops with the differences
where the KPIs of script and build are not the same.

The increment is measured by three builds of one file: from nothing without the last 1 % of what
was loaded, once more with no new rows, and with the rows that were left out.

What was measured is kept in target/benchmarks/measured.json by size, and apart where CX_MEMORY
limits the memory of the build; benchmarks/performance.md and performance.svg show all of it.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import altair
import duckdb

from benchmarks.raw_data import FOLDER, ROOT, SIZES, raw_data

PAGE = ROOT / "benchmarks" / "performance.md"
CHART = ROOT / "benchmarks" / "performance.svg"
MEASURED = FOLDER / "measured.json"
VARIABLES = {
    "crm_vendors": ["salesforce"],
    "help_desk_vendors": ["zendesk"],
    "survey_vendors": ["qualtrics", "zendesk"],
    "digital_vendors": [],
}
# what the script gives as well: these, and everything that they are made of
SLICE = (
    "fct_first_response_time",
    "fct_resolution_time",
    "fct_first_contact_resolution",
    "fct_nps",
    "fct_csat",
    "fct_ces",
)
# the way from the facts to the scorecard; beside the script's KPIs it carries all the others
SCORECARD = (
    "int_kpi_observations",
    "int_kpi_spreads",
    "int_kpi_aggregates",
    "int_kpi_estimates",
    "int_kpi_changes",
)
TOLERANCE = 1e-9
# the part of the tickets that is loaded last
INCREMENT = 0.01
LIMITED = " within "
SERIES = {
    "scan": "scan of the needed columns",
    "script": "hand-written script",
    "slice": "the same slice of the build",
    "build": "whole build",
}


def measure(command: list[str], environment: dict[str, str] | None = None) -> dict:
    """Run a command; return its output, wall and CPU seconds, and its peak memory in GB."""
    with tempfile.TemporaryFile() as output:
        started = time.monotonic()
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | (environment or {}), stdout=output, stderr=output
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode()
    if process.returncode:
        raise SystemExit(f"{' '.join(command[:4])} failed:\n{text[-4000:]}")
    return {
        "output": text,
        "wall": time.monotonic() - started,
        "cpu": usage.ru_utime + usage.ru_stime,
        "memory": usage.ru_maxrss / 2**20,
    }


def yardstick(kind: str, raw: Path, *database: str) -> dict:
    """Measure the script or the scan; its seconds are those of its steps, without the start."""
    done = measure([sys.executable, "-m", "benchmarks.yardsticks", kind, str(raw), *database])
    steps = json.loads(done.pop("output").strip().splitlines()[-1])
    return done | {"seconds": sum(steps.values()), "steps": steps}


def build(raw: Path, database: Path, from_nothing: bool = True) -> dict:
    """Measure a build, and the seconds of each of its models."""
    if from_nothing:
        database.unlink(missing_ok=True)
        database.with_suffix(".duckdb.wal").unlink(missing_ok=True)
    target = FOLDER / "dbt"
    arguments = ["--quiet", "build", "--resource-type", "seed", "--resource-type", "model"]
    arguments += ["--target-path", str(target), "--log-path", str(FOLDER / "logs")]
    arguments += ["--vars", json.dumps(VARIABLES | {"raw_path": str(raw)})]
    command = [str(Path(sys.executable).parent / "dbt"), *arguments]
    done = measure(command, {"CX_DATABASE": str(database), "DBT_THREADS": "1"})
    done.pop("output")
    results = json.loads((target / "run_results.json").read_text())["results"]
    models = {
        row["unique_id"].split(".")[-1]: row["execution_time"]
        for row in results
        if row["unique_id"].startswith("model.")
    }
    landing = sum(
        row["execution_time"] for row in results if row["unique_id"].startswith("operation.")
    )
    covered = slice_of_models(json.loads((target / "manifest.json").read_text()))
    return done | {
        "seconds": sum(models.values()),
        "slice": sum(seconds for name, seconds in models.items() if name in covered),
        "hooks": landing,
        "models": models,
        "slice_models": sorted(covered & models.keys()),
    }


def slice_of_models(manifest: dict) -> set[str]:
    """Return the models that give what the script gives: facts, their ancestors, the scorecard."""
    parents = {
        node.split(".")[-1]: [p.split(".")[-1] for p in before if p.startswith("model.")]
        for node, before in manifest["parent_map"].items()
        if node.startswith("model.")
    }
    found, left = set(SCORECARD), list(SLICE)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += parents[name]
    return found


def differences(script: Path, built: Path) -> list[str]:
    """Return a line for each KPI and month that script and build do not agree on."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{script}' as script (read_only)")
        connection.execute(f"attach '{built}' as built (read_only)")
        rows = connection.execute(
            f"""
            with ours as (
                select kpi_code, period_start as month, n, value
                from built.reports.rpt_kpi_scorecard
                where cut_type = 'all' and period_grain in ('month', 'all')
                    and kpi_code in (select kpi_code from script.scorecard)
                    and (n > 0 or period_grain = 'all')
            )
            select
                coalesce(ours.kpi_code, scorecard.kpi_code), coalesce(ours.month, scorecard.month),
                ours.n, scorecard.n, ours.value, scorecard.value
            from ours
            full join script.scorecard
                on ours.kpi_code = scorecard.kpi_code
                and ours.month is not distinct from scorecard.month
            where coalesce(scorecard.n, 0) <> coalesce(ours.n, 0)
                or (ours.value is null) <> (scorecard.value is null)
                or abs(ours.value - scorecard.value) > {TOLERANCE} * greatest(1, abs(ours.value))
            order by all
            """
        ).fetchall()
    return [
        f"{kpi} {month or 'all'}: build n {n} value {value}, script n {other_n} value {other}"
        for kpi, month, n, other_n, value, other in rows
    ]


def middle(runs: list[dict]) -> dict:
    """Return the median of every figure over the runs; the largest peak of the memory."""
    merged = {}
    for name, first in runs[0].items():
        values = [run[name] for run in runs]
        if isinstance(first, dict):
            merged[name] = middle(values)
        elif isinstance(first, list):
            merged[name] = first
        else:
            merged[name] = max(values) if name == "memory" else statistics.median(values)
    return merged


def session(size: str, runs: int) -> dict:
    """Measure a size so many times; stop where the KPIs are not the same."""
    raw = raw_data(size)
    taken = {"scan": [], "script": [], "build": []}
    script_file, built_file = FOLDER / f"script_{size}.duckdb", FOLDER / f"build_{size}.duckdb"
    for number in range(runs):
        print(f"  {size}: run {number + 1} of {runs}", flush=True)
        taken["scan"].append(yardstick("scan", raw))
        taken["script"].append(yardstick("script", raw, str(script_file)))
        taken["build"].append(build(raw, built_file))
    stop_at(differences(script_file, built_file))
    measured = {kind: middle(each) for kind, each in taken.items()}
    return measured | {"tickets": SIZES.get(size) or int(size), "runs": runs}


def earlier(raw: Path) -> Path:
    """Write the raw data as they were before the last rows were loaded; return their folder."""
    folder = raw.with_name(f"{raw.name}_earlier")
    with duckdb.connect() as connection:
        (until,) = connection.execute(
            f"select quantile_disc(_fivetran_synced, {1 - INCREMENT})"
            f" from '{raw}/zendesk/ticket.parquet'"
        ).fetchone()
        for file in sorted(raw.glob("*/*.parquet")):
            copy = folder / file.relative_to(raw)
            copy.parent.mkdir(parents=True, exist_ok=True)
            names = connection.sql(f"select * from '{file}' limit 0").columns
            loaded = f"_fivetran_synced <= '{until}'" if "_fivetran_synced" in names else "true"
            connection.execute(f"copy (select * from '{file}' where {loaded}) to '{copy}'")
    return folder


def increment(size: str) -> dict[str, dict]:
    """Measure what no new rows and the last rows cost; stop where the KPIs are not the same."""
    raw = raw_data(size)
    script_file, file = FOLDER / f"script_{size}.duckdb", FOLDER / f"increment_{size}.duckdb"
    yardstick("script", raw, str(script_file))
    before = earlier(raw)
    taken = {}
    for name, rows, from_nothing in (
        ("whole", before, True),
        ("nothing", before, False),
        ("last", raw, False),
    ):
        print(f"  {size}: {name}", flush=True)
        taken[name] = build(rows, file, from_nothing)
    stop_at(differences(script_file, file))
    return taken


def stop_at(found: list[str]) -> None:
    """Stop with the differences of script and build, where there are some."""
    if found:
        more = f"\n... {len(found)} in all" if len(found) > 20 else ""
        raise SystemExit("Script and build differ:\n" + "\n".join(found[:20]) + more)


def by_size(measured: dict) -> dict:
    """Return a row a size, smallest first; one without a limit of memory before one with it."""
    rows = sorted(measured.items(), key=lambda item: (item[1]["tickets"], LIMITED in item[0]))
    first: dict[int, tuple] = {}
    for size, row in rows:
        first.setdefault(row["tickets"], (size, row))
    return dict(first.values())


def growth(measured: dict, kind: str, figure: str) -> float | None:
    """Return the exponent by which a figure grows with the tickets, smallest to largest size."""
    rows = list(by_size(measured).values())
    if len(rows) < 2:
        return None
    first, last = rows[0], rows[-1]
    return math.log(last[kind][figure] / first[kind][figure]) / math.log(
        last["tickets"] / first["tickets"]
    )


def machine() -> str:
    """Say what it was measured on: cores and memory, nothing that names the machine."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return f"{os.cpu_count()} cores and {memory:.0f} GB"


def table(header: list[str], rows: list[list[str]]) -> list[str]:
    """Return the lines of a Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return ["| " + " | ".join(line) + " |" for line in lines]


def report(measured: dict) -> str:
    """Return the page: times, memory, ratios, growth, the slowest models of the largest size."""
    rows = sorted(measured.items(), key=lambda item: item[1]["tickets"])
    times = []
    for size, row in rows:
        scan, script, built = row["scan"], row["script"], row["build"]
        times.append(
            [
                f"{size} ({row['tickets']:,})",
                str(row["runs"]),
                f"{scan['seconds']:.2f}",
                f"{script['seconds']:.1f} ({script['cpu']:.1f})",
                f"{built['slice']:.1f}",
                f"{built['slice'] / script['seconds']:.1f}",
                f"{built['seconds']:.1f}",
                f"{built['hooks']:.1f}",
                f"{built['wall']:.0f} ({built['cpu']:.0f})",
                f"{script['memory']:.1f}",
                f"{built['memory']:.1f}",
            ]
        )
    lines = [
        "# Performance: the build, a hand-written script, the scan",
        "",
        f"Written by `make bench` on {machine()}. Raw data: `benchmarks/raw_data.py`, the tools",
        "Zendesk, Salesforce and Qualtrics. Seconds are wall time, in brackets CPU time; each",
        "figure is the median of its runs, memory is the largest peak. All run with two threads.",
        "*Slice* is the part of the build that gives what the script gives: tickets on both",
        "clocks, customers, issues, answers, and the way to the scorecard. In *models* every model",
        "is counted, in *hooks* the check of the files and the list of columns, and in *build*",
        "dbt itself as well. Script and build gave the same KPIs, month by month. *Within* is the",
        "memory that the engine was given for the build (`CX_MEMORY`); Python's comes on top.",
        "",
        *table(
            [
                "tickets",
                "runs",
                "scan, s",
                "script, s",
                "slice, s",
                "slice / script",
                "models, s",
                "hooks, s",
                "build, s",
                "script, GB",
                "build, GB",
            ],
            times,
        ),
    ]
    exponents = {
        "script": growth(measured, "script", "seconds"),
        "slice": growth(measured, "build", "slice"),
        "models": growth(measured, "build", "seconds"),
    }
    free = list(by_size(measured).items())
    if exponents["script"] is not None:
        told = ", ".join(f"{name} rows^{value:.2f}" for name, value in exponents.items())
        lines += ["", f"Growth from {free[0][0]} to {free[-1][0]}: {told}."]
    size, last = free[-1]
    slowest = sorted(last["build"]["models"].items(), key=lambda item: -item[1])[:20]
    covered = set(last["build"]["slice_models"])
    whole = last["build"]["seconds"]
    lines += [
        "",
        "![Seconds by size](performance.svg)",
        "",
        f"The slowest models at {size}, of {len(last['build']['models'])}:",
        "",
        *table(
            ["model", "seconds", "share", "in the slice"],
            [
                [name, f"{seconds:.1f}", f"{seconds / whole:.1%}", "yes" if name in covered else ""]
                for name, seconds in slowest
            ],
        ),
        "",
        f"The script at {size}: "
        + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in last["script"]["steps"].items())
        + ".",
        "",
    ]
    return "\n".join(lines)


def increments(measured: dict) -> list[str]:
    """Return the part of the page that tells what a build after the first costs."""
    rows = [
        [
            size,
            f"{row['whole']['seconds']:.0f}",
            *(
                f"{row[name]['seconds']:.0f} ({row[name]['seconds'] / row['whole']['seconds']:.0%})"
                for name in ("nothing", "last")
            ),
        ]
        for size, row in measured.items()
    ]
    if not rows:
        return []
    return [
        "What a build after the first costs (`make bench-increment`): the first is made without",
        f"the last {INCREMENT:.0%} of the tickets, and without all that was loaded after them.",
        "Seconds of all models, and their share of the first; in the end the KPIs are those of the",
        "script.",
        "",
        *table(["size", "first, s", "no new rows, s", f"the last {INCREMENT:.0%}, s"], rows),
        "",
    ]


def chart(measured: dict) -> altair.LayerChart:
    """Draw the seconds of each kind by the number of tickets, both on a logarithmic scale."""
    rows = [
        {"tickets": row["tickets"], "what": SERIES[kind], "seconds": seconds}
        for row in by_size(measured).values()
        for kind, seconds in (
            ("scan", row["scan"]["seconds"]),
            ("script", row["script"]["seconds"]),
            ("slice", row["build"]["slice"]),
            ("build", row["build"]["wall"]),
        )
    ]
    base = altair.Chart(altair.Data(values=rows)).encode(
        # room beside the first and the last size for their figures
        x=altair.X(
            "tickets:Q", title="tickets", scale=altair.Scale(type="log", padding=30, nice=False)
        ).axis(values=sorted({row["tickets"] for row in rows}), format="~s"),
        y=altair.Y("seconds:Q", title="seconds (log)", scale=altair.Scale(type="log")).axis(
            values=[10**power for power in range(-2, 5)]
        ),
        color=altair.Color(
            "what:N",
            title=None,
            sort=list(SERIES.values()),
            scale=altair.Scale(range=["#8a8a8a", "#0072b2", "#d55e00", "#009e73"]),
        ),
    )
    # the text says what the colour says, for those who do not see it
    text = base.mark_text(dy=-9, fontSize=11).encode(text=altair.Text("seconds:Q", format=",.2~r"))
    return (
        (base.mark_line() + base.mark_point(filled=True, size=50) + text)
        .properties(width=560, height=320)
        .configure(background="white")
        .configure_legend(orient="top", labelLimit=240)
    )


def main() -> None:
    """Measure, keep what was measured, and write the page and the chart."""
    parser = argparse.ArgumentParser(description="Measures the build beside script and scan.")
    parser.add_argument("size", help="S, M, L or a number of tickets")
    parser.add_argument("runs", type=int, nargs="?", default=3)
    parser.add_argument("--increment", action="store_true", help="measure the builds after it")
    options = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    kept = json.loads(MEASURED.read_text()) if MEASURED.is_file() else {}
    kept = {"sizes": {}, "increments": {}} | kept
    limit = os.environ.get("CX_MEMORY")
    name = options.size + (f"{LIMITED}{limit}" if limit else "")
    if options.increment and not kept["sizes"]:
        parser.error("nothing was measured yet that the increment could stand beside: make bench")
    if options.increment:
        kept["increments"][name] = increment(options.size)
    else:
        kept["sizes"][name] = session(options.size, options.runs)
    MEASURED.write_text(json.dumps(kept))
    page = "\n".join([report(kept["sizes"]), *increments(kept["increments"])])
    PAGE.write_text(page)
    chart(kept["sizes"]).save(CHART)
    print(page)


if __name__ == "__main__":
    main()
