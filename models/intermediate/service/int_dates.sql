-- one row per day from calendar_start_date to the end of the year after as_of
with

spine as (

    {{ dbt.date_spine(
        datepart='day',
        start_date="cast('" ~ var('calendar_start_date') ~ "' as date)",
        end_date=dbt.dateadd('year', 2, dbt.date_trunc('year', as_of()))
    ) }}

)

select cast(date_day as date) as date_day from spine
