-- one row per step of a ticket's history, then one per figure that came of it: why its numbers are what they are
-- run it with: dbt show --select explain_ticket --vars '{ticket: "zendesk:1001"}' --limit 100
with

tickets as (

    select * from {{ ref('int_ticket_first_responses') }}
    where ticket_id = '{{ var("ticket", "") }}'

),

responses as (

    select * from {{ ref('fct_response_time') }}
    where ticket_id = '{{ var("ticket", "") }}'

),

resolutions as (

    select * from {{ ref('fct_resolution_time') }}
    where ticket_id = '{{ var("ticket", "") }}'

),

messages as (

    select
        case when messages.author_role = 'customer' then 1 else 2 end as kind,
        messages.message_id as step_id,
        messages.ticket_id,
        messages.sent_at as happened_at,
        messages.author_role as who,
        case
            when messages.is_deleted then 'deleted message'
            when messages.is_public then 'public message'
            else 'private note'
        end as what,
        -- what it starts or stops; nothing where nobody but the desk can read it
        case when messages.is_public and not messages.is_deleted then messages.sent_at = tickets.first_response_at
                and messages.author_record_id = tickets.first_responder_record_id
        end as is_first_response,
        case when messages.is_public and not messages.is_deleted and messages.author_role = 'customer'
                then begun.message_run_number
        end as begun_run,
        case when messages.is_public and not messages.is_deleted and messages.author_role = 'agent'
                then ended.message_run_number
        end as ended_run
    from {{ ref('int_ticket_messages_unioned') }} as messages
    inner join tickets on messages.ticket_id = tickets.ticket_id
    left join responses as begun on messages.sent_at = begun.received_at
    left join responses as ended on messages.sent_at = ended.responded_at

),

status_changes as (

    select
        periods.ticket_id,
        lpad(cast(periods.period_number as string), 6, '0') as step_id,
        periods.started_at as happened_at,
        case when periods.is_by_automation then 'automation' else 'person' end as who,
        periods.status,
        periods.status in ('solved', 'closed') as is_done,
        periods.started_at = resolutions.first_resolved_at as is_first,
        periods.started_at = resolutions.resolved_at as is_last,
        reopens.is_counted as is_counted_reopen
    from {{ ref('int_ticket_status_periods') }} as periods
    inner join resolutions on periods.ticket_id = resolutions.ticket_id
    left join {{ ref('int_ticket_reopens') }} as reopens on periods.status_period_id = reopens.reopen_id

),

-- the clock of the first response starts earlier than the ticket where it swallowed an earlier one
moments as (

    select ticket_id, created_at as happened_at, 'created' as what, 0 as kind from tickets
    union all
    select ticket_id, clock_started_at as happened_at, 'first response clock' as what, 0 as kind from tickets
    union all
    select ticket_id, {{ as_of() }} as happened_at, 'as of' as what, 4 as kind from tickets

),

steps as (

    select
        ticket_id, happened_at, kind, step_id, what, who, cast(null as string) as status,
        concat_ws(
            ', ',
            case when is_first_response then 'stops the first response' end,
            'starts response ' || begun_run,
            'stops response ' || ended_run
        ) as effect
    from messages

    union all

    select
        ticket_id, happened_at, 3 as kind, step_id, 'status' as what, who, status,
        concat_ws(
            ', ',
            case when is_done and is_first then 'stops the first resolution' end,
            case when is_done and is_last then 'stops the full resolution' end,
            case when is_counted_reopen then 'reopens' when not is_counted_reopen then 'reopens, taken for thanks' end
        ) as effect
    from status_changes

    union all

    select
        ticket_id, happened_at, kind, '' as step_id, what, cast(null as string) as who, cast(null as string) as status,
        '' as effect
    from moments

),

ordered as (

    select
        steps.*,
        row_number() over step_order as step,
        max(case when steps.status is not null then steps.step_id end) over step_order as status_step,
        {{ epoch_seconds('steps.happened_at') }} as elapsed_seconds,
        {{ open_seconds_until('steps.happened_at', 'slot') }} as open_seconds
    from steps
    inner join tickets on steps.ticket_id = tickets.ticket_id
    left join {{ ref('int_business_calendar') }} as slot
        on {{ slot_of('slot', 'tickets.schedule_id', 'steps.happened_at') }}
    window step_order as (order by steps.happened_at, steps.kind, steps.step_id)

),

