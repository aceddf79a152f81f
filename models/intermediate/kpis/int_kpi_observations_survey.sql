-- one row per counted answer of a survey, with the value that it adds to its KPI
{{ config(materialized = 'view') }}

select
    'nps|' || survey_answer_id as observation_id,
    'nps' as kpi_code,
    survey_answer_id as observation_key,
    submitted_date as observed_on,
    channel,
    segment,
    source_system,
    agent_group,
    cast(null as string) as topic_type,
    cast(null as string) as topic,
    cast(promoter_count - detractor_count as double) as observed_value,
    cast(1 as double) as observed_weight,
    false as is_pending
from {{ ref('fct_nps') }}
where is_included

union all

select
    'csat|' || survey_answer_id as observation_id,
    'csat' as kpi_code,
    survey_answer_id as observation_key,
    submitted_date as observed_on,
    channel,
    segment,
    source_system,
    agent_group,
    cast(null as string) as topic_type,
    cast(null as string) as topic,
    cast(satisfied_count as double) as observed_value,
    cast(1 as double) as observed_weight,
    false as is_pending
from {{ ref('fct_csat') }}
where is_included

union all

select
    'ces|' || survey_answer_id as observation_id,
    'ces' as kpi_code,
    survey_answer_id as observation_key,
    submitted_date as observed_on,
    channel,
    segment,
    source_system,
    agent_group,
    cast(null as string) as topic_type,
    cast(null as string) as topic,
    effort_score as observed_value,
    cast(1 as double) as observed_weight,
    false as is_pending
from {{ ref('fct_ces') }}
where is_included
