-- one row per raw row of dynamics.lead: every version that was landed, numbered from the newest
-- left out: subject, estimatedamount (a guess)
{{ config(enabled = 'dynamics' in var('crm_vendors') + var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('dynamics', 'lead') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('leadid') }} as source_contact_id,
        {{ trim_to_null('parentaccountid') }} as source_account_id,
        {{ trim_to_null('parentcontactid') }} as parent_contact_id,
        {{ trim_to_null('masterid') }} as merged_into_source_contact_id,
        -- text
        {{ trim_to_null('fullname') }} as full_name,
        {{ trim_to_null('firstname') }} as first_name,
        {{ trim_to_null('lastname') }} as last_name,
        {{ trim_to_null('emailaddress1') }} as email,
        {{ trim_to_null('telephone1') }} as phone,
        {{ trim_to_null('mobilephone') }} as mobile_phone,
        {{ trim_to_null('companyname') }} as company_name,
        nullif(
            concat_ws(
                ', ', {{ trim_to_null('address1_line1') }}, {{ trim_to_null('address1_line2') }},
                {{ trim_to_null('address1_line3') }}
            ), ''
        ) as street,
        {{ trim_to_null('address1_city') }} as city,
        {{ trim_to_null('address1_stateorprovince') }} as region,
        {{ trim_to_null('address1_postalcode') }} as postcode,
        {{ trim_to_null('address1_country') }} as country,
        {{ trim_to_null('leadsourcecode') }} as lead_source_code,
        -- booleans
        try_cast(donotemail as boolean) as has_opted_out_of_email,
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

    {{ number_versions('renamed', 'dynamics.lead', key='source_contact_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
