"""What a person sees of a long step: how far it is, and every error as dbt writes it."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from scripts.progress import Progress, duration
from scripts.project import dbt, told


def event(name: str, level: str = "info", message: str = "", **data: object) -> str:
    """Write an event as dbt's log does."""
    info = {"name": name, "level": level, "msg": message, "ts": "2026-07-01T08:09:10.123456Z"}
    return json.dumps({"info": info, "data": data}) + "\n"


LOG = [
    event("MainReportVersion"),
    event("LogHookStartLine", index=1, total=2, statement="cx_warehouse.on-run-start.0"),
    event("LogHookEndLine", index=1, total=2),
    *(event("LogStartLine", index=index, total=1_000) for index in range(1, 601)),
    # threads: a result comes after the start of another node
    event("LogModelResult", index=599, total=1_000),
    event("RunResultError", "error", "  Binder Error: no such column"),
    "a line of something that is not dbt\n",
    *(event("LogStartLine", index=index, total=1_000) for index in range(601, 1_001)),
]


def test_a_log_gets_a_few_lines_and_every_error(capsys: pytest.CaptureFixture) -> None:
    """A line a node would hide the errors; no line at all looks like a process that hangs."""
    with Progress() as progress:
        for line in LOG:
            told(line, progress)
    assert capsys.readouterr().out.splitlines() == [
        "    25 %: 250 of 1,000, 0 s",
        "    50 %: 500 of 1,000, 0 s",
        "08:09:10    Binder Error: no such column",
        "a line of something that is not dbt",
        "    75 %: 750 of 1,000, 0 s",
        "    100 %: 1,000 of 1,000, 0 s",
    ]


def test_a_terminal_has_one_line_that_leaves_nothing_behind(
    capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is printed starts on a clean line, and so does the next step."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr("scripts.progress.SECONDS_BETWEEN", 0)
    with Progress() as progress:
        for line in LOG:
            told(line, progress)
    out = capsys.readouterr().out
    assert out.count("\n") == 2
    assert "\r    reading the project\x1b[K" in out
    assert "\r    reading the raw tables\x1b[K" in out
    assert "\r\x1b[K08:09:10    Binder Error: no such column\n" in out
    assert out.endswith("\r\x1b[K")
    counts = [int(count.replace(",", "")) for count in re.findall(r"([\d,]+) of", out)]
    assert counts == list(range(1, 1_001)), "it never goes back"


def test_a_duration_is_said_in_words() -> None:
    """Seconds, and minutes once there are some."""
    assert [duration(seconds) for seconds in (0.4, 59.9, 60, 130)] == [
        "0 s",
        "59 s",
        "1 min 0 s",
        "2 min 10 s",
    ]


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        ('Could not write file "cx.duckdb": No space left on device', "The disk of "),
        ("Out of Memory Error: This limit was set by 'max_temp_directory_size'", "The disk of "),
        ("Out of Memory Error: failed to allocate data", "DuckDB needed more memory"),
        ("Binder Error: no such column", None),
    ],
)
def test_a_machine_that_is_too_small_is_said_in_one_sentence(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture,
    message: str,
    sentence: str | None,
) -> None:
    """After a full disk every node fails, and the cause is far above what one sees last."""
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    errors = event("RunResultError", "error", message), event("RunResultError", "error", "FATAL")
    (tmp_path / "errors").write_text("".join(errors))
    (tmp_path / "dbt").write_text(f"#!/bin/sh\ncat {tmp_path / 'errors'}\nexit 2\n")
    (tmp_path / "dbt").chmod(0o700)
    assert dbt("build") == 2
    lines = capsys.readouterr().out.splitlines()
    said = lines.index("08:09:10  FATAL") + 1
    assert [line.strip()[: len(sentence or "")] for line in lines[said:] if line] == (
        [sentence] if sentence else []
    )
