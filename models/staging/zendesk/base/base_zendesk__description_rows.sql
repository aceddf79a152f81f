-- one row per raw row of the Zendesk tables that describe the account (groups, domains, statuses, roles, changes of settings, rating options)
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

unioned as (

    select
        'group' as source_table, source_group_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_zendesk__groups') }}

    union all

    select
        'domain_name' as source_table, source_domain_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_zendesk__organization_domains') }}

    union all

    select
        'ticket_custom_status' as source_table,
        source_custom_status_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_zendesk__custom_statuses') }}

    union all

    select
        'custom_role' as source_table, source_custom_role_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_zendesk__custom_roles') }}

    union all

    select
        'audit_log' as source_table, source_audit_log_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_zendesk__audit_logs') }}

    union all

    select
        'csat_survey_rating_option' as source_table,
        source_rating_option_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_zendesk__csat_rating_options') }}

)

select * from unioned
