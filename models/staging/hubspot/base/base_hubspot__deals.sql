-- one row per raw row of hubspot.deal: every version that was landed, numbered from the newest
-- left out: owner_id, property_dealname, property_description (no KPI needs them)
{{ config(enabled = 'hubspot' in var('crm_vendors')) }}

with

source as (

    select * from {{ source('hubspot', 'deal') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('deal_id') }} as source_revenue_event_id,
        {{ trim_to_null('deal_pipeline_stage_id') }} as source_stage_id,
        {{ trim_to_null('deal_pipeline_id') }} as source_pipeline_id,
        -- text
        {{ trim_to_null('property_dealtype') }} as deal_type_code,
        {{ trim_to_null('property_closed_lost_reason') }} as raw_loss_reason,
        {{ trim_to_null('property_deal_currency_code') }} as currency_code,
        {{ trim_to_null('property_hs_analytics_source') }} as lead_source_code,
        -- numbers
        try_cast(property_amount as double) as amount,
        -- booleans
        try_cast(property_hs_is_closed as boolean) as has_closed_stage,
        try_cast(property_hs_is_closed_won as boolean) as has_won_stage,
        _is_active as is_active_version,
        _is_deleted or coalesce(try_cast(is_deleted as boolean), false) as is_deleted,
        -- timestamps
        {{ parse_timestamp('property_closedate') }} as closed_at,
        {{ parse_timestamp('property_createdate') }} as created_at,
        {{ parse_timestamp('property_hs_lastmodifieddate') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'hubspot.deal', key='source_revenue_event_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
