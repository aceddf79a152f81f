"""What the governance rules expect of the warehouse: one function a rule.

A function returns a list of (schema, table, expectations). Every expectation names its rule and how
grave a breach is. None of them fails only because a table is empty: a company may lack a whole
domain. The rules in words: rules.csv.
"""

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

import great_expectations.expectations as gxe
from great_expectations.expectations.row_conditions import Column

Checks = list[tuple[str, str, list[gxe.Expectation]]]

IDENTITY_RULES_SEED = Path(__file__).parents[1] / "seeds" / "identity_rules.csv"

# the primary key of every table under a rule; of a breach nothing but this key is shown
PRIMARY_KEYS = {
    "intermediate.int_accounts_unioned": "account_record_id",
    "intermediate.int_agents_unioned": "agent_id",
    "intermediate.int_call_legs_unioned": "call_leg_id",
    "intermediate.int_calls_unioned": "call_id",
    "intermediate.int_contacts_unioned": "contact_record_id",
    "intermediate.int_digital_events_unioned": "digital_event_id",
    "intermediate.int_page_views_unioned": "page_view_id",
    "intermediate.int_response_attributes_unioned": "response_attribute_id",
    "intermediate.int_revenue_events_unioned": "revenue_event_id",
    "intermediate.int_schedule_holidays_unioned": "schedule_holiday_id",
    "intermediate.int_schedules_unioned": "schedule_interval_id",
    "intermediate.int_sla_targets_unioned": "sla_target_id",
    "intermediate.int_survey_invitations_unioned": "survey_invitation_id",
    "intermediate.int_survey_responses_unioned": "survey_answer_id",
    "intermediate.int_surveys_unioned": "survey_question_id",
    "intermediate.int_ticket_events_unioned": "ticket_event_id",
    "intermediate.int_ticket_figures_unioned": "ticket_figure_id",
    "intermediate.int_ticket_messages_unioned": "message_id",
    "intermediate.int_tickets_unioned": "ticket_id",
    "marts.dim_customer_source_records": "contact_record_id",
    "marts.dim_customers": "customer_id",
    "marts.fct_ces": "survey_answer_id",
    "marts.fct_csat": "survey_answer_id",
    "marts.fct_customer_health": "customer_health_id",
    "marts.fct_customer_lifetime_value": "customer_lifetime_value_id",
    "marts.fct_customer_months": "customer_month_id",
    "marts.fct_detractor_follow_ups": "survey_answer_id",
    "marts.fct_feedback_coverage": "ticket_id",
    "marts.fct_feedback_items": "feedback_item_id",
    "marts.fct_feedback_themes": "feedback_theme_id",
    "marts.fct_first_call_resolution": "call_id",
    "marts.fct_first_contact_answers": "survey_answer_id",
    "marts.fct_first_contact_resolution": "issue_id",
    "marts.fct_first_response_time": "ticket_id",
    "marts.fct_handling_time": "call_id",
    "marts.fct_identity_violations": "identity_violation_id",
    "marts.fct_initiative_results": "initiative_result_id",
    "marts.fct_journey_steps": "journey_step_id",
    "marts.fct_journeys": "journey_instance_id",
    "marts.fct_kpi_invariant_violations": "kpi_invariant_violation_id",
    "marts.fct_nps": "survey_answer_id",
    "marts.fct_orphan_facts": "orphan_fact_id",
    "marts.fct_page_loads": "page_load_id",
    "marts.fct_queue_contacts": "call_id",
    "marts.fct_referrals": "payer_id",
    "marts.fct_resolution_time": "ticket_id",
    "marts.fct_response_time": "ticket_response_id",
    "marts.fct_revenue": "revenue_id",
    "marts.fct_segment_memberships": "segment_membership_id",
    "marts.fct_sla_targets": "sla_target_id",
    "marts.fct_survey_invitations": "survey_invitation_id",
    "marts.fct_survey_responses": "survey_response_id",
    "marts.fct_task_attempts": "task_attempt_id",
    "marts.fct_touchpoints": "touchpoint_id",
    "marts.fct_visits": "visit_id",
    "reports.rpt_kpi_scorecard": "kpi_value_id",
}

SURVEY_FACTS = ("fct_nps", "fct_csat", "fct_ces", "fct_first_contact_answers")
TICKET_FACTS = (
    "fct_feedback_coverage",
    "fct_first_contact_resolution",
    "fct_first_response_time",
    "fct_resolution_time",
    "fct_response_time",
    "fct_sla_targets",
)
CALL_FACTS = ("fct_first_call_resolution", "fct_handling_time", "fct_queue_contacts")
VOICE_FACTS = (
    "fct_detractor_follow_ups",
    "fct_feedback_items",
    "fct_feedback_themes",
    "fct_survey_invitations",
    "fct_survey_responses",
)
# columns of time that cannot be negative, beside those of the first response and the resolution
DURATIONS = {
    "fct_detractor_follow_ups": ["follow_up_calendar_hours", "follow_up_business_hours"],
    "fct_handling_time": ["talk_seconds", "hold_seconds", "wrap_up_seconds", "handle_seconds"],
    "fct_journeys": ["duration_minutes"],
    "fct_queue_contacts": ["wait_seconds", "callback_wait_seconds"],
    "fct_response_time": ["response_calendar_minutes", "response_business_minutes"],
    "fct_sla_targets": ["target_minutes", "elapsed_minutes"],
    "fct_task_attempts": ["task_seconds", "task_click_count"],
    "fct_visits": ["duration_minutes"],
}


