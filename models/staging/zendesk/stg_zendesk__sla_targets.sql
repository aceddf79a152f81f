-- one row per target that a policy set for a ticket, in the shape of int_sla_targets_checked
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

history_targets as (

    select * from {{ ref('base_zendesk__history_targets') }}

),

-- the policies tell what the history leaves out
targets as (

    select
        'ticket_field_history.sla' as source_table,
        source_sla_target_id, source_ticket_id, raw_metric, applied_at, loaded_at, raw_record,
        target_minutes, is_business_clock, policy_name

    from history_targets

    union all

    select
        'ticket_sla_policy.metric' as source_table,
        source_sla_target_id, source_ticket_id, raw_metric, applied_at, loaded_at, raw_record,
        target_minutes, is_business_clock,
        source_policy_id as policy_name

    from {{ ref('base_zendesk__policy_targets') }}

    where source_ticket_id not in (select history_targets.source_ticket_id from history_targets)

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
