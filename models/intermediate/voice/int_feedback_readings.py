"""One row per text as it is read: redacted first, then its language, then its sentiment.

Reading is slow, and a text reads the same each time: what the last build read by the same rules is
taken over. A text that is gone, as that of a person who was erased, goes from here as well.
Texts are read in batches while the table is written, so that memory holds the texts alone.
"""

import pyarrow

from feedback_text.batches import BATCH, SCHEMA, read_all
from feedback_text.reading import rules_version


def readings_before(dbt, session, rules):
    """Return what the last build read by the same rules: nothing where there was none."""
    place = [dbt.this.database, dbt.this.schema, dbt.this.identifier, "reading_rules_version"]
    columns = "table_catalog = ? and table_schema = ? and table_name = ? and column_name = ?"
    known = f"select 1 from information_schema.columns where {columns}"
    if not session.execute(known, place).fetchall():
        return session.from_arrow(SCHEMA.empty_table())
    names = ", ".join(SCHEMA.names)
    return session.query(f"select {names} from {dbt.this} where reading_rules_version = '{rules}'")


def model(dbt, session):
    """Read every distinct text that was not read before; the same text gives the same row."""
    dbt.config(materialized="table")
    languages = dbt.ref("feedback_languages").project("language, minimum_confidence")
    terms = dbt.ref("sentiment_terms").project("term, valence")
    seeds = dict(languages.fetchall()), dict(terms.fetchall())
    columns = "reading_id, feedback_text, names_in_text, phone_country"
    texts = dbt.ref("int_feedback_texts").project(columns).distinct()
    before = readings_before(dbt, session, rules_version(*seeds))
    kept = before.join(texts, "reading_id", how="semi").order("reading_id").to_arrow_table()
    new = texts.join(before, "reading_id", how="anti").order("reading_id").to_arrow_table(BATCH)

    def batches():
        yield from kept.to_batches()
        yield from read_all(new, *seeds)

    return pyarrow.RecordBatchReader.from_batches(SCHEMA, batches())
