-- one row per raw row of freshdesk.groups: every version that was landed, numbered from the newest
-- left out: escalate_to, auto_ticket_assign (no KPI needs them)
{{ config(enabled = 'freshdesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('freshdesk', 'groups') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_group_id,
        -- empty: the default business hours
        {{ trim_to_null('business_hour_id') }} as source_schedule_id,
        -- text
        {{ trim_to_null('name') }} as group_name,
        -- timestamps
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'freshdesk.groups', key='source_group_id', newest=['loaded_at']) }}

)

select * from versioned
