-- one row per span of servicenow.cmn_schedule_span that excludes days (of a yearly one: per year), in the shape of int_schedule_holidays_unioned
{{ config(enabled = 'servicenow' in var('help_desk_vendors')) }}

with

spans as (

    select * from {{ ref('base_servicenow__schedule_spans') }}
    where is_excluded

),

years as (

    select
        {{ each_number(var('calendar_start_date')[:4], var('as_of')[:4] | int + 2) }}
            as calendar_year

),

-- the same day of every year; "the third Monday" has no day here
repeated as (

    select
        spans.*,
        years.calendar_year

    from spans

    left join years
        on spans.repeat_type = 'yearly'
        and spans.yearly_type = 'doy'
        and spans.repeat_count = 1
        and spans.repeat_until is null
        and years.calendar_year >= date_part('year', spans.local_started_at)

),

dated as (

    select
        *,
        -- only whole days are closed, and only those that can be told
        case
            when cast(local_started_at as time) <> time '00:00:00' then null
            when repeat_type = 'once' then cast(local_started_at as date)
            when calendar_year is not null
                then try_cast(calendar_year || strftime(local_started_at, '-%m-%d') as date)
        end as first_date,
        -- midnight of the last day, or of the day after it
        cast(local_ended_at - interval 1 second as date) - cast(local_started_at as date)
            as further_days

    from repeated

),

shaped as (

    select
        'servicenow' as source_system,
        'cmn_schedule_span.excluded' as source_table,
        raw_row_id || coalesce('.' || calendar_year, '') as raw_row_id,
        version_number,
        is_exact_duplicate,
        source_schedule_id,
        source_span_id || coalesce('|' || calendar_year, '') as source_holiday_id,
        span_name as holiday_name,
        first_date,
        cast(first_date + further_days * interval 1 day as date) as last_date,
        is_deleted,
        loaded_at,
        raw_record

    from dated

)

select * from shaped
