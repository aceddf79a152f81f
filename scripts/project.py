"""Where the files of the project are, and how dbt is run on it."""

from __future__ import annotations

import json
import os
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

    Args:
        arguments: the command and its options.

    Returns:
        The exit code of dbt.
    """
    command = [str(Path(sys.executable).parent / "dbt"), "--log-format", "json", *arguments]
    with (
        Progress() as progress,
        subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        ) as process,
    ):
        for line in process.stdout:
            told(line, progress)
    return process.returncode


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
