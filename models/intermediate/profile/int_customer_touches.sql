-- one row per customer who ever came to us: the last time in each channel
with

people as (

    select * from {{ ref('int_customer_keys') }}
    where customer_id is not null

),

-- a ticket that was merged or canceled was a contact all the same
tickets as (

    select * from {{ ref('int_ticket_scope') }}
    where coalesce(exclusion_reason, 'merged') in ('merged', 'canceled')

),

answers as (

    select answers.*

    from {{ ref('int_survey_answer_tickets') }} as answers

    left join {{ ref('response_status_map') }} as statuses
        on answers.source_system = statuses.source_system
        and answers.raw_response_status = statuses.raw_response_status

    -- previews and tests are no one's answers
    where statuses.exclusion_reason is null
        and answers.is_answered

),

touches as (

    select
        customer_id,
        channel,
        created_at as touched_at
    from tickets

    union all

    select
        tickets.customer_id,
        tickets.channel,
        messages.sent_at as touched_at
    from {{ ref('int_ticket_messages_unioned') }} as messages
    inner join tickets
        on messages.ticket_id = tickets.ticket_id
    where messages.author_role = 'customer'
        and messages.is_public
        and not messages.is_deleted

    union all

    select
        people.customer_id,
        case calls.contact_kind when 'chat' then 'chat' else 'phone' end as channel,
        calls.started_at as touched_at
    from {{ ref('int_calls_unioned') }} as calls
    inner join people
        on calls.contact_record_id = people.contact_record_id
    where calls.direction <> 'outbound'
        and not calls.is_deleted

    union all

    -- a rating is given where the ticket was
    select
        people.customer_id,
        case
            when answers.channel = 'unknown' then coalesce(tickets.channel, 'unknown')
            else answers.channel
        end as channel,
        answers.submitted_at as touched_at
    from answers
    inner join people
        on answers.respondent_record_id = people.contact_record_id
    left join tickets
        on answers.ticket_id = tickets.ticket_id

)

select
    customer_id,
    max(case when channel = 'email' then touched_at end) as last_email_at,
    max(case when channel = 'web' then touched_at end) as last_web_at,
    max(case when channel = 'chat' then touched_at end) as last_chat_at,
    max(case when channel = 'phone' then touched_at end) as last_phone_at,
    max(case when channel = 'social' then touched_at end) as last_social_at,
    max(case when channel = 'in_person' then touched_at end) as last_in_person_at,
    max(
        case
            when channel not in ('email', 'web', 'chat', 'phone', 'social', 'in_person')
                then touched_at
        end
    ) as last_other_channel_at,
    max(touched_at) as last_touch_at,
    -- a ticket and its first message are one touch, and so are the answers of one survey
    count(distinct touched_at) as touch_count

from touches

where customer_id <> 'unknown'
    and touched_at <= {{ as_of() }}

group by 1
