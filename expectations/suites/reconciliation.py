"""Whether the totals add up, days are as full as usual, and the past stands (GOV-27, 31, 32)."""

import great_expectations.expectations as gxe

from expectations.suites.common import Checks, critical, unexpected_rows, warning

# a change of a closed period that nobody answers for; an approval may name a KPI or a period
UNAPPROVED = (
    "select kpi_value_version_id from (select * from {{batch}}) as versions"
    " where restated_at {when} (select max(computed_at) from reports.rpt_kpi_scorecard)"
    " - interval 14 day and not exists ("
    "select 1 from seeds.kpi_restatements as approvals where approvals.approved_by is not null"
    " and approvals.restated_on = cast(versions.restated_at as date)"
    " and coalesce(approvals.kpi_code, versions.kpi_code) = versions.kpi_code"
    " and coalesce(approvals.period_start, versions.period_start) = versions.period_start)"
)


def reconciled_totals() -> Checks:
    """GOV-27: what was landed adds up to the scorecard: rows exactly, amounts to the cent."""
    rule = critical("GOV-27")
    return [
        (
            "marts",
            "fct_total_reconciliation",
            [
                gxe.ExpectColumnValuesToBeInSet(column="is_reconciled", value_set=[True], **rule),
                gxe.ExpectColumnValuesToNotBeNull(column="control_total", **rule),
            ],
        )
    ]


def plausible_volumes() -> Checks:
    """GOV-31: 95 % of the days are half as full to half as full again; no business day is empty."""
    return [
        (
            "marts",
            "fct_daily_volumes",
            [
                gxe.ExpectColumnValuesToBeBetween(
                    column="ratio_to_median",
                    min_value=0.5,
                    max_value=1.5,
                    mostly=0.95,
                    **warning("GOV-31"),
                ),
                # the ratio is null where so few rows are usual that a day without any is no news
                unexpected_rows(
                    "select daily_volume_id from {batch}"
                    " where is_business_day and ratio_to_median = 0",
                    "row_count",
                    critical("GOV-31"),
                ),
            ],
        )
    ]


def frozen_periods() -> Checks:
    """GOV-32: a closed period changes as a new version that somebody answers for within 14 days.

    Late rows change closed periods on any day, and stop nothing: they are warned of. Only what
    nobody has approved for 14 days stops the publication.
    """
    rule = critical("GOV-32")
    return [
        (
            "marts",
            "fct_kpi_values_published",
            [
                gxe.ExpectCompoundColumnsToBeUnique(
                    column_list=["kpi_value_id", "version_number"], **rule
                ),
                unexpected_rows(UNAPPROVED.format(when=">="), "event", warning("GOV-32")),
                unexpected_rows(UNAPPROVED.format(when="<"), "restated_at", rule),
            ],
        ),
        (
            "marts",
            "fct_kpi_baselines",
            [
                unexpected_rows(
                    "select kpi_baseline_id from {batch}"
                    " where cast(frozen_at as date) < baseline_ends_on",
                    "frozen_at",
                    rule,
                )
            ],
        ),
        (
            "seeds",
            "kpi_restatements",
            [
                gxe.ExpectColumnValuesToNotBeNull(column="approved_by", **rule),
                gxe.ExpectColumnValuesToNotBeNull(column="reason", **rule),
            ],
        ),
    ]


SUITE = {
    "GOV-27": reconciled_totals,
    "GOV-31": plausible_volumes,
    "GOV-32": frozen_periods,
}
