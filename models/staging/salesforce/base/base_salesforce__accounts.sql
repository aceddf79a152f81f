-- one row per raw row of salesforce.account: every version that was landed, numbered from the newest
-- left out: owner_id, fiscal and shipping columns (no KPI needs them)
{{ config(enabled = 'salesforce' in var('crm_vendors') + var('help_desk_vendors')) }}

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
        {{ trim_to_null('person_contact_id') }} as person_contact_id,
        {{ trim_to_null('record_type_id') }} as record_type_id,
        -- text
        {{ trim_to_null('name') }} as account_name,
        {{ trim_to_null('first_name') }} as first_name,
        {{ trim_to_null('last_name') }} as last_name,
        {{ trim_to_null('type') }} as account_type,
        {{ trim_to_null('industry') }} as industry,
        {{ trim_to_null('person_email') }} as email,
        {{ trim_to_null('phone') }} as phone,
        {{ trim_to_null('person_mobile_phone') }} as mobile_phone,
        {{ trim_to_null('website') }} as website,
        {{ trim_to_null('billing_street') }} as street,
        {{ trim_to_null('billing_city') }} as city,
        {{ trim_to_null('billing_state') }} as region,
        {{ trim_to_null('billing_postal_code') }} as postcode,
        {{ trim_to_null('billing_country') }} as country,
        {{ trim_to_null('person_mailing_street') }} as mailing_street,
        {{ trim_to_null('person_mailing_city') }} as mailing_city,
        {{ trim_to_null('person_mailing_state') }} as mailing_region,
        {{ trim_to_null('person_mailing_postal_code') }} as mailing_postcode,
        {{ trim_to_null('person_mailing_country') }} as mailing_country,
        -- numbers
        try_cast(number_of_employees as integer) as employee_count,
        try_cast(annual_revenue as double) as annual_revenue,
        -- booleans
        coalesce(try_cast(is_person_account as boolean), false) as is_person_account,
        try_cast(person_has_opted_out_of_email as boolean) as has_opted_out_of_email,
        _is_active as is_active_version,
        _is_deleted or coalesce(try_cast(is_deleted as boolean), false) as is_deleted,
        -- dates
        {{ parse_date('person_birthdate') }} as birth_date,
        -- timestamps
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

    {{ number_versions('renamed', 'salesforce.account', key='source_account_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
