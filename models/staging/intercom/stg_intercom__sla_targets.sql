-- one row per conversation with a service level in Intercom, in the shape of int_sla_targets_checked
{{ config(enabled = 'intercom' in var('help_desk_vendors')) }}

with

conversations as (

    select * from {{ ref('base_intercom__conversations') }}
    where version_number = 1

)

select
    'intercom' as source_system,
    'conversation_history.sla' as source_table,
    'intercom.conversation_history.sla|' || source_ticket_id || '#1' as raw_row_id,
    1 as version_number,
    false as is_exact_duplicate,
    source_ticket_id || '|sla' as source_sla_target_id,
    source_ticket_id,
    policy_name,
    -- one status stands for all targets of the policy; neither they nor their minutes are said
    cast(null as string) as raw_metric,
    'unknown' as sla_metric,
    cast(null as string) as sla_clock,
    sla_status as raw_outcome,
    cast(null as double) as target_minutes,
    false as is_replaced,
    created_at as applied_at,
    cast(null as timestamp) as due_at,
    loaded_at,
    raw_record

from conversations

where coalesce(policy_name, sla_status) is not null
    -- a row without an id is no ticket, and no part of it counts
    and source_ticket_id is not null
