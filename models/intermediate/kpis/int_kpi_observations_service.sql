-- one row per counted ticket or issue, with the value that it adds to its KPI
{{ config(materialized = 'view') }}

-- an unanswered ticket has no value yet, and makes its period provisional
select
    'frt|' || ticket_id as observation_id,
    'frt' as kpi_code,
    ticket_id as observation_key,
    created_date as observed_on,
    channel,
    segment,
    source_system,
    agent_group,
    cast(null as string) as topic_type,
    cast(null as string) as topic,
    first_response_calendar_minutes as observed_value,
    cast(1 as double) as observed_weight,
    not is_answered as is_pending
from {{ ref('fct_first_response_time') }}
where is_included

union all

select
    'resolution_time|' || ticket_id as observation_id,
    'resolution_time' as kpi_code,
    ticket_id as observation_key,
    resolved_date as observed_on,
    channel,
    segment,
    source_system,
    agent_group,
    cast(null as string) as topic_type,
    cast(null as string) as topic,
    full_resolution_minutes / 60.0 as observed_value,
    cast(1 as double) as observed_weight,
    false as is_pending
from {{ ref('fct_resolution_time') }}
where is_included and is_resolved

union all

-- a young issue is no observation yet, and makes its period provisional
select
    'fcr|' || issue_id as observation_id,
    'fcr' as kpi_code,
    issue_id as observation_key,
    first_contact_date as observed_on,
    channel,
    segment,
    source_system,
    agent_group,
    cast(null as string) as topic_type,
    cast(null as string) as topic,
    case
        when is_included then cast(first_contact_resolution_count as double)
    end as observed_value,
    cast(1 as double) as observed_weight,
    not is_included as is_pending
from {{ ref('fct_first_contact_resolution') }}
where is_included or exclusion_reason = 'immature'
