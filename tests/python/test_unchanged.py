"""What did not change is not built again, and what did is: the rows are those of a whole build."""

import re
import shutil

import duckdb
import pytest

from tests.python.conftest import ROOT, UNTESTED, Run, dbt
from tests.python.test_determinism import fingerprint

# they add to what they wrote before; the view tells the identity log who was erased, first of all
EACH_TIME = {
    "fct_customer_history_log",
    "fct_identity_log",
    "fct_kpi_baselines",
    "fct_kpi_values_published",
    "fct_quarantine_log",
    "int_identity_labels_before",
}
# the second build is the first to find an identity log
SECOND = {
    "int_identity_changes",
    "int_identity_ids_before",
    "int_identity_map",
    "int_resolved_ids",
}
DONE = re.compile(r" OK (?:created|loaded) .*? (?:model|file) \w+\.(\w+)[ .]*\[(\w+)")


def built(run: Run) -> set[str]:
    """Give the nodes that a run built, and not those that it left as they were."""
    assert run.code == 0, run.output
    found = DONE.findall(run.output)
    assert len(found) > 500
    return {name for name, outcome in found if outcome != "UNCHANGED"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory, demo):
    """The demo company's warehouse and raw files, to be changed by one test after the other."""
    folder = tmp_path_factory.mktemp("unchanged")
    shutil.copytree(ROOT / "demo" / "raw", folder / "raw")
    shutil.copy(demo.database, folder / "cx.duckdb")
    return folder


def again(folder, **variables) -> Run:
    """Build once more, from the copied raw files."""
    variables |= {"raw_path": str(folder / "raw")}
    return dbt(folder, "build", *UNTESTED, variables=variables)


def test_what_is_as_it_was_is_left(folder):
    """Nothing was loaded: built is what keeps a log, and what reads one.

    The table of raw tables says where the files lie, and they lie elsewhere now.
    """
    located = {"stg_landing__source_tables", "fct_row_reconciliation", "rpt_source_coverage"}
    assert built(again(folder)) == EACH_TIME | SECOND | located


def test_what_changed_is_built(folder):
    """A raw row, a table that somebody replaced, a view that is gone, a var: with what reads it."""
    answers = folder / "raw" / "typeform" / "responses.csv"
    header, first, *others = answers.read_text().splitlines(keepends=True)
    answers.write_text(header + "".join(others))
    with duckdb.connect(str(folder / "cx.duckdb")) as connection:
        connection.execute("create or replace table marts.dim_dates as from marts.dim_dates")
        connection.execute("drop view staging.stg_zendesk__agents cascade")
    found = built(again(folder, social_reply_minutes=59))
    assert {"dim_dates", "stg_zendesk__agents", "fct_response_time"} < found
    assert {"stg_typeform__survey_responses", "fct_nps", "rpt_kpi_scorecard"} < found
    # no ticket was loaded; and who reads the calendar finds it as it was
    left = {"stg_zendesk__tickets", "int_tickets_unioned", "int_ticket_status_periods"}
    assert not left & found


def test_what_is_changed_back_is_as_before(folder, demo):
    """The warehouse is that of a build from nothing; but the logs remember the change."""
    shutil.copytree(ROOT / "demo" / "raw", folder / "raw", dirs_exist_ok=True)
    again(folder)
    found, expected = fingerprint(folder / "cx.duckdb"), fingerprint(demo.database)
    remembered = {"marts.fct_identity_log", "marts.fct_kpi_values_published"}
    assert {table for table in expected if found[table] != expected[table]} == remembered
