-- one row per survey of Customer Voice, and one for the satisfaction of a case, in the shape of int_surveys_unioned
{{ config(enabled = 'dynamics' in var('survey_vendors')) }}

with

ratings as (

    select
        'satisfaction' as source_survey_id,
        'satisfaction' as source_question_id,
        'Satisfaction of a case' as survey_name,
        'How satisfied is the customer with how the case was handled?' as question_text,
        'csat' as source_metric_code,
        'csat_1_5' as source_scale_id,
        min(submitted_at) as created_at,
        max(updated_at) as updated_at,
        max(loaded_at) as loaded_at

    from {{ ref('base_dynamics__case_ratings') }}

    having count(*) > 0

),

-- the one question whose metric the tool knows; the surveys themselves are not landed
customer_voice as (

    select
        source_survey_id,
        'msfp_npsscore' as source_question_id,
        'Customer Voice survey' as survey_name,
        'How likely are you to recommend us?' as question_text,
        'nps' as source_metric_code,
        'nps_0_10' as source_scale_id,
        min(submitted_at) as created_at,
        max(updated_at) as updated_at,
        max(loaded_at) as loaded_at

    from {{ ref('base_dynamics__survey_responses') }}

    group by 1

),

unioned as (

    select * from ratings
    union all
    select * from customer_voice

),

shaped as (

    select
        'dynamics' as source_system,
        -- made here, so no raw table accounts for it
        cast(null as string) as source_table,
        'dynamics.built_in|' || source_survey_id || '#1' as raw_row_id,
        1 as version_number,
        false as is_exact_duplicate,
        unioned.*,
        'active' as raw_status,
        source_question_id as survey_category,
        source_question_id as question_key,
        'rating' as raw_question_type,
        cast(null as double) as scale_min,
        cast(null as double) as scale_max,
        false as is_deleted,
        cast(null as string) as raw_record

    from unioned

)

select * from shaped
