-- one row per customer, the person behind all its records, and one row for the unknown customer
with

customers as (

    select * from {{ ref('int_customers_golden') }}

),

revenue as (

    select * from {{ ref('int_payer_revenue') }}

),

-- what may be done with a person's data at as_of
usable as (

    select
        customer_id,
        bool_or(is_usable and purpose = 'survey') as is_usable_for_survey,
        bool_or(is_usable and purpose = 'marketing') as is_usable_for_marketing,
        bool_or(is_usable and purpose = 'personalization') as is_usable_for_personalization

    from {{ ref('dim_customer_consents') }}

    where valid_to is null

    group by 1

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
        usable.is_usable_for_survey,
        usable.is_usable_for_marketing,
        usable.is_usable_for_personalization,
        -- timestamps
        customers.first_seen_at

    from customers

    left join revenue
        on customers.payer_id = revenue.payer_id

    left join usable
        on customers.customer_id = usable.customer_id

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
        false as is_usable_for_survey,
        false as is_usable_for_marketing,
        false as is_usable_for_personalization,
        cast(null as timestamp) as first_seen_at

),

unioned as (

    select * from described
    union all
    select * from unknown_member

)

select * from unioned
