-- one row per counted answer or response of a survey, with the value that it adds to its KPI
{{ config(materialized = 'view') }}

with

csat as (

    select
        *,
        case scope when 'interaction' then 'csat' else 'csat_' || scope end as kpi_code,
        case scope when 'aspect' then scope end as topic_type

    from {{ ref('fct_csat') }}
    where is_included

),

-- a change of the instrument breaks the trend, so it is always a cut
ces as (

    select
        *,
        coalesce(scale_id, 'unknown') as instrument

    from {{ ref('fct_ces') }}
    where is_included

),

counted as (

    -- relationship and transactional NPS are separate series
    select
        metric_code as kpi_code, survey_answer_id as observation_key, submitted_date,
        channel, segment, source_system, agent_group,
        cast(null as string) as topic_type, cast(null as string) as topic,
        cast(promoter_count - detractor_count as double) as observed_value
    from {{ ref('fct_nps') }}
    where is_included
    union all
    select
        kpi_code, survey_answer_id as observation_key, submitted_date,
        channel, segment, source_system, agent_group,
        topic_type, aspect as topic,
        satisfied_count as observed_value
    from csat
    union all
    select
        'csat_top_box' as kpi_code, survey_answer_id as observation_key, submitted_date,
        channel, segment, source_system, agent_group,
        cast(null as string) as topic_type, cast(null as string) as topic,
        top_box_count as observed_value
    from csat
    where scope = 'interaction'
    union all
    select
        'csat_position' as kpi_code, survey_answer_id as observation_key, submitted_date,
        channel, segment, source_system, agent_group,
        cast(null as string) as topic_type, cast(null as string) as topic,
        score_position as observed_value
    from csat
    where scope = 'interaction'
    union all
    select
        'ces' as kpi_code, survey_answer_id as observation_key, submitted_date,
        channel, segment, source_system, agent_group,
        'instrument' as topic_type, instrument as topic,
        effort_score as observed_value
    from ces
    union all
    select
        'ces_low_effort' as kpi_code, survey_answer_id as observation_key, submitted_date,
        channel, segment, source_system, agent_group,
        'instrument' as topic_type, instrument as topic,
        low_effort_count as observed_value
    from ces
    union all
    select
        'ces_agree' as kpi_code, survey_answer_id as observation_key, submitted_date,
        channel, segment, source_system, agent_group,
        cast(null as string) as topic_type, cast(null as string) as topic,
        agree_count as observed_value
    from ces
    where agreement_count = 1
    union all
    select
        'fcr_survey' as kpi_code, survey_answer_id as observation_key, submitted_date,
        channel, segment, source_system, agent_group,
        cast(null as string) as topic_type, cast(null as string) as topic,
        solved_count as observed_value
    from {{ ref('fct_first_contact_answers') }}
    where is_included
    union all
    -- a rating has no begin, so it cannot be left unfinished
    select
        'survey_completion' as kpi_code, survey_response_id as observation_key, submitted_date,
        channel, segment, source_system, agent_group,
        cast(null as string) as topic_type, cast(null as string) as topic,
        finished_count as observed_value
    from {{ ref('fct_survey_responses') }}
    where is_included and not is_rating

)

select
    kpi_code || '|' || observation_key as observation_id,
    kpi_code,
    observation_key,
    submitted_date as observed_on,
    channel,
    segment,
    source_system,
    agent_group,
    topic_type,
    topic,
    observed_value,
    cast(1 as double) as observed_weight,
    false as is_pending

from counted
