-- one row per revenue event with a value that no map or rate covers: it does not recur, has no reason, or no worth
{{ config(materialized = 'view') }}

select
    'revenue_type_map|' || revenue_event_id as unmapped_revenue_value_id,
    'revenue_type_map' as map_name,
    source_system,
    raw_type as raw_value
from {{ ref('int_revenue_scope') }}
where revenue_type = 'unmapped'
    and revenue_event_type = 'opportunity_won'

union all

select
    'loss_reason_map|' || revenue_event_id as unmapped_revenue_value_id,
    'loss_reason_map' as map_name,
    source_system,
    raw_loss_reason as raw_value
from {{ ref('int_revenue_scope') }}
where churn_reason = 'unmapped'

union all

select
    'exchange_rates|' || revenue_id as unmapped_revenue_value_id,
    'exchange_rates' as map_name,
    source_system,
    currency_code as raw_value
from {{ ref('fct_revenue') }}
where exclusion_reason = 'no_exchange_rate'
