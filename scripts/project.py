"""Where the files of the project are, and how dbt is run on it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from scripts.progress import Progress

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "target"


def database() -> Path:
    """Return the DuckDB file of the warehouse, from CX_DATABASE or the default."""
    return ROOT / os.environ.get("CX_DATABASE", "warehouse/cx.duckdb")


def step(title: str) -> float:
    """Announce a step and return the time at which it began."""
    print(f"  {title} ...", flush=True)
    return time.monotonic()


def dbt(*arguments: str) -> int:
    """Run a dbt command from the project root; what fails is printed, what works is counted.

    Where the disk or the memory was too small, every node after that fails as well: the cause is
    said once more at the end.

    Args:
        arguments: the command and its options.

    Returns:
        The exit code of dbt.
    """
    command = [str(Path(sys.executable).parent / "dbt"), "--log-format", "json", *arguments]
    short = None
    with (
        Progress() as progress,
        subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        ) as process,
    ):
        for line in process.stdout:
            told(line, progress)
            short = short or shortage(line)
    if process.returncode and short:
        print(f"\n  {short}")
    return process.returncode


def shortage(line: str) -> str | None:
    """Say what the machine had too little of, and what to do, if a line of the log tells of it."""
    if "No space left on device" in line or "max_temp_directory_size" in line:
        folder = database().parent
        free = shutil.disk_usage(folder).free / 2**30
        return (
            f"The disk of {folder} is full ({free:.1f} GB free). Make room, or name a file on "
            "another disk (CX_DATABASE), and build again: what is there does no harm."
        )
    if "Out of Memory Error" in line:
        return (
            "DuckDB needed more memory than it may take: 80 % of the machine, or CX_MEMORY. "
            "Give it more, or build with DBT_THREADS=1."
        )
    return None


def told(line: str, progress: Progress) -> None:
    """Read a line of dbt's log: show how far it is, and print what went wrong.

    Args:
        line: an event as JSON, or what something else than dbt's log has printed.
        progress: where it is shown.
    """
    try:
        event = json.loads(line)
        info, data = event["info"], event.get("data", {})
    except (ValueError, TypeError, KeyError):
        progress.print(line.rstrip("\n"))
        return
    if info["level"] == "error":
        # as dbt writes it in its own text format
        progress.print(f"{info['ts'][11:19]}  {info['msg']}")
    elif info["name"] == "MainReportVersion":
        progress.say("reading the project")
    elif info["name"] == "LogHookStartLine":
        starts = "on-run-start" in data["statement"]
        progress.say("reading the raw tables" if starts else "listing what was built")
    elif "index" in data and "total" in data and info["name"] != "LogHookEndLine":
        progress.count(data["index"], data["total"])
