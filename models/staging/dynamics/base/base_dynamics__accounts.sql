-- one row per raw row of dynamics.account: every version that was landed, numbered from the newest
-- left out: *_base, exchangerate (the same money in another currency),
--   accountnumber (an id of no tool that is read here)
{{ config(enabled = 'dynamics' in var('crm_vendors') + var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('dynamics', 'account') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('accountid') }} as source_account_id,
        {{ trim_to_null('parentaccountid') }} as parent_source_account_id,
        {{ trim_to_null('masterid') }} as merged_into_source_account_id,
        -- text
        {{ trim_to_null('name') }} as account_name,
        {{ trim_to_null('customertypecode') }} as account_type_code,
        {{ trim_to_null('industrycode') }} as industry_code,
        {{ trim_to_null('address1_country') }} as country,
        {{ trim_to_null('telephone1') }} as phone,
        {{ trim_to_null('websiteurl') }} as website,
        -- numbers
        try_cast(numberofemployees as integer) as employee_count,
        try_cast(revenue as double) as annual_revenue,
        -- booleans
        _is_deleted as is_deleted,
        _is_active as is_active_version,
        -- timestamps
        {{ parse_timestamp('createdon') }} as created_at,
        {{ parse_timestamp('modifiedon') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'dynamics.account', key='source_account_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
