-- one row per policy that was put on a ticket and metric in it: the target for the priority of that time
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

applications as (

    select * from {{ ref('base_zendesk__ticket_sla_policies') }}
    where version_number = 1

),

metrics as (

    select * from {{ ref('base_zendesk__sla_policy_metrics') }}
    where version_number = 1

),

priorities as (

    select
        source_ticket_id,
        lower(raw_value) as raw_priority,
        occurred_at

    from {{ ref('base_zendesk__ticket_field_history') }}

    where version_number = 1
        and field_name = 'priority'

),

-- without a history of the priority today's stands in
prioritised as (

    select
        applications.source_ticket_policy_id,
        coalesce(
            {{ value_at_most("priorities.raw_priority", "priorities.occurred_at") }}
            filter (where priorities.occurred_at <= applications.applied_at),
            {{ value_at_least("priorities.raw_priority", "priorities.occurred_at") }},
            min(lower(tickets.raw_priority))
        ) as raw_priority

    from applications

    left join priorities
        on applications.source_ticket_id = priorities.source_ticket_id

    left join {{ ref('base_zendesk__tickets') }} as tickets
        on applications.source_ticket_id = tickets.source_ticket_id
        and tickets.version_number = 1

    group by 1

),

-- a policy that was changed later had its earlier targets then
dated as (

    select
        applications.source_ticket_policy_id,
        coalesce(
            max(metrics.policy_updated_at)
            filter (where metrics.policy_updated_at <= applications.applied_at),
            min(metrics.policy_updated_at)
        ) as policy_updated_at

    from applications

    inner join metrics
        on applications.source_policy_id = metrics.source_policy_id

    group by 1

),

targets as (

    select
        applications.source_ticket_policy_id || '|' || metrics.raw_metric
            as source_sla_target_id,
        applications.source_ticket_id,
        applications.source_policy_id,
        metrics.raw_metric,
        applications.applied_at,
        applications.loaded_at,
        applications.raw_record,
        min(metrics.target_minutes) as target_minutes,
        bool_or(metrics.is_business_clock) as is_business_clock

    from applications

    inner join prioritised
        on applications.source_ticket_policy_id = prioritised.source_ticket_policy_id

    inner join dated
        on applications.source_ticket_policy_id = dated.source_ticket_policy_id

    inner join metrics
        on applications.source_policy_id = metrics.source_policy_id
        and dated.policy_updated_at = metrics.policy_updated_at
        and prioritised.raw_priority = metrics.raw_priority

    group by all

)

select * from targets
