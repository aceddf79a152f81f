"""How long the identity engine takes, how much memory it needs, and how both grow.

    python -m benchmarks.identity [records ...]        default: 100000 300000 1000000

Builds the demo once, then fills the input contract `int_contacts_unioned` with made-up people of
three tools (half a million people for a million records: shared company lines, role inboxes,
typing errors, missing fields), runs the identity models, and adds up the time that dbt reports
for them. The baseline of the same run is the least that any method does: join records on the
exact e-mail address, and SciPy's connected components. Writes benchmarks/identity.md.
"""

from __future__ import annotations

import json
import math
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "target" / "benchmarks"
STARTS = ("names", "emails", "phones_dialled", "records")
# every model between the input contract and the log
MODELS = [f"int_person_{start}+,+fct_identity_log" for start in STARTS]

PEOPLE = """
create or replace temp table people as
select
    number,
    substr(md5('given' || cast(floor(3000 * pow(random(), 2)) as integer)), 1, 6) as given_name,
    substr(md5('family' || cast(floor(60000 * pow(random(), 2)) as integer)), 1, 7) as family_name,
    cast(floor(random() * {people} / 12) as integer) as company,
    date '1945-01-01' + cast(floor(random() * 20000) as integer) as birth_date,
    cast(10000 + floor(random() * 80000) as integer) as postcode,
    '+49171' || lpad(cast(cast(floor(random() * {people}) as integer) as string), 8, '1') as mobile,
    random() as dice_a, random() as dice_b, random() as dice_c
from range({people}) as numbers (number)
"""

RECORDS = """
create or replace temp table records as
select tool, number, random() as dice_1, random() as dice_2, random() as dice_3, random() as dice_4
from people
inner join (values ('salesforce', 0.8), ('zendesk', 0.6), ('qualtrics', 0.6)) as tools (tool, share)
    on hash(number, tool) % 1000 < share * 1000
"""

CONTACTS = {
    "contact_record_id": "tool || ':' || number",
    "source_system": "tool",
    "source_contact_id": "cast(number as string)",
    "contact_type": "'contact'",
    # half of the respondents give no name; some names lack a letter
    "first_name": """case when tool = 'qualtrics' and dice_1 < 0.5 then null
        when dice_2 < 0.05 then substr(given_name, 2) else given_name end""",
    "last_name": """case when tool = 'qualtrics' and dice_1 < 0.5 then null
        when dice_2 > 0.96 then substr(family_name, 2) else family_name end""",
    "email": """case
        when dice_3 < 0.4 then given_name || '.' || family_name || '@co' || company || '.example'
        when dice_3 < 0.7 then given_name || family_name || (number % 100) || '@gmail.com'
        when dice_3 < 0.72 then 'info@co' || company || '.example' end""",
    "phone": """case when dice_4 < 0.35 then mobile
        when dice_4 < 0.45 then '+4930' || (1000000 + company) end""",
    "birth_date": "case when tool = 'salesforce' and dice_a < 0.3 then birth_date end",
    "postcode": "case when tool = 'salesforce' and dice_b < 0.7 then cast(postcode as string) end",
    "city": "case when tool = 'salesforce' and dice_b < 0.7 then 'city' || (postcode // 50) end",
    "company_name": "case when tool <> 'qualtrics' and dice_c < 0.5 then 'company ' || company end",
    "external_id": """case when tool <> 'salesforce' and dice_1 > 0.7
        then cast(number as string) end""",
    "is_deleted": "false",
    "created_at": "timestamp '2025-01-01'",
    "updated_at": "timestamp '2025-01-01'",
    "loaded_at": "timestamp '2025-01-01'",
}


def dbt(database: Path, *arguments: str) -> None:
    """Run dbt on a database; stops with dbt's output when it fails."""
    command = [str(Path(sys.executable).parent / "dbt"), "--quiet", *arguments]
    command += ["--target-path", str(FOLDER / "target"), "--log-path", str(FOLDER / "logs")]
    environment = os.environ | {"CX_DATABASE": str(database)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)


