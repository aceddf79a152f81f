-- one row per raw row of the crm tables: taken in, or the reason why not
{{ config(materialized = 'view') }}

with

accounts as (

    select
        source_system,
        source_table,
        source_account_id as source_record_id,
        raw_row_id,
        reason_code,
        loaded_at,
        raw_record

    from {{ ref('int_accounts_checked') }}

),

contacts as (

    select
        source_system,
        source_table,
        source_contact_id as source_record_id,
        raw_row_id,
        reason_code,
        loaded_at,
        raw_record

    from {{ ref('int_contacts_checked') }}

),

revenue_events as (

    select
        source_system,
        source_table,
        source_revenue_event_id as source_record_id,
        raw_row_id,
        reason_code,
        loaded_at,
        raw_record

    from {{ ref('int_revenue_events_checked') }}

),

unioned as (

    select * from accounts
    union all
    select * from contacts
    union all
    select * from revenue_events

)

select * from unioned

-- what a staging model made by itself has no raw row
where source_table is not null
