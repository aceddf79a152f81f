-- one row per ticket: whether the customer gave any feedback on it, a rating or an answer (KPI-26)
with

tickets as (

    select * from {{ ref('int_ticket_scope') }}

),

feedback as (

    select
        ticket_id,
        sum(finished_count) as response_count

    from {{ ref('fct_survey_responses') }}

    where ticket_id is not null
        and is_included

    group by 1

),

covered as (

    select
        -- ids
        tickets.ticket_id,
        tickets.source_system,
        tickets.source_ticket_id,
        tickets.customer_id,
        tickets.account_id,
        tickets.payer_id,
        tickets.agent_id,
        -- text
        tickets.segment,
        tickets.channel,
        tickets.agent_group,
        tickets.exclusion_reason,
        -- numbers
        case when tickets.exclusion_reason is null then 1 else 0 end as interaction_count,
        case
            when tickets.exclusion_reason is null and feedback.response_count > 0 then 1
            else 0
        end as feedback_count,
        -- booleans
        tickets.exclusion_reason is null as is_included,
        -- dates and timestamps
        cast(tickets.created_at as date) as created_date,
        tickets.created_at

    from tickets

    left join feedback
        on tickets.ticket_id = feedback.ticket_id

)

select * from covered
