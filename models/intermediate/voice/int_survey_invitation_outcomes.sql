-- one row per survey that was sent to one customer: whose it is, whether it was answered, and why it does not count (null: it counts)
with

invitations as (

    select
        *,
        sent_at + interval {{ var('survey_validity_days') }} day as judged_at

    from {{ ref('int_survey_invitations_unioned') }}

),

surveys as (

    select * from {{ ref('dim_surveys') }}
    where not is_employee_survey

),

people as (

    select * from {{ ref('int_customer_keys') }}

),

tickets as (

    select * from {{ ref('int_ticket_scope') }}

),

responses as (

    select * from {{ ref('fct_survey_responses') }}

),

-- an answer that comes after its invitation was judged changes no past month
replies as (

    select
        invitations.survey_invitation_id,
        invitations.answered_at is not null
        or coalesce(responses.is_finished, false) as is_finished,
        invitations.is_answered
        or responses.survey_response_id is not null as is_started

    from invitations

    -- a tool without a directory knows the respondent by the response
    left join responses
        on coalesce(invitations.survey_response_id, invitations.contact_record_id)
        = responses.survey_response_id

    where coalesce(
            coalesce(invitations.answered_at, responses.submitted_at) <= invitations.judged_at,
            true
        )

),

followed as (

    select
        invitations.*,
        coalesce(people.customer_id, 'unknown') as customer_id,
        case
            when people.customer_id is null then 'unknown'
            else coalesce(people.account_id, 'none')
        end as account_id,
        coalesce(people.payer_id, 'unknown') as payer_id,
        coalesce(people.segment, 'unknown') as segment,
        tickets.ticket_id,
        coalesce(tickets.agent_id, 'unassigned') as agent_id,
        coalesce(tickets.agent_group, 'unassigned') as agent_group,
        coalesce(tickets.channel, 'unknown') as channel,
        coalesce(people.is_internal, false) as is_internal,
        coalesce(replies.is_finished, false) as is_finished,
        coalesce(replies.is_started, false) as is_started,
        coalesce(invitations.judged_at <= {{ as_of() }}, false) as is_mature

    from invitations

    inner join surveys
        on invitations.survey_id = surveys.survey_id

    left join people
        on invitations.contact_record_id = people.contact_record_id

    left join tickets
        on invitations.source_system = tickets.source_system
        and invitations.source_ticket_id = tickets.source_ticket_id

    left join replies
        on invitations.survey_invitation_id = replies.survey_invitation_id

),

judged as (

    select
        *,
        case
            when invitation_kind is null then 'unmapped'
            when invitation_kind <> 'invite' then invitation_kind
            when is_internal then 'internal'
            -- whoever began to answer was reached, whatever the mail server said
            when delivery in ('not_sent', 'pending', 'bounced', 'failed', 'unmapped')
                and not is_started then delivery
            when sent_at is null then 'no_date'
            when not is_mature then 'immature'
        end as exclusion_reason

    from followed

)

select * from judged
