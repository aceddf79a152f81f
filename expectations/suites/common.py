"""What the suites share: how grave a breach is, the keys of the tables, and kinds of facts."""

import csv
from pathlib import Path

import great_expectations.expectations as gxe

Checks = list[tuple[str, str, list[gxe.Expectation]]]

SEEDS = Path(__file__).parents[2] / "seeds"

# the primary key of every table under a rule; of a breach nothing but this key is shown
PRIMARY_KEYS = {
    "governance.dim_columns": "column_id",
    "governance.dim_models": "relation_id",
    "intermediate.int_accounts_unioned": "account_record_id",
    "intermediate.int_agents_unioned": "agent_id",
    "intermediate.int_call_legs_unioned": "call_leg_id",
    "intermediate.int_calls_checked": "raw_row_id",
    "intermediate.int_calls_unioned": "call_id",
    "intermediate.int_contacts_unioned": "contact_record_id",
    "intermediate.int_digital_events_unioned": "digital_event_id",
    "intermediate.int_lookup_rows_checked": "raw_row_id",
    "intermediate.int_page_views_unioned": "page_view_id",
    "intermediate.int_response_attributes_unioned": "response_attribute_id",
    "intermediate.int_revenue_events_unioned": "revenue_event_id",
    "intermediate.int_schedule_holidays_unioned": "schedule_holiday_id",
    "intermediate.int_schedules_unioned": "schedule_interval_id",
    "intermediate.int_sla_targets_unioned": "sla_target_id",
    "intermediate.int_survey_invitations_unioned": "survey_invitation_id",
    "intermediate.int_survey_responses_received": "raw_row_id",
    "intermediate.int_survey_responses_unioned": "survey_answer_id",
    "intermediate.int_surveys_unioned": "survey_question_id",
    "intermediate.int_ticket_events_checked": "raw_row_id",
    "intermediate.int_ticket_events_unioned": "ticket_event_id",
    "intermediate.int_ticket_figures_unioned": "ticket_figure_id",
    "intermediate.int_ticket_messages_checked": "raw_row_id",
    "intermediate.int_ticket_messages_unioned": "message_id",
    "intermediate.int_tickets_checked": "raw_row_id",
    "intermediate.int_tickets_unioned": "ticket_id",
    "marts.dim_accounts": "account_id",
    "marts.dim_channels": "channel",
    "marts.dim_customer_consents": "customer_consent_id",
    "marts.dim_customer_source_records": "contact_record_id",
    "marts.dim_customers": "customer_id",
    "marts.fct_agent_days": "agent_day_id",
    "marts.fct_agent_trainings": "agent_training_id",
    "marts.fct_ces": "survey_answer_id",
    "marts.fct_consent_violations": "consent_violation_id",
    "marts.fct_csat": "survey_answer_id",
    "marts.fct_customer_health": "customer_health_id",
    "marts.fct_customer_lifetime_value": "customer_lifetime_value_id",
    "marts.fct_customer_months": "customer_month_id",
    "marts.fct_daily_volumes": "daily_volume_id",
    "marts.fct_detractor_follow_ups": "survey_answer_id",
    "marts.fct_erasure_leaks": "erasure_leak_id",
    "marts.fct_erasures": "erased_person_id",
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
    "marts.fct_kpi_baselines": "kpi_baseline_id",
    "marts.fct_kpi_invariant_violations": "kpi_invariant_violation_id",
    "marts.fct_kpi_values_published": "kpi_value_version_id",
    "marts.fct_nps": "survey_answer_id",
    "marts.fct_orphan_facts": "orphan_fact_id",
    "marts.fct_page_loads": "page_load_id",
    "marts.fct_profile_unification": "contact_record_id",
    "marts.fct_queue_contacts": "call_id",
    "marts.fct_referrals": "payer_id",
    "marts.fct_resolution_time": "ticket_id",
    "marts.fct_response_time": "ticket_response_id",
    "marts.fct_revenue": "revenue_id",
    "marts.fct_row_reconciliation": "source_table_id",
    "marts.fct_segment_memberships": "segment_membership_id",
    "marts.fct_sla_targets": "sla_target_id",
    "marts.fct_survey_invitations": "survey_invitation_id",
    "marts.fct_survey_responses": "survey_response_id",
    "marts.fct_task_attempts": "task_attempt_id",
    "marts.fct_total_reconciliation": "total_reconciliation_id",
    "marts.fct_touchpoints": "touchpoint_id",
    "marts.fct_visits": "visit_id",
    "reports.rpt_employee_engagement": "employee_figure_id",
    "reports.rpt_identity_quality": "identity_figure_id",
    "reports.rpt_kpi_scorecard": "kpi_value_id",
    "reports.rpt_unmapped_values": "unmapped_value_id",
    "restricted.fct_quarantine_log": "rejected_record_id",
    "restricted.fct_rejected_records": "rejected_record_id",
    "restricted.fct_retention_due": "customer_id",
    "seeds.access_grants": "role || '.' || schema_name || '.' || relation_name",
    "seeds.governance_rules": "rule_id",
    "seeds.kpi_catalog": "kpi_code",
    "seeds.kpi_restatements": "concat_ws('|', restated_on, kpi_code, period_start)",
    "seeds.kpi_targets": "kpi_code",
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


def critical(rule_id: str) -> dict:
    """Mark an expectation of a rule whose breach stops the publication."""
    return {"severity": "critical", "meta": {"rule_id": rule_id}}


def warning(rule_id: str) -> dict:
    """Mark an expectation of a rule whose breach is reported, and no more."""
    return {"severity": "warning", "meta": {"rule_id": rule_id}}


def unexpected_rows(query: str, column: str, grade: dict) -> gxe.Expectation:
    """Expect a query to find nothing.

    Args:
        query: a select of the primary keys of the rows that break the rule, from {batch}.
        column: the column that the rule is about, for the report.
        grade: the rule and how grave it is, from `critical` or `warning`.
    """
    meta = grade["meta"] | {"column": column}
    return gxe.UnexpectedRowsExpectation(
        unexpected_rows_query=query, severity=grade["severity"], meta=meta
    )


def values_of_seed(seed: str, column: str) -> list[str]:
    """Give the values of a column of a seed, in the order of the alphabet.

    Raises:
        OSError: the seed cannot be read.
        KeyError: it has no such column.
    """
    with (SEEDS / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
        return sorted({row[column] for row in csv.DictReader(file)})
