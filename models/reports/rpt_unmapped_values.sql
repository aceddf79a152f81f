-- one row per value of a tool that no map covers, with how often it occurs
with

unmapped as (

    select
        map_name,
        source_system,
        raw_value
    from {{ ref('int_unmapped_service_values') }}

    union all

    select
        map_name,
        source_system,
        raw_value
    from {{ ref('int_unmapped_survey_values') }}

    union all

    select
        map_name,
        source_system,
        raw_value
    from {{ ref('int_unmapped_revenue_values') }}

    -- a question that looks like a KPI and feeds none
    union all

    select
        'survey_question_map' as map_name,
        source_system,
        source_survey_id || '|' || source_question_id || ' looks like '
        || suggested_metric_code || ': ' || question_text as raw_value
    from {{ ref('int_survey_question_hints') }}

    union all

    select
        'touchpoint_map' as map_name,
        source_system,
        maps_from || '|' || raw_touchpoint as raw_value
    from {{ ref('fct_touchpoints') }}
    where touchpoint = 'unmapped'

),

counted as (

    select
        map_name,
        source_system,
        coalesce(raw_value, '') as raw_value,
        count(*) as row_count

    from unmapped

    group by 1, 2, 3

)

select
    *,
    map_name || '|' || source_system || '|' || raw_value as unmapped_value_id

from counted
