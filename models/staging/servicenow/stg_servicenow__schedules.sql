-- one row per span of servicenow.cmn_schedule_span and weekday on which it repeats, in the shape of int_schedules_unioned
{{ config(enabled = 'servicenow' in var('help_desk_vendors')) }}

with

schedules as (

    select * from {{ ref('base_servicenow__schedules') }}
    where version_number = 1

),

-- what is no exclusion is working time
spans as (

    select
        *,
        -- a whole day ends at 23:59:59
        case
            when cast(local_ended_at as time) = time '23:59:59'
                then local_ended_at + interval 1 second
            else local_ended_at
        end as local_closed_at,
        -- a span that does not repeat every week for ever has no place in a week
        case
            when repeat_count > 1 or repeat_until is not null then null
            when repeat_type = 'daily' then '1234567'
            when repeat_type = 'weekdays' then '12345'
            when repeat_type = 'weekends' then '67'
            when repeat_type = 'weekMWF' then '135'
            when repeat_type = 'weekTT' then '24'
            when repeat_type in ('weekly', 'specific') then days_of_week
        end as weekdays

    from {{ ref('base_servicenow__schedule_spans') }}

    where not is_excluded

),

repeated as (

    select
        spans.*,
        days.day_number

    from spans

    -- one that cannot be placed stays, without a day
    left join (select {{ each_number(0, 7) }} as day_number) as days
        on contains(spans.weekdays, cast(days.day_number + 1 as string))

),

timed as (

    select
        *,
        day_number * 1440 + ({{ epoch_seconds('local_started_at') }} % 86400) / 60
            as opens_at_minute,
        ({{ epoch_seconds('local_closed_at') }} - {{ epoch_seconds('local_started_at') }}) / 60
            as open_minutes

    from repeated

),

shaped as (

    select
        'servicenow' as source_system,
        'cmn_schedule_span.weekday' as source_table,
        timed.raw_row_id || '.' || coalesce(cast(timed.day_number + 1 as string), '')
            as raw_row_id,
        timed.version_number,
        timed.is_exact_duplicate,
        timed.source_schedule_id,
        timed.source_span_id || '|' || coalesce(cast(timed.day_number + 1 as string), '')
            as source_interval_id,
        schedules.schedule_name,
        schedules.raw_time_zone,
        cast(timed.opens_at_minute as integer) as opens_minute,
        cast(timed.opens_at_minute + timed.open_minutes as integer) as closes_minute,
        -- no schedule is the account's own: name one in the var default_schedule_id
        false as is_default,
        timed.is_deleted or coalesce(schedules.is_deleted, false) as is_deleted,
        timed.loaded_at,
        timed.raw_record

    from timed

    left join schedules
        on timed.source_schedule_id = schedules.source_schedule_id

)

select * from shaped