def critical(rule_id: str) -> dict:
    """Mark an expectation of a rule whose breach stops the publication."""
    return {"severity": "critical", "meta": {"rule_id": rule_id}}


def warning(rule_id: str) -> dict:
    """Mark an expectation of a rule whose breach is reported, and no more."""
    return {"severity": "warning", "meta": {"rule_id": rule_id}}


def person_match_rules() -> list[str]:
    """Give the names under which a person record may be tied to a customer (GOV-02).

    Raises:
        OSError: the seed identity_rules cannot be read.
    """
    with IDENTITY_RULES_SEED.open(encoding="utf-8", newline="") as seed:
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


def unique_source_keys() -> Checks:
    """GOV-03: the keys of the input contracts are unique and not null."""
    rule = critical("GOV-03")
    contracts = [name.split(".") for name in PRIMARY_KEYS if name.startswith("intermediate.")]
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


def scores_inside_their_scale() -> Checks:
    """GOV-05: scores stay inside their scale, those that count and those that do not."""
    rule = critical("GOV-05")
    is_included = Column("response_count") == 1
    return [
        (
            "marts",
            "fct_nps",
            [
                gxe.ExpectColumnValuesToBeBetween(
                    column="score", min_value=0, max_value=10, row_condition=is_included, **rule
                ),
                gxe.ExpectColumnValuesToBeBetween(
                    column="score", min_value=0, max_value=10, **rule
                ),
            ],
        ),
        (
            "marts",
            "fct_csat",
            [
                gxe.ExpectColumnValuesToBeBetween(
                    column="score_position", min_value=0, max_value=1, **rule
                )
            ],
        ),
        (
            "marts",
            "fct_ces",
            [
                gxe.ExpectColumnValuesToBeBetween(
                    column="effort_score", min_value=1, max_value=5, **rule
                )
            ],
        ),
        *(
            (
                "marts",
                fact,
                [
                    gxe.ExpectColumnValuesToBeBetween(
                        column="sentiment_score", min_value=-1, max_value=1, **rule
                    )
                ],
            )
            for fact in ("fct_feedback_items", "fct_touchpoints")
        ),
        (
            "marts",
            "fct_customer_health",
            [
                gxe.ExpectColumnValuesToBeBetween(
                    column="health_score", min_value=0, max_value=100, **rule
                )
            ],
        ),
    ]


def possible_durations() -> Checks:
    """GOV-06: nothing ends before it begins, and business time is within calendar time."""
    rule = critical("GOV-06")
    return [
        (
            "marts",
            "fct_resolution_time",
            [
                gxe.ExpectColumnValuesToBeBetween(
                    column="full_resolution_minutes", min_value=0, **rule
                ),
                gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                    column_A="resolved_at",
                    column_B="created_at",
                    or_equal=True,
                    ignore_row_if="either_value_is_missing",
                    **rule,
                ),
            ],
        ),
        (
            "marts",
            "fct_first_response_time",
            [
                gxe.ExpectColumnValuesToBeBetween(
                    column="first_response_calendar_minutes", min_value=0, **rule
                ),
                gxe.ExpectColumnValuesToBeBetween(
                    column="first_response_business_minutes", min_value=0, **rule
                ),
                # both are made of the same seconds: only rounding may part them
                gxe.UnexpectedRowsExpectation(
                    unexpected_rows_query=(
                        "select ticket_id from {batch} where first_response_business_minutes"
                        " > first_response_calendar_minutes + 0.000001"
                    ),
                    severity="critical",
                    meta={"rule_id": "GOV-06", "column": "first_response_business_minutes"},
                ),
            ],
        ),
        *(
            (
                "marts",
                fact,
                [
                    gxe.ExpectColumnValuesToBeBetween(column=name, min_value=0, **rule)
                    for name in names
                ],
            )
            for fact, names in DURATIONS.items()
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


def possible_kpi_values() -> Checks:
    """GOV-28: KPI values are logically possible."""
    rule = critical("GOV-28")
    return [
        (
            "marts",
            "fct_kpi_invariant_violations",
            [gxe.ExpectTableRowCountToEqual(value=0, **rule)],
        ),
        (
            "reports",
            "rpt_kpi_scorecard",
            [
                gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                    column_A="denominator",
                    column_B="numerator",
                    or_equal=True,
                    ignore_row_if="either_value_is_missing",
                    row_condition=Column("unit") == "rate",
                    **rule,
                ),
                gxe.ExpectColumnValuesToBeUnique(column="kpi_value_id", **rule),
            ],
        ),
    ]


RULES: dict[str, Callable[[], Checks]] = {
    "GOV-01": one_golden_customer,
    "GOV-02": one_identity_per_source_record,
    "GOV-03": unique_source_keys,
    "GOV-04": referential_integrity,
    "GOV-05": scores_inside_their_scale,
    "GOV-06": possible_durations,
    "GOV-07": complete_mandatory_fields,
    "GOV-28": possible_kpi_values,
}


def expectations_by_table(
    rules: Iterable[str] | None = None,
) -> dict[tuple[str, str], list[gxe.Expectation]]:
    """Gather the expectations of the rules for each (schema, table), to read a table once.

    Args:
        rules: ids of the rules to take; all of them when None.

    Raises:
        KeyError: a rule id that has no function here.
    """
    tables: dict[tuple[str, str], list[gxe.Expectation]] = {}
    for rule_id in RULES if rules is None else rules:
        for schema, table, expectations in RULES[rule_id]():
            tables.setdefault((schema, table), []).extend(expectations)
    return tables
