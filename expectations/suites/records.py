"""Which rows there are, and whether they are whole (GOV-03, 04, 07, 08, 11, 25, 26, 36)."""

import great_expectations.expectations as gxe
from great_expectations.expectations.row_conditions import Column

from expectations.suites.common import (
    CALL_FACTS,
    PRIMARY_KEYS,
    SURVEY_FACTS,
    TICKET_FACTS,
    VOICE_FACTS,
    Checks,
    critical,
    unexpected_rows,
    values_of_seed,
    warning,
)

# facts in which every row says whether it counts, and if not, why
COUNTING_FACTS = (
    *SURVEY_FACTS,
    *TICKET_FACTS,
    *CALL_FACTS,
    *VOICE_FACTS,
    "fct_agent_days",
    "fct_agent_trainings",
    "fct_customer_health",
    "fct_customer_lifetime_value",
    "fct_customer_months",
    "fct_journey_steps",
    "fct_journeys",
    "fct_page_loads",
    "fct_profile_unification",
    "fct_referrals",
    "fct_revenue",
    "fct_segment_memberships",
    "fct_task_attempts",
    "fct_touchpoints",
    "fct_visits",
)


def unique_source_keys() -> Checks:
    """GOV-03: the keys of the input contracts are unique and not null."""
    rule = critical("GOV-03")
    contracts = [name.split(".") for name in PRIMARY_KEYS if name.endswith("_unioned")]
    return [
        (
            schema,
            table,
            [
                gxe.ExpectColumnValuesToBeUnique(column=PRIMARY_KEYS[f"{schema}.{table}"], **rule),
                gxe.ExpectColumnValuesToNotBeNull(column=PRIMARY_KEYS[f"{schema}.{table}"], **rule),
            ],
        )
        for schema, table in contracts
    ]


def referential_integrity() -> Checks:
    """GOV-04: every fact row finds its parents; an unknown customer has a member of its own."""
    rule = critical("GOV-04")
    return [
        ("marts", "fct_orphan_facts", [gxe.ExpectTableRowCountToEqual(value=0, **rule)]),
        *(
            ("marts", fact, [gxe.ExpectColumnValuesToNotBeNull(column="customer_id", **rule)])
            for fact in SURVEY_FACTS + TICKET_FACTS + CALL_FACTS + VOICE_FACTS
        ),
    ]


def complete_mandatory_fields() -> Checks:
    """GOV-07: business dates, channel, status, segment and survey are never null in facts."""
    rule = critical("GOV-07")
    mandatory = {
        "fct_first_contact_resolution": ["first_contact_at", "channel"],
        "fct_first_response_time": ["created_at", "channel"],
        "fct_resolution_time": ["created_at", "channel", "status"],
        "fct_response_time": ["received_at", "channel"],
        "fct_sla_targets": ["created_date", "channel"],
        "fct_first_call_resolution": ["started_at", "channel"],
        "fct_handling_time": ["handled_at", "channel"],
        "fct_queue_contacts": ["arrived_at", "channel"],
        "fct_feedback_items": ["feedback_at", "channel"],
        "fct_journeys": ["started_at", "channel"],
        "fct_revenue": ["revenue_date", "revenue_type"],
        "fct_touchpoints": ["occurred_at", "channel"],
        "fct_survey_responses": ["submitted_at", "survey_id"],
    } | {fact: ["submitted_at", "channel", "segment", "survey_id"] for fact in SURVEY_FACTS}
    return [
        ("marts", fact, [gxe.ExpectColumnValuesToNotBeNull(column=name, **rule) for name in names])
        for fact, names in mandatory.items()
    ]


