-- one row per raw row of hubspot.company: every version that was landed, numbered from the newest
-- left out: property_description, address lines, city, state (no KPI needs them)
{{ config(enabled = 'hubspot' in var('crm_vendors') + var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('hubspot', 'company') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_account_id,
        {{ trim_to_null('property_hs_parent_company_id') }} as parent_source_account_id,
        {{ trim_to_null('property_hs_merged_object_ids') }} as merged_source_account_ids,
        -- text
        -- a company that HubSpot made from an address has a domain and no name
        coalesce({{ trim_to_null('property_name') }}, {{ trim_to_null('property_domain') }}) as account_name,
        {{ trim_to_null('property_type') }} as account_type_code,
        {{ trim_to_null('property_industry') }} as industry_code,
        {{ trim_to_null('property_country') }} as country,
        {{ trim_to_null('property_phone') }} as phone,
        nullif(concat_ws(
            ';',
            coalesce({{ trim_to_null('property_domain') }}, {{ trim_to_null('property_website') }}),
            {{ trim_to_null('property_hs_additional_domains') }}
        ), '') as domains,
        -- numbers
        try_cast(property_numberofemployees as integer) as employee_count,
        try_cast(property_annualrevenue as double) as annual_revenue,
        -- booleans
        _is_active as is_active_version,
        _is_deleted or coalesce(try_cast(is_deleted as boolean), false) as is_deleted,
        -- timestamps
        {{ parse_timestamp('property_createdate') }} as created_at,
        {{ parse_timestamp('property_hs_lastmodifieddate') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'hubspot.company', key='source_account_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
