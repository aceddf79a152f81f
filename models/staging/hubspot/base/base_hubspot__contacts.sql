-- one row per raw row of hubspot.contact: every version that was landed, numbered from the newest
-- left out: property_jobtitle, property_annualrevenue (no KPI needs them)
{{ config(enabled = 'hubspot' in var('crm_vendors') + var('help_desk_vendors') + var('survey_vendors')) }}

with

source as (

    select * from {{ source('hubspot', 'contact') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_contact_id,
        {{ trim_to_null('property_associatedcompanyid') }} as source_account_id,
        {{ trim_to_null('property_hs_merged_object_ids') }} as merged_source_contact_ids,
        -- text
        {{ trim_to_null('property_firstname') }} as first_name,
        {{ trim_to_null('property_lastname') }} as last_name,
        {{ trim_to_null('property_email') }} as email,
        {{ trim_to_null('property_hs_additional_emails') }} as additional_emails,
        {{ trim_to_null('property_phone') }} as phone,
        {{ trim_to_null('property_mobilephone') }} as mobile_phone,
        {{ trim_to_null('property_company') }} as company_name,
        {{ trim_to_null('property_address') }} as street,
        {{ trim_to_null('property_city') }} as city,
        {{ trim_to_null('property_state') }} as region,
        {{ trim_to_null('property_zip') }} as postcode,
        {{ trim_to_null('property_country') }} as country,
        {{ trim_to_null('property_hs_language') }} as language,
        {{ trim_to_null('property_hs_timezone') }} as time_zone,
        lower({{ trim_to_null('property_lifecyclestage') }}) as lifecycle_stage,
        {{ trim_to_null('property_hs_analytics_source') }} as lead_source_code,
        -- booleans
        try_cast(property_hs_email_optout as boolean) as has_opted_out_of_email,
        _is_active as is_active_version,
        _is_deleted or coalesce(try_cast(is_deleted as boolean), false) as is_deleted,
        -- dates
        {{ parse_date('property_date_of_birth') }} as birth_date,
        -- timestamps
        {{ parse_timestamp('property_createdate') }} as created_at,
        {{ parse_timestamp('property_lastmodifieddate') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'hubspot.contact', key='source_contact_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
