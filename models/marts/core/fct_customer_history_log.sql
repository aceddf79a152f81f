-- one row per change of a customer's segment, status, account or consent: appended once, never changed
{{
    config(
        materialized = 'incremental',
        incremental_strategy = 'append',
        on_schema_change = 'append_new_columns',
        full_refresh = false,
        pre_hook = "{{ forget_in_history_log() }}"
    )
}}
-- depends_on: {{ ref('dim_customer_ids') }}

with

customers as (

    select * from {{ ref('dim_customers') }}
    where customer_id <> 'unknown'

),

logged as (

    select
        cast(null as string) as customer_id,
        cast(null as integer) as version_number,
        cast(null as string) as event,
        cast(null as string) as segment,
        cast(null as string) as customer_status,
        cast(null as string) as account_id,
        cast(null as boolean) as has_opted_out_of_email,
        cast(null as timestamp) as valid_from
    where false

    {% if is_incremental() %}
    union all
    select
        customer_id,
        version_number,
        event,
        segment,
        customer_status,
        account_id,
        has_opted_out_of_email,
        valid_from
    from {{ this }}
    {% endif %}

),

numbered as (

    select
        *,
        row_number() over (partition by customer_id order by version_number desc) as recency

    from logged

),

latest as (
    select * from numbered
    where recency = 1
),

compared as (

    select
        coalesce(customers.customer_id, latest.customer_id) as customer_id,
        coalesce(latest.version_number, 0) + 1 as version_number,
        case
            when latest.customer_id is null then 'first_seen'
            -- who is gone is told of once
            when customers.customer_id is null
                then case when latest.event <> 'gone' then 'gone' end
            when latest.event = 'gone' then 'back'
            when customers.segment <> latest.segment
                or customers.customer_status <> latest.customer_status
                or customers.account_id <> latest.account_id
                or coalesce(cast(customers.has_opted_out_of_email as string), '')
                <> coalesce(cast(latest.has_opted_out_of_email as string), '')
                then 'changed'
        end as event,
        customers.segment,
        customers.customer_status,
        customers.account_id,
        customers.has_opted_out_of_email,
        -- a change holds since it is seen; before the log began nothing else is known
        case
            when latest.customer_id is null
                then coalesce(customers.first_seen_at, {{ as_of() }})
            else greatest(latest.valid_from, {{ as_of() }})
        end as valid_from

    from customers

    full join latest
        on customers.customer_id = latest.customer_id

)

select
    -- ids
    customer_id || '|' || version_number as customer_version_id,
    customer_id,
    account_id,
    -- text
    event,
    segment,
    customer_status,
    -- numbers and booleans
    cast(version_number as integer) as version_number,
    has_opted_out_of_email,
    -- timestamps
    valid_from,
    {{ as_of() }} as logged_at

from compared

where event is not null
