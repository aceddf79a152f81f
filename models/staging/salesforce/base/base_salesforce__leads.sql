-- one row per raw row of salesforce.lead: every version that was landed, numbered from the newest
-- left out: status, lead_source, owner_id (sales process, no KPI needs them yet)
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
        {{ trim_to_null('company') }} as company,
        {{ trim_to_null('first_name') }} as first_name,
        {{ trim_to_null('last_name') }} as last_name,
        {{ trim_to_null('email') }} as email,
        {{ trim_to_null('phone') }} as phone,
        {{ trim_to_null('country') }} as country,
        -- booleans
        coalesce(try_cast(has_opted_out_of_email as boolean), false) as has_opted_out_of_email,
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
        partition by source_contact_id
        order by
            updated_at desc nulls last,
            loaded_at desc nulls last,
            raw_record desc
    )

),

keyed as (

    select
        *,
        'salesforce.lead|' || coalesce(source_contact_id, '') || '#' || version_number
            as raw_row_id

    from versioned

)

select * from keyed
