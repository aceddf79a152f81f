"""Columns of the raw tables that the demo writes itself and of the truth; the keys of all."""

from datetime import datetime

LOADER = ("_fivetran_synced", "_airbyte_extracted_at")
_CRM = "is_deleted created_date last_modified_date _fivetran_synced"
_DEL = "_fivetran_deleted _fivetran_synced"

# The other tools' tables are those of demo/layouts
RAW = {
    "salesforce/account": "id name type industry number_of_employees annual_revenue phone website "
    f"billing_country master_record_id {_CRM}",
    "salesforce/contact": "id account_id first_name last_name email phone mobile_phone title "
    "mailing_postal_code mailing_country birthdate has_opted_out_of_email master_record_id "
    f"{_CRM}",
    "salesforce/lead": "id company first_name last_name email phone status lead_source "
    "is_converted converted_date converted_account_id converted_contact_id country "
    f"has_opted_out_of_email master_record_id {_CRM}",
    "salesforce/opportunity": "id account_id name amount currency_iso_code stage_name type "
    "lead_source is_closed is_won close_date created_date is_deleted last_modified_date "
    "loss_reason _fivetran_synced",
    "salesforce/order": "id account_id bill_to_contact_id opportunity_id "
    "total_amount currency_iso_code status is_reduction_order effective_date created_date "
    "is_deleted _fivetran_synced",
    "zendesk/ticket_chat": "chat_id ticket_id channel",
    "qualtrics/survey": f"id survey_name survey_status project_category {_DEL}",
    "qualtrics/question": f"survey_id id data_export_tag question_text question_type selector "
    f"{_DEL}",
    "qualtrics/survey_response": "id survey_id start_date end_date recorded_date finished "
    "progress status distribution_channel recipient_email recipient_first_name "
    "recipient_last_name user_language last_modified_date _fivetran_synced",
    "qualtrics/question_response": "_fivetran_id response_id question_id value text "
    "_fivetran_synced",
    "qualtrics/survey_embedded_data": "response_id key value _fivetran_synced",
    "qualtrics/directory_contact": "directory_id id email phone first_name last_name ext_ref "
    "language creation_date last_modified directory_unsubscribed _fivetran_synced",
    "qualtrics/distribution": "id parent_distribution_id request_type survey_link_survey_id "
    "_fivetran_synced",
    "qualtrics/distribution_contact": "distribution_id contact_id sent_at opened_at response_id "
    "response_completed_at status _fivetran_synced",
    "segment/tracks": "id anonymous_id user_id event timestamp received_at context_library_name "
    "context_user_agent_data_mobile context_user_agent context_page_url",
    "segment/pages": "id anonymous_id user_id name timestamp received_at load_ms lcp_ms "
    "navigation_type visibility_state context_user_agent_data_mobile context_user_agent",
    "segment/identifies": "id anonymous_id user_id email timestamp received_at",
}

