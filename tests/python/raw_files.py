"""Damaged copies of raw files: what can happen to a file between a tool and the warehouse.

Each function of KINDS takes the records of a good file and gives the bytes of a bad one, by chance
but always the same for the same seed.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

ENDS = "\n"
ODD = (
    *("", " ", "NULL", "nan", "inf", "-inf", "-1", "0", "1e400", "99999999999999999999999", "0x1F"),
    *("0000-00-00", "2026-02-30", "99999-01-01", "-infinity", "infinity", "epoch", "24:00:00"),
    *("290000-01-01 00:00:00", "2026-01-01T00:00:00+99:00", "1e18", "-99999999999999", "true"),
    *("'; drop table x; --", "\\", "\\N", "\\u0000", "%s", "{{ 1 }}", "\U0001f600", "\u202eabc"),
    *("[", "{}", "[null]", "null", '"', '{"a":', "<b>", "\ufeff", "a\tb", "x" * 5000),
)


def nested(depth: int) -> str:
    """Give a JSON text of lists and objects inside each other."""
    return '[{"id": 1, "properties": ' * depth + "null" + "}]" * depth


JSON = (
    nested(3),
    nested(200),
    nested(3000),
    "[" * 50_000 + "]" * 50_000,
    "[" * 50_000,
    '{"id": "\\u0000", "email": "\\ud800"}',
    json.dumps({str(number): [{"value": number}] * 3 for number in range(300)}),
    '{"id": 1, "id": 2, "": null, "$": {"$.a": 1}}',
    '[{"id": {"id": {}}, "answers": "none", "choices": {"labels": 1}}, [], null, 1e999]',
)


@dataclass
class Raw:
    """The records of a good file, and chance."""

    header: list[str]
    rows: list[list[str]]
    rng: random.Random

    def text(self, ends: str = ENDS, delimiter: str = ",") -> str:
        """Write the records as CSV."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator=ends, delimiter=delimiter)
        writer.writerows([self.header, *self.rows])
        return out.getvalue()

    def cells(self, values: tuple[str, ...], share: float) -> Raw:
        """Put values into some of the cells."""
        for row in self.rows:
            for place in range(len(row)):
                if self.rng.random() < share:
                    row[place] = self.rng.choice(values)
        return self

    def one(self, value: str, quote: bool = True) -> bytes:
        """Put a value into one cell, as it is or by the rules."""
        mark = "@mark@"
        self.rng.choice(self.rows)[self.rng.randrange(len(self.header))] = mark
        shown = '"' + value.replace('"', '""') + '"' if quote else value
        return self.text().replace(mark, shown, 1).encode()

    def lines(self, change: Callable[[list[str]], list[str]], share: float = 0.1) -> bytes:
        """Change some of the records."""
        places = [place for place in range(len(self.rows)) if self.rng.random() < share]
        for place in places or [len(self.rows) - 1]:
            self.rows[place] = change(self.rows[place])
        return self.text().encode()


