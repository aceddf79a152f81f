-- one row per question of a survey, with the metric and the scale that it stands for: the input contract
with

questions as (

    select * from {{ ref('int_surveys_checked') }}
    where reason_code is null

),

question_map as (

    select * from {{ ref('survey_question_map') }}

),

scales as (

    select * from {{ ref('survey_scales') }}

),

-- the map says what a question measures; without an entry the tool may know
measured as (

    select
        questions.*,
        coalesce(question_map.metric_code, questions.source_metric_code)
            as metric_code,
        coalesce(question_map.scale_id, questions.source_scale_id) as scale_id,
        case
            when question_map.metric_code is not null then 'survey_question_map'
            when questions.source_metric_code is not null then 'tool'
        end as metric_source,
        question_map.aspect

    from questions

    left join question_map
        on questions.source_system = question_map.source_system
        and questions.source_survey_id = question_map.source_survey_id
        and questions.source_question_id = question_map.source_question_id

),

keyed as (

    select
        -- ids
        measured.source_system || ':' || measured.source_survey_id || ':'
        || measured.source_question_id as survey_question_id,
        measured.source_system || ':' || measured.source_survey_id as survey_id,
        measured.source_system,
        measured.source_survey_id,
        measured.source_question_id,
        measured.scale_id,
        -- text
        measured.survey_name,
        measured.raw_status,
        measured.survey_category,
        measured.question_key,
        measured.question_text,
        measured.raw_question_type,
        measured.metric_code,
        measured.metric_source,
        measured.aspect,
        scales.wording,
        -- numbers
        coalesce(scales.scale_min, measured.scale_min) as scale_min,
        coalesce(scales.scale_max, measured.scale_max) as scale_max,
        -- booleans
        coalesce(measured.is_deleted, false) as is_deleted,
        -- a survey that asks staff about work measures no customer, whatever else it asks
        bool_or(
            coalesce(measured.metric_code in ('enps', 'engagement'), false)
            or coalesce(measured.survey_category = 'EX', false)
        ) over (
            partition by measured.source_system, measured.source_survey_id
        ) as is_employee_survey,
        -- timestamps
        measured.created_at,
        measured.updated_at,
        measured.loaded_at

    from measured

    left join scales
        on measured.scale_id = scales.scale_id

)

select * from keyed
