"""The CX programme: accounts that grew or shrank, and the needs that account teams saw in them.

Runs after everything else and draws from a generator of its own: no other row depends on it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from demo import settings
from demo.world import World, write_csv

OFFSET = 25
TABLE = "salesforce/account"
# How many employees the accounts of each size had before
SIZE_BEFORE = {
    "small_business": (60, 120),
    "mid_market": (20, 45),
    "enterprise": (400, 900),
}
RESIZED = 24
NEEDS = ("reliability", "guidance", "price")
JUDGED = 160
ASSIGNMENTS = (
    "scheme_code source_system source_account_id source_contact_id segment_code valid_from "
    "valid_to assigned_on"
)


@dataclass
class Stay:
    """One time of an account in a segment; `ends` None while it lasts."""

    scheme: str
    account_id: str
    segment: str
    starts: datetime
    ends: datetime | None = None
    exclusion: str = ""


def simulate(world: World, seed: int) -> list[Stay]:
    """Let accounts change their size, and account teams judge what accounts need."""
    rng = np.random.default_rng(seed + OFFSET)
    faulty = {f["source_record_id"] for f in world.faults if f["source_table"] == "account"}
    rows = [
        row
        for row in world.tables[TABLE]
        if not row["is_deleted"] and row["id"] not in faulty and row["number_of_employees"]
    ]
    return _resize(world, rng, rows) + _judge(rng, rows)


def size_of(employees: int) -> str:
    """Return the size of an account as people speak of it."""
    if employees < 50:
        return "small_business"
    return "mid_market" if employees < 1000 else "enterprise"


def _resize(world: World, rng, rows: list[dict]) -> list[Stay]:
    """Keep the version of an account from before it grew or shrank, as history mode does."""
    stays = []
    fit = [row for row in rows if row["last_modified_date"] > settings.HISTORY_START]
    for index in rng.permutation(len(fit))[:RESIZED]:
        row = fit[int(index)]
        now = size_of(row["number_of_employees"])
        before = int(rng.integers(*SIZE_BEFORE[now]))
        changed = row["last_modified_date"]
        row["_fivetran_synced"] = world.synced(changed)
        old = {**row, "number_of_employees": before, "annual_revenue": before * 120_000}
        old["last_modified_date"] = row["created_date"] + (changed - row["created_date"]) / 2
        old["last_modified_date"] = old["last_modified_date"].replace(microsecond=0)
        old["_fivetran_synced"] = world.synced(old["last_modified_date"])
        world.tables[TABLE].append(old)
        world.fault(
            "account of another size before",
            TABLE,
            row["id"],
            "superseded",
            "GOV-03",
            "superseded_version",
        )
        stays.append(Stay("size", row["id"], size_of(before), row["created_date"], changed))
        stays.append(Stay("size", row["id"], now, changed))
    return stays


def _judge(rng, rows: list[dict]) -> list[Stay]:
    """Give accounts a need; some change it, some are given two at once, some rows are wrong."""
    stays = []
    for number, index in enumerate(rng.permutation(len(rows))[:JUDGED]):
        account_id = rows[int(index)]["id"]
        first, second = (NEEDS[int(place)] for place in rng.permutation(3)[:2])
        starts = datetime(2024, 7, 1) + timedelta(days=int(rng.integers(0, 300)))
        if number % 5:
            stays.append(Stay("needs", account_id, first, starts))
            continue
        changes = starts + timedelta(days=int(rng.integers(60, 300)))
        stays.append(Stay("needs", account_id, first, starts, changes))
        # every fourth of those who change is given the new need before the old one ends
        overlap = timedelta(days=20 if number % 20 == 0 else 0)
        late = "segment_overlap" if overlap else ""
        stays.append(Stay("needs", account_id, second, changes - overlap, None, late))
    account_id = rows[0]["id"]
    stays.append(Stay("needs", "00199999", "price", datetime(2025, 1, 1), None, "unknown_customer"))
    stays.append(Stay("needs", account_id, "luck", datetime(2025, 1, 1), None, "unknown_segment"))
    return stays


def write_seeds(stays: list[Stay], out) -> None:
    """Write the seed that account teams keep, filled for the demo company."""
    rows = [
        {
            "scheme_code": stay.scheme,
            "source_system": "salesforce",
            "source_account_id": stay.account_id,
            "source_contact_id": None,
            "segment_code": stay.segment,
            "valid_from": stay.starts.date(),
            "valid_to": stay.ends and stay.ends.date(),
            "assigned_on": stay.starts.date(),
        }
        for stay in stays
        if stay.scheme == "needs"
    ]
    write_csv(out / "segment_assignments.csv", ASSIGNMENTS.split(), rows)


def stay_rows(stays: list[Stay]) -> list[dict]:
    """Return the truth: the times of accounts in segments, and the rows that do not count."""
    return [
        {
            "scheme_code": stay.scheme,
            "source_system": "salesforce",
            "source_account_id": stay.account_id,
            "segment_code": stay.segment,
            "valid_from": stay.starts,
            "valid_to": stay.ends,
            "exclusion_reason": stay.exclusion,
        }
        for stay in stays
    ]
