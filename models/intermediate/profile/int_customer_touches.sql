-- one row per customer who ever came to us: the last time in each channel
with

-- what the customer did counts, not what was sent to him
touches as (

    select * from {{ ref('int_touches') }}

    where contact_kind in ('ticket', 'customer_message', 'call', 'chat', 'survey_response')
        and customer_id <> 'unknown'
        and direction <> 'outbound'
        -- a call was a contact whatever became of the ticket that it led to
        and (
            exclusion_reason is null
            or contact_kind in ('call', 'chat') and exclusion_reason not in ('deleted', 'internal')
        )

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
    -- who rates and writes in the same second does so once
    count(distinct touched_at) as touch_count

from touches

group by 1
