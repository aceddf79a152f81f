-- one row per raw row of hubspot.ticket_property_history: every version that was landed, numbered from the newest
{{ config(enabled = 'hubspot' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('hubspot', 'ticket_property_history') }}

),

renamed as (

    select
        -- ids
        -- the natural key of a change: ticket, property, instant
        {{ trim_to_null('ticket_id') }} || '|' || {{ trim_to_null('name') }}
        || '|' || cast(timestamp_instant as string) as source_event_id,
        {{ trim_to_null('ticket_id') }} as source_ticket_id,
        -- userId:123 where a person made the change
        nullif(regexp_extract(source_id, '^userId:([0-9]+)', 1), '') as changed_by_user_id,
        -- text
        lower({{ trim_to_null('name') }}) as field_name,
        {{ trim_to_null('value') }} as raw_code,
        -- timestamps
        {{ parse_timestamp('timestamp_instant') }} as occurred_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'hubspot.ticket_property_history', key='source_event_id', newest=['loaded_at']) }}

)

select * from versioned
