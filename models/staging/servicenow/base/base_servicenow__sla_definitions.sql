-- one row per raw row of servicenow.contract_sla: every version that was landed, numbered from the newest
{{ config(enabled = 'servicenow' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('servicenow', 'contract_sla') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('sys_id') }} as source_sla_definition_id,
        -- text
        {{ trim_to_null('name') }} as policy_name,
        lower({{ trim_to_null('target') }}) as raw_metric,
        -- numbers
        {{ duration_seconds('duration') }} as target_seconds,
        -- timestamps
        {{ parse_timestamp('sys_updated_on') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'servicenow.contract_sla', key='source_sla_definition_id', newest=['updated_at', 'loaded_at']) }}

)

select * from versioned
