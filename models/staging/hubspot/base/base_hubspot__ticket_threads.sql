-- one row per ticket with conversations: their channel, and whether one of them is spam
{{ config(enabled = 'hubspot' in var('help_desk_vendors')) }}

with

threads as (

    select * from {{ ref('base_hubspot__conversation_threads') }}
    where version_number = 1
        and source_ticket_id is not null

),

channels as (

    select * from {{ ref('base_hubspot__conversation_channels') }}
    where version_number = 1

),

grouped as (

    select
        threads.source_ticket_id,
        -- the channel in which the first of them began
        {{ value_at_least("channels.channel_name", "threads.started_at") }} as channel_name,
        bool_or(threads.is_spam) as is_spam

    from threads

    left join channels
        on threads.source_channel_id = channels.source_channel_id

    group by 1

)

select * from grouped
