"""What must not be seen, and by whom (GOV-15, 16, 21, 22)."""

import great_expectations.expectations as gxe

from expectations.suites.common import PRIMARY_KEYS, Checks, critical, unexpected_rows
from feedback_text.personal_data import LEFT_OVER

# texts of the marts that come from outside, where an address would slip through
OUTSIDE_TEXTS = {
    "dim_accounts": "account_name",
    "fct_feedback_items": "redacted_text",
    "fct_queue_contacts": "queue_name",
    "fct_touchpoints": "raw_touchpoint",
}
EMAIL = "[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+[.][A-Za-z]+"
# schemas with the data as it came, and with what is kept apart
NOT_FOR_READERS = "'*', 'restricted', 'intermediate', 'staging', 'landing'"


def no_direct_identifiers() -> Checks:
    """GOV-15: no text of the marts holds an e-mail address."""
    return [
        (
            "marts",
            table,
            [
                unexpected_rows(
                    f"select {PRIMARY_KEYS[f'marts.{table}']} from {{batch}}"
                    f" where regexp_matches({column}, '{EMAIL}')",
                    column,
                    critical("GOV-15"),
                )
            ],
        )
        for table, column in OUTSIDE_TEXTS.items()
    ]


def redacted_texts() -> Checks:
    """GOV-16: what customers wrote comes without numbers of cards, phones, people and machines."""
    personal = "|".join(LEFT_OVER.values())
    return [
        (
            "marts",
            "fct_feedback_items",
            [
                unexpected_rows(
                    "select feedback_item_id from {batch}"
                    f" where regexp_matches(redacted_text, '{personal}')",
                    "redacted_text",
                    critical("GOV-16"),
                )
            ],
        )
    ]


def access_by_role() -> Checks:
    """GOV-21: only the privacy officer reads what is restricted, only engineers what is raw."""
    rule = critical("GOV-21")
    return [
        (
            "seeds",
            "access_grants",
            [
                gxe.ExpectColumnValuesToNotBeNull(column="role", **rule),
                unexpected_rows(
                    f"select {PRIMARY_KEYS['seeds.access_grants']} from {{batch}}"
                    f" where (schema_name in ({NOT_FOR_READERS})"
                    " or starts_with(schema_name, 'raw_'))"
                    " and role <> 'engineer'"
                    " and not (role = 'privacy_officer' and schema_name = 'restricted')",
                    "schema_name",
                    rule,
                ),
            ],
        )
    ]


def suppressed_small_cells() -> Checks:
    """GOV-22: a cell of too few people shows no figure, and of staff fewer than five is too few."""
    return [
        (
            "reports",
            "rpt_kpi_scorecard",
            [
                unexpected_rows(
                    "select kpi_value_id from {batch} where is_suppressed and coalesce("
                    "value, numerator, denominator, ci_lo, ci_hi, previous_value) is not null",
                    "is_suppressed",
                    critical("GOV-22"),
                )
            ],
        ),
        (
            "reports",
            "rpt_employee_engagement",
            [
                unexpected_rows(
                    "select employee_figure_id from {batch}"
                    " where (is_suppressed or people_count < 5)"
                    " and coalesce(value, numerator, denominator, ci_lo, ci_hi) is not null",
                    "people_count",
                    critical("GOV-22"),
                )
            ],
        ),
    ]


SUITE = {
    "GOV-15": no_direct_identifiers,
    "GOV-16": redacted_texts,
    "GOV-21": access_by_role,
    "GOV-22": suppressed_small_cells,
}
