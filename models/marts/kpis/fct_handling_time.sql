-- one row per call or chat: how long it kept agents busy, all parts together (KPI-09)
with

calls as (

    select * from {{ ref('int_call_scope') }}

),

-- one part without a time leaves the whole without one
contacts as (

    select
        call_id,
        count(*) as agent_leg_count,
        {{ value_at_least("agent_id", "leg_number") }} as first_agent_id,
        case when count(*) = count(handle_seconds) then sum(talk_seconds) end as talk_seconds,
        case when count(*) = count(handle_seconds) then sum(hold_seconds) end as hold_seconds,
        case when count(*) = count(handle_seconds) then sum(wrap_up_seconds) end
            as wrap_up_seconds,
        case when count(*) = count(handle_seconds) then sum(handle_seconds) end
            as handle_seconds

    from {{ ref('int_call_legs_timed') }}

    group by 1

),

judged as (

    select
        calls.*,
        contacts.agent_leg_count,
        contacts.first_agent_id,
        contacts.talk_seconds as agent_talk_seconds,
        contacts.hold_seconds,
        contacts.wrap_up_seconds,
        contacts.handle_seconds,
        case
            when calls.exclusion_reason is not null then calls.exclusion_reason
            when calls.outcome = 'unmapped' then 'unmapped'
            when not calls.is_answered then 'not_answered'
            when calls.queue_entry_number > 1 then 'requeued'
            when contacts.handle_seconds is null then 'incomplete'
            when round(contacts.handle_seconds, 9) < {{ var('short_call_seconds') }}
                then 'too_short'
            -- nobody talks that long: a state that someone forgot to leave
            when round(contacts.handle_seconds, 9) > {{ var('long_contact_hours') }} * 3600
                then 'too_long'
        end as final_exclusion_reason

    from calls

    left join contacts
        on calls.call_id = contacts.call_id

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
        -- the agent who took it; the parts of the others are in int_call_legs_timed
        case when agent_id = 'unassigned' then coalesce(first_agent_id, agent_id) else agent_id end
            as agent_id,
        -- text
        segment,
        channel,
        agent_group,
        queue_name,
        coalesce(category, 'unknown') as category,
        contact_kind,
        final_exclusion_reason as exclusion_reason,
        -- numbers
        agent_talk_seconds as talk_seconds,
        hold_seconds,
        wrap_up_seconds,
        handle_seconds,
        coalesce(agent_leg_count, 0) as agent_leg_count,
        case when final_exclusion_reason is null then 1 else 0 end as handled_count,
        -- booleans
        final_exclusion_reason is null as is_included,
        -- dates and timestamps
        cast(work_ended_at as date) as handled_date,
        started_at,
        work_ended_at as handled_at

    from judged

)

select * from counted
