"""The explanation of a ticket adds up to the numbers of the facts."""

import json
import re
import shutil
from datetime import datetime, timedelta

import pytest

from tests.python.conftest import ROOT, dbt
from tests.python.service_chain import AS_OF, input_rows, service_chain
from tests.python.service_reference import Change, Message, Ticket

SOURCE = ROOT / "analyses" / "explain_ticket.sql"
CLOCKS = {
    "requester wait": ("requester wait", "requester wait, on hold"),
    "agent wait": ("agent wait",),
    "on hold": ("requester wait, on hold",),
}


def check(lines: list[dict]) -> dict[str, dict]:
    """Add the minutes of the history up and compare them with the figures; return the figures."""
    history = [line for line in lines if line["part"] == "history"]
    figures = {line["what"]: line for line in lines if line["part"] == "figure"}
    assert [line["step"] for line in history] == list(range(1, len(history) + 1))
    for clock in ("calendar_minutes", "business_minutes"):
        for figure, names in CLOCKS.items():
            ran = sum(line[clock] for line in history if line["clock_before"] in names)
            assert ran == pytest.approx(figures[figure][clock], abs=1e-6), figure
        for figure, line in figures.items():
            stops = [step for step in history if is_end(step, figure)]
            if line[clock] is None or line["effect"] == "still waiting" or figure in CLOCKS:
                continue
            if "open wait" in figure:
                continue
            assert stops, f"nothing stops the {figure}"
            (start,) = [step["step"] for step in history if is_start(step, figure)][:1]
            ran = sum(s[clock] for s in history if start < s["step"] <= stops[0]["step"])
            assert ran == pytest.approx(line[clock], abs=1e-6), figure
    return figures


def is_start(step: dict, figure: str) -> bool:
    """Say whether the clock of a figure starts at a step."""
    if figure.startswith("response "):
        return f"starts {figure}" in (step["effect"] or "").split(", ")
    return step["what"] == ("first response clock" if figure == "first response" else "created")


def is_end(step: dict, figure: str) -> bool:
    """Say whether a step stops the clock of a figure."""
    ends = (f"stops {figure}", f"stops the {figure}")
    return any(effect in ends for effect in (step["effect"] or "").split(", "))


@pytest.fixture(scope="module")
def explain():
    """Return a function that explains one ticket of the given ones."""
    chain = service_chain()

    def lines(ticket: Ticket) -> list[dict]:
        """Run the analysis over the models of service."""
        chain.build(input_rows([ticket]))
        chain.variables["ticket"] = ticket.id
        sql = chain.environment.from_string(SOURCE.read_text()).render()
        result = chain.connection.execute(sql)
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    return lines


def at(hours: float) -> datetime:
    """Return a moment after Friday, 6 March 2026, 09:00 UTC."""
    return datetime(2026, 3, 6, 9) + timedelta(hours=hours)


def test_a_reader_can_say_why_the_numbers_are_what_they_are(explain):
    """A ticket over a weekend with a bot, a note, a hold, thanks and a second question."""
    statuses = [
        *((0, "new"), (2, "pending"), (5, "hold"), (72, "open"), (73, "solved")),
        *((74, "open"), (75, "solved"), (100, "open")),
    ]
    words = [
        *((0, "customer"), (0.1, "bot"), (1, "note"), (2, "agent"), (4, "customer")),
        *((73, "agent"), (74, "customer"), (100, "customer")),
    ]
    ticket = Ticket(
        1,
        at(0),
        tuple(Change(at(hours), status) for hours, status in statuses),
        tuple(
            Message(at(hours), "agent" if author == "note" else author, author != "note")
            for hours, author in words
        ),
    )
    lines = explain(ticket)
    figures = check(lines)
    assert figures["first response"]["calendar_minutes"] == 120
    assert figures["response 2"]["calendar_minutes"] == 69 * 60
    assert figures["response 3"]["exclusion_reason"] == "no_reply"
    assert figures["response 4"]["effect"] == "still waiting"
    assert figures["first contact resolution"]["effect"].startswith("no (issue desk:001: tickets 1")
    happened = [(line["what"], line["effect"]) for line in lines if line["part"] == "history"]
    assert ("private note", None) in happened
    assert ("status", "reopens, taken for thanks") in happened
    assert ("status", "reopens") in happened
    assert happened[-1] == ("as of", None)
    assert all(line["happened_at"] <= AS_OF for line in lines if line["part"] == "history")


def test_the_analysis_runs_on_tickets_of_the_demo(demo, tmp_path):
    """As a person runs it: reopened, on hold, with several answers."""
    ((ticket,),) = demo.rows(
        """
        select ticket_id from marts.fct_resolution_time
        where is_included and is_reopened and on_hold_minutes > 0 and agent_wait_minutes > 0
            and agent_reply_count > 2
        order by ticket_id limit 1
        """
    )
    shutil.copy(demo.database, tmp_path / "cx.duckdb")
    shown = dbt(
        tmp_path,
        *("--quiet", "show", "--select", "explain_ticket", "--limit", "100", "--output", "json"),
        variables={"ticket": ticket},
    )
    assert shown.code == 0, shown.output
    lines = json.loads(re.search(r"\{.*\}", shown.output, re.DOTALL)[0])["show"]
    for line in lines:
        for clock in ("calendar_minutes", "business_minutes"):
            line[clock] = None if line[clock] is None else float(line[clock])
    figures = check(lines)
    assert {"first response", "full resolution", "requester wait"} <= set(figures)
