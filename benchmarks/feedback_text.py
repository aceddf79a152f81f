"""Measure how language and sentiment are read, on the labelled sentences beside this file.

`python -m benchmarks.feedback_text` prints the figures of DECISIONS.md. The words of
seeds/sentiment_terms.csv were chosen while looking at the sentences for tuning; those held out
were written before them, and not looked at.
"""

import csv
from pathlib import Path

from feedback_text.reading import Reader

ROOT = Path(__file__).resolve().parents[1]


def rows(path: str) -> list[dict]:
    """Return the rows of a CSV file of this repository."""
    with (ROOT / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def make_reader(with_own_words: bool = True) -> Reader:
    """Make the reader that a build uses, with or without the words of the seed."""
    languages = {
        row["language"]: float(row["minimum_confidence"])
        for row in rows("seeds/feedback_languages.csv")
    }
    terms = {row["term"]: float(row["valence"]) for row in rows("seeds/sentiment_terms.csv")}
    return Reader(languages, terms if with_own_words else {})


def label(score: float | None) -> str:
    """Name a score as the warehouse does."""
    if score is None:
        return "unscored"
    return "positive" if score >= 0.25 else "negative" if score <= -0.25 else "neutral"


def sentiment(reader: Reader, purpose: str) -> dict:
    """Count how the English sentences of a set are labelled."""
    sentences = [
        row
        for row in rows("benchmarks/feedback_sentences.csv")
        if row["language"] == "en" and row["purpose"] == purpose
    ]
    found = [(row["label"], label(reader.sentiment(row["text"], "en")[0])) for row in sentences]
    scored = [pair for pair in found if pair[1] != "unscored"]
    return {
        "sentences": len(found),
        "scored": len(scored),
        "right": sum(true == said for true, said in scored),
        "opposite": sum({true, said} == {"positive", "negative"} for true, said in scored),
    }


def language(reader: Reader) -> dict:
    """Count in how many sentences the language is right, unknown, or taken for English."""
    sentences = rows("benchmarks/feedback_sentences.csv")
    found = [(row["language"], reader.language(row["text"])[0]) for row in sentences]
    return {
        "sentences": len(found),
        "right": sum(true == said for true, said in found),
        "unknown": sum(said == "unknown" for _, said in found),
        "taken for English": sum(said == "en" != true for true, said in found),
    }


def main() -> None:
    """Print all figures."""
    for name, reader in (("lexicon", make_reader(False)), ("with own words", make_reader())):
        for purpose in ("tuning", "held_out"):
            print(f"sentiment, {name}, {purpose}: {sentiment(reader, purpose)}")
    print(f"language: {language(make_reader())}")


if __name__ == "__main__":
    main()
