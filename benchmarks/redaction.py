"""Measure what redaction takes out and what it leaves, on the labelled texts beside this file.

`python -m benchmarks.redaction` prints the figures of DECISIONS.md. In the texts a personal item is
written [[kind:item]]; every item is invented. All texts are by the author of the patterns, who
wrote them first, and then looked only at the failures of those for tuning: expect less of others.

An item counts as caught when nothing of it is left; a mark counts as right when at least half of
what it replaced is personal.
"""

import re
import time
from collections import Counter
from dataclasses import dataclass, field

from benchmarks.feedback_text import rows
from feedback_text.redaction import MARK, redact

EXAMPLES = "benchmarks/redaction_examples.csv"
ITEM = re.compile(r"\[\[(\w+):(.*?)\]\](?!\])")


@dataclass
class Figures:
    """How many personal items there are and were caught; how many marks, and how many right."""

    items: Counter = field(default_factory=Counter)
    caught: Counter = field(default_factory=Counter)
    marks: Counter = field(default_factory=Counter)
    right: Counter = field(default_factory=Counter)
    failures: list[tuple[str, str]] = field(default_factory=list)

    def recall(self, kind: str | None = None) -> float:
        """Give the share of the personal items that were caught, of one kind or of all."""
        return share(self.caught, self.items, kind)

    def precision(self, mark: str | None = None) -> float:
        """Give the share of the marks that stand for something personal, of one kind or of all."""
        return share(self.right, self.marks, mark)


def share(part: Counter, whole: Counter, key: str | None) -> float:
    """Give a share, of one key or of all; without anything to share it is 1."""
    if key is not None:
        return part[key] / whole[key] if whole[key] else 1.0
    return part.total() / whole.total() if whole else 1.0


def read_marked(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Give the text as the customer wrote it, and where its personal items are."""
    text, items, place = "", [], 0
    for found in ITEM.finditer(marked):
        text += marked[place : found.start()]
        items.append((len(text), len(text) + len(found.group(2)), found.group(1)))
        text += found.group(2)
        place = found.end()
    return text + marked[place:], items


def replaced(text: str, redacted: str) -> list[tuple[int, int, str]]:
    """Say which parts of a text were replaced, and by which marks.

    Raises:
        ValueError: the text was changed otherwise.
    """
    kept = MARK.split(redacted)
    found = re.fullmatch("(.+?)".join(map(re.escape, kept)), text)
    if not found:
        raise ValueError(f"{redacted!r} is not made from {text!r}")
    marks = [mark.strip("[]") for mark in MARK.findall(redacted)]
    return [(*found.span(number + 1), mark) for number, mark in enumerate(marks)]


def count(figures: Figures, text: str, items: list, marks: list) -> None:
    """Add a text to the figures: `items` are personal, `marks` were replaced."""
    personal = {place for start, end, _ in items for place in range(start, end)}
    gone = {place for start, end, _ in marks for place in range(start, end)}
    for start, end, kind in items:
        figures.items[kind] += 1
        left = [p for p in range(start, end) if p not in gone and text[p].isalnum()]
        figures.caught[kind] += not left
        if left:
            figures.failures.append((f"missed {kind}", text))
    for start, end, mark in marks:
        figures.marks[mark] += 1
        is_right = 2 * sum(p in personal for p in range(start, end)) >= end - start
        figures.right[mark] += is_right
        if not is_right:
            figures.failures.append((f"wrong {mark}", text))


def measure(purpose: str | None = None) -> Figures:
    """Redact the labelled texts of a purpose, or all of them, and count."""
    figures = Figures()
    for row in rows(EXAMPLES):
        if purpose in (None, row["purpose"]):
            text, items = read_marked(row["marked_text"])
            redacted = redact(text, tuple(row["names"].split()), row["country"])
            count(figures, text, items, replaced(text, redacted))
    return figures


def speed(repeats: int = 20) -> float:
    """Give the characters that are redacted in a second."""
    texts = [(read_marked(row["marked_text"])[0], row) for row in rows(EXAMPLES)]
    began = time.perf_counter()
    for _ in range(repeats):
        for text, row in texts:
            redact(text, tuple(row["names"].split()), row["country"])
    return repeats * sum(len(text) for text, _ in texts) / (time.perf_counter() - began)


def main() -> None:
    """Print all figures, and what went wrong in the texts for tuning."""
    for purpose in ("tuning", "held_out", None):
        figures = measure(purpose)
        print(
            f"{purpose or 'all'}: recall {figures.recall():.3f} of {figures.items.total()},", end=""
        )
        print(f" precision {figures.precision():.3f} of {figures.marks.total()}")
    for kind in sorted(figures.items):
        print(f"  recall of {kind}: {figures.caught[kind]} of {figures.items[kind]}")
    for mark in sorted(figures.marks):
        print(f"  precision of [{mark}]: {figures.right[mark]} of {figures.marks[mark]}")
    print(f"{speed():,.0f} characters a second")
    for failure in measure("tuning").failures:
        print("  ", *failure)


if __name__ == "__main__":
    main()
