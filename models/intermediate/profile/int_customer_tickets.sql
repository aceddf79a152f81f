-- one row per customer with tickets that count: how many, how many still open, the last one
with

tickets as (

    select * from {{ ref('int_ticket_scope') }}
    where exclusion_reason is null
        and customer_id <> 'unknown'

)

select
    customer_id,
    count(*) as ticket_count,
    -- a status that the map does not know is not taken for open
    count(*) filter (where status in ('new', 'open', 'pending', 'hold')) as open_ticket_count,
    max(created_at) as last_ticket_at

from tickets

group by 1
