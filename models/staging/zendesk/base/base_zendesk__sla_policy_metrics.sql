-- one row per raw row of zendesk.sla_policy_metric_history: every version that was landed, numbered from the newest
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('zendesk', 'sla_policy_metric_history') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('sla_policy_id') }} as source_policy_id,
        sla_policy_id || '|'
        || coalesce(cast({{ parse_timestamp('sla_policy_updated_at') }} as string), '')
        || '|' || coalesce(index, metric || '|' || coalesce(priority, ''))
            as source_policy_metric_id,
        -- text
        lower({{ trim_to_null('metric') }}) as raw_metric,
        lower({{ trim_to_null('priority') }}) as raw_priority,
        -- numbers
        try_cast(target as double) as target_minutes,
        -- booleans
        coalesce(try_cast(business_hours as boolean), false) as is_business_clock,
        -- timestamps
        {{ parse_timestamp('sla_policy_updated_at') }} as policy_updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'zendesk.sla_policy_metric_history', key='source_policy_metric_id', newest=['loaded_at']) }}

)

select * from versioned
