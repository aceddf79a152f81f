"""What people agreed to, and whether it is kept (GOV-17)."""

import great_expectations.expectations as gxe

from expectations.suites.common import (
    Checks,
    critical,
    unexpected_rows,
    values_of_seed,
    warning,
)

LEGAL_BASES = ["consent", "contract", "legal_obligation", "legitimate_interest"]


def consent_by_purpose() -> Checks:
    """GOV-17: data are used for a purpose only while the person has not said no, or has said yes.

    A record of the consent tool that fits no contact is a warning: it protects nobody, but nobody
    was written to because of it either.
    """
    rule = critical("GOV-17")
    of_violations = "select consent_violation_id from {batch} where violation"
    return [
        (
            "marts",
            "dim_customer_consents",
            [
                gxe.ExpectColumnValuesToBeInSet(
                    column="purpose",
                    value_set=values_of_seed("processing_purposes", "purpose"),
                    **rule,
                ),
                gxe.ExpectColumnValuesToBeInSet(
                    column="legal_basis", value_set=LEGAL_BASES, **rule
                ),
            ],
        ),
        (
            "marts",
            "fct_consent_violations",
            [
                unexpected_rows(
                    f"{of_violations} is distinct from 'record_of_nobody'", "violation", rule
                ),
                unexpected_rows(
                    f"{of_violations} = 'record_of_nobody'", "customer_id", warning("GOV-17")
                ),
            ],
        ),
    ]


SUITE = {
    "GOV-17": consent_by_purpose,
}
