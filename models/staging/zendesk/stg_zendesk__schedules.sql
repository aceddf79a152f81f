-- one row per weekly interval of zendesk.schedule, in the shape of int_schedules_unioned
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

schedules as (

    select * from {{ ref('base_zendesk__schedules') }}

),

-- the default schedule is not marked: it is the one that was made first
defaults as (

    select
        {{ value_at_least(
            'source_schedule_id',
            "coalesce(cast(created_at as string), '9') || '|' || lpad(source_schedule_id, 20, '0')"
        ) }} as source_schedule_id

    from schedules

    where version_number = 1
        and not is_deleted

),

-- the API has one row per schedule, with its intervals as a list
placed as (

    select
        *,
        {{ as_json('intervals') }} as listed,
        {{ each_number(
            0, 'greatest(coalesce(cast(json_array_length(' ~ as_json('intervals') ~ ') as bigint), 1), 1)'
        ) }} as place

    from schedules

),

timed as (

    select
        placed.*,
        case when intervals is null then start_minute
            else try_cast(json_extract_string(listed, '$[' || place || '].start_time') as integer)
        end as opens,
        case when intervals is null then end_minute
            else try_cast(json_extract_string(listed, '$[' || place || '].end_time') as integer)
        end as closes

    from placed

),

-- Zendesk counts from Sunday, we from Monday; what lies outside its week has no place in ours
shaped as (

    select
        'zendesk' as source_system,
        -- the raw row stands for the first interval of a list
        case when place = 0 then 'schedule' else 'schedule.intervals' end as source_table,
        raw_row_id || case when place > 0 then '.' || place else '' end as raw_row_id,
        version_number,
        is_exact_duplicate,
        source_schedule_id,
        source_schedule_id || '|' || coalesce(cast(opens as string), '') as source_interval_id,
        schedule_name,
        raw_time_zone,
        case
            when opens between 0 and 1439 and closes <= 10080 then opens + 8640
            when opens between 1440 and 10079 and closes <= 10080 then opens - 1440
        end as opens_minute,
        closes - opens as open_minutes,
        coalesce(
            source_schedule_id = (select defaults.source_schedule_id from defaults), false
        ) as is_default,
        is_deleted,
        loaded_at,
        raw_record

    from timed

)

select
    {{ all_but('open_minutes') }},
    opens_minute + open_minutes as closes_minute

from shaped
