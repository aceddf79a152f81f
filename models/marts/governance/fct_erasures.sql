-- one row per person who was erased: why, when, and how much is left that nobody can be told by
with

people as (

    select
        erased_person_id,
        min(request_id) as request_id,
        min(reason) as erasure_reason,
        min(requested_on) as requested_on,
        min(erased_on) as erased_on

    from {{ ref('erasures') }}

    group by 1

),

records as (

    select
        regexp_extract(source_record_id, '^erased-[0-9a-f]+', 0) as erased_person_id,
        min(customer_id) as customer_id,
        count(*) as record_count

    from {{ ref('dim_customer_source_records') }}

    where source_record_id like 'erased-%'

    group by 1

),

touchpoints as (

    select
        customer_id,
        count(*) as touchpoint_count

    from {{ ref('fct_touchpoints') }}

    group by 1

)

select
    -- ids
    people.erased_person_id,
    people.request_id,
    records.customer_id,
    -- text
    people.erasure_reason,
    -- numbers
    coalesce(records.record_count, 0) as record_count,
    coalesce(touchpoints.touchpoint_count, 0) as touchpoint_count,
    -- dates
    people.requested_on,
    people.erased_on

from people

left join records
    on people.erased_person_id = records.erased_person_id

left join touchpoints
    on records.customer_id = touchpoints.customer_id
