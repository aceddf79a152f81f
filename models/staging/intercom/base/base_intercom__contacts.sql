-- one row per raw row of intercom.contact_history: every version that was landed, numbered from the newest
-- left out: device, browser, app and social columns, custom_* (personal, no KPI needs them),
--   last_* and signed_up_at (use of the customer's own product)
{{ config(enabled = 'intercom' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('intercom', 'contact_history') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_contact_id,
        {{ trim_to_null('external_id') }} as external_id,
        -- text
        lower({{ trim_to_null('role') }}) as contact_type,
        {{ trim_to_null('name') }} as full_name,
        {{ trim_to_null('email') }} as email,
        {{ trim_to_null('phone') }} as phone,
        -- where the contact was last seen, by the address of the network
        {{ trim_to_null('location_city') }} as city,
        {{ trim_to_null('location_region') }} as region,
        {{ trim_to_null('location_country') }} as country,
        {{ trim_to_null('language_override') }} as language,
        -- booleans; a contact without an open version was deleted (a lead also by its merge)
        try_cast(unsubscribed_from_emails as boolean) as has_opted_out_of_email,
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('created_at') }} as created_at,
        {{ parse_timestamp('updated_at') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'intercom.contact_history', key='source_contact_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
