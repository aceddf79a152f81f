-- one row per outcome of a call or of a service level target that no map covers
select
    'call_outcome_map|' || call_id as unmapped_outcome_id,
    'call_outcome_map' as map_name,
    source_system,
    raw_outcome as raw_value
from {{ ref('int_calls_unioned') }}
where outcome = 'unmapped'

union all

select
    'sla_outcome_map|' || sla_target_id as unmapped_outcome_id,
    'sla_outcome_map' as map_name,
    source_system,
    raw_outcome as raw_value
from {{ ref('int_sla_targets_unioned') }}
where vendor_outcome = 'unmapped'
