-- one row per holiday of a schedule of any vendor, with the reason why it is not taken in (null: it is)
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
        cast(null as string) as source_holiday_id,
        cast(null as string) as holiday_name,
        cast(null as date) as first_date,
        cast(null as date) as last_date,
        cast(null as boolean) as is_deleted,
        cast(null as timestamp) as loaded_at,
        cast(null as string) as raw_record
    where false

    {% for vendor in vendors('schedule_holidays') %}
    union all
    select
        source_system, source_table, raw_row_id, version_number, is_exact_duplicate,
        source_schedule_id, source_holiday_id, holiday_name, first_date, last_date,
        is_deleted, loaded_at, raw_record
    from {{ ref('stg_' ~ vendor ~ '__schedule_holidays') }}
    {% endfor %}

),

judged as (

    select
        *,
        case
            when source_holiday_id is null or source_schedule_id is null
                then 'missing_mandatory:id'
            when version_number > 1 and is_exact_duplicate then 'exact_duplicate'
            when version_number > 1 then 'superseded_version'
            -- a list may hold a day twice
            when row_number()
                    over (
                        partition by source_system, source_holiday_id, version_number
                        order by raw_row_id
                    )
                > 1 then 'duplicate_key'
            when coalesce(last_date < first_date, true) then 'invalid_interval'
        end as reason_code

    from received

),

slimmed as (

    select
        {{ all_but('raw_record') }},
        -- the row as it came is kept where it is turned away
        case when reason_code is not null then raw_record end as raw_record

    from judged

)

select * from slimmed
