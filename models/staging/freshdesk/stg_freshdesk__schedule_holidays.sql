-- one row per holiday of freshdesk.business_hours (of a yearly one: per year), in the shape of int_schedule_holidays_unioned
{{ config(enabled = 'freshdesk' in var('help_desk_vendors')) }}

with

business_hours as (

    select * from {{ ref('base_freshdesk__business_hours') }}

),

listed as (

    select
        *,
        {{ each() }}({{ json_elements(as_json('list_of_holidays')) }}) as item

    from business_hours

),

named as (

    select
        *,
        coalesce(
            json_extract_string(item, '$.holiday_date'), json_extract_string(item, '$.date')
        ) as holiday_text,
        coalesce(
            json_extract_string(item, '$.holiday_name'), json_extract_string(item, '$.name')
        ) as holiday_name

    from listed

),

-- "--01-16" is the 16th of January of every year
years as (

    select
        {{ each_number(var('calendar_start_date')[:4], var('as_of')[:4] | int + 2) }}
            as calendar_year

),

dated as (

    select
        named.*,
        coalesce(years.calendar_year || substr(named.holiday_text, 2), named.holiday_text)
            as date_text

    from named

    left join years
        on starts_with(named.holiday_text, '--')

),

shaped as (

    select
        'freshdesk' as source_system,
        'business_hours.list_of_holidays' as source_table,
        raw_row_id || '.' || coalesce(date_text, '') as raw_row_id,
        version_number,
        is_exact_duplicate,
        source_schedule_id,
        source_schedule_id || '|' || date_text as source_holiday_id,
        holiday_name,
        {{ parse_date('date_text') }} as first_date,
        {{ parse_date('date_text') }} as last_date,
        is_deleted,
        loaded_at,
        raw_record

    from dated

    -- the 29th of February is not in every year
    where not starts_with(holiday_text, '--') or try_cast(date_text as date) is not null

)

select * from shaped
