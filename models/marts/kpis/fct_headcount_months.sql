-- one row per team and month: how many people it had, and how many left (KPI-27)
{{ config(schema = 'restricted') }}

with

months as (

    select * from {{ ref('headcount_months') }}

),

judged as (

    select
        *,
        (headcount_start + headcount_end) / 2.0 as average_headcount,
        case
            when month_start >= cast({{ as_of() }} as date) then 'future_timestamp'
            when headcount_start + headcount_end = 0 then 'no_headcount'
        end as exclusion_reason

    from months

)

select
    -- ids
    team || '|' || cast(month_start as string) as headcount_month_id,
    -- text
    team,
    exclusion_reason,
    -- numbers
    headcount_start,
    headcount_end,
    cast(average_headcount as double) as average_headcount,
    leaver_count,
    voluntary_leaver_count,
    -- booleans
    exclusion_reason is null as is_included,
    -- dates
    month_start

from judged
