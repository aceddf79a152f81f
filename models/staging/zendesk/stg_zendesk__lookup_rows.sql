-- one row per raw row of the Zendesk tables that only describe others (settings, tags, schedules, service level policies, events of chats but for messages)
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

unioned as (

    select
        source_table, source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_zendesk__description_rows') }}

    union all

    select
        source_table, source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_zendesk__mark_rows') }}

    union all

    select
        'ticket_schedule' as source_table,
        source_ticket_schedule_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_zendesk__ticket_schedules') }}

    union all

    select
        'ticket_csat_survey' as source_table,
        source_ticket_response_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_zendesk__csat_responses') }}

    union all

    select
        'ticket_chat_event' as source_table, source_chat_event_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_zendesk__ticket_chat_events') }}

    -- the messages are in stg_zendesk__ticket_messages
    where not coalesce(is_message, false)

)

select
    'zendesk' as source_system,
    unioned.*,
    cast(null as string) as rejection_reason

from unioned
