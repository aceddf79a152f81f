-- one row per customer and first day of a quarter with answers in the months before: whether the last one was content, and whether the customer would recommend
with

quarters as (

    select
        quarter_start_date,
        cast(quarter_start_date - interval {{ var('loyalty_months') }} month as date) as seen_from,
        cast(quarter_start_date + interval {{ var('loyalty_months') }} month as date) as seen_until

    from {{ ref('dim_dates') }}

    where date_day = quarter_start_date
        and quarter_start_date <= {{ as_of() }}

),

answers as (

    select
        survey_answer_id,
        customer_id,
        payer_id,
        submitted_at,
        detractor_count = 1 as is_dissatisfied,
        promoter_count = 1 as is_promoter
    from {{ ref('fct_nps') }}
    where metric_code = 'nps'
        and is_included
        and customer_id <> 'unknown'

    union all

    select
        survey_answer_id,
        customer_id,
        payer_id,
        submitted_at,
        satisfied_count = 0 as is_dissatisfied,
        -- satisfaction says nothing of recommending
        cast(null as boolean) as is_promoter
    from {{ ref('fct_csat') }}
    where scope in ('interaction', 'overall')
        and is_included
        and customer_id <> 'unknown'

),

placed as (

    select
        quarters.*,
        answers.*,
        row_number() over (
            partition by quarters.quarter_start_date, answers.customer_id
            order by answers.submitted_at desc, answers.survey_answer_id
        ) as place,
        row_number() over (
            partition by
                quarters.quarter_start_date, answers.customer_id, answers.is_promoter is null
            order by answers.submitted_at desc, answers.survey_answer_id
        ) as place_of_kind

    from answers

    inner join quarters
        on answers.submitted_at >= quarters.seen_from
        and answers.submitted_at < quarters.quarter_start_date

)

select
    customer_id || '|' || cast(quarter_start_date as string) as customer_quarter_id,
    customer_id,
    max(case when place = 1 then payer_id end) as payer_id,
    quarter_start_date,
    seen_from,
    seen_until,
    bool_or(place = 1 and is_dissatisfied) as is_dissatisfied,
    coalesce(bool_or(place_of_kind = 1 and is_promoter), false) as is_promoter

from placed

group by 1, 2, 4, 5, 6
