-- one row per agent's part of an answered call or chat: how long it kept the agent busy
with

calls as (

    select * from {{ ref('int_calls_unioned') }}
    where outcome in ('answered', 'abandoned_on_hold', 'wrong_number')

),

parts as (

    select
        *,
        bool_or(coalesce(talk_seconds, hold_seconds, wrap_up_seconds) is not null)
            over (partition by call_id) as is_timed_in_parts

    from {{ ref('int_call_legs_unioned') }}

    where leg_type = 'agent'
        and is_completed

),

-- a part without a time stays where others have one: it leaves the contact incomplete
legs as (

    select * from parts
    where is_timed_in_parts

),

sources as (

    select * from {{ ref('call_sources') }}

),

-- a tool that does not time the parts times the whole: one part, of the agent who had it
measured as (

    select
        calls.call_id,
        coalesce(legs.call_leg_id, calls.call_id || '|whole') as call_leg_id,
        calls.source_system,
        calls.contact_kind,
        case when legs.call_leg_id is null then calls.agent_id else legs.agent_id end
            as leg_agent_id,
        coalesce(legs.leg_number, 1) as leg_number,
        case when legs.call_leg_id is null then calls.talk_seconds else legs.talk_seconds end
            as talk_seconds,
        case when legs.call_leg_id is null then calls.hold_seconds else legs.hold_seconds end
            as hold_seconds,
        case
            when legs.call_leg_id is null then calls.wrap_up_seconds
            else legs.wrap_up_seconds
        end as wrap_up_seconds

    from calls

    left join legs
        on calls.call_id = legs.call_id

),

-- what a channel does not have is zero; what was not measured stays null
completed as (

    select
        measured.*,
        coalesce(
            measured.hold_seconds, case when not sources.has_hold then 0 end
        ) as known_hold_seconds,
        coalesce(
            measured.wrap_up_seconds, case when not sources.has_wrap_up then 0 end
        ) as known_wrap_up_seconds,
        coalesce(sources.talk_includes_hold, false) as talk_includes_hold

    from measured

    left join sources
        on measured.source_system = sources.source_system
        and measured.contact_kind = sources.contact_kind

),

-- hold that is part of the talk must not be counted twice
split as (

    select
        call_leg_id,
        call_id,
        source_system,
        coalesce(leg_agent_id, 'unassigned') as agent_id,
        leg_number,
        talk_seconds - case when talk_includes_hold then known_hold_seconds else 0 end
            as talk_seconds,
        known_hold_seconds as hold_seconds,
        known_wrap_up_seconds as wrap_up_seconds

    from completed

),

timed as (

    select
        *,
        talk_seconds + hold_seconds + wrap_up_seconds as handle_seconds

    from split

)

select * from timed