TRUTH = {
    "source_records": "source_system source_record_id entity true_id kind expected_link",
    "tickets": "source_system source_ticket_id true_person_id channel category created_at "
    "exclusion_reason first_response_at frt_calendar_minutes frt_business_minutes "
    "first_resolved_at resolved_at full_resolution_minutes resolution_type reopen_count "
    "public_agent_reply_count issue_id is_one_contact is_mature response_count response_minutes "
    "response_business_minutes waiting_count requester_wait_minutes "
    "requester_wait_business_minutes agent_wait_minutes agent_wait_business_minutes "
    "on_hold_minutes",
    "answers": "source_system source_response_id source_question_id metric_code true_person_id "
    "raw_score score submitted_at exclusion_reason",
    "calls": "source_system source_call_id kind outcome_class started_at wait_seconds "
    "handle_seconds transfers is_resolved has_repeat is_callback_kept queue_exclusion "
    "fcr_exclusion aht_exclusion",
    "planted_faults": "fault_id fault source_system source_table source_record_id outcome "
    "rule_id reason_code note",
    "agent_months": "source_system source_agent_id month_start replied_ticket_count "
    "resolved_count rating_count satisfied_count",
    "sla_targets": "source_system source_sla_target_id source_ticket_id sla_metric target_minutes "
    "outcome vendor_outcome exclusion_reason",
    "feedback": "source_system source_response_id source_question_id language felt_label "
    "read_label themes has_personal_data personal_data exclusion_reason",
    "themes": "vendor_set theme_code text_count mention_count",
    "customer_months": "vendor_set month_start customers_start customers_new "
    "customers_reactivated customers_churned customers_end mrr_start mrr_new mrr_reactivated "
    "mrr_expansion mrr_contraction mrr_churned mrr_end net_revenue",
    "referrals": "vendor_set true_id validity referrer_true_id chain_depth acquired_on",
    "touchpoints": "vendor_set period_grain period_start contact_kind touchpoint n",
    "moments_of_truth": "vendor_set period_grain period_start touchpoint rated_count "
    "satisfied_count n_good n_bad nps_good nps_bad impact_points z is_moment_of_truth",
    "journeys": "event_id journey true_person_id outcome furthest_step exclusion_reason is_late "
    "click_count error_count seconds",
    "initiatives": "initiative_id kpi_code topic true_effect is_effective period arm n completed",
    "customer_health": "vendor_set true_payer_id month_start nps csat ces support commercial "
    "health_score",
    "segment_stays": "scheme_code source_system source_account_id segment_code valid_from valid_to "
    "exclusion_reason",
    "kpis": "vendor_set kpi_code period_grain period_start n numerator denominator value",
}

# The natural key of a raw table where it is not its first column
KEYS = {
    "zendesk/ticket_field_history": ("ticket_id", "field_name", "updated"),
    "zendesk/ticket_tag": ("ticket_id", "tag"),
    "zendesk/ticket_metrics": ("ticket_id",),
    "zendesk/ticket_sla_policy": ("ticket_id", "sla_policy_id", "policy_applied_at"),
    "zendesk/sla_policy_metric_history": ("sla_policy_id", "sla_policy_updated_at", "index"),
    "zendesk/schedule": ("id", "start_time"),
    "zendesk/ticket_schedule": ("ticket_id", "created_at"),
    "qualtrics/question": ("survey_id", "id"),
    "qualtrics/survey_embedded_data": ("response_id", "key"),
    "qualtrics/directory_contact": ("directory_id", "id"),
    "qualtrics/distribution_contact": ("distribution_id", "contact_id"),
    "freshdesk/ticket_activities": ("ticket_id", "performed_at", "activity"),
    "intercom/conversation_contact_history": ("conversation_id", "contact_id"),
    "intercom/conversation_tag_history": ("conversation_id", "tag_id"),
    "intercom/contact_company_history": ("contact_id", "company_id"),
    "intercom/team_admin": ("team_id", "admin_id"),
    "hubspot/contact_merge_audit": ("canonical_vid", "vid_to_merge"),
    "hubspot/deal_company": ("deal_id", "company_id", "type_id"),
    "hubspot/deal_contact": ("deal_id", "contact_id", "type_id"),
    "hubspot/property_option": ("hubspot_object", "name", "label"),
}


def columns(spec: str) -> list[str]:
    """Column names of a table, in file order."""
    return spec.split()


def natural_key(table: str, row: dict) -> str:
    """Key of a raw row as written in the file; the parts of a composite key joined by `|`."""
    names = KEYS.get(table) or (next(iter(row)),)
    return "|".join(cell(row.get(name)) for name in names)


def cell(value) -> str:
    """One CSV cell: null is empty, booleans in lower case, times in seconds, floats in full."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime) and value.microsecond:
        raise ValueError(f"time with a fraction of a second: {value}")
    if isinstance(value, float):
        return repr(float(value))
    return str(value)
