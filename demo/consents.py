"""What the consent tool of the demo company keeps: consents by purpose, some of them taken back.

Runs after everything else and draws from a generator of its own: no other row depends on it.
"""

from datetime import datetime, timedelta

import numpy as np

from demo.world import World, write_csv

OFFSET = 27
COLUMNS = "source_system source_contact_id purpose given_at withdrawn_at collected_in"
ASKED = 34
REFUSED = 12
FORMS = ("preference page", "newsletter form", "account settings")


def simulate(world: World, seed: int) -> list[dict]:
    """Ask customers of the CRM, and write down who refused surveys in the survey tool."""
    rng = np.random.default_rng(seed + OFFSET)
    faulty = {fault["source_record_id"] for fault in world.faults}
    asked = [
        row
        for row in world.tables["salesforce/contact"]
        if row["id"] and not row["is_deleted"] and row["id"] not in faulty
    ]
    rows = []
    for number, index in enumerate(rng.permutation(len(asked))[:ASKED]):
        rows += _answers(rng, number, asked[int(index)]["id"])
    # the survey tool follows these: it sends them nothing
    refusing = [
        row for row in world.tables["qualtrics/directory_contact"] if row["directory_unsubscribed"]
    ]
    for index in rng.permutation(len(refusing))[:REFUSED]:
        row = refusing[int(index)]
        rows.append(_row("qualtrics", row["id"], "survey", None, row["last_modified"], FORMS[0]))
    return rows


def write_seeds(rows: list[dict], out) -> None:
    """Write the seed that a company fills from its consent tool, filled for the demo company."""
    write_csv(out / "customer_consents.csv", COLUMNS.split(), rows)


def _answers(rng, number: int, contact_id: str) -> list[dict]:
    """Let a customer agree; some take it back, some agree anew, some are asked in two places."""
    given = datetime(2024, 9, 1) + timedelta(hours=int(rng.integers(0, 9000)))
    later = given + timedelta(hours=int(rng.integers(500, 6000)))
    form = FORMS[number % len(FORMS)]
    withdrawn = later if number % 4 == 0 else None
    rows = [_row("salesforce", contact_id, "marketing", given, withdrawn, form)]
    if number % 8 == 0:
        anew = later + timedelta(days=20)
        rows.append(_row("salesforce", contact_id, "marketing", anew, None, FORMS[0]))
    if number % 3 == 0:
        rows.append(_row("salesforce", contact_id, "personalization", given, None, form))
    if number % 11 == 0:
        rows.append(_row("salesforce", contact_id, "analytics", None, later, FORMS[0]))
    return rows


def _row(
    tool: str, contact: str, purpose: str, given: datetime | None, withdrawn: datetime | None, form
) -> dict:
    return dict(zip(COLUMNS.split(), (tool, contact, purpose, given, withdrawn, form), strict=True))
