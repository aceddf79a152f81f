-- one row per customer: what is known of the person, from which tools, and how complete and sure it is
with

customers as (

    select * from {{ ref('dim_customers') }}
    where customer_id <> 'unknown'

),

records as (

    select
        people.customer_id,
        people.source_system,
        people.match_confidence,
        row_number() over (
            partition by people.customer_id
            order by contacts.created_at nulls last, people.contact_record_id
        ) as age_rank

    from {{ ref('int_customer_keys') }} as people

    inner join {{ ref('int_contacts_unioned') }} as contacts
        on people.contact_record_id = contacts.contact_record_id

    where people.customer_id is not null

),

origins as (

    select
        customer_id,
        {{ joined_text('distinct source_system', ', ', 'source_system') }} as source_systems,
        max(case when age_rank = 1 then source_system end) as first_source_system,
        -- a chain is as strong as its weakest link
        min(match_confidence) as match_confidence

    from records

    group by 1

),

attributes as (

    select
        customer_id,
        max(case when attribute = 'lead_source' then attribute_value end) as lead_source,
        count(*) as attribute_count

    from {{ ref('int_customer_attributes') }}

    group by 1

),

wanted as (

    select count(*) as attribute_count from {{ ref('attribute_rules') }}

),

revenue as (

    select * from {{ ref('int_payer_revenue') }}

)

select
    customers.*,
    origins.source_systems,
    origins.first_source_system,
    attributes.lead_source,
    revenue.first_won_at,
    revenue.last_won_at,
    coalesce(revenue.won_event_count, 0) as won_event_count,
    cast(origins.match_confidence as double) as match_confidence,
    cast(coalesce(attributes.attribute_count, 0) as double)
    / wanted.attribute_count as profile_completeness

from customers

cross join wanted

left join origins
    on customers.customer_id = origins.customer_id

left join attributes
    on customers.customer_id = attributes.customer_id

left join revenue
    on customers.payer_id = revenue.payer_id
