"""Random histories of a site: every journey, task and visit against a plain reference."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.python.journey_reference import (
    Definition,
    Event,
    instances,
    judge,
    visitors,
    visits,
)
from tests.python.model_chain import Chain

AS_OF = datetime(2026, 7, 1)
CUSTOMERS = {"crm-1": "C1", "u-2": "C2", "jo@acme.example": "C2"}
BOT = "mozilla/5.0 (compatible; googlebot/2.1)"
MINUTE = timedelta(minutes=1)
SWITCH = date(2026, 6, 1)
DEFINITIONS = [
    Definition("buy", 1, ("start", "pay", "done"), 30 * MINUTE, failure="refused", until=SWITCH),
    Definition("buy", 2, ("start", "done"), 45 * MINUTE, failure="refused", since=SWITCH),
    # the goal of one journey is the start of another
    Definition("cart", 1, ("add", "start"), 24 * 60 * MINUTE),
    Definition("find", 1, ("seek", "found"), 30 * MINUTE, "task", error="oops", click="click"),
    # the goal has another name from then on
    Definition("join", 1, ("join", "confirm", "joined"), 60 * MINUTE, until=SWITCH),
    Definition("join", 2, ("join", "active"), 60 * MINUTE, since=SWITCH),
    Definition("vote", 1, ("vote",), 5 * MINUTE),
]
NAMES = ("start", "pay", "done", "refused", "add", "seek", "found", "oops", "click", "vote", "x")
NAMES += ("join", "active", "identify")
# starts and goals often, so that pauses between them come often
LIKELY = ("start",) * 6 + ("done", "pay") * 2 + NAMES
INPUTS = {
    "int_digital_events_unioned",
    "int_page_views_unioned",
    "int_customer_keys",
    "int_contacts_unioned",
    "int_person_emails",
}
FACTS = (
    "fct_journeys",
    "fct_journey_steps",
    "fct_task_attempts",
    "fct_page_loads",
    "fct_visits",
    "int_journey_instances",
)


def seed_rows() -> dict[str, list[dict]]:
    """The definitions as the seeds have them."""
    listed = [
        {
            "journey_code": one.code,
            "version": one.version,
            "kind": one.kind,
            "stage_code": "purchase",
            "valid_from": one.since,
            "valid_to": one.until,
            "start_event": one.steps[0],
            "success_event": one.steps[-1],
            "failure_event": one.failure or None,
            "error_event": one.error or None,
            "click_event": one.click or None,
            "timeout_minutes": int(one.timeout / MINUTE),
            "has_benchmark": one.code == "buy",
            "is_conversion": one.code == "buy",
        }
        for one in DEFINITIONS
    ]
    steps = [
        {"journey_code": one.code, "version": one.version, "step_number": number, "event": event}
        for one in DEFINITIONS
        for number, event in enumerate(one.steps, 1)
    ]
    return {"journey_definitions": listed, "journey_steps": steps}


def people_rows() -> dict[str, list[dict]]:
    """Two customers, one known by two names, and two people who share an address."""
    people = [
        ("salesforce:crm-1", "salesforce", "crm-1", "C1", False),
        ("zendesk:7", "zendesk", "7", "C2", False),
        ("zendesk:8", "zendesk", "8", "C3", False),
        ("zendesk:9", "zendesk", "9", None, True),
    ]
    contacts = [
        ("zendesk:7", "u-2", "Jo@acme.example"),
        ("zendesk:7", "u-2", "info@acme.example"),
        ("zendesk:8", "Bo@acme.example", "info@acme.example"),
        ("zendesk:9", None, "ada@staff.example"),
    ]
    return {
        "int_customer_keys": [
            {
                "contact_record_id": record,
                "source_system": system,
                "source_contact_id": source_id,
                "customer_id": customer,
                "payer_id": customer,
                "segment": "consumer" if customer else None,
                "is_internal": is_internal,
            }
            for record, system, source_id, customer, is_internal in people
        ],
        "int_contacts_unioned": [
            {"contact_record_id": record, "external_id": external, "email": email}
            for record, external, email in contacts
        ],
    }


def event_rows(events: list[Event]) -> list[dict]:
    """The events as the contract has them."""
    return [
        {
            "digital_event_id": event.id,
            "source_system": "site",
            "source_event_id": event.id.split(":")[1],
            "anonymous_id": event.device,
            "user_id": event.user,
            "event": event.name,
            "user_agent": BOT if event.mark == "bot" else None,
            "page_url": "https://staging.shop.example/" if event.mark == "test" else None,
            "is_mobile": False,
            "occurred_at": event.at,
        }
        for event in events
    ]


@pytest.fixture(scope="module")
def chain() -> Chain:
    """The models from the contracts to the facts, with definitions of our own."""
    made = Chain(INPUTS, FACTS, as_of=str(AS_OF))
    made.build(seed_rows() | people_rows())
    return made


pauses = st.one_of(
    st.sampled_from([0, 1, 299, 300, 1799, 1800, 1801, 2699, 2700, 86_399, 86_400]),
    st.sampled_from([30 * 86_400, 30 * 86_400 + 1800, 30 * 86_400 + 1799]),
    st.integers(0, 4000),
    st.integers(0, 40 * 86_400),
)


@st.composite
def streams(draw) -> list[tuple]:
    """What happened at one device."""
    device = draw(st.sampled_from(["d1", "d2", "d3", "d4", "d5", "d6"]))
    at = draw(
        st.one_of(
            st.sampled_from([datetime(2026, 5, 31, 23, 40), AS_OF - timedelta(minutes=50)]),
            st.integers(0, 5000).map(lambda m: datetime(2026, 4, 1) + timedelta(minutes=m)),
        )
    )
    found = []
    for _ in range(draw(st.integers(1, 12))):
        at += timedelta(seconds=draw(pauses))
        user = draw(st.sampled_from([None, None, None, "crm-1", "u-2", "jo@acme.example", "u-9"]))
        mark = draw(st.sampled_from([None] * 12 + ["bot", "test"]))
        found.append((at, draw(st.sampled_from(LIKELY)), device, user, mark))
    return found


def numbered(drawn: list[list[tuple]]) -> list[Event]:
    """Number the events of all devices; what lies after AS_OF has not happened yet."""
    together = [event for stream in drawn for event in stream if event[0] <= AS_OF]
    return [Event(number, *event) for number, event in enumerate(together, 1)]


def compare(chain: Chain, events: list[Event]) -> None:
    """Run the models over the events, and compare every row with the reference."""
    chain.build({"int_digital_events_unioned": event_rows(events)})
    who = visitors(events, CUSTOMERS)
    expected = {
        f"{one.definition.code}|event|{one.parts[0][0].id}": judge(one, AS_OF)
        for one in instances(events, who, DEFINITIONS)
    }
    rows = {row["journey_instance_id"]: row for row in chain.table("int_journey_instances")}
    assert set(rows) == set(expected)
    for key, truth in expected.items():
        row = rows[key] | {"version": rows[key]["journey_version"]}
        assert row.pop("duration_minutes") == pytest.approx(truth.pop("minutes"), abs=1e-6), key
        assert {name: row[name] for name in truth} == truth, key
    found = sorted(
        (row["started_at"], row["event_count"], row["has_converted"], row["exclusion_reason"] or "")
        for row in chain.table("fct_visits")
    )
    assert found == sorted(
        (begin, count, is_goal, mark or "")
        for begin, _, count, is_goal, mark in visits(events, who, {"done"})
    )
    facts = chain.table("fct_journeys") + chain.table("fct_task_attempts")
    assert len(facts) == len(expected)
    for row in chain.table("fct_journeys"):
        ended = row["completed_count"] + row["abandoned_count"] + row["failed_count"]
        assert ended == row["mature_count"]
        assert row["mature_count"] == (row["is_included"] and row["outcome"] != "in_progress")


@settings(max_examples=40, deadline=None)
@given(st.lists(streams(), min_size=1, max_size=20).map(numbered))
def test_every_journey_and_visit(chain, events):
    """If this fails, a journey is split, joined or judged wrongly; the events are shown."""
    compare(chain, events)


def journeys(chain: Chain, *events: Event) -> list[dict]:
    """The journeys of some events, in the order of their starts."""
    chain.build({"int_digital_events_unioned": event_rows(list(events))})
    return sorted(chain.table("fct_journeys"), key=lambda row: row["started_at"])


def day(minutes: float) -> datetime:
    """A moment of an ordinary day."""
    return datetime(2026, 5, 4, 9) + timedelta(minutes=minutes)


def test_a_login_does_not_split_a_journey(chain):
    """What was done before the login is the customer's."""
    events = (
        Event(1, day(0), "start", "d1"),
        Event(2, day(4), "identify", "d1", "crm-1"),
        Event(3, day(5), "done", "d1", "crm-1"),
    )
    (journey,) = journeys(chain, *events)
    assert (journey["customer_id"], journey["outcome"]) == ("C1", "completed")
    assert journey["duration_minutes"] == 5


