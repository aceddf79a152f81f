-- one row per open weekday of freshdesk.business_hours, in the shape of int_schedules_unioned
{{ config(enabled = 'freshdesk' in var('help_desk_vendors')) }}

with

business_hours as (

    select * from {{ ref('base_freshdesk__business_hours') }}

),

-- {"monday": {"start_time": "8:00 am", "end_time": "5:00 pm"}}; a day that is missing is closed
weekdays as (

    select
        *,
        {{ each_entry(json_map(as_json('working_hours')), 'weekday', 'hours') }}

    from business_hours

),

timed as (

    select
        *,
        case left(lower(weekday), 3)
            when 'mon' then 0
            when 'tue' then 1
            when 'wed' then 2
            when 'thu' then 3
            when 'fri' then 4
            when 'sat' then 5
            when 'sun' then 6
        end * 1440 as midnight_minute,
        {{ minute_of_day("json_extract_string(hours, '$.start_time')") }} as start_minute,
        -- there is no 24:00: who works until midnight ends a minute (or a second) before
        case
            when regexp_matches(
                    lower(json_extract_string(hours, '$.end_time')), '^11:59(:59)? ?pm'
                ) then 1440
            else {{ minute_of_day("json_extract_string(hours, '$.end_time')") }}
        end as end_minute

    from weekdays

    where json_type(hours) <> 'NULL'

),

shaped as (

    select
        'freshdesk' as source_system,
        'business_hours.working_hours' as source_table,
        raw_row_id || '.' || weekday as raw_row_id,
        version_number,
        is_exact_duplicate,
        source_schedule_id,
        source_schedule_id || '|' || lower(weekday) as source_interval_id,
        schedule_name,
        raw_time_zone,
        midnight_minute + start_minute as opens_minute,
        -- who closes before opening works over midnight
        midnight_minute + end_minute
        + case when end_minute <= start_minute then 1440 else 0 end as closes_minute,
        is_default,
        is_deleted,
        loaded_at,
        raw_record

    from timed

)

select * from shaped
