"""Random ticket histories: every duration and flag of the facts against a plain reference."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.python.model_chain import Chain
from tests.python.service_chain import AS_OF, SCHEDULES, input_rows, service_chain
from tests.python.service_reference import Change, Desk, Message, Ticket

# just before the clocks change in each zone, both years, and two plain days
BEGINNINGS = [
    datetime(2025, 1, 6, 8),
    datetime(2025, 12, 24, 14),
    *(datetime(2025, 3, 30), datetime(2025, 10, 25, 22), datetime(2026, 3, 28, 20)),
    *(datetime(2026, 10, 25), datetime(2025, 3, 9, 5), datetime(2025, 11, 2, 4)),
    *(datetime(2026, 3, 8, 6), datetime(2026, 11, 1, 4), datetime(2025, 4, 5, 13)),
    *(datetime(2025, 10, 4, 13), datetime(2026, 4, 4, 14), datetime(2026, 10, 3, 12)),
    AS_OF - timedelta(days=20),
]
# what may follow a status: no tool makes a solved ticket new, or brings a deleted one back
FOLLOWING = {
    "new": ("open", "pending", "hold", "solved", "closed", "deleted"),
    "open": ("pending", "hold", "solved", "closed", "deleted"),
    "pending": ("open", "hold", "solved", "closed", "deleted"),
    "hold": ("open", "pending", "solved", "closed", "deleted"),
    "solved": ("open", "pending", "hold", "closed", "solved", "deleted"),
    "closed": ("open", "deleted"),
    "deleted": (),
}

pauses = st.one_of(
    st.sampled_from([0, 0, 1, 59, 60, 3600, 4 * 3600, 24 * 3600, 24 * 3600 + 1]),
    st.integers(0, 12 * 3600),
    st.integers(0, 12 * 24 * 3600),
)


@st.composite
def tickets(draw) -> Ticket:
    """One history that a tool could have written."""
    created = draw(st.sampled_from(BEGINNINGS)) + timedelta(seconds=draw(st.integers(0, 90_000)))
    at, changes = created, [Change(created, draw(st.sampled_from(["new", "open"])))]
    for _ in range(draw(st.integers(0, 6))):
        if not (following := FOLLOWING[changes[-1].status]):
            break
        at += timedelta(seconds=draw(pauses))
        actor = draw(st.sampled_from(["agent", "bot", "nobody"]))
        changes.append(Change(at, draw(st.sampled_from(following)), actor))
    at, messages = created, []
    # some at the moment of a change, as when an agent answers and solves at once
    moments = [change.at for change in changes]
    for _ in range(draw(st.integers(0, 6))):
        at = draw(
            st.one_of(
                pauses.map(lambda seconds, last=at: last + timedelta(seconds=seconds)),
                st.sampled_from(moments),
            )
        )
        author = draw(st.sampled_from(["customer", "agent", "customer", "agent", "bot", "unknown"]))
        is_public = draw(st.sampled_from([True, True, True, False]))
        messages.append(Message(at, author, is_public, draw(st.integers(0, 9)) == 9))
    return Ticket(
        0,
        created,
        tuple(change for change in changes if change.at <= AS_OF),
        tuple(sorted((m for m in messages if m.at <= AS_OF), key=lambda m: m.at)),
        customer=draw(st.sampled_from(["c1", "c2", "c3", None, "internal"])),
        category=draw(st.sampled_from([None, "billing"])),
        channel=draw(st.sampled_from(["email", "social", "chat", "unmapped"])),
        schedule=draw(st.sampled_from(sorted(SCHEDULES))),
        is_agent_created=draw(st.integers(0, 4)) == 4,
        mark=draw(st.sampled_from(["", "", "", "", "", "", "spam", "test", "outbound"])),
        merged_into=draw(st.sampled_from([None, None, None, None, 1, 2])),
    )


def numbered(drawn: list[Ticket]) -> list[Ticket]:
    """Number the tickets; one is merged into an earlier one, or into none."""
    found = []
    for number, ticket in enumerate(drawn, 1):
        into = ticket.merged_into if (ticket.merged_into or number) < number else None
        mark = "merged" if into else ticket.mark
        found.append(replace(ticket, number=number, merged_into=into, mark=mark))
    return found


@pytest.fixture(scope="module")
def chain() -> Chain:
    """The models, with the calendar built and the people known."""
    return service_chain()


def expect(row: dict, expected: dict, what: str) -> None:
    """Compare all that the reference says."""
    for name, value in expected.items():
        if isinstance(value, float):
            value = pytest.approx(value, abs=1e-6)
        assert row[name] == value, f"{what}: {name} is {row[name]}, not {expected[name]}"


def compare(chain: Chain, desk: list[Ticket]) -> None:
    """Run the chain of models over the tickets, and compare every row with the reference."""
    chain.build(input_rows(desk))
    reference = Desk(desk, SCHEDULES, AS_OF)
    rows = {
        fact: {row["ticket_id"]: row for row in chain.table(fact)}
        for fact in ("fct_first_response_time", "fct_resolution_time")
    }
    runs = {
        (row["ticket_id"], row["message_run_number"]): row
        for row in chain.table("fct_response_time")
    }
    expected_runs = {("desk:000", 1)}
    for ticket in desk:
        first = rows["fct_first_response_time"][ticket.id]
        expect(first, reference.first_response_time(ticket), "first response")
        full = rows["fct_resolution_time"][ticket.id]
        expect(full, reference.resolution_time(ticket), "resolution")
        for run in reference.response_times(ticket):
            key = (ticket.id, run["message_run_number"])
            expected_runs.add(key)
            assert key in runs, f"no response time for {key}"
            expect(runs[key], run, "response")
    assert set(runs) == expected_runs
    issues = {row["issue_id"]: row for row in chain.table("fct_first_contact_resolution")}
    del issues["desk:000"]
    expected_issues = reference.first_contact_resolution()
    assert set(issues) == set(expected_issues)
    for issue_id, issue in expected_issues.items():
        expect(issues[issue_id], issue, f"issue {issue_id}")


@settings(max_examples=60, deadline=None)
@given(st.lists(tickets(), min_size=1, max_size=25).map(numbered))
def test_every_duration_and_flag_of_a_ticket(chain, desk):
    """If this fails, a clock runs when it should not, or a flag is wrong; the ticket is shown."""
    compare(chain, desk)
