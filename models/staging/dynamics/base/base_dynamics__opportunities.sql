-- one row per raw row of dynamics.opportunity: every version that was landed, numbered from the newest
-- left out: *_base and exchangerate (the same money in the base currency, at the rate of the record),
--   closeprobability, stepname, salesstage (forecasts, not revenue)
{{ config(enabled = 'dynamics' in var('crm_vendors')) }}

with

source as (

    select * from {{ source('dynamics', 'opportunity') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('opportunityid') }} as source_revenue_event_id,
        {{ trim_to_null('customerid') }} as customer_record_id,
        {{ trim_to_null('parentaccountid') }} as parent_account_id,
        {{ trim_to_null('parentcontactid') }} as parent_contact_id,
        {{ trim_to_null('originatingleadid') }} as originating_lead_id,
        {{ trim_to_null('campaignid') }} as source_campaign_id,
        {{ trim_to_null('transactioncurrencyid') }} as currency_id,
        -- text
        lower({{ trim_to_null('customeridtype') }}) as customer_type,
        {{ trim_to_null('name') }} as product,
        {{ trim_to_null('statecode') }} as state_code,
        {{ trim_to_null('statuscode') }} as status_code,
        -- numbers
        try_cast(estimatedvalue as double) as estimated_value,
        try_cast(actualvalue as double) as actual_value,
        -- booleans
        _is_deleted as is_deleted,
        _is_active as is_active_version,
        -- timestamps
        {{ parse_timestamp('estimatedclosedate') }} as estimated_close_at,
        {{ parse_timestamp('actualclosedate') }} as actual_close_at,
        {{ parse_timestamp('createdon') }} as created_at,
        {{ parse_timestamp('modifiedon') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'dynamics.opportunity', key='source_revenue_event_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
