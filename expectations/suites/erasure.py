"""What must not be kept: longer than the policy says, or of who was erased (GOV-18, 19)."""

import great_expectations.expectations as gxe

from expectations.suites.common import PRIMARY_KEYS, Checks, critical, unexpected_rows, warning

# where words stand, and when they were written
WORDS = (
    ("marts", "fct_feedback_items", "redacted_text", "feedback_at"),
    ("intermediate", "int_survey_responses_unioned", "answer_text", "submitted_at"),
    ("intermediate", "int_ticket_messages_unioned", "body", "sent_at"),
    ("intermediate", "int_tickets_unioned", "subject", "created_at"),
)
RAW_WORDS = {
    "int_calls_checked": "started_at, ended_at",
    "int_lookup_rows_checked": "loaded_at",
    "int_survey_responses_received": "submitted_at",
    "int_ticket_events_checked": "occurred_at",
    "int_ticket_messages_checked": "sent_at",
    "int_tickets_checked": "created_at",
}


def kept_no_longer_than_needed() -> Checks:
    """GOV-18: words go with every build, contact details with `make retention`."""
    oldest = (
        "(select max(computed_at) from reports.rpt_kpi_scorecard)"
        " - to_months((select retained_months from seeds.retention_policy"
        " where data_class = 'free_text'))"
    )
    rule = critical("GOV-18")
    return [
        (
            "restricted",
            "fct_retention_due",
            [gxe.ExpectTableRowCountToEqual(value=0, **warning("GOV-18"))],
        ),
        *(
            (
                schema,
                table,
                [
                    unexpected_rows(
                        f"select {PRIMARY_KEYS[f'{schema}.{table}']} from {{batch}}"
                        f" where {words} is not null and {written_at} < {oldest}",
                        written_at,
                        rule,
                    )
                ],
            )
            for schema, table, words, written_at in WORDS
        ),
        # what was turned away has them in the row as it came
        *(
            (
                "intermediate",
                table,
                [
                    unexpected_rows(
                        "select raw_row_id from {batch}"
                        " where raw_record not in ('[expired]', '[erased]')"
                        f" and coalesce({written_at}, loaded_at) < {oldest}",
                        "raw_record",
                        rule,
                    )
                ],
            )
            for table, written_at in RAW_WORDS.items()
        ),
    ]


def forgotten_on_request() -> Checks:
    """GOV-19: nothing tells of a person who was erased, and that within 30 days."""
    rule = critical("GOV-19")
    return [
        ("marts", "fct_erasure_leaks", [gxe.ExpectTableRowCountToEqual(value=0, **rule)]),
        (
            "marts",
            "fct_erasures",
            [
                gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                    column_A="erased_on", column_B="requested_on", or_equal=True, **rule
                ),
                unexpected_rows(
                    "select erased_person_id from {batch}"
                    " where erased_on > requested_on + interval 30 day",
                    "erased_on",
                    warning("GOV-19"),
                ),
            ],
        ),
    ]


SUITE = {
    "GOV-18": kept_no_longer_than_needed,
    "GOV-19": forgotten_on_request,
}
