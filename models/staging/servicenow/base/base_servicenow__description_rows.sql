-- one row per raw row of the ServiceNow tables that describe the account (groups, choices, surveys, service levels, schedules and their entries)
{{ config(enabled = 'servicenow' in var('help_desk_vendors')) }}

with

unioned as (

    select
        'sys_user_group' as source_table, source_group_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_servicenow__groups') }}

    union all

    select
        'sys_user_grmember' as source_table, source_membership_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_servicenow__group_members') }}

    union all

    select
        'sys_choice' as source_table, source_choice_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_servicenow__choices') }}

    union all

    select
        source_table, source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_servicenow__definition_rows') }}

    union all

    select
        'cmn_schedule' as source_table, source_schedule_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_servicenow__schedules') }}

    union all

    select
        'cmn_schedule_span' as source_table, source_span_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_servicenow__schedule_spans') }}

)

select * from unioned
