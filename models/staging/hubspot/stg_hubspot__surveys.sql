-- one row per survey and question that hubspot.feedback_submissions tells of, in the shape of int_surveys_unioned
{{ config(enabled = 'hubspot' in var('survey_vendors')) }}

with

submissions as (

    select * from {{ ref('base_hubspot__feedback_submissions') }}
    where version_number = 1

),

-- HubSpot has no table of surveys: each answer names its survey, which may have been renamed
surveys as (

    select
        source_survey_id,
        source_question_id,
        {{ value_at_most("survey_name", "submitted_at") }} as survey_name,
        max(survey_type) as survey_type,
        min(created_at) as created_at,
        max(updated_at) as updated_at,
        max(loaded_at) as loaded_at

    from submissions

    group by 1, 2

),

shaped as (

    select
        'hubspot' as source_system,
        -- made here, so no raw table accounts for it
        cast(null as string) as source_table,
        'hubspot.survey|' || source_survey_id || '|' || source_question_id || '#1' as raw_row_id,
        1 as version_number,
        false as is_exact_duplicate,
        source_survey_id,
        source_question_id,
        survey_name,
        cast(null as string) as raw_status,
        survey_type as survey_category,
        source_question_id as question_key,
        cast(null as string) as question_text,
        survey_type as raw_question_type,
        -- the kind of the survey says what it measures; a custom one does not
        case survey_type when 'NPS' then 'nps' when 'CSAT' then 'csat' when 'CES' then 'ces' end
            as source_metric_code,
        case survey_type
            when 'NPS' then 'nps_0_10'
            when 'CSAT' then 'csat_0_2'
            when 'CES' then 'ces_1_7_ease'
        end as source_scale_id,
        cast(null as double) as scale_min,
        cast(null as double) as scale_max,
        false as is_deleted,
        created_at,
        updated_at,
        loaded_at,
        cast(null as string) as raw_record

    from surveys

)

select * from shaped
