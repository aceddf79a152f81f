-- one row per customer whose contact details are kept longer than the policy says (GOV-18)
{{ config(schema = 'restricted') }}

with

policy as (

    select retained_months from {{ ref('retention_policy') }}
    where data_class = 'contact_details'

),

keys as (

    select * from {{ ref('int_customer_keys') }}

),

purchases as (

    select
        payer_id,
        customer_id,
        max(coalesce(cast(service_end_date as timestamp), occurred_at)) as paid_until

    from {{ ref('fct_revenue') }}

    group by 1, 2

),

payers as (

    select
        payer_id,
        max(paid_until) as paid_until

    from purchases

    group by 1

),

activities as (

    select
        customer_id,
        occurred_at as active_at
    from {{ ref('fct_touchpoints') }}

    union all

    select
        customer_id,
        paid_until as active_at
    from purchases

    union all

    -- who has a contract is a customer until it ends, and so is everyone whose company has it
    select
        keys.customer_id,
        payers.paid_until as active_at
    from keys
    inner join payers
        on keys.payer_id = payers.payer_id

    union all

    select
        keys.customer_id,
        coalesce(contacts.updated_at, contacts.created_at) as active_at
    from {{ ref('int_contacts_unioned') }} as contacts
    inner join keys
        on contacts.contact_record_id = keys.contact_record_id

),

latest as (

    select
        customer_id,
        max(active_at) as last_activity_at

    from activities

    group by 1

),

due as (

    select
        latest.customer_id,
        latest.last_activity_at,
        cast({{ dbt.dateadd('month', 'policy.retained_months', 'latest.last_activity_at') }} as date)
            as due_since

    from latest

    inner join {{ ref('dim_customer_contact_details') }} as details
        on latest.customer_id = details.customer_id

    cross join policy

    -- who was erased has none
    where coalesce(details.full_name, details.all_emails, details.all_phones, details.street)
        is not null

)

select
    *,
    {{ dbt.datediff('due_since', as_of(), 'day') }} as overdue_days

from due

where due_since < cast({{ as_of() }} as date)
