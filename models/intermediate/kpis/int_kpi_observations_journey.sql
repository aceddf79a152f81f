-- one row per rated contact at a moment of truth, with the value that it adds to the success rate
{{ config(materialized = 'view') }}

with

-- what the whole history shows to decide, and what the organisation says does
moments as (

    select * from {{ ref('rpt_moments_of_truth') }}
    where period_grain = 'all'
        and (coalesce(is_moment_of_truth, false) or is_moment_of_truth_by_design)

)

select
    'moments_of_truth|' || contacts.touchpoint_id as observation_id,
    'moments_of_truth' as kpi_code,
    contacts.touchpoint_id as observation_key,
    contacts.touched_on as observed_on,
    contacts.channel,
    contacts.segment,
    contacts.source_system,
    contacts.agent_group,
    'touchpoint' as topic_type,
    contacts.touchpoint as topic,
    cast(contacts.satisfied_count as double) as observed_value,
    cast(1 as double) as observed_weight,
    false as is_pending,
    cast(null as string) as period_grain

from {{ ref('fct_touchpoints') }} as contacts

inner join moments
    on contacts.touchpoint = moments.touchpoint

where contacts.rated_count = 1
