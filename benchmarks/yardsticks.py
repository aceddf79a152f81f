"""What the build is measured by: the hand-written script (script.sql), and the pure scan.

    python -m benchmarks.yardsticks script|scan <folder of raw data> [database]

Prints the seconds of each step as JSON. The script writes its tables into the database.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import duckdb

from benchmarks.raw_data import AS_OF

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "benchmarks" / "script.sql"

# the columns that the script needs
NEEDED = {
    "zendesk/ticket": "id, requester_id, submitter_id, via_channel, merged_ticket_ids, "
    "custom_category, created_at, updated_at, _fivetran_synced",
    "zendesk/ticket_comment": "id, ticket_id, user_id, public, created",
    "zendesk/ticket_field_history": "ticket_id, field_name, updated, value, user_id",
    "zendesk/ticket_tag": "ticket_id, tag",
    "zendesk/ticket_schedule": "ticket_id, schedule_id",
    "zendesk/user": "id, email, external_id, role",
    "zendesk/satisfaction_rating": "id, ticket_id, score, updated_at",
    "salesforce/contact": "id, email, last_modified_date",
    "qualtrics/directory_contact": "id, email, ext_ref",
    "qualtrics/survey_response": "id, survey_id, status, finished, start_date, end_date, "
    "recipient_email",
    "qualtrics/question_response": "response_id, question_id, value",
    "qualtrics/survey_embedded_data": "response_id, key, value",
}
# chains of records are short: more rounds than this mean that the script is wrong
MOST_ROUNDS = 20


def steps(raw: Path) -> list[tuple[str, str]]:
    """Return the steps of the script, name and SQL, for a folder of raw data."""
    text = SCRIPT.read_text().format(raw=raw, as_of=AS_OF)
    pieces = text.split("-- step: ")[1:]
    return [tuple(piece.split("\n", 1)) for piece in pieces]


def script(raw: Path, database: Path) -> dict[str, float]:
    """Run the hand-written script; return the seconds of each step."""
    database.unlink(missing_ok=True)
    seconds = {}
    with duckdb.connect(str(database)) as connection:
        connection.execute("set threads = 2; set TimeZone = 'UTC'; set enable_progress_bar = false")
        for name, sql in steps(raw):
            started = time.perf_counter()
            connection.execute(sql)
            if name == "components":
                repeat(connection, sql)
            seconds[name] = time.perf_counter() - started
    return seconds


def repeat(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Spread the least label of each group of records until none changes."""
    for _ in range(MOST_ROUNDS):
        (changed,) = connection.execute("select bool_or(is_changed) from labels").fetchone()
        if not changed:
            return
        connection.execute(sql)
    raise RuntimeError(f"labels still change after {MOST_ROUNDS} rounds")


def scan(raw: Path) -> dict[str, float]:
    """Read every value of the columns that the script needs, and do nothing with them."""
    started = time.perf_counter()
    with duckdb.connect() as connection:
        connection.execute("set threads = 2; set enable_progress_bar = false")
        for table, columns in NEEDED.items():
            # statistics of the file answer min and max; a hash has to read every value
            values = ", ".join(f"bit_xor(hash({name}))" for name in columns.split(", "))
            connection.execute(f"select {values} from '{raw}/{table}.parquet'").fetchall()
    return {"scan": time.perf_counter() - started}


def main() -> None:
    """Run what the command line names."""
    raw = Path(sys.argv[2])
    print(json.dumps(script(raw, Path(sys.argv[3])) if sys.argv[1] == "script" else scan(raw)))


if __name__ == "__main__":
    main()
