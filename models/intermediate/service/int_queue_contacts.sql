-- one row per call or chat: what became of it in its queue, and what it is measured by
with

calls as (

    select * from {{ ref('int_call_scope') }}

),

thresholds as (

    select * from {{ ref('service_level_thresholds') }}

),

classed as (

    select
        calls.*,
        case
            when calls.is_callback then 'callback'
            when calls.is_answered then 'answered'
            -- a hang-up after exactly that long is a real one
            when calls.outcome = 'abandoned'
                and round(calls.wait_seconds, 9) < {{ var('short_abandon_seconds') }}
                then 'short_abandon'
            else calls.outcome
        end as outcome_class,
        coalesce(sources.has_queue, false) as has_queue,
        coalesce(sources.shows_abandonment, false) as is_abandonment_known,
        -- which callers are offered a callback is a setting of the tool, not in its rows
        coalesce(
            calls.is_callback_offered,
            case
                when sources.callback_offered_after_seconds is not null
                    then calls.is_callback
                        or round(coalesce(calls.wait_seconds, 0), 9)
                        >= sources.callback_offered_after_seconds
            end
        ) as is_known_callback_offered,
        coalesce(of_queue.threshold_seconds, of_kind.threshold_seconds)
            as service_level_seconds

    from calls

    left join {{ ref('call_sources') }} as sources
        on calls.source_system = sources.source_system
        and calls.contact_kind = sources.contact_kind

    left join thresholds as of_queue
        on calls.contact_kind = of_queue.contact_kind
        and calls.queue_name = of_queue.queue_name

    left join thresholds as of_kind
        on calls.contact_kind = of_kind.contact_kind
        and of_kind.queue_name is null

),

judged as (

    select
        *,
        case
            when exclusion_reason is not null then exclusion_reason
            when not has_queue then 'no_queue'
            when outcome_class = 'abandoned_in_ivr' then 'ivr'
            when is_outside_business_hours then 'closed'
            when queue_entry_number > 1 then 'requeued'
            when outcome_class = 'unmapped' then 'unmapped'
            when outcome_class = 'failed' then 'failed'
            -- nobody has answered yet, and the customer has not left
            when outcome_class = 'unknown' then 'unfinished'
            -- who waits for days is in a correspondence, not in a queue
            when outcome_class <> 'callback'
                and round(wait_seconds, 9) > {{ var('long_wait_hours') }} * 3600
                then 'too_long'
        end as queue_exclusion_reason

    from classed

),

-- who hangs up twice within minutes is one caller who gave up
attempts as (

    select
        *,
        customer_id <> 'unknown' and coalesce(
            lag(started_at) over caller_order
            >= started_at - interval {{ var('caller_attempt_minutes') }} minute,
            false
        ) as is_further_attempt

    from judged

    window caller_order as (
        partition by customer_id, outcome_class, queue_exclusion_reason
        order by started_at, call_id
    )

)

select * from attempts
