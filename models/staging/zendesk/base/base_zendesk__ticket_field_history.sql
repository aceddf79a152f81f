-- one row per raw row of zendesk.ticket_field_history: every version that was landed, numbered from the newest
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('zendesk', 'ticket_field_history') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('ticket_id') }} as source_ticket_id,
        -- -1 is the tool itself: nobody
        nullif({{ trim_to_null('user_id') }}, '-1') as source_actor_id,
        -- the natural key of a change: ticket, field, instant
        ticket_id || '|' || field_name || '|'
        || coalesce(cast({{ parse_timestamp('updated') }} as string), cast(updated as string))
            as source_event_id,
        -- text
        {{ trim_to_null('field_name') }} as field_name,
        {{ trim_to_null('value') }} as raw_value,
        -- timestamps
        {{ parse_timestamp('updated') }} as occurred_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'zendesk.ticket_field_history', key='source_event_id', newest=['loaded_at'], within='field_name') }}

)

select * from versioned
