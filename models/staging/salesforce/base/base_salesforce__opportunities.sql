-- one row per raw row of salesforce.opportunity: every version that was landed, numbered from the newest
-- left out: probability, forecast_category, expected_revenue (forecasts, not revenue)
{{ config(enabled = 'salesforce' in var('crm_vendors')) }}

with

source as (

    select * from {{ source('salesforce', 'opportunity') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_revenue_event_id,
        {{ trim_to_null('account_id') }} as source_account_id,
        {{ trim_to_null('contact_id') }} as source_contact_id,
        {{ trim_to_null('campaign_id') }} as source_campaign_id,
        {{ trim_to_null('record_type_id') }} as record_type_id,
        -- text
        {{ trim_to_null('type') }} as raw_type,
        {{ trim_to_null('stage_name') }} as raw_status,
        {{ trim_to_null('loss_reason') }} as raw_loss_reason,
        {{ trim_to_null('name') }} as product,
        {{ trim_to_null('currency_iso_code') }} as currency_code,
        {{ trim_to_null('lead_source') }} as lead_source,
        -- numbers
        try_cast(amount as double) as amount,
        -- booleans
        coalesce(try_cast(is_closed as boolean), false) as is_closed,
        coalesce(try_cast(is_won as boolean), false) as is_won,
        _is_active as is_active_version,
        _is_deleted or coalesce(try_cast(is_deleted as boolean), false) as is_deleted,
        -- timestamps
        {{ parse_timestamp('close_date') }} as occurred_at,
        {{ parse_timestamp('created_date') }} as created_at,
        coalesce(
            {{ parse_timestamp('system_modstamp') }},
            {{ parse_timestamp('last_modified_date') }}
        ) as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'salesforce.opportunity', key='source_revenue_event_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
