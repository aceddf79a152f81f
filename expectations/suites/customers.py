"""Who the customer is: one person, one record, one segment at a time (GOV-01, 02, 12, 33)."""

import csv

import great_expectations.expectations as gxe
from great_expectations.expectations.row_conditions import Column

from expectations.suites.common import SEEDS, Checks, critical, unexpected_rows, warning


def person_match_rules() -> list[str]:
    """Give the names under which a person record may be tied to a customer (GOV-02).

    Raises:
        OSError: the seed identity_rules cannot be read.
    """
    with (SEEDS / "identity_rules.csv").open(encoding="utf-8", newline="") as seed:
        rules = {row["match_rule"] for row in csv.DictReader(seed) if row["entity"] == "person"}
    # records of staff are tied to nobody
    return sorted(rules | {"internal"})


def one_golden_customer() -> Checks:
    """GOV-01: every real customer has exactly one row in dim_customers."""
    rule = critical("GOV-01")
    return [
        (
            "marts",
            "dim_customers",
            [
                gxe.ExpectColumnValuesToBeUnique(column="customer_id", **rule),
                gxe.ExpectColumnValuesToNotBeNull(column="customer_id", **rule),
            ],
        ),
        ("marts", "fct_identity_violations", [no_violations_of("GOV-01")]),
    ]


def one_identity_per_source_record() -> Checks:
    """GOV-02: every person record of a tool belongs to exactly one customer."""
    rule = critical("GOV-02")
    return [
        (
            "marts",
            "dim_customer_source_records",
            [
                gxe.ExpectColumnValuesToBeUnique(column="contact_record_id", **rule),
                gxe.ExpectColumnValuesToNotBeNull(column="contact_record_id", **rule),
                gxe.ExpectCompoundColumnsToBeUnique(
                    column_list=["source_system", "source_record_id"], **rule
                ),
                gxe.ExpectColumnValuesToNotBeNull(column="customer_id", **rule),
                gxe.ExpectColumnValuesToBeInSet(
                    column="match_rule", value_set=person_match_rules(), **rule
                ),
                gxe.ExpectColumnValuesToBeBetween(
                    column="match_confidence", min_value=0, max_value=1, **warning("GOV-02")
                ),
            ],
        ),
        ("marts", "fct_identity_violations", [no_violations_of("GOV-02")]),
    ]


def no_violations_of(rule_id: str) -> gxe.Expectation:
    """Expect that fct_identity_violations holds no row of the rule (GOV-01, GOV-02)."""
    return gxe.ExpectTableRowCountToEqual(
        value=0, row_condition=Column("rule_id") == rule_id, **critical(rule_id)
    )


def exclusive_segments() -> Checks:
    """GOV-12: in a scheme a customer has one segment at a time, and it is one of that scheme."""
    rule = critical("GOV-12")
    return [
        (
            "marts",
            "fct_segment_memberships",
            [
                gxe.ExpectColumnValuesToNotBeNull(column="segment_code", **rule),
                gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                    column_A="valid_to",
                    column_B="valid_from",
                    ignore_row_if="either_value_is_missing",
                    **rule,
                ),
                unexpected_rows(
                    # what comes after a segment without an end is early, too
                    "select segment_membership_id from ("
                    "select segment_membership_id, row_number() over in_order > 1"
                    " and coalesce(valid_from < lag(valid_to) over in_order, true) as is_early"
                    " from {batch} where is_included window in_order as ("
                    "partition by payer_id, scheme_code"
                    " order by valid_from, segment_membership_id)) as memberships where is_early",
                    "valid_from",
                    rule,
                ),
                unexpected_rows(
                    "select segment_membership_id from {batch} where is_included"
                    " and scheme_code || '|' || segment_code not in ("
                    "select scheme_code || '|' || segment_code from marts.dim_segment_definitions)",
                    "segment_code",
                    rule,
                ),
            ],
        )
    ]


def measured_silos() -> Checks:
    """GOV-33: of the person records of each kind of tool, 95 % are tied to a customer."""
    return [
        (
            "reports",
            "rpt_identity_quality",
            [
                gxe.ExpectColumnValuesToBeBetween(
                    column="figure_value",
                    min_value=0.95,
                    max_value=1,
                    row_condition=Column("figure") == "unification_rate",
                    **warning("GOV-33"),
                )
            ],
        )
    ]


SUITE = {
    "GOV-01": one_golden_customer,
    "GOV-02": one_identity_per_source_record,
    "GOV-12": exclusive_segments,
    "GOV-33": measured_silos,
}
