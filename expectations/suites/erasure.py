"""What must not be kept: longer than the policy says, or of who was erased (GOV-18, 19)."""

import great_expectations.expectations as gxe

from expectations.suites.common import Checks, critical, unexpected_rows, warning


def kept_no_longer_than_needed() -> Checks:
    """GOV-18: words go with every build, contact details with `make retention`."""
    oldest = (
        "(select max(computed_at) from reports.rpt_kpi_scorecard)"
        " - to_months((select retained_months from seeds.retention_policy"
        " where data_class = 'free_text'))"
    )
    return [
        (
            "restricted",
            "fct_retention_due",
            [gxe.ExpectTableRowCountToEqual(value=0, **warning("GOV-18"))],
        ),
        (
            "marts",
            "fct_feedback_items",
            [
                unexpected_rows(
                    "select feedback_item_id from {batch}"
                    f" where redacted_text is not null and feedback_at < {oldest}",
                    "feedback_at",
                    critical("GOV-18"),
                )
            ],
        ),
        (
            "intermediate",
            "int_ticket_messages_unioned",
            [
                unexpected_rows(
                    "select message_id from {batch}"
                    f" where body is not null and sent_at < {oldest}",
                    "sent_at",
                    critical("GOV-18"),
                )
            ],
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
