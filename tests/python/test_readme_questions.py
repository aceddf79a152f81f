"""The five questions of the README: on the demo each command gives what is printed below it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import duckdb
import pytest

from expectations.suites import RULES
from scripts.query import answer, main
from tests.python.conftest import ROOT, Run

README = (ROOT / "README.md").read_text(encoding="utf-8")
SECTION = README[README.index("## Five questions") : README.index("## What you get")]
QUESTIONS = re.findall(
    r'\*\*(\d)\. ([^*]+)\*\*\n\n```\nmake query SQL="(.+?)"\n```\n```\n(.+?)\n```', SECTION, re.S
)


@pytest.fixture(scope="module")
def checked(demo: Run) -> Iterator[duckdb.DuckDBPyConnection]:
    """The demo as it is once the rules were checked, which is no part of a dbt build."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{demo.database}' as built (read_only)")
        for schema in ("reports", "seeds", "governance"):
            connection.execute(f"create schema {schema}")
        tables = ("reports.rpt_kpi_scorecard", "reports.rpt_customer_360")
        tables += ("reports.rpt_health_drivers", "seeds.kpi_catalog", "seeds.governance_rules")
        for table in tables:
            connection.execute(f"create view {table} as from built.{table}")
        connection.execute(
            "create table governance.fct_governance_checks"
            " (rule_id varchar, table_name varchar, is_success boolean)"
        )
        guards = {rule for rule, table in guarded() if table == "fct_first_contact_resolution"}
        connection.executemany(
            "insert into governance.fct_governance_checks"
            " values (?, 'fct_first_contact_resolution', true)",
            [[rule] for rule in sorted(guards)],
        )
        yield connection


def guarded() -> Iterator[tuple[str, str]]:
    """List which rule checks which table."""
    for rule, suite in RULES.items():
        for _, table, _ in suite():
            yield rule, table


def test_there_are_five() -> None:
    """A block that the test below would not find would not be tested."""
    assert [number for number, *_ in QUESTIONS] == list("12345")
    assert SECTION.count("make query") == 5


@pytest.mark.parametrize(
    ("sql", "printed"), [question[2:] for question in QUESTIONS], ids=list("12345")
)
def test_the_answer_is_what_the_readme_prints(
    checked: duckdb.DuckDBPyConnection, capsys: pytest.CaptureFixture, sql: str, printed: str
) -> None:
    """A README that promises other figures than a newcomer sees."""
    answer(checked, sql)
    assert capsys.readouterr().out.strip("\n") == printed


def test_what_the_text_says_is_what_the_tables_say() -> None:
    """The words between the tables, and the files that they name."""
    nps = QUESTIONS[0][3]
    assert re.search(r"51\.4 .* -1\.5 │ false", nps), nps
    assert re.search(r"│ +51\.3 │ commercial ", QUESTIONS[2][3])
    for file in re.findall(r"\]\(([\w/.]+)\)", SECTION):
        assert (ROOT / file).is_file(), file


def test_what_has_no_answer_ends_in_a_sentence(
    demo: Run, tmp_path, capsys: pytest.CaptureFixture
) -> None:
    """No warehouse, and SQL that is wrong."""
    assert main(["select 1", "--database", str(tmp_path / "none.duckdb")]) == 2
    assert capsys.readouterr().err.startswith("No answer: ")
    assert main(["select nonsense", "--database", str(demo.database)]) == 1
    assert "nonsense" in capsys.readouterr().err
    assert main(["drop table reports.rpt_alerts", "--database", str(demo.database)]) == 1
    assert "read-only" in capsys.readouterr().err


@pytest.mark.parametrize("sql", ["", "  ", "-- select 1"])
def test_no_query_ends_in_a_sentence(tmp_path, capsys: pytest.CaptureFixture, sql: str) -> None:
    """make query without its SQL ends in a traceback."""
    duckdb.connect(tmp_path / "cx.duckdb").close()
    assert main([sql, "--database", str(tmp_path / "cx.duckdb")]) == 1
    assert capsys.readouterr().err.startswith("No query was given: make query")