def test_a_journey_goes_on_at_another_device(chain):
    """The same customer under two names, at the phone and at the computer."""
    events = (
        Event(1, day(0), "start", "d1", "u-2"),
        Event(2, day(5), "done", "d2", "jo@acme.example"),
    )
    (journey,) = journeys(chain, *events)
    assert (journey["customer_id"], journey["outcome"]) == ("C2", "completed")


def test_who_logged_in(chain):
    """By an id of the CRM, an id that tools share, or an address; a shared one names nobody."""
    users = ["crm-1", "u-2", "JO@acme.example", "bo@Acme.example"]
    users += ["info@acme.example", "7", "ada@staff.example"]
    events = [
        Event(number, day(100 * number), "vote", f"d{number}", user)
        for number, user in enumerate(users)
    ]
    found = journeys(chain, *events)
    assert [row["customer_id"] for row in found] == ["C1", "C2", "C2", "C3", *["unknown"] * 3]
    assert [row["exclusion_reason"] for row in found] == [None] * 6 + ["internal"]
    # an id that only the site knows: the login tells the address
    rows = event_rows([Event(1, day(0), "identify", "d1", "s-1"), Event(2, day(1), "vote", "d1")])
    rows[0]["user_email"] = "jo@acme.example"
    chain.build({"int_digital_events_unioned": rows})
    (journey,) = chain.table("fct_journeys")
    assert journey["customer_id"] == "C2"


