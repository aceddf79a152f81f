-- one row per event and journey or task that it is a part of: what it means there
{{ config(materialized = 'view') }}

with

actions as (

    select * from {{ ref('int_digital_actions') }}
    where action_kind = 'event'

),

definitions as (

    select * from {{ ref('journey_definitions') }}

),

parts as (

    select journey_code, version, event
    from {{ ref('journey_steps') }}
    union all
    select journey_code, version, failure_event as event
    from definitions
    where failure_event is not null
    union all
    select journey_code, version, error_event as event
    from definitions
    where error_event is not null
    union all
    select journey_code, version, click_event as event
    from definitions
    where click_event is not null

),

-- what an event means is told by the version that held when it happened
matched as (

    select
        definitions.journey_code || '|' || actions.digital_action_id as journey_event_id,
        actions.*,
        definitions.journey_code,
        definitions.version,
        definitions.timeout_minutes,
        cast(actions.event = definitions.start_event as integer) as is_start,
        cast(actions.event = definitions.success_event as integer) as is_success,
        coalesce(actions.event = definitions.failure_event, false) as is_failure,
        coalesce(actions.event = definitions.error_event, false) as is_error,
        coalesce(actions.event = definitions.click_event, false) as is_click,
        -- of what happened in one second the start comes first, the goal last
        case
            when actions.event = definitions.start_event then 0
            when actions.event = definitions.success_event then 2
            else 1
        end as place

    from actions

    inner join parts
        on actions.event = parts.event

    inner join definitions
        on parts.journey_code = definitions.journey_code
        and parts.version = definitions.version
        and actions.occurred_at >= definitions.valid_from
        and actions.occurred_at < definitions.valid_to

)

select * from matched
