-- one row per raw row of freshdesk.ticket_fields: every version that was landed, numbered from the newest
-- left out: label, type, default, position (how a form shows the field)
{{ config(enabled = 'freshdesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('freshdesk', 'ticket_fields') }}

),

renamed as (

    select
        -- ids
        coalesce({{ trim_to_null('id') }}, {{ trim_to_null('name') }}) as source_ticket_field_id,
        -- text
        lower({{ trim_to_null('name') }}) as field_name,
        {{ trim_to_null('choices') }} as field_choices,
        -- timestamps
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'freshdesk.ticket_fields', key='source_ticket_field_id', newest=['loaded_at']) }}

)

select * from versioned
