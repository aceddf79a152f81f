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
        {{ trim_to_null('user_id') }} as source_actor_id,
        -- text
        {{ trim_to_null('field_name') }} as field_name,
        {{ trim_to_null('value') }} as raw_value,
        -- timestamps
        try_cast(updated as timestamp) as occurred_at,
        try_cast(_fivetran_synced as timestamp) as loaded_at,
        -- the natural key of a change: ticket, field, instant
        ticket_id || '|' || field_name || '|' || updated as source_event_id,

        -- the row as it came
        {{ row_as_json('source') }} as raw_record

    from source

),

versioned as (

    select
        *,
        row_number() over version_order as version_number,
        coalesce(lag(raw_record) over version_order = raw_record, false)
            as is_exact_duplicate

    from renamed

    window version_order as (
        partition by source_event_id
        order by
            loaded_at desc nulls last,
            raw_record desc
    )

),

keyed as (

    select
        *,
        'zendesk.ticket_field_history|' || coalesce(source_event_id, '') || '#' || version_number
            as raw_row_id

    from versioned

)

select * from keyed
