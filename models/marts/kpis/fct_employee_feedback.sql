-- one row per respondent and question (row of a matrix) of an employee survey, under a number that leads to nobody (KPI-27)
{{ config(schema = 'restricted') }}

with

answers as (

    select
        *,
        -- the respondent is numbered by this, not by the address: who knows all addresses of a
        -- team could put them in the same order
        min(survey_response_id) over (
            partition by survey_id, wave_id, respondent_identity
        ) as respondent_seed,
        -- exclusions first, then the latest response of a respondent in a wave
        dense_rank() over (
            partition by
                survey_id, wave_id, respondent_identity,
                response_exclusion_reason is null
            order by submitted_at desc, survey_response_id desc
        ) as recency_rank

    from {{ ref('int_employee_answers') }}

),

bands as (

    select * from {{ ref('kpi_bands') }}
    where kpi_code in ('employee_engagement', 'engagement_index')

),

-- all answers of a wave stand on its first day: a date of its own would point to a person.
-- A preview before the launch is no first day, unless nothing else came
numbered as (

    select
        answers.*,
        answers.survey_id || '|' || answers.wave_id || '|' || cast(dense_rank() over (
            partition by answers.survey_id, answers.wave_id
            order by md5(answers.respondent_seed || answers.wave_id)
        ) as string) as respondent_key,
        dense_rank() over (
            partition by answers.survey_id, answers.wave_id, answers.respondent_identity
            order by answers.submitted_at desc, answers.survey_response_id desc
        ) as response_number,
        cast(coalesce(
            min(
                case when answers.response_exclusion_reason is null then answers.submitted_at end
            ) over (partition by answers.survey_id, answers.wave_id),
            min(answers.submitted_at) over (partition by answers.survey_id, answers.wave_id)
        ) as date) as wave_date,
        bands.band,
        case
            when answers.response_exclusion_reason is not null
                then answers.response_exclusion_reason
            when answers.recency_rank > 1 then 'duplicate'
            -- a skipped item leaves the denominator
            when not answers.is_answered then 'no_answer'
        end as exclusion_reason

    from answers

    left join bands
        on answers.score between bands.score_min and bands.score_max
        and bands.kpi_code = case answers.metric_code
            when 'enps' then 'employee_engagement'
            when 'engagement' then 'engagement_index'
        end

)

select
    -- ids; each row of a matrix is an item of its own
    respondent_key || '|' || cast(response_number as string) || '|'
    || survey_question_id || coalesce('|' || source_row_id, '') as employee_answer_id,
    respondent_key,
    source_system,
    survey_id,
    survey_question_id,
    wave_id,
    -- text
    metric_code,
    team,
    site,
    tenure_band,
    exclusion_reason,
    -- numbers
    score,
    case when exclusion_reason is null then 1 else 0 end as response_count,
    case when exclusion_reason is null and band = 'promoter' then 1 else 0 end
        as promoter_count,
    case when exclusion_reason is null and band = 'passive' then 1 else 0 end
        as passive_count,
    case when exclusion_reason is null and band = 'detractor' then 1 else 0 end
        as detractor_count,
    case when exclusion_reason is null and band = 'favourable' then 1 else 0 end
        as favourable_count,
    -- booleans
    exclusion_reason is null as is_included,
    -- dates
    wave_date

from numbered
