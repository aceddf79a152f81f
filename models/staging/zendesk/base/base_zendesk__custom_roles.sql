-- one row per raw row of zendesk.custom_role: every version that was landed, numbered from the newest
-- left out: description and the other rights of configuration (no KPI needs them)
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('zendesk', 'custom_role') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_custom_role_id,
        -- text
        {{ trim_to_null('name') }} as role_name,
        {{ trim_to_null('role_type') }} as role_type,
        -- booleans
        -- 1 is the light agent; the API gives the rights as an object, Fivetran as columns
        coalesce(
            role_type = '1'
            or coalesce(
                try_cast(configuration_light_agent as boolean),
                try_cast(json_extract_string({{ as_json('configuration') }}, '$.light_agent') as boolean)
            ),
            false
        ) as is_light_agent,
        -- timestamps
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'zendesk.custom_role', key='source_custom_role_id', newest=['loaded_at']) }}

)

select * from versioned
