-- one row per phone call: whether the first agent solved the matter on it, for good (KPI-06)
with

calls as (

    select * from {{ ref('int_call_resolutions') }}

),

-- first the calls that an agent answered; of these, the ones whose end is known
judged as (

    select
        *,
        case
            when exclusion_reason is not null then exclusion_reason
            when outcome = 'unmapped' then 'unmapped'
            when outcome = 'wrong_number' then 'wrong_number'
            when not is_answered then 'not_answered'
            -- the later entry of a call that went back into the queue
            when queue_entry_number > 1 then 'requeued'
            when round(talk_seconds, 9) < {{ var('short_call_seconds') }} then 'too_short'
        end as call_exclusion_reason,
        ended_at + interval {{ var('fcr_repeat_window_days') }} day <= {{ as_of() }}
            as is_mature,
        next_contact_at is not null as has_repeat

    from calls

),

decided as (

    select
        *,
        call_exclusion_reason is null as is_eligible,
        coalesce(
            call_exclusion_reason,
            case
                when customer_id = 'unknown' then 'unlinkable'
                when is_resolved is null then 'incomplete'
                when not is_mature then 'immature'
            end
        ) as final_exclusion_reason

    from judged

),

counted as (

    select
        -- ids
        call_id,
        source_system,
        source_call_id,
        ticket_id,
        customer_id,
        account_id,
        payer_id,
        agent_id,
        -- text
        segment,
        channel,
        agent_group,
        queue_name,
        coalesce(category, 'unknown') as category,
        outcome,
        final_exclusion_reason as exclusion_reason,
        -- numbers
        transfer_count,
        case when is_eligible then 1 else 0 end as answered_count,
        case when is_eligible and transfer_count > 0 then 1 else 0 end as transferred_count,
        case
            when final_exclusion_reason is null and is_resolved and not has_repeat then 1
            else 0
        end as resolved_count,
        case
            when final_exclusion_reason is null and is_resolved and not has_repeat
                and transfer_count = 0 then 1
            else 0
        end as first_call_resolution_count,
        -- booleans
        final_exclusion_reason is null as is_included,
        coalesce(is_resolved, false) as is_resolved,
        has_repeat,
        coalesce(is_mature, false) as is_mature,
        -- dates and timestamps
        cast(started_at as date) as started_date,
        started_at,
        ended_at,
        next_contact_at

    from decided

)

select * from counted