def truncated(raw: Raw) -> bytes:
    text = raw.text().encode()
    return text[: raw.rng.randrange(len(text) // 3, len(text))]


def truncated_in_quotes(raw: Raw) -> bytes:
    raw.rows[-1][raw.rng.randrange(len(raw.header))] = "a, text"
    return raw.text().encode().rsplit(b"text", 1)[0]


def latin_1(raw: Raw) -> bytes:
    raw.rows[-1][-1] = "Zoë"
    return raw.text().encode("latin-1", "replace")


def utf_16(raw: Raw) -> bytes:
    return raw.text().encode(raw.rng.choice(["utf-16", "utf-16-le", "utf-16-be"]))


def other_delimiter(raw: Raw) -> bytes:
    return raw.text(delimiter=raw.rng.choice(";\t|")).encode()


def swapped_names(raw: Raw) -> bytes:
    raw.rng.shuffle(raw.header)
    return raw.text().encode()


def reordered(raw: Raw) -> bytes:
    order = raw.rng.sample(range(len(raw.header)), len(raw.header))
    raw.header, *raw.rows = [[row[place] for place in order] for row in [raw.header, *raw.rows]]
    return raw.text().encode()


def nul_bytes(raw: Raw) -> bytes:
    return raw.cells(("a\0b", "\0", "1\0"), 0.05).text().encode()


def nul_in_header(raw: Raw) -> bytes:
    raw.header[raw.rng.randrange(len(raw.header))] += "\0"
    return raw.text().encode()


def doubled_column(raw: Raw) -> bytes:
    name = raw.rng.choice(raw.header)
    raw.header.append(raw.rng.choice([name, name.upper(), f" {name} "]))
    raw.rows = [[*row, "x"] for row in raw.rows]
    return raw.text().encode()


def header_in_the_middle(raw: Raw) -> bytes:
    raw.rows.insert(raw.rng.randrange(len(raw.rows)), list(raw.header))
    return raw.text().encode()


def preamble(raw: Raw) -> bytes:
    return (
        raw.rng.choice(["Export of 2026\n\n", "# made by a script\n", "\n"]) + raw.text()
    ).encode()


def no_header(raw: Raw) -> bytes:
    return raw.text().split("\n", 1)[1].encode()


def lost_column(raw: Raw) -> bytes:
    place = raw.rng.randrange(len(raw.header))
    for row in [raw.header, *raw.rows]:
        del row[place]
    return raw.text().encode()


def comment_rows(raw: Raw) -> bytes:
    """A row that begins with a number sign is a row."""
    return raw.lines(lambda row: ["#" + row[0], *row[1:]], 0.3)


def mixed_ends(raw: Raw) -> bytes:
    first, second = raw.rng.sample(["\n", "\r\n", "\r"], 2)
    text = raw.text(first)
    half = text.index(first, len(text) // 2)
    return (text[:half] + text[half:].replace(first, second)).encode()


def as_parquet(raw: Raw) -> bytes:
    """Write the records as Parquet, all of them text."""
    columns = ", ".join(f'unnest(?) as "{name}"' for name in raw.header)
    values = [list(column) for column in zip(*raw.rows, strict=True)]
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        path = Path(folder) / "raw.parquet"
        connection.execute(f"create table raw as select {columns}", values)
        connection.execute(f"copy raw to '{path}' (format parquet)")
        return path.read_bytes()


def broken_parquet(raw: Raw) -> dict[str, bytes]:
    data = as_parquet(raw)
    third = len(data) // 3
    broken = (
        data[: raw.rng.randrange(len(data) - 4)],
        b"",
        raw.text().encode(),
        data[:8] + b"\xff" * third + data[8 + third :],
        data[:-60] + b"\xff" * 52 + data[-8:],
    )
    return {".parquet": raw.rng.choice(broken)}


def no_csv(raw: Raw) -> bytes:
    text = raw.text().encode()
    return raw.rng.choice(
        [
            gzip.compress(text),
            raw.rng.randbytes(3000),
            b"PK\x03\x04" + text[::-1],
            b"<html><body>\n<h1>403, Forbidden</h1>\n</body></html>\n",
        ]
    )


def long_record(row: list[str]) -> list[str]:
    return [*row, "one", "more"]


def short_record(row: list[str]) -> list[str]:
    return row[:-1]


@dataclass
class Kind:
    """A kind of damage, and how a landing may end: by a cause in words, or with all records."""

    damage: Callable[[Raw], bytes | dict[str, bytes]]
    causes: str = ""
    lands: bool = False


RAGGED = r"line \d+: Expected Number of Columns: \d+ Found: \d+"
OPEN_QUOTE = "line \\d+: Value with unterminated quote found"
ENCODING = "line \\d+: Invalid unicode .* not utf-8 encoded"
UNKNOWN = "none of the columns of this table; its header, split at commas, begins with"
LACKING = "lacks the required column"
TWICE = "its header has the column .* twice"
PARQUET = "it is no Parquet file, or it is damaged"
MIXED = "not possible to parse your CSV File|state machine reached an invalid state"

KINDS = {
    "truncated": Kind(truncated, f"{RAGGED}|{OPEN_QUOTE}", lands=True),
    "truncated in quotes": Kind(truncated_in_quotes, OPEN_QUOTE),
    "Latin-1": Kind(latin_1, ENCODING),
    "UTF-16": Kind(utf_16, "its first line has NUL bytes"),
    "other delimiter": Kind(other_delimiter, f"{UNKNOWN}|{RAGGED}|{OPEN_QUOTE}"),
    "swapped names": Kind(swapped_names, lands=True),
    "other order of columns": Kind(reordered, lands=True),
    "BOM": Kind(lambda raw: b"\xef\xbb\xbf" + raw.text().encode(), lands=True),
    "NUL bytes": Kind(nul_bytes, lands=True),
    "NUL in the header": Kind(nul_in_header, "its first line has NUL bytes"),
    "large field": Kind(lambda raw: raw.one("x, " * 400_000), lands=True),
    "giant field": Kind(lambda raw: raw.one("x, " * 800_000), "line \\d+: Maximum line size"),
    "nested JSON": Kind(lambda raw: raw.cells(JSON, 0.1).text().encode(), lands=True),
    "doubled column": Kind(doubled_column, TWICE),
    "header in the middle": Kind(header_in_the_middle, lands=True),
    "empty": Kind(lambda raw: b"", "it is empty or no UTF-8 text"),
    "blank": Kind(lambda raw: b"\n\n", UNKNOWN),
    "header only": Kind(lambda raw: raw.text().encode().split(b"\n")[0], lands=True),
    "quoted line breaks": Kind(
        lambda raw: raw.cells(("a\nb", "\n", "a\r\nb\r\n", "\n\n,,\n"), 0.05).text().encode(),
        lands=True,
    ),
    "open quote": Kind(lambda raw: raw.one('"open', False), f"{OPEN_QUOTE}|{RAGGED}"),
    "quote in a word": Kind(lambda raw: raw.one('in "a" word', False), lands=True),
    "text after a quote": Kind(lambda raw: raw.one('"a" word', False), OPEN_QUOTE),
    "short records": Kind(lambda raw: raw.lines(short_record), f"{RAGGED}"),
    "long records": Kind(lambda raw: raw.lines(long_record), f"{RAGGED}"),
    "long first record": Kind(
        lambda raw: (
            Raw(raw.header, [long_record(raw.rows[0]), *raw.rows[1:]], raw.rng).text().encode()
        ),
        RAGGED,
    ),
    "all records long": Kind(lambda raw: raw.lines(long_record, 1.1), RAGGED),
    "CRLF": Kind(lambda raw: raw.text("\r\n").encode(), lands=True),
    "CR": Kind(lambda raw: raw.text("\r").encode(), lands=True),
    "mixed line ends": Kind(mixed_ends, f"{MIXED}|{RAGGED}", lands=True),
    "blank lines": Kind(lambda raw: raw.text("\n\n").encode(), lands=True),
    "folder": Kind(lambda raw: {".csv/part-0.csv": raw.text().encode()}, "it is a folder"),
    "two files": Kind(
        lambda raw: {".csv": raw.text().encode(), ".parquet": as_parquet(raw)},
        "is there as well; leave one of them",
    ),
    "Parquet": Kind(lambda raw: {".parquet": as_parquet(raw)}, lands=True),
    "broken Parquet": Kind(broken_parquet, PARQUET),
    "no CSV": Kind(no_csv, f"no UTF-8 text|{UNKNOWN}|{RAGGED}|NUL bytes|{ENCODING}|{MIXED}"),
    "case of the header": Kind(
        lambda raw: Raw([name.upper() for name in raw.header], raw.rows, raw.rng).text().encode(),
        lands=True,
    ),
    "comments": Kind(comment_rows, lands=True),
    "preamble": Kind(preamble, f"{RAGGED}|{UNKNOWN}|{OPEN_QUOTE}"),
    "no header": Kind(no_header, f"{UNKNOWN}|{TWICE}|{LACKING}"),
    "lost column": Kind(lost_column, f"{LACKING}|{UNKNOWN}", lands=True),
    "records twice": Kind(
        lambda raw: Raw(raw.header, raw.rows * 2, raw.rng).text().encode(), lands=True
    ),
    "records of nothing": Kind(lambda raw: raw.lines(lambda row: [""] * len(row), 0.2), lands=True),
    "odd values": Kind(lambda raw: raw.cells(ODD, 0.15).text().encode(), lands=True),
}


def records(data: bytes) -> tuple[list[str], list[list[str]]]:
    """Read a CSV file as strictly as Python can: its header and its records."""
    csv.field_size_limit(10**9)
    text = io.StringIO(data.decode("utf-8-sig"), newline="")
    header, *rows = [row for row in csv.reader(text, strict=True) if row]
    if any(len(row) != len(header) for row in rows):
        raise csv.Error("a record has more or fewer fields than the header")
    return header, rows


def parquet_records(data: bytes) -> tuple[list[str], list[list[str]]]:
    """Read a Parquet file whose columns are all text."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        path = Path(folder) / "raw.parquet"
        path.write_bytes(data)
        found = connection.execute(f"from read_parquet('{path}')")
        header = [column[0] for column in found.description]
        return header, [[value or "" for value in row] for row in found.fetchall()]
