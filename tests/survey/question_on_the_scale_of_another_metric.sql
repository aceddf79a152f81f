-- one row per question that is mapped to a scale of another metric: its answers would be read by
-- the ends, the direction or the satisfied part of something that was not asked
with

questions as (

    select * from {{ ref('survey_question_map') }}

),

scales as (

    select * from {{ ref('survey_scales') }}

)

select
    questions.source_system,
    questions.source_survey_id,
    questions.source_question_id,
    questions.metric_code,
    questions.scale_id

from questions

inner join scales
    on questions.scale_id = scales.scale_id

where scales.metric_code <> case questions.metric_code
        when 'tnps' then 'nps'
        when 'csat_overall' then 'csat'
        else questions.metric_code
    end
