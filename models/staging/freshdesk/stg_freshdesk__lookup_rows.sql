-- one row per raw row of the Freshdesk tables that only describe others (groups, ticket fields, business hours)
{{ config(enabled = 'freshdesk' in var('help_desk_vendors')) }}

with

groups as (

    select
        'groups' as source_table,
        source_group_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_freshdesk__groups') }}

),

ticket_fields as (

    select
        'ticket_fields' as source_table,
        source_ticket_field_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_freshdesk__ticket_fields') }}

),

business_hours as (

    select
        'business_hours' as source_table,
        source_schedule_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_freshdesk__business_hours') }}

),

unioned as (

    select * from groups
    union all
    select * from ticket_fields
    union all
    select * from business_hours

),

shaped as (

    select
        'freshdesk' as source_system,
        unioned.*,
        cast(null as string) as rejection_reason

    from unioned

)

select * from shaped
