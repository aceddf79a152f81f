-- one row per response and ticket that it is about: the contact, with the agent who had it then, not the one who has it now
with

-- answers are many and wide: only what is needed of them meets the tickets and their agents
rated as (

    select
        survey_response_id,
        ticket_id,
        max(submitted_at) as rated_at

    from {{ ref('int_survey_answer_tickets') }}

    where ticket_id is not null

    group by 1, 2

),

tickets as (

    select * from {{ ref('int_ticket_scope') }}

),

assignees as (

    select * from {{ ref('int_ticket_assignee_periods') }}

),

attributed as (

    select
        rated.survey_response_id || '|' || rated.ticket_id as rated_contact_id,
        rated.survey_response_id,
        rated.ticket_id,
        coalesce(assignees.agent_id, tickets.agent_id) as agent_id,
        case
            when assignees.agent_id <> tickets.agent_id then assignees.agent_group
            else tickets.agent_group
        end as agent_group,
        tickets.channel,
        tickets.exclusion_reason,
        rated.rated_at

    from rated

    inner join tickets
        on rated.ticket_id = tickets.ticket_id

    left join assignees
        on rated.ticket_id = assignees.ticket_id
        and rated.rated_at >= assignees.started_at
        and (assignees.is_current or rated.rated_at < assignees.ended_at)

)

select * from attributed
