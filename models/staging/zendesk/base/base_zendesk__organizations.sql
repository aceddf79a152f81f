-- one row per raw row of zendesk.organization: every version that was landed, numbered from the newest
-- left out: details, notes (free text that no KPI needs)
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('zendesk', 'organization') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_account_id,
        {{ trim_to_null('external_id') }} as external_id,
        -- text
        {{ trim_to_null('name') }} as account_name,
        -- the API gives a list, ["a.example","b.example"]
        nullif(replace({{ replace_all("domain_names", "'[\\[\\]\" ]'", "''") }}, ',', ';'), '')
            as domain_names,
        -- booleans
        _is_active as is_active_version,
        _is_deleted or {{ parse_timestamp('deleted_at') }} is not null as is_deleted,
        -- timestamps
        {{ parse_timestamp('created_at') }} as created_at,
        {{ parse_timestamp('updated_at') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'zendesk.organization', key='source_account_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
