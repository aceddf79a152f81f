-- one row per ticket: its requester, company and channel, whether it is spam, and the ticket it was merged into
{{ config(materialized = 'table', enabled = 'hubspot' in var('help_desk_vendors')) }}

with

survivors as (

    select * from {{ ref('base_hubspot__contact_survivors') }}

),

threads as (

    select * from {{ ref('base_hubspot__ticket_threads') }}

),

-- a pair stands there once for each kind of association; which of several contacts asked is not said: the oldest has the least id
requesters as (

    select
        contacts.source_ticket_id,
        {{ value_at_least(
            "coalesce(survivors.surviving_source_contact_id, contacts.source_contact_id)", "lpad(contacts.source_contact_id, 20, '0')"
        ) }} as source_requester_id

    from {{ ref('base_hubspot__ticket_contacts') }} as contacts

    left join survivors
        on contacts.source_contact_id = survivors.merged_source_contact_id

    where contacts.version_number = 1 and not contacts.is_deleted

    group by 1

),

-- the tool's own kind 26 marks the primary company, a label may bear any number
companies as (

    select
        source_ticket_id,
        coalesce(
            min(source_account_id) filter (
                where association_type_id = '26'
                and coalesce(association_category, 'HUBSPOT_DEFINED') = 'HUBSPOT_DEFINED'
            ),
            min(source_account_id)
        ) as source_account_id

    from {{ ref('base_hubspot__ticket_companies') }}

    where version_number = 1 and not is_deleted

    group by 1

),

tickets as (

    select * from {{ ref('base_hubspot__tickets') }}
    where version_number = 1 and source_ticket_id is not null

),

-- the survivor lists the tickets that were merged into it, as 12;13
merged_tickets as (

    select
        {{ each() }}({{ split_function() }}(
            {{ replace_all("replace(merged_source_ticket_ids, ',', ';')", "'[^0-9A-Za-z;_-]'", "''") }},
            ';'
        )) as merged_source_ticket_id,
        source_ticket_id as surviving_source_ticket_id

    from tickets

),

merges_by_loser as (

    select
        merged_source_ticket_id,
        min(surviving_source_ticket_id) as surviving_source_ticket_id

    from merged_tickets

    where merged_source_ticket_id <> surviving_source_ticket_id

    group by 1

),

joined as (

    select
        tickets.source_ticket_id,
        requesters.source_requester_id,
        companies.source_account_id,
        threads.channel_name,
        coalesce(threads.is_spam, false) as is_spam,
        merges_by_loser.surviving_source_ticket_id as merged_into_source_ticket_id

    from tickets

    left join requesters
        on tickets.source_ticket_id = requesters.source_ticket_id

    left join companies
        on tickets.source_ticket_id = companies.source_ticket_id

    left join threads
        on tickets.source_ticket_id = threads.source_ticket_id

    left join merges_by_loser
        on tickets.source_ticket_id = merges_by_loser.merged_source_ticket_id

)

select * from joined
