-- one row per counted service level target, with the value that it adds to its KPI
{{ config(materialized = 'view') }}

-- a young target is no observation yet, and makes its period provisional
select
    'sla_met|' || sla_target_id as observation_id,
    'sla_met' as kpi_code,
    sla_target_id as observation_key,
    created_date as observed_on,
    channel,
    segment,
    source_system,
    agent_group,
    'sla_metric' as topic_type,
    sla_metric as topic,
    case when not is_pending then cast(met_count as double) end as observed_value,
    cast(1 as double) as observed_weight,
    is_pending
from {{ ref('fct_sla_targets') }}
where is_included
