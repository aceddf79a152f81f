-- one row per target that a policy set for a ticket, in the shape of int_sla_targets_checked
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

changes as (

    select *, try_cast(raw_value as json) as value_object
    from {{ ref('base_zendesk__ticket_field_history') }}
    where version_number = 1

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

    where field_name in (
        'first_reply_time', 'next_reply_time', 'requester_wait_time', 'agent_work_time',
        'total_resolution_time', 'pausable_update_time', 'periodic_update_time'
    )

),

policies as (

    select * from changes
    where field_name = 'sla_policy'

),

named as (

    select
        'ticket_field_history.sla' as source_table,
        history_targets.*,
        arg_max(policies.raw_value, policies.occurred_at) as policy_name

    from history_targets

    left join policies
        on history_targets.source_ticket_id = policies.source_ticket_id
        and history_targets.applied_at >= policies.occurred_at

    where history_targets.target_minutes is not null
        and history_targets.source_ticket_id is not null

    group by all

),

-- the policies tell what the history leaves out
targets as (

    select * from named

    union all

    select
        'ticket_sla_policy.metric' as source_table,
        source_sla_target_id, source_ticket_id, raw_metric, applied_at, loaded_at, raw_record,
        target_minutes, is_business_clock,
        source_policy_id as policy_name

    from {{ ref('base_zendesk__policy_targets') }}

    where source_ticket_id not in (select source_ticket_id from named)

)

select
    'zendesk' as source_system,
    source_table,
    'zendesk.' || source_table || '|' || source_sla_target_id || '#1' as raw_row_id,
    1 as version_number,
    false as is_exact_duplicate,
    source_sla_target_id,
    source_ticket_id,
    policy_name,
    raw_metric,
    case raw_metric
        when 'first_reply_time' then 'first_reply'
        when 'next_reply_time' then 'next_reply'
        when 'requester_wait_time' then 'requester_wait'
        when 'agent_work_time' then 'agent_work'
        when 'total_resolution_time' then 'resolution'
        else 'other'
    end as sla_metric,
    case when is_business_clock then 'business' else 'calendar' end as sla_clock,
    -- whether a target was met is told by the events of the metric, which are not read
    cast(null as string) as raw_outcome,
    target_minutes,
    -- a changed priority or policy sets the target anew; every question of the customer has its own
    raw_metric <> 'next_reply_time' and lead(source_sla_target_id) over (
        partition by source_ticket_id, raw_metric
        order by applied_at, source_sla_target_id
    ) is not null as is_replaced,
    applied_at,
    cast(null as timestamp) as due_at,
    loaded_at,
    raw_record

from targets
