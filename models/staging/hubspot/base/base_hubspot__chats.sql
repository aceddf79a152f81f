-- one row per raw row of hubspot.conversation_thread: whether it is a contact of its own, and who answered it when
{{ config(materialized = 'table', enabled = 'hubspot' in var('help_desk_vendors')) }}

with

threads as (

    select * from {{ ref('base_hubspot__conversation_threads') }}

),

channels as (

    select * from {{ ref('base_hubspot__conversation_channels') }}
    where version_number = 1

),

messages as (

    select * from {{ ref('base_hubspot__thread_messages') }}
    where version_number = 1
        and is_message
        and is_public
        and not is_deleted

),

survivors as (

    select * from {{ ref('base_hubspot__contact_survivors') }}

),

-- where the newest version of a conversation belongs, all of its versions belong
current_threads as (

    select
        threads.source_thread_id,
        -- with a ticket, the ticket is the contact; e-mails and forms have no queue; spam is nobody's contact;
        -- most conversations are e-mails, so one whose channel is not known is no chat
        threads.source_ticket_id is null
        and not threads.is_spam
        and coalesce(
            lower(channels.channel_name) not in ('email', 'form', 'forms', 'calling'), false
        ) as is_chat

    from threads

    left join channels
        on threads.source_channel_id = channels.source_channel_id

    where threads.version_number = 1

),

answers as (

    select
        source_thread_id,
        min(sent_at) filter (where raw_author_role = 'customer') as asked_at,
        min(sent_at) filter (where raw_author_role = 'agent') as answered_at,
        {{ value_at_least("source_author_id", "sent_at") }} filter (where raw_author_role = 'agent')
            as source_agent_id,
        bool_or(raw_author_role = 'bot') as has_bot_answer

    from messages

    group by 1

),

joined as (

    select
        threads.{{ all_but('source_contact_id') }},
        coalesce(survivors.surviving_source_contact_id, threads.source_contact_id)
            as source_contact_id,
        coalesce(current_threads.is_chat, false) as is_chat,
        answers.source_agent_id,
        case
            when answers.answered_at is not null then 'answered by agent'
            -- nobody knows yet what becomes of an open one
            when threads.thread_status = 'OPEN' then null
            when answers.has_bot_answer then 'answered by bot'
            else 'unanswered'
        end as raw_outcome,
        -- a chat that an agent began made nobody wait
        case
            when answers.answered_at >= coalesce(answers.asked_at, threads.started_at)
                then {{ epoch_seconds('answers.answered_at') }}
                    - {{ epoch_seconds('coalesce(answers.asked_at, threads.started_at)') }}
        end as wait_seconds,
        case
            when answers.answered_at < coalesce(answers.asked_at, threads.started_at)
                or (answers.answered_at is not null and answers.asked_at is null)
                then 'outbound'
            else 'inbound'
        end as raw_direction

    from threads

    left join current_threads
        on threads.source_thread_id = current_threads.source_thread_id

    left join answers
        on threads.source_thread_id = answers.source_thread_id

    left join survivors
        on threads.source_contact_id = survivors.merged_source_contact_id

)

select * from joined
