-- one row per raw row of freshdesk.agents: every version that was landed, numbered from the newest
-- left out: signature, phone (personal), available, occasional, ticket_scope, last_active_at (no KPI needs them),
--   contact.active (whether the address was verified, not whether the agent is one)
{{ config(enabled = 'freshdesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('freshdesk', 'agents') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_agent_id,
        -- text
        coalesce(
            {{ trim_to_null('contact_name') }},
            json_extract_string({{ as_json('contact') }}, '$.name')
        ) as agent_name,
        coalesce(
            {{ trim_to_null('contact_email') }},
            json_extract_string({{ as_json('contact') }}, '$.email')
        ) as email,
        {{ trim_to_null('type') }} as raw_role,
        -- booleans
        not try_cast(deactivated as boolean) as is_active,
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

    {{ number_versions('renamed', 'freshdesk.agents', key='source_agent_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
