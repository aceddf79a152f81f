-- one row per account: the values that survive from its records
with

accounts as (

    select * from {{ ref('int_accounts_unioned') }}

),

account_map as (

    select * from {{ ref('int_account_map') }}

),

priorities as (

    select * from {{ ref('source_priority') }}

),

bands as (

    select * from {{ ref('segment_bands') }}
    where employees_min is not null

),

ranked as (

    select
        accounts.*,
        account_map.account_id,
        row_number() over (
            partition by account_map.account_id
            order by
                accounts.is_deleted,
                priorities.priority nulls last,
                accounts.updated_at desc nulls last,
                accounts.account_record_id
        ) as survivor_rank

    from accounts

    inner join account_map
        on accounts.account_record_id = account_map.account_record_id

    left join priorities
        on accounts.source_system = priorities.source_system

),

-- of each attribute the best ranked record that has it
survived as (

    select
        account_id,
        {{ value_at_least("account_name", "survivor_rank") }} as account_name,
        {{ value_at_least("industry", "survivor_rank") }} filter (where industry is not null) as industry,
        {{ value_at_least("country", "survivor_rank") }} filter (where country is not null) as country,
        {{ value_at_least("employee_count", "survivor_rank") }}
        filter (where employee_count is not null) as employee_count,
        {{ value_at_least("account_record_id", "survivor_rank") }}
        filter (where employee_count is not null) as employee_count_record_id,
        count(*) as source_record_count,
        count(distinct source_system) as source_system_count,
        bool_and(is_deleted) as is_deleted,
        min(created_at) as first_seen_at

    from ranked

    group by 1

),

segmented as (

    select
        survived.*,
        coalesce(bands.segment, 'unknown') as segment

    from survived

    left join bands
        on survived.employee_count >= bands.employees_min
        and survived.employee_count <= coalesce(bands.employees_max, survived.employee_count)

)

select * from segmented
