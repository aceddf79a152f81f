-- one row per call or chat that was offered to a queue, and queue entry: the wait and what became of it (KPI-11, KPI-12, KPI-37)
with

contacts as (

    select
        *,
        queue_exclusion_reason is null as is_included,
        case when queue_exclusion_reason is null then 1 else 0 end as offered_count

    from {{ ref('int_queue_contacts') }}

),

classified as (

    select
        *,
        case when outcome_class = 'answered' then offered_count else 0 end as answered_count,
        case when outcome_class = 'abandoned' then offered_count else 0 end as abandoned_count,
        case when outcome_class = 'short_abandon' then offered_count else 0 end
            as short_abandon_count,
        case when outcome_class = 'voicemail' then offered_count else 0 end as voicemail_count,
        case when outcome_class = 'missed' then offered_count else 0 end as missed_count,
        case when is_callback then offered_count else 0 end as callback_accepted_count,
        case when is_known_callback_offered then offered_count else 0 end
            as callback_offered_count

    from contacts

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
        contact_kind,
        outcome,
        outcome_class,
        queue_exclusion_reason as exclusion_reason,
        -- numbers
        wait_seconds,
        callback_wait_seconds,
        service_level_seconds,
        queue_entry_number,
        cast(date_part('hour', started_at) as integer) as arrival_hour,
        offered_count,
        answered_count,
        abandoned_count,
        short_abandon_count,
        voicemail_count,
        missed_count,
        case when round(wait_seconds, 9) <= service_level_seconds then answered_count else 0 end
            as within_service_level_count,
        callback_offered_count,
        callback_accepted_count,
        case
            when round(callback_wait_seconds, 9) <= {{ var('callback_promise_minutes') }} * 60
                then callback_accepted_count
            else 0
        end as callback_kept_count,
        case when is_further_attempt then 0 else abandoned_count end as callers_abandoned_count,
        -- booleans
        is_included,
        is_abandonment_known,
        is_known_callback_offered as is_callback_offered,
        -- before that the promise may still be kept
        started_at + interval {{ var('callback_promise_minutes') }} minute <= {{ as_of() }}
            as is_callback_due,
        -- dates and timestamps
        cast(started_at as date) as arrived_date,
        started_at as arrived_at,
        date_trunc('hour', started_at) + case
            when date_part('minute', started_at) >= 30 then interval 30 minute
            else interval 0 minute
        end as interval_started_at

    from classified

)

select * from counted
