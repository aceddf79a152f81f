-- one row per raw row of zendesk.ticket_custom_status: every version that was landed, numbered from the newest
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('zendesk', 'ticket_custom_status') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_custom_status_id,
        -- text
        lower({{ trim_to_null('status_category') }}) as status_category,
        {{ trim_to_null('agent_label') }} as status_label,
        -- timestamps
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'zendesk.ticket_custom_status', key='source_custom_status_id', newest=['loaded_at']) }}

)

select * from versioned
