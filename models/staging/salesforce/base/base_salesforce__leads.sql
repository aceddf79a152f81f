-- one row per raw row of salesforce.lead: every version that was landed, numbered from the newest
-- left out: status, owner_id (sales process, no KPI needs them), individual_id (its table is not read)
{{ config(enabled = 'salesforce' in var('crm_vendors')) }}

with

source as (

    select * from {{ source('salesforce', 'lead') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_contact_id,
        {{ trim_to_null('converted_account_id') }} as source_account_id,
        {{ trim_to_null('converted_contact_id') }} as converted_source_contact_id,
        {{ trim_to_null('master_record_id') }} as master_record_id,
        -- text
        {{ trim_to_null('company') }} as company_name,
        {{ trim_to_null('first_name') }} as first_name,
        {{ trim_to_null('last_name') }} as last_name,
        {{ trim_to_null('email') }} as email,
        {{ trim_to_null('phone') }} as phone,
        {{ trim_to_null('street') }} as street,
        {{ trim_to_null('city') }} as city,
        {{ trim_to_null('state') }} as region,
        {{ trim_to_null('postal_code') }} as postcode,
        {{ trim_to_null('country') }} as country,
        {{ trim_to_null('lead_source') }} as lead_source,
        -- booleans
        coalesce(try_cast(has_opted_out_of_email as boolean), false) as has_opted_out_of_email,
        _is_active as is_active_version,
        _is_deleted or coalesce(try_cast(is_deleted as boolean), false) as is_deleted,
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

    {{ number_versions('renamed', 'salesforce.lead', key='source_contact_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
