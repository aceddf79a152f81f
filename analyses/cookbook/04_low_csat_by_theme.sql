-- Which themes do customers write about on tickets that they rate badly?
-- How to read it: difference is CSAT of the rated tickets with the theme less that of the
-- others with text; it is more than chance where difference_ci_hi is below 0; below n 30 do
-- not believe the interval. n counts ratings. share_of_dissatisfied says how much of the
-- problem it is. A theme that goes with low CSAT need not cause it, one ticket may have
-- several themes, and of many themes one stands out by chance.
with

ratings as (

    select * from {{ ref('fct_csat') }}
    where is_included and scope = 'interaction' and ticket_id is not null

),

themes as (

    select distinct ticket_id, theme_code, theme_name
    from {{ ref('fct_feedback_themes') }}
    where is_included

),

totals as (

    select count(*) as n, sum(satisfied_count) as satisfied from ratings
    where ticket_id in (
        select ticket_id from {{ ref('fct_feedback_items') }} where is_included and has_text
    )

),

counted as (

    select themes.theme_name, count(*) as n, sum(ratings.satisfied_count) as satisfied
    from ratings
    inner join themes on ratings.ticket_id = themes.ticket_id group by 1

),

shares as (

    select
        counted.*,
        totals.n - counted.n as n_others,
        (totals.satisfied - counted.satisfied) / nullif(totals.n - counted.n, 0) as csat_others,
        counted.satisfied / counted.n as csat,
        (counted.n - counted.satisfied) / nullif(totals.n - totals.satisfied, 0)
            as share_of_dissatisfied
    from counted cross join totals

)

select
    *,
    csat - csat_others as difference,
    csat - csat_others + {{ var('confidence_z') }}
    * sqrt(csat * (1 - csat) / n + csat_others * (1 - csat_others) / n_others) as difference_ci_hi
from shares
order by difference, theme_name
