"""File name and columns of every raw and truth table, in the order they are written."""

from datetime import datetime

_CRM = "is_deleted created_date last_modified_date _fivetran_synced"
_DEL = "_fivetran_deleted _fivetran_synced"

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
    "_fivetran_synced",
    "zendesk/ticket": "id requester_id submitter_id assignee_id organization_id group_id status "
    "priority via_channel via_source_rel via_followup_source_id merged_ticket_ids "
    f"custom_category subject created_at updated_at {_DEL}",
    "zendesk/ticket_comment": f"id ticket_id user_id created public body {_DEL}",
    "zendesk/ticket_field_history": "ticket_id field_name updated value user_id _fivetran_synced",
    "zendesk/user": "id email name phone role organization_id external_id active suspended "
    f"time_zone locale created_at updated_at {_DEL}",
    "zendesk/organization": f"id name external_id domain_names created_at updated_at {_DEL}",
    "zendesk/group": f"id name {_DEL}",
    "zendesk/ticket_tag": "ticket_id tag _fivetran_synced",
    "zendesk/satisfaction_rating": "id ticket_id requester_id assignee_id score comment "
    "created_at updated_at _fivetran_synced",
    "zendesk/ticket_chat": "chat_id ticket_id channel",
    "servicenow/task": "sys_id number sys_class_name state priority opened_at opened_by_value "
    "closed_at assigned_to_value assignment_group_value contact_type reassignment_count "
    f"short_description sys_updated_on {_DEL}",
    "servicenow/incident": "sys_id incident_state category caller_id_value resolved_at "
    f"reopen_count sys_updated_on {_DEL}",
    "servicenow/sys_user": "sys_id user_name name first_name last_name email phone mobile_phone "
    f"company_value active sys_created_on sys_updated_on {_DEL}",
    "servicenow/sys_user_grmember": "sys_id user_value group_value _fivetran_synced",
    "servicenow/sys_user_group": f"sys_id name active {_DEL}",
    "servicenow/core_company": f"sys_id name website customer sys_created_on {_DEL}",
    "servicenow/sys_journal_field": "sys_id element_id element value sys_created_by "
    "sys_created_on _fivetran_synced",
    "servicenow/sys_audit": "sys_id documentkey fieldname oldvalue newvalue user sys_created_on "
    "_fivetran_synced",
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
    "qualtrics/distribution_contact": "distribution_id contact_id sent_at response_id status "
    "_fivetran_synced",
}

TRUTH = {
    "source_records": "source_system source_record_id entity true_id kind expected_link",
    "tickets": "source_system source_ticket_id true_person_id channel category created_at "
    "exclusion_reason first_response_at frt_calendar_minutes frt_business_minutes "
    "first_resolved_at resolved_at full_resolution_minutes resolution_type reopen_count "
    "public_agent_reply_count issue_id is_one_contact is_mature",
    "answers": "source_system source_response_id source_question_id metric_code true_person_id "
    "raw_score score submitted_at exclusion_reason",
    "planted_faults": "fault_id fault source_system source_table source_record_id outcome "
    "rule_id reason_code note",
    "kpis": "kpi_code period_grain period_start n numerator denominator value",
}

# The natural key of a raw table where it is not its first column
KEYS = {
    "zendesk/ticket_field_history": ("ticket_id", "field_name", "updated"),
    "zendesk/ticket_tag": ("ticket_id", "tag"),
    "qualtrics/question": ("survey_id", "id"),
    "qualtrics/survey_embedded_data": ("response_id", "key"),
    "qualtrics/directory_contact": ("directory_id", "id"),
}


def columns(spec: str) -> list[str]:
    """Column names of a table, in file order."""
    return spec.split()


def natural_key(table: str, row: dict) -> str:
    """Key of a raw row as written in the file; the parts of a composite key joined by `|`."""
    names = KEYS.get(table) or (columns(RAW[table])[0],)
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
