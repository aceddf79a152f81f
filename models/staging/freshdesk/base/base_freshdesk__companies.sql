-- one row per raw row of freshdesk.companies: every version that was landed, numbered from the newest
-- left out: description, note (free text that no KPI needs), health_score, account_tier, renewal_date (no KPI needs them yet)
{{ config(enabled = 'freshdesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('freshdesk', 'companies') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_account_id,
        coalesce(
            {{ trim_to_null('external_id') }},
            json_extract_string({{ as_json('custom_fields') }}, '$.cf_external_id'),
            json_extract_string({{ as_json('custom_fields') }}, '$.external_id')
        ) as external_id,
        -- text
        {{ trim_to_null('name') }} as account_name,
        -- a list, empty or null where there are none
        nullif(
            array_to_string({{ json_values(as_json('domains')) }}, ';'), ''
        ) as domains,
        {{ trim_to_null('industry') }} as industry,
        -- booleans
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

    {{ number_versions('renamed', 'freshdesk.companies', key='source_account_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
