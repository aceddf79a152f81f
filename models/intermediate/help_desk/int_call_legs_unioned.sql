-- one row per part of a call: an agent whom it rang at, the customer, an outside number: the input contract
with

legs as (

    select * from {{ ref('int_call_legs_checked') }}
    where reason_code is null

),

keyed as (

    select
        -- ids
        source_system || ':' || source_call_leg_id as call_leg_id,
        source_system,
        source_call_leg_id,
        source_system || ':' || source_call_id as call_id,
        source_system || ':' || source_agent_id as agent_id,
        -- text
        leg_type,
        raw_completion,
        -- numbers; null is not measured, zero is none
        row_number() over (
            partition by source_system, source_call_id
            order by started_at, source_call_leg_id
        ) as leg_number,
        talk_seconds,
        hold_seconds,
        wrap_up_seconds,
        -- booleans
        coalesce(is_completed, true) as is_completed,
        -- timestamps
        started_at,
        loaded_at

    from legs

)

select * from keyed
