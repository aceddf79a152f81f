-- one row per customer whose contact details are kept longer than the policy says (GOV-18)
{{ config(schema = 'restricted') }}

with

policy as (

    select retained_months from {{ ref('retention_policy') }}
    where data_class = 'contact_details'

),

activities as (

    select
        customer_id,
        occurred_at as active_at
    from {{ ref('fct_touchpoints') }}

    union all

    -- who has a contract is a customer until it ends
    select
        customer_id,
        coalesce(cast(service_end_date as timestamp), occurred_at) as active_at
    from {{ ref('fct_revenue') }}

    union all

    select
        keys.customer_id,
        coalesce(contacts.updated_at, contacts.created_at) as active_at
    from {{ ref('int_contacts_unioned') }} as contacts
    inner join {{ ref('dim_customer_source_records') }} as keys
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
