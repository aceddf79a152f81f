"""What is built is declared: class, owner, description, type of every column (GOV-14, 20, 23, 30).

The tables `governance.dim_columns` and `governance.dim_models` are written at the end of a dbt run
(macros/governance): what dbt's YAML declares beside what the warehouse holds.
"""

import great_expectations.expectations as gxe

from expectations.suites.common import Checks, critical, unexpected_rows, warning

PII_CLASSES = ["none", "indirect", "direct", "sensitive", "phi"]
# a description that says less than this is a placeholder
MIN_DESCRIPTION = 20
# those who work with health data by their office
PHI_ROLES = "'privacy_officer', 'engineer'"


def classified_columns() -> Checks:
    """GOV-14: every column has a class, and an owner who answers for it."""
    rule = critical("GOV-14")
    return [
        (
            "governance",
            "dim_columns",
            [
                gxe.ExpectColumnValuesToBeInSet(column="pii_class", value_set=PII_CLASSES, **rule),
                gxe.ExpectColumnValuesToNotBeNull(column="pii_class", **rule),
                gxe.ExpectColumnValuesToNotBeNull(column="owner", **warning("GOV-14")),
            ],
        )
    ]


def protected_health_information() -> Checks:
    """GOV-20: no role but privacy officer and engineer reads a relation with a column of class phi.

    Without the var `hipaa` no column has that class.
    """
    return [
        (
            "governance",
            "dim_models",
            [
                unexpected_rows(
                    "select relation_id from {batch} where relation_id in ("
                    "select models.relation_id from governance.dim_models as models"
                    " inner join governance.dim_columns as columns"
                    " on models.relation_id = columns.relation_id and columns.pii_class = 'phi'"
                    " inner join seeds.access_grants as grants"
                    " on grants.schema_name in ('*', models.schema_name)"
                    " and grants.relation_name in ('*', models.relation_name)"
                    f" where grants.role not in ({PHI_ROLES}))",
                    "relation_id",
                    critical("GOV-20"),
                )
            ],
        )
    ]


def owned_and_described_models() -> Checks:
    """GOV-23: every model has an owner, a description, and goes back to a source or a seed."""
    return [
        (
            "governance",
            "dim_models",
            [
                gxe.ExpectColumnValuesToNotBeNull(column="owner", **critical("GOV-23")),
                gxe.ExpectColumnValuesToBeBetween(
                    column="description_length", min_value=MIN_DESCRIPTION, **warning("GOV-23")
                ),
                gxe.ExpectColumnValuesToBeInSet(
                    column="has_upstream", value_set=[True], **warning("GOV-23")
                ),
            ],
        )
    ]


def kept_contracts() -> Checks:
    """GOV-30: the columns of a contract are those that it declares, with their types."""
    return [
        (
            "governance",
            "dim_columns",
            [
                unexpected_rows(
                    "select column_id from {batch} where has_contract and deviation is not null",
                    "deviation",
                    critical("GOV-30"),
                )
            ],
        )
    ]


SUITE = {
    "GOV-14": classified_columns,
    "GOV-20": protected_health_information,
    "GOV-23": owned_and_described_models,
    "GOV-30": kept_contracts,
}