timeline as (

    select
        ordered.*,
        held.status as status_after,
        lag(held.status) over (order by ordered.step) as status_before,
        (ordered.elapsed_seconds - lag(ordered.elapsed_seconds) over (order by ordered.step)) / 60.0 as calendar_minutes,
        (ordered.open_seconds - lag(ordered.open_seconds) over (order by ordered.step)) / 60.0 as business_minutes
    from ordered
    left join steps as held on ordered.status_step = held.step_id and held.kind = 3

),

-- the figures of the facts, and why they do not count
figures as (

    select
        1 as place, 'first response' as what, exclusion_reason, first_response_calendar_minutes as calendar_minutes,
        first_response_business_minutes as business_minutes, ticket_id, cast(null as string) as effect
    from {{ ref('fct_first_response_time') }}
    union all
    select
        2 as place, 'first response, open wait' as what, exclusion_reason, open_wait_calendar_minutes as calendar_minutes,
        open_wait_business_minutes as business_minutes, ticket_id, cast(null as string) as effect
    from {{ ref('fct_first_response_time') }}
    union all
    select
        3 as place,
        'response ' || message_run_number as what,
        exclusion_reason,
        coalesce(response_calendar_minutes, open_wait_calendar_minutes) as calendar_minutes,
        coalesce(response_business_minutes, open_wait_business_minutes) as business_minutes, ticket_id, case when is_pending then 'still waiting' end as effect
    from responses
    union all
    select
        4 as place, 'first resolution' as what, exclusion_reason, first_resolution_minutes as calendar_minutes,
        first_resolution_business_minutes as business_minutes, ticket_id, cast(null as string) as effect
    from resolutions
    union all
    select
        5 as place, 'full resolution' as what, exclusion_reason, full_resolution_minutes as calendar_minutes,
        full_resolution_business_minutes as business_minutes, ticket_id, resolution_type as effect
    from resolutions
    union all
    select
        6 as place, 'requester wait' as what, exclusion_reason, requester_wait_minutes as calendar_minutes,
        requester_wait_business_minutes as business_minutes, ticket_id, cast(null as string) as effect
    from resolutions
    union all
    select
        7 as place, 'agent wait' as what, exclusion_reason, agent_wait_minutes as calendar_minutes,
        agent_wait_business_minutes as business_minutes, ticket_id, cast(null as string) as effect
    from resolutions
    union all
    select
        8 as place, 'on hold' as what, exclusion_reason, on_hold_minutes as calendar_minutes,
        on_hold_business_minutes as business_minutes, ticket_id, cast(null as string) as effect
    from resolutions
    union all
    select
        9 as place, 'first contact resolution' as what, issues.exclusion_reason,
        cast(null as double) as calendar_minutes, cast(null as double) as business_minutes,
        coalesce(chain.ticket_id, issues.issue_id) as ticket_id,
        case when issues.first_contact_resolution_count = 1 then 'yes' else 'no' end || ' (issue ' || issues.issue_id
        || ': tickets ' || issues.ticket_count || ', reopens ' || issues.reopen_count
        || ', replies ' || issues.agent_reply_count || ')' as effect
    from {{ ref('fct_first_contact_resolution') }} as issues
    left join {{ ref('int_issue_tickets') }} as chain on issues.issue_id = chain.issue_id

)

select
    'history' as part, step, happened_at, what, who, status_after as status,
    -- the clock that ran since the step before: on hold the customer waits for us as well
    case
        when status_before in ('new', 'open') then 'requester wait'
        when status_before = 'hold' then 'requester wait, on hold'
        when status_before = 'pending' then 'agent wait'
        else 'none'
    end as clock_before,
    calendar_minutes, business_minutes, nullif(effect, '') as effect, cast(null as string) as exclusion_reason
from timeline

union all

select
    'figure' as part, place as step, cast(null as timestamp) as happened_at, what, cast(null as string) as who,
    cast(null as string) as status, cast(null as string) as clock_before, calendar_minutes, business_minutes, effect,
    exclusion_reason
from figures
where ticket_id = '{{ var("ticket", "") }}'

order by part desc, step, what
