-- one row per ticket and service level target: whether it was met, by our clock and by the tool (KPI-07)
with

targets as (

    select * from {{ ref('int_sla_targets_timed') }}

),

-- a due time goes before the minutes: the tool took its pauses out of it
judged as (

    select
        *,
        case
            when clock_started_at is null then null
            when coalesce(reached_at, {{ as_of() }}) > due_at then 'missed'
            when due_at is null and round(elapsed_minutes, 9) > target_minutes
                then 'missed'
            when due_at is null and (elapsed_minutes is null or target_minutes is null)
                then null
            when reached_at is not null then 'met'
            else 'pending'
        end as own_outcome

    from targets

),

settled as (

    select
        *,
        coalesce(
            own_outcome,
            case vendor_outcome
                when 'met' then 'met'
                when 'missed' then 'missed'
                when 'active' then 'pending'
            end
        ) as outcome

    from judged

),

counted as (

    select
        *,
        case
            when ticket_exclusion_reason is not null then ticket_exclusion_reason
            when vendor_outcome = 'canceled' then 'target_canceled'
            when is_replaced then 'target_replaced'
            when outcome is null then 'target_not_judged'
        end as exclusion_reason

    from settled

),

labelled as (

    select
        -- ids
        sla_target_id,
        source_system,
        source_ticket_id,
        ticket_id,
        customer_id,
        account_id,
        payer_id,
        agent_id,
        -- text
        segment,
        channel,
        agent_group,
        priority,
        policy_name,
        sla_metric,
        sla_clock,
        outcome,
        own_outcome,
        vendor_outcome,
        exclusion_reason,
        -- numbers
        target_minutes,
        elapsed_minutes,
        case when exclusion_reason is null and outcome = 'met' then 1 else 0 end
            as met_count,
        case when exclusion_reason is null and outcome = 'missed' then 1 else 0 end
            as missed_count,
        -- booleans
        exclusion_reason is null as is_included,
        coalesce(outcome = 'pending', false) as is_pending,
        case
            when own_outcome in ('met', 'missed') and vendor_outcome in ('met', 'missed')
                then own_outcome = vendor_outcome
        end as is_vendor_agreeing,
        -- dates and timestamps
        cast(created_at as date) as created_date,
        applied_at,
        clock_started_at,
        due_at,
        reached_at

    from counted

)

select * from labelled
