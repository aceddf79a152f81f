-- one row per counted ticket, issue or answer to a customer, with the value that it adds to its KPI
{{ config(materialized = 'view') }}

-- an unanswered ticket has no value yet, and makes its period provisional
select
    kpis.kpi_code || '|' || tickets.ticket_id as observation_id,
    kpis.kpi_code,
    tickets.ticket_id as observation_key,
    tickets.created_date as observed_on,
    tickets.channel,
    tickets.segment,
    tickets.source_system,
    tickets.agent_group,
    case when kpis.kpi_code = 'frt' then 'priority' end as topic_type,
    case when kpis.kpi_code = 'frt' then tickets.priority end as topic,
    case kpis.kpi_code
        when 'frt' then tickets.first_response_calendar_minutes
        else tickets.first_response_business_minutes
    end as observed_value,
    cast(1 as double) as observed_weight,
    tickets.is_pending
from {{ ref('fct_first_response_time') }} as tickets
cross join (values ('frt'), ('frt_business')) as kpis (kpi_code)
where tickets.is_included

union all

select
    kpis.kpi_code || '|' || tickets.ticket_id as observation_id,
    kpis.kpi_code,
    tickets.ticket_id as observation_key,
    tickets.resolved_date as observed_on,
    tickets.channel,
    tickets.segment,
    tickets.source_system,
    tickets.agent_group,
    case when kpis.kpi_code = 'resolution_time' then 'category' end as topic_type,
    case when kpis.kpi_code = 'resolution_time' then tickets.category end as topic,
    case kpis.kpi_code
        when 'resolution_time' then tickets.full_resolution_minutes / 60.0
        when 'first_resolution_time' then tickets.first_resolution_minutes / 60.0
        when 'resolution_time_business' then tickets.full_resolution_business_minutes / 60.0
        when 'requester_wait' then tickets.requester_wait_minutes / 60.0
        when 'reopen_rate' then cast(cast(tickets.is_reopened as integer) as double)
        -- a ticket solved without a word counts as solved with fewer than two replies
        when 'fcr_one_touch' then cast(cast(tickets.agent_reply_count < 2 as integer) as double)
    end as observed_value,
    cast(1 as double) as observed_weight,
    false as is_pending
from {{ ref('fct_resolution_time') }} as tickets
cross join (
    values
    ('resolution_time'), ('first_resolution_time'), ('resolution_time_business'),
    ('requester_wait'), ('reopen_rate'), ('fcr_one_touch')
) as kpis (kpi_code)
where tickets.is_included and tickets.is_resolved

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
    'category' as topic_type,
    category as topic,
    case
        when is_included then cast(first_contact_resolution_count as double)
    end as observed_value,
    cast(1 as double) as observed_weight,
    not is_included as is_pending
from {{ ref('fct_first_contact_resolution') }}
where is_included or exclusion_reason = 'immature'
