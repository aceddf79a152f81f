-- one row per answer, with the ticket that it names, where that ticket exists
with

answers as (

    select * from {{ ref('int_survey_responses_unioned') }}

),

-- a survey link carries the id or the number that people see
ticket_references as (

    select
        source_system,
        source_ticket_id as ticket_reference,
        ticket_id

    from {{ ref('int_tickets_unioned') }}

    union

    select
        source_system,
        ticket_number as ticket_reference,
        ticket_id

    from {{ ref('int_tickets_unioned') }}

    where ticket_number is not null

),

matched as (

    select
        answers.survey_answer_id,
        min(ticket_references.ticket_id) as ticket_id

    from answers

    inner join ticket_references
        on answers.source_ticket_id = ticket_references.ticket_reference
        and coalesce(answers.ticket_source_system, ticket_references.source_system)
        = ticket_references.source_system

    group by 1

    -- a reference that fits tickets of two tools names neither
    having count(distinct ticket_references.ticket_id) = 1

)

select
    answers.*,
    matched.ticket_id

from answers

left join matched
    on answers.survey_answer_id = matched.survey_answer_id
