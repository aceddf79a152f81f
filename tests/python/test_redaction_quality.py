"""How much personal data redaction takes out of labelled texts, how much else, and how fast."""

import re
import time

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.feedback_text import rows
from benchmarks.redaction import EXAMPLES, ITEM, measure, read_marked
from expectations.suites.privacy import EMAIL
from feedback_text.personal_data import LEFT_OVER
from feedback_text.redaction import redact

# items of a kind in the labelled texts, and how many of them are caught
CAUGHT = {
    "address": (14, 14),
    "birth_date": (12, 12),
    "card": (9, 9),
    "email": (26, 25),
    "iban": (11, 11),
    "ip": (7, 7),
    "name": (20, 17),
    "national_id": (23, 23),
    "phone": (34, 34),
    "url": (6, 6),
}
# marks that stand for nothing personal: case and tracking numbers of eight digits and more
WRONG_MARKS = {"number": 3, "phone": 4}
# text that has no digit, and text of digits with what people write between them
LETTERS = st.text("abAB @.-", max_size=12)
NUMBERS = st.text("0123456789 -.+()/,:ABab", max_size=40)
FORBIDDEN = st.one_of(
    *(st.from_regex(re.compile(form, re.ASCII), fullmatch=True) for form in LEFT_OVER.values())
)
# what stands between two numbers, and is one blank to the eye; the last is a sign of an own font
BLANKS = st.sampled_from(
    (" ", "  ", "   ", "\n", "\r\n", "\t", "\u00a0", "\u202f", "&nbsp;", "\ue000 ")
)


def test_recall_and_precision_are_as_documented():
    """If this fails, the figures in DECISIONS.md are no longer true."""
    figures = measure()
    assert {kind: (figures.items[kind], figures.caught[kind]) for kind in CAUGHT} == CAUGHT
    assert set(figures.items) == set(CAUGHT)
    wrong = {mark: figures.marks[mark] - figures.right[mark] for mark in figures.marks}
    assert {mark: count for mark, count in wrong.items() if count} == WRONG_MARKS
    assert (round(figures.recall(), 3), round(figures.precision(), 3)) == (0.975, 0.96)
    held_out = measure("held_out")
    assert (round(held_out.recall(), 3), round(held_out.precision(), 3)) == (0.947, 0.949)


def test_the_labelled_texts_are_marked_well():
    """A bracket too few and an item is not counted."""
    found = 0
    for row in rows(EXAMPLES):
        text, items = read_marked(row["marked_text"])
        found += len(items)
        assert "[[" not in text and "]]" not in text
        assert row["purpose"] in ("tuning", "held_out")
        assert all(kind in CAUGHT for _, _, kind in items)
    assert found == sum(len(ITEM.findall(row["marked_text"])) for row in rows(EXAMPLES)) == 162


@settings(max_examples=200, deadline=None)
@given(text=st.lists(LETTERS | NUMBERS | FORBIDDEN, max_size=4).map("".join), blank=BLANKS)
def test_what_is_left_passes_the_checks_of_the_warehouse(text, blank):
    """If this fails, a customer can write a text that stops the publication for ever."""
    redacted = redact(text.replace(" ", blank), country="DE")
    for pattern in (*LEFT_OVER.values(), EMAIL):
        assert not re.search(pattern, redacted, re.ASCII)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("4111-1111 1111-1", "number"),
        ("+49 30 9018", "phone"),
        ("555 123 4567", "phone"),
        ("539-48-2164", "national_id"),
        ("AB 12 34 56 C", "national_id"),
        ("RCCMNL83S18D969H", "national_id"),
        ("203.0.113.77", "ip"),
    ],
)
def test_the_checks_of_the_warehouse_hear_what_is_left(text, mark):
    """The engine of the warehouse reads the patterns as redaction does."""
    query = "select regexp_matches(?, ?)"
    assert duckdb.connect().execute(
        query, [f"it is {text}, sadly", LEFT_OVER[mark]]
    ).fetchone() == (True,)


@pytest.mark.parametrize(
    "text", ["v1.2.3.4", "10.15.7.2041", "On 2026-03-14", "Order 48213", "1,200,000", "OK 12 34"]
)
def test_the_checks_of_the_warehouse_leave_the_rest(text):
    query = "select regexp_matches(?, ?)"
    assert duckdb.connect().execute(query, [text, "|".join(LEFT_OVER.values())]).fetchone() == (
        False,
    )


@pytest.mark.parametrize(
    "word", ["a", "a.", "A-", "1", "1.", "ab12", "a dot ", "Aweg", "de la ", "2026-03-14 ", "a:"]
)
def test_a_long_word_takes_no_long_time(word):
    """A text with a picture pasted into it must not stop the build, as time squared would."""
    text = f"{word * (30000 // len(word))} 1 @ / dot"
    began = time.process_time()
    redact(text, ("anna",), "DE")
    assert time.process_time() - began < 3
