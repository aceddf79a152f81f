-- one row per visit to the site or the app: what one visitor did there without a long pause, and whether it led to a goal
with

actions as (

    select * from {{ ref('int_digital_actions') }}

),

-- what the business is after: an order, a booking
goals as (

    select
        success_event,
        min(valid_from) as valid_from,
        max(valid_to) as valid_to
    from {{ ref('journey_definitions') }}
    where is_conversion
    group by success_event

),

spaced as (

    select
        actions.*,
        goals.success_event is not null as is_goal,
        coalesce({{ elapsed_minutes('lag(actions.occurred_at) over own', 'actions.occurred_at') }} >= {{ var('visit_timeout_minutes') }}, true)
            as is_first

    from actions

    left join goals
        on actions.event = goals.success_event
        and actions.occurred_at >= goals.valid_from
        and actions.occurred_at < goals.valid_to

    window own as (
        partition by actions.visitor_id, actions.exclusion_reason
        order by actions.occurred_at, actions.digital_action_id
    )

),

numbered as (

    select
        *,
        count(*) filter (where is_first) over (
            partition by visitor_id, exclusion_reason order by occurred_at, digital_action_id
            rows between unbounded preceding and current row
        ) as visit_number,
        -- a login does not always tell where it was made: it is asked last
        row_number() over (
            partition by visitor_id, exclusion_reason
            order by case when event = 'identify' then 1 else 0 end, occurred_at, digital_action_id
        ) as telling_number

    from spaced

),

gathered as (

    select
        max(digital_action_id) filter (where is_first) as visit_id,
        visitor_id, exclusion_reason,
        max(source_system) filter (where is_first) as source_system,
        max(customer_id) as customer_id,
        max(account_id) as account_id,
        max(payer_id) as payer_id,
        max(segment) as segment,
        {{ value_at_least('channel', 'telling_number') }} as channel,
        {{ value_at_least('device', 'telling_number') }} as device,
        count(*) filter (where action_kind = 'page_view') as page_view_count,
        count(*) filter (where action_kind = 'event') as event_count,
        bool_or(is_goal) as has_converted,
        bool_and(coalesce(event = 'identify', false)) as is_login_only,
        min(occurred_at) as started_at,
        max(occurred_at) as last_action_at

    from numbered

    group by visitor_id, exclusion_reason, visit_number

),

-- a login alone is no visit: servers and scripts log people in as well
judged as (

    select
        {{ all_but('exclusion_reason, is_login_only') }},
        coalesce(exclusion_reason, case when is_login_only then 'login_only' end) as exclusion_reason
    from gathered

)

select
    -- ids
    visit_id, source_system, visitor_id, customer_id, account_id, payer_id,
    -- text
    segment, channel, device, exclusion_reason,
    -- numbers
    page_view_count, event_count,
    cast(exclusion_reason is null and has_converted as integer) as converted_count,
    {{ elapsed_minutes('started_at', 'last_action_at') }} as duration_minutes,
    -- booleans
    exclusion_reason is null as is_included,
    has_converted,
    -- dates and timestamps
    cast(started_at as date) as started_on,
    started_at

from judged
