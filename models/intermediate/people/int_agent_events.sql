-- one row per agent and event that counts for the agent: a contact, first answer, solve, issue or rating
{{ config(materialized = 'view') }}

with

contacts as (
    select * from {{ ref('int_agent_contacts') }}
),

solvers as (
    select * from {{ ref('int_ticket_resolution_agents') }}
),

-- the first answer goes to its author
first_replies as (

    select
        'first_reply' as measure, ticket_id as event_key,
        first_responder_record_id as agent_id, cast(first_response_at as date) as event_date,
        first_response_calendar_minutes as amount, 1 as weight
    from {{ ref('fct_first_response_time') }}
    where is_included and is_answered

),

-- what was solved, and whether it came back, to the agent who had it when it was solved
solves as (

    select
        'solve' as measure, solved.ticket_id as event_key,
        solvers.resolution_agent_id as agent_id, solved.resolved_date as event_date,
        case when solved.reopen_count > 0 then 1 else 0 end as amount, 1 as weight
    from {{ ref('fct_resolution_time') }} as solved
    inner join solvers
        on solved.ticket_id = solvers.ticket_id
    where solved.is_included and solved.is_resolved

),

-- an issue to the agent who solved its first ticket, in the month in which FCR counts it
issues as (

    select
        'issue' as measure, issues.issue_id as event_key,
        solvers.resolution_agent_id as agent_id, issues.first_contact_date as event_date,
        issues.first_contact_resolution_count as amount, 1 as weight
    from {{ ref('fct_first_contact_resolution') }} as issues
    inner join solvers
        on issues.issue_id = solvers.ticket_id
    where issues.is_included

),

-- a rating to the agent who had the ticket when it was given
ratings as (

    select
        'rating' as measure, survey_answer_id as event_key,
        agent_id, submitted_date as event_date,
        satisfied_count as amount, 1 as weight
    from {{ ref('fct_csat') }}
    where is_included
        and scope = 'interaction'

),

touches as (

    select
        'contact' as measure, agent_contact_id as event_key,
        agent_id, month_start as event_date, reply_count as amount, 1 as weight
    from contacts

    union all

    select
        'call' as measure, agent_contact_id as event_key,
        agent_id, month_start as event_date, handle_seconds as amount, measured_call_count as weight
    from contacts
    where measured_call_count > 0

    union all

    select
        'transfer' as measure, agent_contact_id as event_key,
        agent_id, month_start as event_date, transferred_call_count as amount, call_count as weight
    from contacts
    where call_count > 0

),

unioned as (

    select * from first_replies
    union all
    select * from solves
    union all
    select * from issues
    union all
    select * from ratings
    union all
    select * from touches

)

select
    measure || '|' || event_key as agent_event_id,
    agent_id, measure,
    cast(date_trunc('month', event_date) as date) as month_start,
    cast(amount as double) as amount, cast(weight as bigint) as weight

from unioned

where agent_id is not null
