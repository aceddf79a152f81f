-- one row per weekly opening interval of a schedule of any vendor, with the reason why it is not taken in (null: it is)
with

-- a domain without a vendor is empty, not absent: the columns and their types stand here
received as (

    select
        cast(null as string) as source_system,
        cast(null as string) as source_table,
        cast(null as string) as raw_row_id,
        cast(null as integer) as version_number,
        cast(null as boolean) as is_exact_duplicate,
        cast(null as string) as source_schedule_id,
        cast(null as string) as source_interval_id,
        cast(null as string) as schedule_name,
        cast(null as string) as raw_time_zone,
        cast(null as integer) as opens_minute,
        cast(null as integer) as closes_minute,
        cast(null as boolean) as is_default,
        cast(null as boolean) as is_deleted,
        cast(null as timestamp) as loaded_at,
        cast(null as string) as raw_record
    where false

    {% for vendor in vendors('schedules') %}
    union all
    select
        source_system, source_table, raw_row_id, version_number, is_exact_duplicate,
        source_schedule_id, source_interval_id, schedule_name, raw_time_zone,
        opens_minute, closes_minute, is_default, is_deleted, loaded_at, raw_record
    from {{ ref('stg_' ~ vendor ~ '__schedules') }}
    {% endfor %}

),

time_zones as (

    select * from {{ ref('time_zone_map') }}

),

judged as (

    select
        received.*,
        time_zones.time_zone,
        case
            when received.source_schedule_id is null then 'missing_mandatory:id'
            when received.version_number > 1 and received.is_exact_duplicate then 'exact_duplicate'
            when received.version_number > 1 then 'superseded_version'
            -- a list may hold an interval twice
            when row_number()
                    over (
                        partition by received.source_system, received.source_interval_id, received.version_number
                        order by received.raw_row_id
                    )
                > 1 then 'duplicate_key'
            when time_zones.time_zone is null then 'unknown_time_zone'
            -- it may run over the end of the week, but not for longer than a week
            when coalesce(
                    received.opens_minute not between 0 and 10079
                    or received.closes_minute <= received.opens_minute
                    or received.closes_minute > received.opens_minute + 10080,
                    true
                ) then 'invalid_interval'
        end as reason_code

    from received

    left join time_zones
        on lower(received.raw_time_zone) = lower(time_zones.raw_time_zone)

),

slimmed as (

    select
        {{ all_but('raw_record') }},
        -- the row as it came is kept where it is turned away
        case when reason_code is not null then raw_record end as raw_record

    from judged

)

select * from slimmed
