-- one row per raw row of zendesk.ticket_schedule: every version that was landed, numbered from the newest
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('zendesk', 'ticket_schedule') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('ticket_id') }} as source_ticket_id,
        {{ trim_to_null('schedule_id') }} as source_schedule_id,
        ticket_id || '|'
        || coalesce(cast({{ parse_timestamp('created_at') }} as string), '')
            as source_ticket_schedule_id,
        -- timestamps
        {{ parse_timestamp('created_at') }} as assigned_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'zendesk.ticket_schedule', key='source_ticket_schedule_id', newest=['loaded_at']) }}

)

select * from versioned
