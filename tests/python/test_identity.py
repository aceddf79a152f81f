"""Identity: who is tied to whom, who must not be, and identifiers in normal form."""

import csv

import numpy as np
import phonenumbers
import pytest
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from tests.python.conftest import dbt


def test_a_long_chain_is_one_person(tmp_path, raw_copy):
    """Sixty records, each merged into the next: the clusters must not stop half way."""
    path = raw_copy / "salesforce" / "contact.csv"
    with path.open() as file:
        columns = next(csv.reader(file))
    with path.open("a", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        for number in range(60):
            writer.writerow(
                {
                    "id": f"chain-{number}",
                    "master_record_id": f"chain-{number + 1}" if number < 59 else "",
                    "last_name": f"Name {number}",
                    "created_date": "2025-01-01 00:00:00",
                }
            )
    selected = ("--select", "+int_record_clusters", "--exclude-resource-type", "test")
    run = dbt(tmp_path, "build", *selected, variables={"raw_path": str(raw_copy)})
    assert run.code == 0, run.output
    query = """
        select count(*), count(distinct cluster_key), min(match_rule), max(match_rule)
        from intermediate.int_record_clusters
        where source_record_key like 'salesforce:chain-%'
    """
    assert run.rows(query) == [(60, 1, "tool_merge", "tool_merge")]


def test_records_of_one_cluster_are_the_connected_ones(demo):
    """The clusters are SciPy's connected components of the links, no more and no less."""
    links = demo.rows("select record_key, hub_record_key from intermediate.int_identity_links")
    clusters = dict(
        demo.rows("select record_key, cluster_key from intermediate.int_record_clusters")
    )
    place = {key: number for number, key in enumerate(clusters)}
    pairs = np.array([(place[a], place[b]) for a, b in links])
    graph = coo_matrix((np.ones(len(pairs)), pairs.T), shape=(len(place), len(place)))
    count, labels = connected_components(graph, directed=False)
    assert count == len(set(clusters.values()))
    assert len({(labels[place[key]], cluster) for key, cluster in clusters.items()}) == count


def person(number, **values):
    """One record of int_person_records, of the CRM unless told otherwise."""
    return {
        "contact_record_id": f"salesforce:{number}",
        "source_system": "salesforce",
        "source_contact_id": str(number),
        "record_key": f"{number:032d}",
        "is_internal": False,
    } | values


def refusals(run_model, people):
    """Identifiers of the given records with the guard that refused each."""
    identifiers = run_model("int_person_identifiers", {"int_person_records": people})
    guarded = run_model("int_identity_identifiers", {"int_person_identifiers": identifiers})
    return {
        (row["record_key"], row["identifier_type"]): row["refusal_reason"]
        for row in guarded
        if row["identifier_type"] in ("email", "phone_and_name")
    }


def test_guards_refuse_shared_and_placeholder_values(run_model):
    people = [
        person(1, email_normalised="info@acme.example", name_key="a|a"),
        person(2, email_normalised="none@example.com", name_key="b|b"),
        person(3, email_normalised="family@acme.example", name_key="smith|j"),
        person(4, email_normalised="family@acme.example", name_key="smith|k"),
        person(5, email_normalised="jo@acme.example", name_key="smith|j"),
        person(6, email_normalised="jo@acme.example", name_key=None),
        person(7, phone_normalised="+490000000000", name_key="smith|j"),
        person(8, phone_normalised="+493012345678", name_key="smith|j"),
    ]
    found = refusals(run_model, people)
    reasons = {int(key): reason for (key, _), reason in found.items()}
    assert reasons == {
        1: "role_inbox",
        2: "placeholder",
        3: "shared_by_several_names",
        4: "shared_by_several_names",
        5: None,
        6: None,
        7: "placeholder",
        8: None,
    }


def normalised(run_model, **contact):
    """Normalise one contact."""
    base = {"contact_record_id": "x:1", "source_system": "x", "source_contact_id": "1"}
    (row,) = run_model("int_person_records", {"int_contacts_unioned": [base | contact]})
    return row


@pytest.mark.parametrize(
    ("email", "expected"),
    [
        ("Jo.Smith@Acme.Example", "jo.smith@acme.example"),
        ("jo.smith+news@acme.example", "jo.smith@acme.example"),
        ("jo.smith+news@gmail.com", "josmith@gmail.com"),
        ("not an address", None),
        (None, None),
    ],
)
def test_email_addresses_in_normal_form(run_model, email, expected):
    assert normalised(run_model, email=email)["email_normalised"] == expected


@pytest.mark.parametrize("country", ["DE", "GB", "US", "FR", "AE", "NL", "AT", "EG"])
@pytest.mark.parametrize("style", ["international", "national", "double_zero", "e164"])
def test_phone_numbers_in_normal_form(run_model, country, style):
    """Google's rules agree on the example number of each country, in every way to write it."""
    kind = phonenumbers.PhoneNumberType.FIXED_LINE
    number = phonenumbers.example_number_for_type(country, kind)
    expected = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    written = {
        "international": phonenumbers.PhoneNumberFormat.INTERNATIONAL,
        "national": phonenumbers.PhoneNumberFormat.NATIONAL,
    }.get(style, phonenumbers.PhoneNumberFormat.E164)
    phone = phonenumbers.format_number(number, written)
    if style == "double_zero":
        phone = "00" + phone[1:]
    row = normalised(run_model, phone=phone, country=country)
    assert row["phone_normalised"] == expected
