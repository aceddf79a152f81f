-- one row per customer, the person behind all its records, and one row for the unknown customer
with

customers as (

    select * from {{ ref('int_customers_golden') }}

),

revenue as (

    select * from {{ ref('int_payer_revenue') }}

),

described as (

    select
        -- ids
        customers.customer_id,
        coalesce(customers.account_id, 'none') as account_id,
        customers.payer_id,
        -- text
        customers.segment,
        customers.country,
        customers.language,
        -- someone who bought, or may
        case
            when revenue.first_won_at is not null then 'customer'
            else 'prospect'
        end as customer_status,
        -- numbers
        customers.source_record_count,
        customers.source_system_count,
        -- booleans
        customers.is_identifiable,
        customers.has_opted_out_of_email,
        customers.is_deleted,
        -- timestamps
        customers.first_seen_at

    from customers

    left join revenue
        on customers.payer_id = revenue.payer_id

),

unknown_member as (

    select
        'unknown' as customer_id,
        'unknown' as account_id,
        'unknown' as payer_id,
        'unknown' as segment,
        cast(null as string) as country,
        cast(null as string) as language,
        'unknown' as customer_status,
        0 as source_record_count,
        0 as source_system_count,
        false as is_identifiable,
        cast(null as boolean) as has_opted_out_of_email,
        false as is_deleted,
        cast(null as timestamp) as first_seen_at

),

unioned as (

    select * from described
    union all
    select * from unknown_member

)

select * from unioned
