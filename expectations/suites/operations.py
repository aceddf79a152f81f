"""Whether the warehouse is kept well (GOV-09, 24, 34, 35)."""

import great_expectations.expectations as gxe

from expectations.suites.common import Checks, critical, unexpected_rows, warning


def fresh_sources() -> Checks:
    """GOV-09: every table was loaded within the delay of its tool, seen from `as_of`."""
    return [
        (
            "marts",
            "fct_row_reconciliation",
            [
                gxe.ExpectColumnValuesToBeInSet(
                    column="is_stale", value_set=[False], **warning("GOV-09")
                )
            ],
        )
    ]


def complete_register() -> Checks:
    """GOV-24: every KPI on the scorecard is in the register, with owner and direction."""
    rule = critical("GOV-24")
    return [
        (
            "seeds",
            "kpi_catalog",
            [
                gxe.ExpectColumnValuesToBeUnique(column="kpi_code", **rule),
                gxe.ExpectColumnValuesToNotBeNull(column="owner", **rule),
                gxe.ExpectColumnValuesToNotBeNull(column="formula", **rule),
                gxe.ExpectColumnValuesToBeInSet(
                    column="better", value_set=["higher", "lower", "neutral"], **rule
                ),
            ],
        ),
        (
            "seeds",
            "kpi_targets",
            [
                gxe.ExpectCompoundColumnsToBeUnique(
                    column_list=["kpi_code", "target_kind", "valid_from"], **rule
                )
            ],
        ),
        (
            "reports",
            "rpt_kpi_scorecard",
            [
                unexpected_rows(
                    "select kpi_value_id from {batch}"
                    " where kpi_code not in (select kpi_code from seeds.kpi_catalog)",
                    "kpi_code",
                    rule,
                )
            ],
        ),
    ]


def covered_channels() -> Checks:
    """GOV-34: a channel with contacts in the last three months has some in the last one."""
    recent = (
        "select channel from marts.fct_touchpoints where occurred_at > ("
        "select max(computed_at) from reports.rpt_kpi_scorecard) - interval {} month"
    )
    return [
        (
            "marts",
            "dim_channels",
            [
                unexpected_rows(
                    f"select channel from {{batch}} where channel in ({recent.format(3)})"
                    f" and channel not in ({recent.format(1)})",
                    "channel",
                    warning("GOV-34"),
                )
            ],
        )
    ]


def trail_of_checks() -> Checks:
    """GOV-35: every rule was checked in this run, for a known instant; run after the others."""
    return [
        (
            "seeds",
            "governance_rules",
            [
                unexpected_rows(
                    "select rule_id from {batch} where rule_id <> 'GOV-35' and rule_id not in ("
                    "select rule_id from governance.fct_governance_checks"
                    " where as_of is not null and run_id = ("
                    "select max(run_id) from governance.fct_governance_checks))",
                    "rule_id",
                    critical("GOV-35"),
                )
            ],
        )
    ]


SUITE = {
    "GOV-09": fresh_sources,
    "GOV-24": complete_register,
    "GOV-34": covered_channels,
    "GOV-35": trail_of_checks,
}
