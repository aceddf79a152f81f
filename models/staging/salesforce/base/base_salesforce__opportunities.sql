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
        -- text
        {{ trim_to_null('type') }} as raw_type,
        {{ trim_to_null('stage_name') }} as raw_status,
        {{ trim_to_null('name') }} as product,
        {{ trim_to_null('currency_iso_code') }} as currency_code,
        -- numbers
        try_cast(amount as double) as amount,
        -- booleans
        coalesce(try_cast(is_closed as boolean), false) as is_closed,
        coalesce(try_cast(is_won as boolean), false) as is_won,
        coalesce(try_cast(is_deleted as boolean), false) as is_deleted,
        -- timestamps
        try_cast(close_date as timestamp) as occurred_at,
        try_cast(created_date as timestamp) as created_at,
        try_cast(last_modified_date as timestamp) as updated_at,
        try_cast(_fivetran_synced as timestamp) as loaded_at,

        -- the row as it came
        {{ row_as_json('source') }} as raw_record

    from source

),

versioned as (

    select
        *,
        row_number() over version_order as version_number,
        coalesce(lag(raw_record) over version_order = raw_record, false)
            as is_exact_duplicate

    from renamed

    window version_order as (
        partition by source_revenue_event_id
        order by
            updated_at desc nulls last,
            loaded_at desc nulls last,
            raw_record desc
    )

),

keyed as (

    select
        *,
        'salesforce.opportunity|' || coalesce(source_revenue_event_id, '') || '#' || version_number
            as raw_row_id

    from versioned

)

select * from keyed