def completeness_floors() -> Checks:
    """GOV-08: what is useful but optional is there for most rows; the floors are ours to set."""
    rule = warning("GOV-08")
    return [
        (
            "marts",
            "dim_customers",
            [
                gxe.ExpectColumnValuesToNotBeInSet(
                    column="segment", value_set=["unknown"], mostly=0.95, **rule
                )
            ],
        ),
        (
            "marts",
            "fct_resolution_time",
            [
                gxe.ExpectColumnValuesToNotBeInSet(
                    column="agent_id",
                    value_set=["unassigned", "unknown"],
                    mostly=0.98,
                    row_condition=Column("is_resolved") == True,  # noqa: E712
                    **rule,
                ),
                gxe.ExpectColumnValuesToNotBeInSet(
                    column="category", value_set=["unknown"], mostly=0.9, **rule
                ),
            ],
        ),
    ]


def consistent_channels() -> Checks:
    """GOV-11: every channel is one of the seed `channels`; what no map covers is reported."""
    channels = values_of_seed("channels", "channel")
    is_in_set = gxe.ExpectColumnValuesToBeInSet
    return [
        *(
            ("marts", fact, [is_in_set(column="channel", value_set=channels, **critical("GOV-11"))])
            for fact in (*SURVEY_FACTS, *TICKET_FACTS, *CALL_FACTS, *VOICE_FACTS, "fct_touchpoints")
            if fact != "fct_survey_responses"
        ),
        (
            "reports",
            "rpt_unmapped_values",
            [
                gxe.ExpectTableRowCountToEqual(
                    value=0,
                    row_condition=Column("map_name") == "ticket_channel_map",
                    **warning("GOV-11"),
                )
            ],
        ),
    ]


def accounted_rows() -> Checks:
    """GOV-25: raw rows are rows of a contract, rejected or superseded; none is lost."""
    rule = critical("GOV-25")
    return [
        (
            "marts",
            "fct_row_reconciliation",
            [
                gxe.ExpectColumnValuesToBeInSet(column="is_balanced", value_set=[True], **rule),
                gxe.ExpectColumnValuesToNotBeNull(column="raw_row_count", **rule),
            ],
        )
    ]


def explained_quarantine() -> Checks:
    """GOV-26: a quarantined row has rule, reason and itself; 1 % at most, 30 days at most."""
    rule = critical("GOV-26")
    return [
        (
            "restricted",
            "fct_rejected_records",
            [
                gxe.ExpectColumnValuesToNotBeNull(column="reason_code", **rule),
                gxe.ExpectColumnValuesToNotBeNull(column="raw_record", **rule),
                unexpected_rows(
                    "select rejected_record_id from {batch}"
                    " where not coalesce(regexp_full_match(rule_id, 'GOV-[0-9][0-9]'), false)",
                    "rule_id",
                    rule,
                ),
            ],
        ),
        (
            "restricted",
            "fct_quarantine_log",
            [
                unexpected_rows(
                    "select rejected_record_id from {batch} where is_open and open_days > 30",
                    "open_days",
                    warning("GOV-26"),
                )
            ],
        ),
        (
            "marts",
            "fct_row_reconciliation",
            [
                unexpected_rows(
                    "select source_table_id from {batch}"
                    " where rejected_row_count > 0 and source_system in ("
                    "select source_system from {batch} group by source_system"
                    " having sum(rejected_row_count) > 0.01 * sum(raw_row_count))",
                    "rejected_row_count",
                    warning("GOV-26"),
                )
            ],
        ),
    ]


def only_what_counts() -> Checks:
    """GOV-36: a row that does not count says why, and a row that counts has no reason not to."""
    return [
        (
            "marts",
            fact,
            [
                unexpected_rows(
                    f"select {PRIMARY_KEYS[f'marts.{fact}']} from {{batch}}"
                    " where is_included is distinct from (exclusion_reason is null)",
                    "exclusion_reason",
                    critical("GOV-36"),
                )
            ],
        )
        for fact in COUNTING_FACTS
    ]


SUITE = {
    "GOV-03": unique_source_keys,
    "GOV-04": referential_integrity,
    "GOV-07": complete_mandatory_fields,
    "GOV-08": completeness_floors,
    "GOV-11": consistent_channels,
    "GOV-25": accounted_rows,
    "GOV-26": explained_quarantine,
    "GOV-36": only_what_counts,
}
