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

steps as (

    select
        case when author_role = 'customer' then 1 else 2 end as kind, message_id as step_id,
        messages.ticket_id, messages.sent_at as happened_at, messages.author_role as who,
        case
            when messages.is_deleted then 'deleted message'
            when messages.is_public then 'public message'
            else 'private note'
        end as what,
        cast(null as string) as status,
        -- what it starts or stops; nothing where nobody but the desk can read it
        case when messages.is_public and not messages.is_deleted then concat_ws(', ',
            case when messages.sent_at = tickets.first_response_at
                and messages.author_record_id = tickets.first_responder_record_id
                then 'stops the first response' end,
            case when messages.author_role = 'customer' then 'starts response ' || begun.message_run_number end,
            case when messages.author_role = 'agent' then 'stops response ' || ended.message_run_number end
        ) end as effect
    from {{ ref('int_ticket_messages_unioned') }} as messages
    inner join tickets on messages.ticket_id = tickets.ticket_id
    left join responses as begun on messages.sent_at = begun.received_at
    left join responses as ended on messages.sent_at = ended.responded_at

    union all

    select
        3 as kind, lpad(cast(periods.period_number as string), 6, '0') as step_id,
        periods.ticket_id, periods.started_at as happened_at,
        case when periods.is_by_automation then 'automation' else 'person' end as who,
        'status' as what, periods.status,
        concat_ws(', ',
            case when periods.status in ('solved', 'closed') and periods.started_at = resolutions.first_resolved_at
                then 'stops the first resolution' end,
            case when periods.status in ('solved', 'closed') and periods.started_at = resolutions.resolved_at
                then 'stops the full resolution' end,
            case when reopens.is_counted then 'reopens' when not reopens.is_counted then 'reopens, taken for thanks' end
        ) as effect
    from {{ ref('int_ticket_status_periods') }} as periods
    inner join resolutions on periods.ticket_id = resolutions.ticket_id
    left join {{ ref('int_ticket_reopens') }} as reopens on periods.status_period_id = reopens.reopen_id

    union all

    select 0, '', ticket_id, created_at, null, 'created', null, null from tickets
    union all
    -- earlier than its own creation where it swallowed an earlier ticket
    select 0, '', ticket_id, clock_started_at, null, 'first response clock', null, null from tickets
    union all
    select 4, '', ticket_id, {{ as_of() }}, null, 'as of', null, null from tickets

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

    select 1 as place, 'first response' as what, exclusion_reason, first_response_calendar_minutes as calendar_minutes,
        first_response_business_minutes as business_minutes, ticket_id, cast(null as string) as effect
    from {{ ref('fct_first_response_time') }}
    union all
    select 2, 'first response, open wait', exclusion_reason, open_wait_calendar_minutes, open_wait_business_minutes, ticket_id, null
    from {{ ref('fct_first_response_time') }}
    union all
    select 3, 'response ' || message_run_number, exclusion_reason,
        coalesce(response_calendar_minutes, open_wait_calendar_minutes),
        coalesce(response_business_minutes, open_wait_business_minutes), ticket_id,
        case when is_pending then 'still waiting' end
    from responses
    union all
    select 4, 'first resolution', exclusion_reason, first_resolution_minutes, first_resolution_business_minutes, ticket_id, null
    from resolutions
    union all
    select 5, 'full resolution', exclusion_reason, full_resolution_minutes, full_resolution_business_minutes, ticket_id, resolution_type
    from resolutions
    union all
    select 6, 'requester wait', exclusion_reason, requester_wait_minutes, requester_wait_business_minutes, ticket_id, null
    from resolutions
    union all
    select 7, 'agent wait', exclusion_reason, agent_wait_minutes, agent_wait_business_minutes, ticket_id, null from resolutions
    union all
    select 8, 'on hold', exclusion_reason, on_hold_minutes, on_hold_business_minutes, ticket_id, null from resolutions
    union all
    select 9, 'first contact resolution', issues.exclusion_reason, null, null, coalesce(chain.ticket_id, issues.issue_id),
        case when issues.first_contact_resolution_count = 1 then 'yes' else 'no' end || ' (issue ' || issues.issue_id
        || ': tickets ' || issues.ticket_count || ', reopens ' || issues.reopen_count
        || ', replies ' || issues.agent_reply_count || ')'
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
    'figure', place, null, what, null, null, null, calendar_minutes, business_minutes, effect, exclusion_reason
from figures
where ticket_id = '{{ var("ticket", "") }}'

order by part desc, step, what
