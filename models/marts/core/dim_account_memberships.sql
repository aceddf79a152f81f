-- one row per customer and account that a record ever named together: since when, until when
with

claims as (

    select * from {{ ref('int_customer_attribute_values') }}
    where attribute = 'account'

),

customers as (

    select
        customer_id,
        account_id

    from {{ ref('int_customers_golden') }}

),

memberships as (

    select
        customer_id,
        attribute_value as account_id,
        min(created_at) as valid_from,
        -- as long as one record says so it holds; else until the last of them was deleted
        case
            when bool_and(is_deleted) then greatest(max(value_at), min(created_at))
        end as valid_to,
        count(*) as source_record_count

    from claims

    group by 1, 2

)

select
    -- ids
    memberships.customer_id || '|' || memberships.account_id as account_membership_id,
    memberships.customer_id,
    memberships.account_id,
    -- numbers
    memberships.source_record_count,
    -- booleans
    coalesce(memberships.account_id = customers.account_id, false) as is_primary,
    -- timestamps
    memberships.valid_from,
    memberships.valid_to

from memberships

left join customers
    on memberships.customer_id = customers.customer_id
