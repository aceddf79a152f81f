-- one row per organisation of a source system: the input contract
with

accounts as (

    select * from {{ ref('int_accounts_checked') }}
    where reason_code is null

),

keyed as (

    select
        -- ids
        source_system || ':' || source_account_id as account_record_id,
        source_system,
        source_account_id,
        external_id,
        source_system || ':' || parent_source_account_id as parent_account_record_id,
        source_system || ':' || merged_into_source_account_id
            as merged_into_account_record_id,
        -- text
        account_name,
        account_type,
        industry,
        country,
        phone,
        domains,
        -- numbers
        employee_count,
        annual_revenue,
        -- booleans
        coalesce(is_deleted, false) as is_deleted,
        -- timestamps
        created_at,
        updated_at,
        loaded_at

    from accounts

)

select * from keyed
