-- one row per counted invitation, contact or account, with the value that it adds to its KPI
{{ config(materialized = 'view') }}

-- an account counts once a month, however many of its people answered
select
    'nps_account|' || account_month_id as observation_id,
    'nps_account' as kpi_code,
    account_month_id as observation_key,
    answered_month as observed_on,
    'none' as channel,
    segment,
    source_system,
    'none' as agent_group,
    cast(null as string) as topic_type,
    cast(null as string) as topic,
    net_score as observed_value,
    cast(1 as double) as observed_weight,
    false as is_pending
from {{ ref('int_nps_account_months') }}

union all

-- a young invitation may still be answered, and makes its period provisional
select
    'survey_response_rate|' || survey_invitation_id as observation_id,
    'survey_response_rate' as kpi_code,
    survey_invitation_id as observation_key,
    sent_date as observed_on,
    channel,
    segment,
    source_system,
    agent_group,
    cast(null as string) as topic_type,
    cast(null as string) as topic,
    case when is_included then cast(finished_count as double) end as observed_value,
    cast(1 as double) as observed_weight,
    not is_included as is_pending
from {{ ref('fct_survey_invitations') }}
where is_included or exclusion_reason = 'immature'

union all

select
    'feedback_coverage|' || ticket_id as observation_id,
    'feedback_coverage' as kpi_code,
    ticket_id as observation_key,
    created_date as observed_on,
    channel,
    segment,
    source_system,
    agent_group,
    cast(null as string) as topic_type,
    cast(null as string) as topic,
    cast(feedback_count as double) as observed_value,
    cast(1 as double) as observed_weight,
    false as is_pending
from {{ ref('fct_feedback_coverage') }}
where is_included
