-- one row per survey, with the KPIs that its questions feed
with

questions as (

    select * from {{ ref('int_surveys_unioned') }}

)

select
    survey_id,
    source_system,
    source_survey_id,
    max(survey_name) as survey_name,
    max(survey_category) as survey_category,
    max(raw_status) as raw_status,
    string_agg(distinct metric_code, ', ' order by metric_code) as metric_codes,
    count(*) as question_count

from questions

group by 1, 2, 3
