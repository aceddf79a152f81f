-- one row per raw row of servicenow.sys_choice: every version that was landed, numbered from the newest
{{ config(enabled = 'servicenow' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('servicenow', 'sys_choice') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('sys_id') }} as source_choice_id,
        -- text
        {{ trim_to_null('name') }} as choice_table,
        {{ trim_to_null('element') }} as choice_field,
        {{ trim_to_null('value') }} as choice_value,
        {{ trim_to_null('label') }} as choice_label,
        {{ trim_to_null('dependent_value') }} as dependent_value,
        {{ trim_to_null('language') }} as language,
        -- booleans
        coalesce(try_cast(inactive as boolean), false) as is_inactive,
        -- timestamps
        {{ parse_timestamp('sys_updated_on') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'servicenow.sys_choice', key='source_choice_id', newest=['updated_at', 'loaded_at']) }}

)

select * from versioned