def test_an_address_without_a_user_is_of_its_device(chain):
    """If this fails, whoever subscribes to a newsletter is taken for everyone without a login."""
    events = (
        Event(1, day(0), "identify", "d1"),
        Event(2, day(1), "vote", "d1"),
        Event(3, day(2), "vote", "d2"),
        Event(4, day(3), "vote", "d3", "s-9"),
    )
    rows = event_rows(list(events))
    rows[0]["user_email"] = "jo@acme.example"
    chain.build({"int_digital_events_unioned": rows})
    found = sorted(chain.table("fct_journeys"), key=lambda row: row["started_at"])
    assert [row["customer_id"] for row in found] == ["C2", "unknown", "unknown"]
    assert len({row["visitor_id"] for row in found}) == 3


def test_traffic_rules(chain):
    """Crawlers and test carts are flagged, and stay in the table."""
    marks = ["bot", "test", None]
    events = [
        Event(number, day(100 * number), "vote", f"d{number}", None, mark)
        for number, mark in enumerate(marks)
    ]
    found = journeys(chain, *events)
    assert [row["exclusion_reason"] for row in found] == marks
    assert [row["is_included"] for row in found] == [False, False, True]


@pytest.mark.parametrize(
    ("seconds", "outcomes"),
    [(1799, ["abandoned"]), (1800, ["abandoned", "abandoned"]), (1801, ["abandoned"] * 2)],
)
def test_a_pause_as_long_as_the_time_out_ends_a_journey(chain, seconds, outcomes):
    """A shorter one goes on: the second start is the same journey."""
    events = (Event(1, day(0), "start", "d1"), Event(2, day(seconds / 60), "start", "d1"))
    assert [row["outcome"] for row in journeys(chain, *events)] == outcomes


