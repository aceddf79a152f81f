-- one row per raw row of salesforce.order: every version that was landed, numbered from the newest
-- left out: addresses and numbers of the order, activated_by_id, pricebook_2_id (no KPI needs them);
--   end_date (an order is delivered, not served: the contract that it may belong to is an opportunity here)
{{ config(enabled = 'salesforce' in var('crm_vendors')) }}

with

source as (

    select * from {{ source('salesforce', 'order') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_revenue_event_id,
        {{ trim_to_null('account_id') }} as source_account_id,
        {{ trim_to_null('bill_to_contact_id') }} as source_contact_id,
        {{ trim_to_null('opportunity_id') }} as source_opportunity_id,
        -- text
        {{ trim_to_null('type') }} as raw_type,
        {{ trim_to_null('status') }} as raw_status,
        lower({{ trim_to_null('status_code') }}) as status_code,
        {{ trim_to_null('order_number') }} as order_number,
        {{ trim_to_null('currency_iso_code') }} as currency_code,
        -- numbers
        try_cast(total_amount as double) as amount,
        -- booleans
        coalesce(try_cast(is_reduction_order as boolean), false) as is_reduction_order,
        _is_active as is_active_version,
        _is_deleted or coalesce(try_cast(is_deleted as boolean), false) as is_deleted,
        -- timestamps
        {{ parse_timestamp('effective_date') }} as effective_at,
        {{ parse_timestamp('activated_date') }} as activated_at,
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

    {{ number_versions('renamed', 'salesforce.order', key='source_revenue_event_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
