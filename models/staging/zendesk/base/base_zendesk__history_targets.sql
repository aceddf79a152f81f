-- one row per target that the history of a ticket names, with the policy that set it
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

changes as (

    select *, {{ as_json('raw_value') }} as value_object
    from {{ ref('base_zendesk__ticket_field_history') }}
    where version_number = 1
        and field_name in (
            'first_reply_time', 'next_reply_time', 'requester_wait_time', 'agent_work_time',
            'total_resolution_time', 'pausable_update_time', 'periodic_update_time', 'sla_policy'
        )

),

-- the history writes a target as an object; a target that was taken back is empty
history_targets as (

    select
        source_event_id as source_sla_target_id,
        source_ticket_id,
        field_name as raw_metric,
        occurred_at as applied_at,
        loaded_at,
        raw_record,
        try_cast(json_extract_string(value_object, '$.minutes') as double) as target_minutes,
        coalesce(
            try_cast(json_extract_string(value_object, '$.in_business_hours') as boolean), false
        ) as is_business_clock

    from changes

    where field_name <> 'sla_policy'

),

policies as (

    select * from changes
    where field_name = 'sla_policy'

),

named as (

    select
        history_targets.*,
        {{ value_at_most("policies.raw_value", "policies.occurred_at") }} as policy_name

    from history_targets

    left join policies
        on history_targets.source_ticket_id = policies.source_ticket_id
        and history_targets.applied_at >= policies.occurred_at

    where history_targets.target_minutes is not null
        and history_targets.source_ticket_id is not null

    group by all

)

select * from named
