-- one row per raw row of zendesk.domain_name: every version that was landed, numbered from the newest
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('zendesk', 'domain_name') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('organization_id') }} as source_account_id,
        organization_id || '|' || domain_name as source_domain_id,
        -- text
        {{ trim_to_null('domain_name') }} as domain_name,
        -- booleans
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'zendesk.domain_name', key='source_domain_id', newest=['is_active_version', 'loaded_at']) }}

)

select * from versioned
