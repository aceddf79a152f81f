"""Read many texts: in batches, and where there are very many, on every core."""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pyarrow

from feedback_text.reading import Reader, rules_version
from feedback_text.redaction import redact, without_marks

SCHEMA = pyarrow.schema(
    {
        "reading_id": pyarrow.string(),
        "redacted_text": pyarrow.string(),
        "plain_text": pyarrow.string(),
        "language": pyarrow.string(),
        "language_confidence": pyarrow.float64(),
        "sentiment_score": pyarrow.float64(),
        "sentiment_confidence": pyarrow.float64(),
        "unscored_reason": pyarrow.string(),
        "sentiment_model": pyarrow.string(),
        "sentiment_model_version": pyarrow.string(),
        "reading_rules_version": pyarrow.string(),
    }
)
BATCH = 10_000  # texts
# a process of its own takes about three seconds to start, as long as a batch takes to be read
MANY = 50_000  # texts


class BatchReader:
    """Reads batches of texts with the languages and the words of an organisation."""

    def __init__(self, languages: dict[str, float], valences: dict[str, float]):
        """Take what a Reader takes."""
        self.reader = Reader(languages, valences)
        self.rules = rules_version(languages, valences)

    def read(self, texts: pyarrow.RecordBatch) -> pyarrow.RecordBatch:
        """Read rows of reading_id, feedback_text, names_in_text and phone_country."""
        rows = zip(*(column.to_pylist() for column in texts.columns), strict=True)
        found = [(row[0], *self.read_one(*row[1:])) for row in rows]
        columns = [list(column) for column in zip(*found, strict=True)]
        return pyarrow.record_batch(columns, schema=SCHEMA)

    def read_one(self, text: str, names: str | None, country: str | None) -> tuple:
        """Return the row of a text without its id."""
        redacted = redact(text, tuple(names.split()) if names else (), country)
        plain = without_marks(redacted)
        language, language_confidence = self.reader.language(plain)
        score, confidence, unscored = self.reader.sentiment(plain, language)
        model_name = "vader" if unscored is None else None
        found = redacted, plain, language, language_confidence, score, confidence
        return (*found, unscored, model_name, self.reader.model_version, self.rules)


def read_all(
    texts: pyarrow.Table, languages: dict[str, float], valences: dict[str, float]
) -> Iterator[pyarrow.RecordBatch]:
    """Read a table of reading_id, feedback_text, names_in_text and phone_country, in its order.

    A batch is read for each batch of the table; a table of BATCH rows a batch suits.
    """
    cores = os.cpu_count() or 1
    if texts.num_rows < MANY or cores == 1:
        yield from map(BatchReader(languages, valences).read, texts.to_batches())
        return
    # spawned, not forked: the engine that asks has threads, and a fork would keep their locks
    with ProcessPoolExecutor(cores, get_context("spawn"), _begin, (languages, valences)) as pool:
        yield from pool.map(_read, texts.to_batches())


def _begin(languages: dict[str, float], valences: dict[str, float]) -> None:
    """Set up a process: its reader is made once."""
    global _reader
    _reader = BatchReader(languages, valences)


def _read(texts: pyarrow.RecordBatch) -> pyarrow.RecordBatch:
    """Read a batch in a process that was set up."""
    return _reader.read(texts)
