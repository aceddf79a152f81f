"""What calls for action is told with how sure it is and who is asked; nothing else is."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from scripts.build import changed_lines
from scripts.digest import DigestError, main, render
from scripts.figures import shown, shown_change

JUNE = {
    "kpi_code": "fcr",
    "kpi_name": "First Contact Resolution",
    "unit": "rate",
    "period_grain": "month",
    "period_start": date(2026, 6, 1),
    "period_end": date(2026, 7, 1),
    "cut_type": "all",
    "cut_value": "all",
    "n": 100,
    "value": 0.6,
    "ci_lo": 0.5,
    "ci_hi": 0.7,
    "status": "action_required",
    "target_op": ">=",
    "target_value": 0.7,
    "action_op": "<",
    "action_value": 0.65,
    "change": -0.1,
    "is_significant_change": False,
    "is_reportable": True,
    "is_suppressed": False,
    "is_headline": True,
    "computed_at": datetime(2026, 7, 1),
    "as_of": date(2026, 7, 1),
}
CATALOG = [{"kpi_code": "fcr", "better": "higher", "owner": "Support operations manager"}]


def alerts(run_model, *changes: dict) -> list[tuple]:
    """Run the report on rows that differ from JUNE, and give what it says of each."""
    rows = [JUNE | change | {"kpi_value_id": str(i)} for i, change in enumerate(changes)]
    found = run_model("rpt_alerts", {"rpt_kpi_scorecard": rows, "kpi_catalog": CATALOG})
    return sorted((row["alert_id"], row["alert_kind"], row["is_certain"]) for row in found)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param({}, ("past_action_threshold", False), id="the interval holds the line"),
        pytest.param({"ci_hi": 0.64}, ("past_action_threshold", True), id="beyond the line"),
        pytest.param(
            {"ci_lo": None, "ci_hi": None}, ("past_action_threshold", False), id="no interval"
        ),
        pytest.param(
            {"action_op": ">", "action_value": 0.4, "target_op": "<"},
            ("past_action_threshold", True),
            id="more is worse",
        ),
        pytest.param(
            {"status": "off_target", "action_op": None, "action_value": None, "ci_hi": 0.69},
            ("off_target", True),
            id="a target without a threshold",
        ),
        pytest.param(
            {"status": "on_target", "is_significant_change": True}, ("worsened", True), id="worse"
        ),
        pytest.param({"status": "on_target"}, None, id="on target"),
        pytest.param({"status": "watch"}, None, id="between benchmark and threshold"),
        pytest.param(
            {"status": "on_target", "is_significant_change": True, "change": 0.1},
            None,
            id="better",
        ),
        pytest.param(
            {"status": "on_target", "is_significant_change": True, "cut_type": "channel"},
            None,
            id="one of many cuts got worse",
        ),
        pytest.param({"is_reportable": False}, None, id="too few"),
        pytest.param({"is_suppressed": True}, None, id="too few people"),
        pytest.param({"period_end": date(2026, 7, 2)}, None, id="not over yet"),
        pytest.param({"period_grain": "year"}, None, id="a year"),
        pytest.param({"cut_type": "channel", "cut_value": "unknown"}, None, id="nobody's"),
        pytest.param(
            {"period_start": date(2026, 5, 1), "period_end": date(2026, 6, 1)}, None, id="old news"
        ),
    ],
)
def test_what_calls_for_action(run_model, change: dict, expected: tuple | None) -> None:
    """One figure at a time."""
    assert alerts(run_model, change) == ([("0", *expected)] if expected else [])


def test_only_the_last_closed_period_speaks(run_model) -> None:
    """A month that was bad and is good again calls for nothing."""
    may = {"period_start": date(2026, 5, 1), "period_end": date(2026, 6, 1)}
    assert alerts(run_model, may, {"status": "on_target"}) == []


def test_the_digest_of_the_demo(demo, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    """Every alert of a headline is there with its owner."""
    page = tmp_path / "digest.md"
    assert main(["--database", str(demo.database), "--to", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    told = demo.rows(
        "select kpi_name, asked_to_act from reports.rpt_alerts"
        " where is_headline and cut_type = 'all'"
    )
    assert told
    for name, owner in told:
        assert f"| {name} | all customers" in text
        assert f"## {owner}" in text
    assert "Q2 2026" in text or "June 2026" in text
    assert str(page) in capsys.readouterr().out


def test_the_digest_names_the_kpis_to_read_with_care(demo, tmp_path: Path) -> None:
    """A rule that does not hold stands there with the KPIs that it touches."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{demo.database}' as built (read_only)")
        connection.execute("create schema reports; create schema governance")
        for name in ("rpt_alerts", "rpt_kpi_scorecard"):
            connection.execute(f"create view reports.{name} as from built.reports.{name}")
        connection.execute(
            "create table governance.fct_kpi_warnings as select 'nps' as kpi_code,"
            " 'GOV-09' as rule_id, 'Tables are fresh.' as statement"
        )
        text = render(connection)
        assert "- GOV-09 does not hold (Tables are fresh): Net Promoter Score (NPS)" in text
        connection.execute("delete from governance.fct_kpi_warnings")
        assert "Read with care" not in render(connection)
        connection.execute("drop table governance.fct_kpi_warnings")
        assert "The checks of the data did not run." in render(connection)


def test_without_reports_there_is_no_digest(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    """A file without reports, and no file, end in a sentence."""
    empty = tmp_path / "empty.duckdb"
    duckdb.connect(str(empty)).close()
    with duckdb.connect(str(empty)) as connection, pytest.raises(DigestError):
        render(connection)
    assert main(["--database", str(empty), "--to", str(tmp_path / "x.md")]) == 2
    assert main(["--database", str(tmp_path / "none"), "--to", str(tmp_path / "x.md")]) == 2
    assert capsys.readouterr().err.count("No digest:") == 2
    assert not (tmp_path / "x.md").exists()


def test_what_changed_since_the_last_build() -> None:
    """Rows and KPIs that differ are told; the first build has nothing to tell."""
    day = date(2026, 7, 1)
    before = {
        "": (100, 2),
        "NPS (net)": (50.0, 30, "points", day),
        "FRT": (60.0, 9, "minutes", day),
    }
    after = {"": (120, 1), "NPS (net)": (47.5, 34, "points", day), "FRT": (60.0, 9, "minutes", day)}
    first, nps = changed_lines(before, after)
    assert "as of 2026-07-01" in first
    assert "+20 raw rows, -1 quarantined, 1 KPIs changed" in first
    assert nps.split() == ["NPS", "+50.0", "->", "+47.5,", "n", "+4"]
    assert changed_lines(before, before)[0].endswith("+0 raw rows, +0 quarantined, no KPI changed")
    assert changed_lines(None, after) == []


def test_a_share_of_money_is_written_in_percent():
    """A share that refunds or growth take beyond its whole, shown as "1.0 multiple"."""
    assert (shown(1.042, "multiple"), shown(-0.3, "multiple")) == ("104.2%", "-30.0%")
    assert shown_change(-0.021, "multiple") == "-2.1 percentage points"
