-- one row per raw row of freshdesk.tickets, in the shape of int_tickets_unioned
{{ config(enabled = 'freshdesk' in var('help_desk_vendors')) }}

with

tickets as (

    select * from {{ ref('base_freshdesk__tickets') }}

),

groups as (

    select * from {{ ref('base_freshdesk__groups') }}
    where version_number = 1

),

choices as (

    select * from {{ ref('base_freshdesk__ticket_field_choices') }}

),

-- the losing ticket of a merge is closed with a note in these words, and nothing else tells
conversation_facts as (

    select
        source_ticket_id,
        bool_or(is_incoming and not is_private and raw_message_source <> '6')
            as has_customer_message,
        min(nullif(regexp_extract(
            lower(body),
            '^\s*this ticket is closed and merged into ticket\s+#?([0-9]+)', 1
        ), '')) filter (where not is_incoming) as merged_into_source_ticket_id

    from {{ ref('base_freshdesk__conversations') }}

    where version_number = 1
        and not is_deleted

    group by 1

),

shaped as (

    select
        'freshdesk' as source_system,
        'tickets' as source_table,
        tickets.*,
        tickets.source_ticket_id as ticket_number,
        groups.group_name,
        groups.source_schedule_id,
        coalesce(products.choice_label, tickets.source_product_id) as product,
        -- codes 6 and 7 come with these names; a renamed or a later one is known by its label
        coalesce(statuses.choice_label, case tickets.raw_status
            when '6' then 'Waiting on Customer'
            when '7' then 'Waiting on Third Party'
        end) as raw_status_category,
        statuses.choice_label as raw_status_label,
        -- the type (Question, Incident) stands in where no ticket has a field for the topic
        case
            when count(tickets.category_field) over () > 0
                then tickets.category_field
            else tickets.ticket_type
        end as category,
        -- a mail that an agent sends out is a ticket; answered, it is a contact like others
        tickets.raw_channel = '10'
        and not coalesce(conversation_facts.has_customer_message, false)
            as is_outbound,
        case
            when tickets.raw_channel = '10' then tickets.source_assignee_id
        end as source_submitter_id,
        conversation_facts.merged_into_source_ticket_id,
        conversation_facts.merged_into_source_ticket_id is not null as is_merged,
        -- only the last reopening is known, not how many there were: at least one
        case when tickets.landed_reopened_at is not null then 1 end
            as source_reopen_count,
        -- demo tickets are due before they were created
        case
            when tickets.landed_first_response_due_at >= tickets.created_at
                then tickets.landed_first_response_due_at
        end as first_response_due_at,
        case
            when tickets.landed_resolution_due_at >= tickets.created_at
                then tickets.landed_resolution_due_at
        end as resolution_due_at,
        -- last values: on a ticket that is open again they are of the time before
        case when tickets.raw_status in ('4', '5') then tickets.landed_resolved_at end
            as resolved_at,
        case when tickets.raw_status in ('4', '5') then tickets.landed_closed_at end
            as closed_at,
        -- what other tools know of a ticket and Freshdesk does not
        cast(null as string) as followup_of_source_ticket_id,
        cast(null as string) as parent_source_ticket_id,
        cast(null as string) as record_type,
        cast(null as integer) as source_reassignment_count,
        cast(null as string) as rejection_reason

    from tickets

    left join groups
        on tickets.source_group_id = groups.source_group_id

    left join choices as statuses
        on statuses.field_name = 'status'
        and tickets.raw_status = statuses.choice_code

    left join choices as products
        on products.field_name = 'product'
        and tickets.source_product_id = products.choice_code

    left join conversation_facts
        on tickets.source_ticket_id = conversation_facts.source_ticket_id

)

select * from shaped
