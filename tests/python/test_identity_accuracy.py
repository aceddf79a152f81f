"""Identity: how many pairs of records are found, and how many rightly, where the truth is known."""

import csv

import pytest

from tests.python.conftest import ROOT, UNTESTED, dbt
from tests.python.identity_engine import Engine
from tests.python.people import pair_scores, persons_only, three_sources

KNOWN_PEOPLE = ROOT.parent / "shared" / "data" / "identity" / "fake_1000.csv"
# column of the data: column of the CRM's contact
AS_CONTACT = {
    "unique_id": "id",
    "first_name": "first_name",
    "surname": "last_name",
    "dob": "birthdate",
    "city": "mailing_city",
    "email": "email",
}
CRM_ONLY = {
    "crm_vendors": ["salesforce"],
    "help_desk_vendors": [],
    "survey_vendors": [],
    "digital_vendors": [],
}


@pytest.mark.skipif(not KNOWN_PEOPLE.is_file(), reason="the known people are not here")
def test_known_people_as_contacts_of_a_crm(tmp_path):
    """A thousand records with 2,031 true pairs, from the file of the CRM to the customers."""
    raw = tmp_path / "raw" / "salesforce"
    raw.mkdir(parents=True)
    # the other tables of the CRM are there, and empty
    for path in (ROOT / "demo" / "raw" / "salesforce").glob("*.csv"):
        (raw / path.name).write_text(path.read_text().splitlines()[0] + "\n")
    with KNOWN_PEOPLE.open() as file:
        people = list(csv.DictReader(file))
    with (raw / "contact.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, [*AS_CONTACT.values(), "created_date"])
        writer.writeheader()
        for person in people:
            known = {column: person[name] for name, column in AS_CONTACT.items()}
            writer.writerow(known | {"created_date": "2025-01-01 00:00:00"})
    variables = CRM_ONLY | {"raw_path": str(tmp_path / "raw")}
    selected = ("--select", "+dim_customer_source_records", *UNTESTED)
    run = dbt(tmp_path / "built", "build", *selected, variables=variables)
    assert run.code == 0, run.output
    found = dict(
        run.rows("select source_record_id, customer_id from marts.dim_customer_source_records")
    )
    truth = {person["unique_id"]: person["cluster"] for person in people}
    assert set(found) == set(truth)
    precision, _, f1 = pair_scores(truth, found)
    assert f1 >= 0.951
    assert precision >= 0.99


@pytest.mark.parametrize("seed", [5, 99])
def test_people_of_three_tools(seed):
    """Five thousand people with every trap: whom nobody may take for another, and who is found."""
    records, truth = three_sources(5_000, seed)
    precision, _, f1 = pair_scores(truth, Engine().run(records).customers())
    assert precision >= 0.97
    assert f1 >= 0.77


def test_people_without_an_address_or_number():
    records, truth = persons_only(5_000, 3)
    _, _, f1 = pair_scores(truth, Engine().run(records).customers())
    assert f1 >= 0.95


def test_scores_of_pairs_are_counted_by_hand():
    truth = {"a": 1, "b": 1, "c": 1, "d": 2}
    # three pairs are true, two are found, one of them rightly
    precision, recall, f1 = pair_scores(truth, {"a": 1, "b": 1, "c": 2, "d": 2})
    assert (precision, recall) == (1 / 2, 1 / 3)
    assert f1 == pytest.approx(0.4)
