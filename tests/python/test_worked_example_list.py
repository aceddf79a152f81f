"""Every worked example of the KPI catalogue is the name of a test."""

import pytest

from tests.list_examples import (
    expected,
    in_catalogue,
    main,
    named_by_dbt,
    named_by_pytest,
    named_by_tests,
    without,
)
from tests.python.conftest import ROOT

CATALOGUE = ROOT.parent / "shared" / "kpi_catalogue.md"


def test_every_example_has_a_test():
    """If this fails, a number of the catalogue is promised and not checked."""
    assert without(expected(), named_by_tests()) == []


@pytest.mark.skipif(not CATALOGUE.is_file(), reason="the catalogue is not here")
def test_the_list_is_that_of_the_catalogue():
    """If this fails, the list lacks an example, or names one that is gone."""
    assert sorted(expected()) == sorted(in_catalogue(CATALOGUE.read_text()))


def test_the_lister_finds_what_is_missing(tmp_path, capsys):
    """If this fails, the two tests above pass whatever is missing."""
    catalogue = tmp_path / "catalogue.md"
    lines = [
        "#### KPI-01 `nps` - Net Promoter Score (NPS)",
        *(f'{{"id": "{example}"}}' for example in expected()),
        '{"id": "NPS-E99"}',
        "#### KPI-04 `customer_health` - later",
        '{"id": "HEALTH-E1"}',
    ]
    catalogue.write_text("\n".join(lines))
    assert main(str(catalogue)) == 1
    assert "worked_examples.csv lacks NPS-E99" in capsys.readouterr().out
    catalogue.write_text("\n".join(lines[1:-3]))
    assert main(str(catalogue)) == 1
    assert "the catalogue lacks CSAT-E1" in capsys.readouterr().out
    assert without(["NPS-E1", "NPS-E99"], named_by_tests()) == ["NPS-E99"]


def test_a_test_is_found_by_its_name_its_case_and_its_description():
    module = """
def check_nps_e1():
    "NPS-E2"

@pytest.mark.parametrize("n", [pytest.param(1, id="CES-E2"), pytest.param("FRT-E1")])
def test_csat_e4_one_answer(n):
    pass
"""
    assert named_by_pytest(module) == {"CES-E2", "CSAT-E4"}
    models = """
unit_tests:
  - name: art_e1_clock_starts_at_the_first_message
    description: "ART-E1, ART-E2: pooled"
"""
    assert named_by_dbt(models) == {"ART-E1", "ART-E2"}
