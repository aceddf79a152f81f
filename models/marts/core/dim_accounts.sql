-- one row per account, the organisation behind all its records, and rows for no and for an unknown account
with

accounts as (

    select * from {{ ref('int_accounts_golden') }}

),

revenue as (

    select * from {{ ref('int_payer_revenue') }}

),

described as (

    select
        -- ids
        accounts.account_id,
        -- text
        accounts.account_name,
        accounts.segment,
        accounts.industry,
        accounts.country,
        case
            when revenue.first_won_at is not null then 'customer'
            else 'prospect'
        end as account_status,
        -- numbers
        accounts.employee_count,
        accounts.source_record_count,
        accounts.source_system_count,
        -- booleans
        accounts.is_deleted,
        -- timestamps
        accounts.first_seen_at,
        revenue.first_won_at,
        revenue.last_won_at

    from accounts

    left join revenue
        on accounts.account_id = revenue.payer_id

),

special_members as (

    select
        account_id,
        account_name,
        segment,
        cast(null as string) as industry,
        cast(null as string) as country,
        'unknown' as account_status,
        cast(null as integer) as employee_count,
        0 as source_record_count,
        0 as source_system_count,
        false as is_deleted,
        cast(null as timestamp) as first_seen_at,
        cast(null as timestamp) as first_won_at,
        cast(null as timestamp) as last_won_at

    from (
        select
            'none' as account_id,
            'No account' as account_name,
            'consumer' as segment
        union all
        select
            'unknown' as account_id,
            'Unknown account' as account_name,
            'unknown' as segment
    ) as members

),

unioned as (

    select * from described
    union all
    select * from special_members

)

select * from unioned
