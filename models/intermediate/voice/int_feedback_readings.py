"""One row per text as it is read: redacted first, then its language, then its sentiment.

Reading is slow, and a text reads the same each time: what the last build read by the same rules is
taken over. A text that is gone, as that of a person who was erased, goes from here as well.
Texts are read in batches while the table is written, so that memory holds the texts alone.
"""

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


def readings_before(dbt, session, rules):
    """Return what the last build read by the same rules: nothing where there was none."""
    place = [dbt.this.database, dbt.this.schema, dbt.this.identifier, "reading_rules_version"]
    columns = "table_catalog = ? and table_schema = ? and table_name = ? and column_name = ?"
    known = f"select 1 from information_schema.columns where {columns}"
    if not session.execute(known, place).fetchall():
        return session.from_arrow(SCHEMA.empty_table())
    names = ", ".join(SCHEMA.names)
    return session.query(f"select {names} from {dbt.this} where reading_rules_version = '{rules}'")


def read(reader, rules, text, names, country):
    """Return the row of a text without its id."""
    redacted = redact(text, tuple(names.split()) if names else (), country)
    plain = without_marks(redacted)
    language, language_confidence = reader.language(plain)
    score, confidence, unscored = reader.sentiment(plain, language)
    model_name = "vader" if unscored is None else None
    found = redacted, plain, language, language_confidence, score, confidence
    return (*found, unscored, model_name, reader.model_version, rules)


def model(dbt, session):
    """Read every distinct text that was not read before; the same text gives the same row."""
    dbt.config(materialized="table")
    languages = dbt.ref("feedback_languages").project("language, minimum_confidence")
    terms = dbt.ref("sentiment_terms").project("term, valence")
    seeds = dict(languages.fetchall()), dict(terms.fetchall())
    reader, rules = Reader(*seeds), rules_version(*seeds)
    columns = "reading_id, feedback_text, names_in_text, phone_country"
    texts = dbt.ref("int_feedback_texts").project(columns).distinct()
    before = readings_before(dbt, session, rules)
    kept = before.join(texts, "reading_id", how="semi").order("reading_id").to_arrow_table()
    new = texts.join(before, "reading_id", how="anti").order("reading_id").to_arrow_table()

    def batches():
        yield from kept.to_batches()
        for batch in new.to_batches(max_chunksize=BATCH):
            rows = zip(*(column.to_pylist() for column in batch.columns), strict=True)
            read_rows = [(row[0], *read(reader, rules, *row[1:])) for row in rows]
            columns_read = [list(column) for column in zip(*read_rows, strict=True)]
            yield pyarrow.record_batch(columns_read, schema=SCHEMA)

    return pyarrow.RecordBatchReader.from_batches(SCHEMA, batches())
