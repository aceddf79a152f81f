-- one row per raw row of dynamics.contact: every version that was landed, numbered from the newest
-- left out: company (a phone number), address2_* and address3_*, gendercode, familystatuscode (personal: no KPI needs it)
{{ config(enabled = 'dynamics' in var('crm_vendors') + var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('dynamics', 'contact') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('contactid') }} as source_contact_id,
        {{ trim_to_null('parentcustomerid') }} as parent_customer_id,
        {{ trim_to_null('masterid') }} as merged_into_source_contact_id,
        {{ trim_to_null('originatingleadid') }} as originating_lead_id,
        -- text
        lower({{ trim_to_null('parentcustomeridtype') }}) as parent_customer_type,
        {{ trim_to_null('fullname') }} as full_name,
        {{ trim_to_null('firstname') }} as first_name,
        {{ trim_to_null('lastname') }} as last_name,
        {{ trim_to_null('emailaddress1') }} as email,
        nullif(
            concat_ws(';', {{ trim_to_null('emailaddress2') }}, {{ trim_to_null('emailaddress3') }}), ''
        ) as additional_emails,
        {{ trim_to_null('telephone1') }} as phone,
        {{ trim_to_null('mobilephone') }} as mobile_phone,
        -- as the person typed it into a portal
        {{ trim_to_null('adx_organizationname') }} as company_name,
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
        try_cast(msdyn_gdproptout as boolean) or try_cast(donotemail as boolean)
            as has_opted_out_of_email,
        {{ trim_to_null('statecode') }} = '0' as is_active,
        _is_deleted as is_deleted,
        _is_active as is_active_version,
        -- dates
        {{ parse_date('birthdate') }} as birth_date,
        -- timestamps
        {{ parse_timestamp('createdon') }} as created_at,
        {{ parse_timestamp('modifiedon') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'dynamics.contact', key='source_contact_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
