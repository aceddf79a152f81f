-- one row per raw row of zendesk.ticket_sla_policy: every version that was landed, numbered from the newest
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('zendesk', 'ticket_sla_policy') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('ticket_id') }} as source_ticket_id,
        {{ trim_to_null('sla_policy_id') }} as source_policy_id,
        ticket_id || '|' || sla_policy_id || '|'
        || coalesce(cast({{ parse_timestamp('policy_applied_at') }} as string), '')
            as source_ticket_policy_id,
        -- timestamps
        {{ parse_timestamp('policy_applied_at') }} as applied_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'zendesk.ticket_sla_policy', key='source_ticket_policy_id', newest=['loaded_at']) }}

)

select * from versioned
