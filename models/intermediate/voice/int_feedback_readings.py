"""One row per text as it is read: redacted first, then its language, then its sentiment."""

import pandas

from feedback_text.reading import Reader
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
}


def model(dbt, session):
    """Read every distinct text once; the same text gives the same row."""
    dbt.config(materialized="table")
    languages = dbt.ref("feedback_languages").project("language, minimum_confidence").fetchall()
    terms = dbt.ref("sentiment_terms").project("term, valence").fetchall()
    columns = "reading_id, feedback_text, names_in_text, phone_country"
    texts = dbt.ref("int_feedback_texts").project(columns).distinct().fetchall()
    reader = Reader(dict(languages), dict(terms))
    rows = []
    for reading_id, text, names, country in sorted(texts, key=lambda one: one[0]):
        redacted = redact(text, tuple(names.split()) if names else (), country)
        plain = without_marks(redacted)
        language, language_confidence = reader.language(plain)
        score, confidence, unscored = reader.sentiment(plain, language)
        model_name = "vader" if unscored is None else None
        rows.append(
            (reading_id, redacted, plain, language, language_confidence, score, confidence)
            + (unscored, model_name, reader.model_version)
        )
    return pandas.DataFrame(rows, columns=list(TYPES)).astype(TYPES)
