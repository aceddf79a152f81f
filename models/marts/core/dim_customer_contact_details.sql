-- one row per customer: how the person is called and reached; for those who may see it
{{ config(schema = 'restricted') }}

with

customers as (

    select customer_id from {{ ref('int_customers_golden') }}

),

attributes as (

    select
        customer_id,
        max(case when attribute = 'full_name' then attribute_value end) as full_name,
        max(case when attribute = 'first_name' then attribute_value end) as first_name,
        max(case when attribute = 'last_name' then attribute_value end) as last_name,
        max(case when attribute = 'email' then attribute_value end) as email,
        max(case when attribute = 'phone' then attribute_value end) as phone,
        max(case when attribute = 'company_name' then attribute_value end) as company_name,
        max(case when attribute = 'street' then attribute_value end) as street,
        max(case when attribute = 'city' then attribute_value end) as city,
        max(case when attribute = 'region' then attribute_value end) as region,
        max(case when attribute = 'postcode' then attribute_value end) as postcode,
        max(case when attribute = 'country' then attribute_value end) as country,
        max(case when attribute = 'birth_date' then attribute_value end) as birth_date

    from {{ ref('int_customer_attributes') }}

    group by 1

),

-- what belongs to several people, or to nobody, is no way to reach this one
own_contact_points as (

    select distinct
        customer_id,
        attribute,
        attribute_value

    from {{ ref('int_customer_contact_points') }}

    where refusal_reason is null

),

lists as (

    select
        customer_id,
        {{ joined_text('attribute_value', ';', 'attribute_value') }}
        filter (where attribute = 'email') as all_emails,
        {{ joined_text('attribute_value', ';', 'attribute_value') }}
        filter (where attribute = 'phone') as all_phones

    from own_contact_points

    group by 1

)

select
    -- ids
    customers.customer_id,
    -- text
    attributes.full_name,
    attributes.first_name,
    attributes.last_name,
    attributes.email,
    attributes.phone,
    attributes.company_name,
    attributes.street,
    attributes.city,
    attributes.region,
    attributes.postcode,
    attributes.country,
    lists.all_emails,
    lists.all_phones,
    -- dates
    cast(attributes.birth_date as date) as birth_date

from customers

left join attributes
    on customers.customer_id = attributes.customer_id

left join lists
    on customers.customer_id = lists.customer_id