def fill(database: Path, records: int) -> None:
    """Put about so many records into the input contract, the same ones each time."""
    with duckdb.connect(str(database)) as connection:
        connection.execute("set threads = 1; select setseed(0.42)")
        connection.execute(PEOPLE.format(people=records // 2))
        connection.execute(RECORDS)
        columns = connection.execute(
            "select column_name, data_type from duckdb_columns()"
            " where table_name = 'int_contacts_unioned' order by column_index"
        ).fetchall()
        values = ", ".join(
            f"cast({CONTACTS.get(name, 'null')} as {kind})" for name, kind in columns
        )
        connection.execute("delete from intermediate.int_contacts_unioned")
        connection.execute(
            f"insert into intermediate.int_contacts_unioned select {values}"
            " from records inner join people using (number) order by hash(tool, number)"
        )
        connection.execute("drop table if exists marts.fct_identity_log")


def baseline(database: Path) -> float:
    """Return the seconds of exact e-mail addresses and SciPy's connected components."""
    start = time.perf_counter()
    with duckdb.connect(str(database), read_only=True) as connection:
        pairs = connection.execute(
            """
            with numbered as (
                select row_number() over (order by contact_record_id) as number, email
                from intermediate.int_contacts_unioned
            )
            select a.number, b.number from numbered as a
            inner join (select email, min(number) as number from numbered group by 1) as b
                on a.email = b.email
            """
        ).fetchnumpy()
    rows, columns = list(pairs.values())
    size = int(max(rows.max(), columns.max())) + 1
    connected_components(coo_matrix((np.ones(len(rows)), (rows, columns)), shape=(size, size)))
    return time.perf_counter() - start


def measure(database: Path, records: int) -> dict:
    """Resolve so many records; return counts, seconds and the peak memory so far."""
    fill(database, records)
    least = baseline(database)
    dbt(database, "run", "--threads", "1", "--select", *MODELS)
    results = json.loads((FOLDER / "target" / "run_results.json").read_text())["results"]
    seconds = {row["unique_id"].split(".")[-1]: row["execution_time"] for row in results}
    with duckdb.connect(str(database), read_only=True) as connection:
        count, customers = connection.execute(
            "select count(*), count(distinct resolved_id) from intermediate.int_identity_map"
            " where entity = 'person'"
        ).fetchone()
        (pairs,) = connection.execute(
            "select count(*) from intermediate.int_identity_candidates"
        ).fetchone()
    return {
        "records": count,
        "customers": customers,
        "pairs": pairs,
        "seconds": sum(seconds.values()),
        "baseline": least,
        "memory": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20,
        "slowest": sorted(seconds.items(), key=lambda item: -item[1])[:5],
    }


def report(rows: list[dict]) -> str:
    """Return the Markdown table, with the growth from the smallest size to the largest."""
    lines = [
        "# Identity: time, memory, growth",
        "",
        f"Written by `python -m benchmarks.identity` on {os.cpu_count()} cores.",
        "Seconds are the sum of what dbt reports for the identity models, from names to the log,",
        "one after the other; the baseline is the exact e-mail address and SciPy's components.",
        "Memory is the peak of the dbt process.",
        "",
        "| records | compared pairs | customers | seconds | times the baseline | memory, GB |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        lines.append(
            f"| {row['records']:,} | {row['pairs']:,} | {row['customers']:,} | {row['seconds']:.1f}"
            f" | {row['seconds'] / row['baseline']:.0f} | {row['memory']:.1f} |"
        )
    first, last = rows[0], rows[-1]
    if first["records"] < last["records"]:
        growth = math.log(last["seconds"] / first["seconds"]) / math.log(
            last["records"] / first["records"]
        )
        lines += ["", f"Seconds grow with records^{growth:.2f}."]
    slowest = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in last["slowest"])
    lines += ["", f"Slowest at the largest size: {slowest}.", ""]
    return "\n".join(lines)


def main() -> None:
    """Measure the sizes given on the command line, smallest first, and write the table."""
    sizes = sorted(int(size) for size in sys.argv[1:]) or [100_000, 300_000, 1_000_000]
    FOLDER.mkdir(parents=True, exist_ok=True)
    database = FOLDER / "identity.duckdb"
    database.unlink(missing_ok=True)
    everything = ("--select", "+fct_identity_log", "--exclude-resource-type", "test")
    dbt(database, "build", *everything, "--exclude-resource-type", "unit_test")
    table = report([measure(database, size) for size in sizes])
    (ROOT / "benchmarks" / "identity.md").write_text(table)
    print(table)


if __name__ == "__main__":
    main()
