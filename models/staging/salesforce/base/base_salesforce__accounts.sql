-- one row per raw row of salesforce.account: every version that was landed, numbered from the newest
-- left out: owner_id, fiscal and shipping columns (no KPI needs them)
{{ config(enabled = 'salesforce' in var('crm_vendors')) }}

with

source as (

    select * from {{ source('salesforce', 'account') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_account_id,
        {{ trim_to_null('parent_id') }} as parent_source_account_id,
        {{ trim_to_null('master_record_id') }} as merged_into_source_account_id,
        -- text
        {{ trim_to_null('name') }} as account_name,
        {{ trim_to_null('type') }} as account_type,
        {{ trim_to_null('industry') }} as industry,
        {{ trim_to_null('phone') }} as phone,
        {{ trim_to_null('website') }} as website,
        {{ trim_to_null('billing_country') }} as country,
        -- numbers
        try_cast(number_of_employees as integer) as employee_count,
        try_cast(annual_revenue as double) as annual_revenue,
        -- booleans
        coalesce(try_cast(is_deleted as boolean), false) as is_deleted,
        -- timestamps
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
        partition by source_account_id
        order by
            updated_at desc nulls last,
            loaded_at desc nulls last,
            raw_record desc
    )

),

keyed as (

    select
        *,
        'salesforce.account|' || coalesce(source_account_id, '') || '#' || version_number
            as raw_row_id

    from versioned

)

select * from keyed
