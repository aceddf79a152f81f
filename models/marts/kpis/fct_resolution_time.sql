-- one row per ticket: how long it took to solve it, at first and for good, and who waited for whom (KPI-10)
with

tickets as (

    select * from {{ ref('int_ticket_resolution_times') }}

),

message_facts as (

    select * from {{ ref('int_ticket_message_facts') }}

),

judged as (

    select
        tickets.*,
        tickets.resolution_type <> 'open' as is_resolved,
        -- closed without ever being solved: timed, but reported apart
        coalesce(
            tickets.exclusion_reason,
            case
                when tickets.resolution_type not in ('solved', 'open')
                    then tickets.resolution_type
            end
        ) as final_exclusion_reason,
        -- of a tool whose messages were not landed nobody knows how often we wrote
        case
            when tickets.has_landed_messages
                then coalesce(message_facts.agent_reply_count, 0)
        end as agent_reply_count,
        case
            when tickets.has_landed_messages
                then coalesce(message_facts.customer_message_count, 0)
        end as customer_message_count

    from tickets

    left join message_facts
        on tickets.ticket_id = message_facts.ticket_id

),

timed as (

    select
        -- ids
        ticket_id,
        source_system,
        source_ticket_id,
        customer_id,
        account_id,
        payer_id,
        agent_id,
        -- text
        segment,
        channel,
        agent_group,
        priority,
        coalesce(category, 'unknown') as category,
        status,
        resolution_type,
        final_exclusion_reason as exclusion_reason,
        -- numbers
        first_resolution_minutes,
        first_resolution_business_minutes,
        case when is_resolved then age_minutes end as full_resolution_minutes,
        case when is_resolved then age_business_minutes end
            as full_resolution_business_minutes,
        case when not is_resolved then age_minutes end as open_age_minutes,
        case when not is_resolved then age_business_minutes end as open_age_business_minutes,
        requester_wait_minutes,
        requester_wait_business_minutes,
        agent_wait_minutes,
        agent_wait_business_minutes,
        on_hold_minutes,
        on_hold_business_minutes,
        agent_reply_count,
        customer_message_count,
        reopen_count,
        reassignment_count,
        group_hop_count,
        -- booleans
        final_exclusion_reason is null as is_included,
        is_resolved,
        reopen_count > 0 as is_reopened,
        -- solved without a word from us is neither one touch nor several; null where it is not solved
        case when resolution_type = 'solved' then agent_reply_count = 1 end as is_one_touch,
        -- dates and timestamps
        cast(resolved_at as date) as resolved_date,
        created_at,
        first_resolved_at,
        resolved_at

    from judged

)

select * from timed
