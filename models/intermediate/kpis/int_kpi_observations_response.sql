-- one row per counted answer to customers, or wait for one, with the value that it adds to its KPI
{{ config(materialized = 'view') }}

-- an answer belongs to its own day: who waits still is no observation yet
select
    kpis.kpi_code || '|' || responses.ticket_response_id as observation_id,
    kpis.kpi_code,
    responses.ticket_response_id as observation_key,
    responses.responded_date as observed_on,
    responses.channel,
    responses.segment,
    responses.source_system,
    responses.agent_group,
    case when kpis.kpi_code = 'art' then 'priority' end as topic_type,
    case when kpis.kpi_code = 'art' then responses.priority end as topic,
    case kpis.kpi_code
        when 'art' then responses.response_calendar_minutes
        else responses.response_business_minutes
    end / 60.0 as observed_value,
    cast(1 as double) as observed_weight,
    false as is_pending
from {{ ref('fct_response_time') }} as responses
cross join (values ('art'), ('art_business')) as kpis (kpi_code)
where responses.is_included and responses.is_answered

union all

-- a message belongs to the day on which it was received, answered or not
select
    kpis.kpi_code || '|' || responses.ticket_response_id as observation_id,
    kpis.kpi_code,
    responses.ticket_response_id as observation_key,
    responses.received_date as observed_on,
    responses.channel,
    responses.segment,
    responses.source_system,
    responses.agent_group,
    cast(null as string) as topic_type,
    cast(null as string) as topic,
    case kpis.kpi_code
        when 'social_response' then responses.response_business_minutes
        else cast(cast(responses.is_within_hour as integer) as double)
    end as observed_value,
    cast(1 as double) as observed_weight,
    -- a wait that is too long already is decided
    responses.is_pending
    and (kpis.kpi_code = 'social_response' or responses.is_within_hour is null)
        as is_pending
from {{ ref('fct_response_time') }} as responses
cross join (values ('social_response'), ('social_within_hour')) as kpis (kpi_code)
where responses.is_included and responses.channel = 'social'
