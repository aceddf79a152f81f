-- How many customers of each year are still with us after 3, 6, 12 and 24 months?
-- How to read it: a cohort is the payers whose first revenue was in the year; only its months
-- of acquisition that are old enough count, so n shrinks to the right. Contractual payers and
-- others are apart: the second count as customers only 90 days after a purchase, so their
-- rate is low by nature. The interval is that of 12 months; empty means too young.
with

cohorts as (

    select * from {{ ref('rpt_retention_cohorts') }}
    where is_mature

),

counted as (

    select
        cast(extract(year from cohort_month) as integer) as cohort_year,
        churn_rule,
        sum(case when tenure_months = 0 then cohort_size end) as n,
        sum(case when tenure_months = 3 then active_count end) as active_3,
        sum(case when tenure_months = 3 then cohort_size end) as n_3,
        sum(case when tenure_months = 6 then active_count end) as active_6,
        sum(case when tenure_months = 6 then cohort_size end) as n_6,
        sum(case when tenure_months = 12 then active_count end) as active_12,
        sum(case when tenure_months = 12 then cohort_size end) as n_12,
        sum(case when tenure_months = 24 then active_count end) as active_24,
        sum(case when tenure_months = 24 then cohort_size end) as n_24

    from cohorts

    group by cohort_year, churn_rule

)

select
    churn_rule,
    cohort_year,
    n,
    cast(active_3 as double) / nullif(n_3, 0) as retention_3_months,
    cast(active_6 as double) / nullif(n_6, 0) as retention_6_months,
    n_12,
    cast(active_12 as double) / nullif(n_12, 0) as retention_12_months,
    {{ wilson_bound('active_12', 'n_12', '-') }} as ci_lo_12_months,
    {{ wilson_bound('active_12', 'n_12', '+') }} as ci_hi_12_months,
    n_24,
    cast(active_24 as double) / nullif(n_24, 0) as retention_24_months

from counted

order by churn_rule, cohort_year
