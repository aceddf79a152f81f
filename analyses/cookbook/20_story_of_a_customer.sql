-- What happened to this customer, in order?
-- Give it with --vars '{customer_id: <the id>}' and --limit 500; without it the customer with
-- the most contacts is taken.
-- How to read it: one row per contact in any tool, oldest first. mean_sentiment is of the
-- contacts so far that tell a feeling (n_scored), from -1 to 1: with few of them it jumps.
-- Who acted is told by role, not by name. Contacts in tools that are not connected are
-- missing, and an order of events is not a cause.
with

contacts as (

    select * from {{ ref('fct_touchpoints') }}
    where is_included
        and sequence_number is not null
        and '{{ var("customer_id", "") }}' in ('', customer_id)

),

chosen as (

    select customer_id
    from contacts
    group by customer_id
    order by count(*) desc, customer_id
    limit 1

)

select
    contacts.customer_id,
    contacts.sequence_number,
    contacts.occurred_at,
    round(
        {{ elapsed_minutes('lag(contacts.occurred_at) over story', 'contacts.occurred_at') }}
        / 60 / 24, 1
    ) as days_since_contact_before,
    contacts.contact_kind,
    contacts.touchpoint,
    contacts.stage_code,
    contacts.channel,
    contacts.direction,
    contacts.source_system,
    contacts.ticket_id,
    contacts.sentiment_score,
    count(contacts.sentiment_score) over story as n_scored,
    avg(contacts.sentiment_score) over story as mean_sentiment

from contacts

inner join chosen
    on contacts.customer_id = chosen.customer_id

window story as (order by contacts.sequence_number)

order by contacts.sequence_number
