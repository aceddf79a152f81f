"""Consent by purpose over time, held against a plain account of what the rules say (GOV-17)."""

import csv
import re
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.python.conftest import ROOT
from tests.python.model_chain import Chain

START = datetime(2026, 1, 1)
AS_OF = START + timedelta(days=12)
BASES = ("consent", "contract", "legitimate_interest", "legal_obligation")
TOOLS = ("salesforce", "qualtrics")
COVERED = {"salesforce": "marketing", "qualtrics": "survey"}
PURPOSES = ("survey", "marketing")


def day(number: int | None) -> datetime | None:
    return None if number is None else START + timedelta(days=number)


@pytest.fixture(scope="module")
def chain() -> Chain:
    inputs = {
        "int_customers_golden",
        "int_customer_keys",
        "int_customer_attribute_values",
        "int_survey_invitation_outcomes",
    }
    facts = ("dim_customer_consents", "fct_consent_violations")
    return Chain(inputs, facts, as_of=AS_OF.isoformat(sep=" "))


days = st.one_of(st.none(), st.integers(0, 14))
records = st.lists(st.tuples(st.sampled_from(PURPOSES), days, days), max_size=5)
flags = st.lists(st.tuples(st.sampled_from(TOOLS), days), max_size=2, unique_by=lambda f: f[0])
worlds = st.fixed_dictionaries(
    {
        "records": records,
        "flags": flags,
        "flag_counts": st.booleans(),
        "bases": st.tuples(st.sampled_from(BASES), st.sampled_from(BASES)),
    }
)


def rows_of(world: dict) -> dict[str, list[dict]]:
    """Give one customer with a record in each tool, and what it said, as rows of the inputs."""
    return {
        "processing_purposes": [
            {"purpose": purpose, "legal_basis": basis, "statement": "x"}
            for purpose, basis in zip(PURPOSES, world["bases"], strict=True)
        ],
        "customer_consents": [
            {
                "source_system": "salesforce",
                "source_contact_id": "1",
                "purpose": purpose,
                "given_at": day(begins),
                "withdrawn_at": day(ends),
            }
            for purpose, begins, ends in world["records"]
        ],
        "int_customers_golden": [
            {"customer_id": "c", "has_opted_out_of_email": world["flag_counts"]}
        ],
        "int_customer_keys": [
            {
                "contact_record_id": f"{tool}:1",
                "source_system": tool,
                "source_contact_id": "1",
                "customer_id": "c",
            }
            for tool in TOOLS
        ],
        "int_customer_attribute_values": [
            {
                "customer_id": "c",
                "source_system": tool,
                "attribute": "has_opted_out_of_email",
                "attribute_value": "true",
                "value_at": day(since),
            }
            for tool, since in world["flags"]
        ],
        "int_survey_invitation_outcomes": [
            {
                "survey_invitation_id": f"q:{number}",
                "customer_id": "c",
                "is_internal": False,
                "delivery": "delivered",
                "sent_at": day(number),
            }
            for number in range(13)
        ],
    }


def status(world: dict, purpose: str, now: datetime) -> str:
    """Say what holds at an instant, from the records as they are, without a timeline."""
    flagged = [
        since is None or min(day(since), AS_OF) <= now
        for tool, since in world["flags"]
        if COVERED[tool] == purpose and world["flag_counts"]
    ]
    if any(flagged):
        return "objected"
    mine = [(day(a), day(b)) for about, a, b in world["records"] if about == purpose]
    ends = [b for _, b in mine if b is not None and b <= now]
    for begin, end in mine:
        if begin is None or begin > now or (end is not None and end <= begin):
            continue
        if not any(begin <= other for other in ends):
            return "given"
    return "withdrawn" if ends else "none"


def usable(basis: str, said: str) -> bool:
    if basis == "consent":
        return said == "given"
    return basis != "legitimate_interest" or said in ("given", "none")


@settings(max_examples=80, deadline=None)
@given(world=worlds)
def test_every_instant_says_what_the_records_say(chain, world):
    chain.build(rows_of(world))
    rows = chain.table("dim_customer_consents")
    for number in range(-1, 13):
        now = day(number) + timedelta(hours=number % 2)
        for purpose, basis in zip(PURPOSES, world["bases"], strict=True):
            found = [
                row
                for row in rows
                if row["purpose"] == purpose
                and (row["valid_from"] is None or row["valid_from"] <= now)
                and (row["valid_to"] is None or row["valid_to"] > now)
            ]
            assert len(found) == 1
            # what was said after as_of is not known yet
            said = status(world, purpose, min(now, AS_OF))
            assert found[0]["consent_status"] == said
            assert found[0]["legal_basis"] == basis
            assert found[0]["is_usable"] == usable(basis, said)
    rows.sort(key=lambda row: (row["purpose"], row["valid_from"] or datetime.min))
    for earlier, later in pairwise(rows):
        if earlier["purpose"] == later["purpose"]:
            assert earlier["consent_status"] != later["consent_status"]
            assert earlier["valid_to"] == later["valid_from"]
    mails = {
        row["consent_violation_id"]: row["violation"]
        for row in chain.table("fct_consent_violations")
    }
    for number in range(13):
        said = status(world, "survey", day(number))
        word = "sent_without_consent" if said == "none" else f"sent_after_{said}"
        heard = mails.pop(f"survey_mail|q:{number}", None)
        assert heard == (None if usable(world["bases"][0], said) else word)
    assert mails == {}


def test_what_is_no_mail_and_who_is_unknown(chain):
    world = {"records": [], "flags": [], "flag_counts": False, "bases": ("consent", "consent")}
    rows = rows_of(world)
    mail = rows["int_survey_invitation_outcomes"][0]
    rows["int_survey_invitation_outcomes"] = [
        mail | {"survey_invitation_id": "unknown", "customer_id": "unknown"},
        mail | {"survey_invitation_id": "staff", "customer_id": "unknown", "is_internal": True},
        mail | {"survey_invitation_id": "held_back", "delivery": "not_sent"},
        mail | {"survey_invitation_id": "broken", "delivery": "failed"},
        mail | {"survey_invitation_id": "bounced", "delivery": "bounced"},
        mail | {"survey_invitation_id": "undated", "sent_at": None},
    ]
    rows["customer_consents"] = [
        {
            "source_system": "salesforce",
            "source_contact_id": "2",
            "purpose": "survey",
            "withdrawn_at": day(1),
        }
    ] * 2
    chain.build(rows)
    heard = {
        row["consent_violation_id"]: row["violation"]
        for row in chain.table("fct_consent_violations")
    }
    assert heard == {
        "survey_mail|unknown": "sent_without_consent",
        "survey_mail|bounced": "sent_without_consent",
        "consent_record|salesforce:2": "record_of_nobody",
    }


def test_every_tool_with_a_flag_says_what_it_is_about():
    """If this fails, the opt-outs of a tool are read and forgotten."""
    with (ROOT / "seeds" / "opt_out_purposes.csv").open(encoding="utf-8", newline="") as file:
        listed = {row["source_system"] for row in csv.DictReader(file)}
    told = {
        path.parts[-3 if path.parent.name == "base" else -2]
        for path in (ROOT / "models" / "staging").rglob("*.sql")
        if re.search(
            r"try_cast\(\w+ as boolean\)[^;]{0,30}as has_opted_out_of_email", path.read_text()
        )
    }
    assert listed == told