def test_a_stray_event_does_not_wake_what_was_given_up(chain):
    """If this fails, the next attempt is joined to the one before it, and took days."""
    later = 4 * 24 * 60
    events = (
        Event(1, day(0), "seek", "d1"),
        Event(2, day(later), "click", "d1"),
        Event(3, day(later + 1), "seek", "d1"),
        Event(4, day(later + 2), "seek", "d1"),
        Event(5, day(later + 3), "found", "d1"),
    )
    chain.build({"int_digital_events_unioned": event_rows(list(events))})
    found = sorted(chain.table("fct_task_attempts"), key=lambda row: row["started_at"])
    assert [(row["outcome"], row["task_seconds"]) for row in found] == [
        ("abandoned", None),
        ("completed", 120),
    ]


def test_a_login_does_not_tell_the_device_of_a_visit(chain):
    """If this fails, visits of the app that begin with a login are told to be of a desktop."""
    events = (
        Event(1, day(0), "identify", "d1", "crm-1"),
        Event(2, day(1), "x", "d1", "crm-1"),
        # on the test system: only the event tells it
        Event(3, day(0), "identify", "d2", "u-2"),
        Event(4, day(1), "done", "d2", "u-2", "test"),
        Event(5, day(200), "identify", "d2", "u-2"),
    )
    rows = event_rows(list(events))
    rows[1]["library_name"] = "analytics-ios"
    chain.build({"int_digital_events_unioned": rows})
    found = {(row["exclusion_reason"], row["started_at"]): row for row in chain.table("fct_visits")}
    assert set(found) == {
        (None, day(0)),
        ("test", day(1)),
        ("login_only", day(0)),
        ("login_only", day(200)),
    }
    visit = found[None, day(0)]
    assert (visit["channel"], visit["device"], visit["event_count"]) == ("app", "mobile", 2)
    assert [row["is_included"] for row in found.values()].count(True) == 1


def test_the_steps_are_those_of_the_version_of_the_start(chain):
    """If this fails, who checks out over a change of the steps seems to have left before it."""
    midnight = datetime(2026, 6, 1)
    events = (
        Event(1, midnight - 5 * MINUTE, "start", "d1"),
        Event(2, midnight + 5 * MINUTE, "done", "d1"),
        # what is no step any more still is one of those who started before
        Event(3, midnight - 5 * MINUTE, "start", "d2"),
        Event(4, midnight - 4 * MINUTE, "pay", "d2"),
        Event(5, midnight - 5 * MINUTE, "join", "d3"),
        Event(6, midnight + 5 * MINUTE, "active", "d3"),
    )
    found = journeys(chain, *events)
    (joined,) = (row for row in found if row["journey_code"] == "join")
    assert (joined["outcome"], joined["furthest_step"]) == ("completed", "joined")
    found = {row["outcome"]: row for row in found if row["journey_code"] == "buy"}
    assert found["completed"]["furthest_step"] == "done"
    assert found["completed"]["furthest_step_number"] == 3
    assert found["abandoned"]["furthest_step"] == "pay"
    steps = sorted(
        (row["step"], row["went_on_count"], row["is_recorded"])
        for row in chain.table("fct_journey_steps")
        if row["journey_instance_id"] == found["completed"]["journey_instance_id"]
    )
    assert steps == [("done", 0, True), ("pay", 1, False), ("start", 1, True)]


def test_a_goal_that_comes_too_late_completes_nothing(chain):
    """Thirty days after the time-out is too late, a second less is not."""
    for seconds, outcome in ((0, "abandoned"), (-1, "completed")):
        late = day(30 * 24 * 60 + 30 + seconds / 60)
        events = (Event(1, day(0), "start", "d1"), Event(2, late, "done", "d1"))
        (journey,) = journeys(chain, *events)
        assert journey["outcome"] == outcome
