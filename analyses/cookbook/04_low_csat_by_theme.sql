-- Which themes do customers write about on tickets that they rate badly?
-- How to read it: difference is CSAT of the rated tickets with the theme less that of the
-- others with text: more than chance where difference_ci_hi is below 0 and n (ratings) 30 or
-- more. share_of_dissatisfied says how much of the problem it is. A theme that goes with low
-- CSAT need not cause it, and of many themes one stands out by chance.
with

texts as (

    select distinct ticket_id from {{ ref('fct_feedback_items') }}
    where is_included and has_text

),

themes as (

    select distinct ticket_id, theme_name from {{ ref('fct_feedback_themes') }}
    where is_included

),

ratings as (

    select
        csat.ticket_id, csat.satisfied_count,
        count(*) over () as n_all, sum(csat.satisfied_count) over () as satisfied_all
    from {{ ref('fct_csat') }} as csat
    inner join texts on csat.ticket_id = texts.ticket_id
    where csat.is_included and csat.scope = 'interaction'

),

counted as (

    select
        themes.theme_name, ratings.n_all, ratings.satisfied_all,
        count(*) as n, sum(ratings.satisfied_count) as satisfied
    from ratings
    inner join themes on ratings.ticket_id = themes.ticket_id
    group by themes.theme_name, ratings.n_all, ratings.satisfied_all

),

shares as (

    select
        theme_name, n, satisfied, n_all - n as n_others, satisfied / n as csat,
        (satisfied_all - satisfied) / nullif(n_all - n, 0) as csat_others,
        (n - satisfied) / nullif(n_all - satisfied_all, 0) as share_of_dissatisfied
    from counted

)

select
    *,
    csat - csat_others as difference,
    csat - csat_others + {{ var('confidence_z') }}
    * sqrt(csat * (1 - csat) / n + csat_others * (1 - csat_others) / n_others) as difference_ci_hi
from shares
order by difference, theme_name
