-- one row per counted person record of a tool, with the value that it adds to KPI-35
{{ config(materialized = 'view') }}

select
    'profile_unification|' || contact_record_id as observation_id,
    'profile_unification' as kpi_code,
    contact_record_id as observation_key,
    -- a record without a date counts from the day on which it was first seen
    coalesce(created_date, cast(matched_at as date)) as observed_on,
    'none' as channel,
    segment,
    source_system,
    'none' as agent_group,
    cast(null as string) as topic_type,
    cast(null as string) as topic,
    cast(linked_count as double) as observed_value,
    cast(1 as double) as observed_weight,
    false as is_pending
from {{ ref('fct_profile_unification') }}
where is_included
