"""One row per text as it is read: redacted first, then its language, then its sentiment.

Reading is slow, and a text reads the same each time: what the last build read by the same rules is
taken over. A text that is gone, as that of a person who was erased, goes from here as well.
"""

import pandas

from feedback_text.reading import Reader, rules_version
from feedback_text.redaction import redact, without_marks

TYPES = {
    "reading_id": "string",
    "redacted_text": "string",
    "plain_text": "string",
    "language": "string",
    "language_confidence": "float64",
    "sentiment_score": "float64",
    "sentiment_confidence": "float64",
    "unscored_reason": "string",
    "sentiment_model": "string",
    "sentiment_model_version": "string",
    "reading_rules_version": "string",
}


def readings_before(dbt, session, rules):
    """Return the rows that the last build read by the same rules, by reading_id."""
    place = [dbt.this.database, dbt.this.schema, dbt.this.identifier, "reading_rules_version"]
    columns = "table_catalog = ? and table_schema = ? and table_name = ? and column_name = ?"
    known = f"select 1 from information_schema.columns where {columns}"
    if not session.execute(known, place).fetchall():
        return {}
    kept = f"select {', '.join(TYPES)} from {dbt.this} where reading_rules_version = ?"
    return {row[0]: row for row in session.execute(kept, [rules]).fetchall()}


def model(dbt, session):
    """Read every distinct text that was not read before; the same text gives the same row."""
    dbt.config(materialized="table")
    languages = dbt.ref("feedback_languages").project("language, minimum_confidence")
    terms = dbt.ref("sentiment_terms").project("term, valence")
    seeds = dict(languages.fetchall()), dict(terms.fetchall())
    columns = "reading_id, feedback_text, names_in_text, phone_country"
    texts = dbt.ref("int_feedback_texts").project(columns).distinct().fetchall()
    rules = rules_version(*seeds)
    before = readings_before(dbt, session, rules)
    reader = Reader(*seeds)
    rows = []
    for reading_id, text, names, country in sorted(texts, key=lambda one: one[0]):
        if reading_id in before:
            rows.append(before[reading_id])
            continue
        redacted = redact(text, tuple(names.split()) if names else (), country)
        plain = without_marks(redacted)
        language, language_confidence = reader.language(plain)
        score, confidence, unscored = reader.sentiment(plain, language)
        model_name = "vader" if unscored is None else None
        rows.append(
            (reading_id, redacted, plain, language, language_confidence, score, confidence)
            + (unscored, model_name, reader.model_version, rules)
        )
    return pandas.DataFrame(rows, columns=list(TYPES)).astype(TYPES)
