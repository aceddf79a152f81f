-- one row per ticket and service level target that was set for it: the input contract
with

targets as (

    select * from {{ ref('int_sla_targets_checked') }}
    where reason_code is null

),

outcomes as (

    select * from {{ ref('sla_outcome_map') }}

),

mapped as (

    select
        -- ids
        targets.source_system || ':' || targets.source_sla_target_id as sla_target_id,
        targets.source_system,
        targets.source_sla_target_id,
        targets.source_ticket_id,
        targets.source_system || ':' || targets.source_ticket_id as ticket_id,
        -- text
        targets.policy_name,
        targets.sla_metric,
        targets.raw_metric,
        targets.sla_clock,
        case
            when targets.raw_outcome is not null
                then coalesce(outcomes.outcome, 'unmapped')
        end as vendor_outcome,
        targets.raw_outcome,
        -- numbers
        targets.target_minutes,
        -- booleans
        coalesce(targets.is_replaced, false) as is_replaced,
        -- timestamps
        targets.applied_at,
        targets.due_at,
        targets.loaded_at

    from targets

    left join outcomes
        on targets.source_system = outcomes.source_system
        and targets.raw_outcome = outcomes.raw_outcome

)

select * from mapped
