-- one row per raw row of zendesk.call_leg, in the shape of int_call_legs_unioned
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

legs as (

    select * from {{ ref('base_zendesk__call_legs') }}

),

shaped as (

    select
        'zendesk' as source_system,
        'call_leg' as source_table,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        source_call_leg_id,
        source_call_id,
        source_agent_id,
        -- a leg without a type is an agent's: the customer's always says so
        coalesce(leg_type, 'agent') as leg_type,
        completion_status as raw_completion,
        talk_seconds,
        hold_seconds,
        wrap_up_seconds,
        -- missed, declined and unreachable legs only rang
        coalesce(completion_status, 'completed') = 'completed' as is_completed,
        started_at,
        loaded_at,
        raw_record

    from legs

)

select * from shaped
