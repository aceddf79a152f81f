-- one row per raw row of freshdesk.contacts: every version that was landed, numbered from the newest
-- left out: twitter_id, facebook_id, job_title, description (personal, no KPI needs them),
--   csat_rating (the ratings themselves are read), other_companies (the first one holds)
{{ config(enabled = 'freshdesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('freshdesk', 'contacts') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_contact_id,
        {{ trim_to_null('company_id') }} as source_account_id,
        {{ trim_to_null('unique_external_id') }} as external_id,
        -- text
        {{ trim_to_null('name') }} as full_name,
        {{ trim_to_null('email') }} as email,
        -- a list, empty or null where there are no others
        nullif(
            array_to_string({{ json_values(as_json('other_emails')) }}, ';'), ''
        ) as additional_emails,
        {{ trim_to_null('phone') }} as phone,
        {{ trim_to_null('mobile') }} as mobile_phone,
        -- one field for the whole address, as it is typed
        {{ trim_to_null('address') }} as street,
        {{ trim_to_null('language') }} as language,
        {{ trim_to_null('time_zone') }} as time_zone,
        -- booleans
        try_cast(active as boolean) as is_verified,
        _is_active as is_active_version,
        _is_deleted or coalesce(try_cast(deleted as boolean), false) as is_deleted,
        -- timestamps
        {{ parse_timestamp('created_at') }} as created_at,
        {{ parse_timestamp('updated_at') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'freshdesk.contacts', key='source_contact_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
