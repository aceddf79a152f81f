-- one row per customer who was ever in touch: the stage of the journey at the last contact, and since when
with

touchpoints as (

    select
        *,
        row_number() over (partition by customer_id order by sequence_number desc) as recency,
        first_value(stage_code) over (
            partition by customer_id
            order by sequence_number desc
        ) as journey_stage

    from {{ ref('fct_touchpoints') }}

    where sequence_number is not null
        -- what no map covers says nothing about the stage
        and stage_code <> 'unmapped'

),

-- the last contact in another stage ends the time that the customer has been in this one
compared as (

    select
        *,
        max(case when stage_code <> journey_stage then sequence_number end)
            over (partition by customer_id) as last_other_number

    from touchpoints

)

select
    customer_id,
    min(journey_stage) as journey_stage,
    max(case when recency = 1 then touchpoint end) as last_touchpoint,
    min(case when sequence_number > coalesce(last_other_number, 0) then occurred_at end)
        as journey_stage_since,
    max(occurred_at) as last_touchpoint_at

from compared

group by 1
