-- one row per ticket whose figure differs from the tool's own by more than the tolerance, the largest difference first
-- run it with: dbt show --select reconcile_vendor_figures --vars '{tool: zendesk, figure: first_reply_minutes}' --limit 100
select
    compared.source_system,
    compared.source_ticket_id,
    compared.figure,
    compared.clock,
    compared.vendor_value,
    compared.own_value,
    compared.difference,
    first_responses.channel,
    first_responses.agent_group,
    first_responses.created_at,
    first_responses.first_response_at,
    reconciliation.known_difference

from {{ ref('int_ticket_figures_compared') }} as compared

inner join {{ ref('rpt_vendor_reconciliation') }} as reconciliation
    on compared.source_system = reconciliation.source_system
    and compared.figure = reconciliation.figure
    and coalesce(compared.clock, 'none') = reconciliation.clock

inner join {{ ref('fct_first_response_time') }} as first_responses
    on compared.ticket_id = first_responses.ticket_id

where abs(round(compared.difference, 9)) > reconciliation.tolerance_minutes
    and '{{ var("tool", "") }}' in ('', compared.source_system)
    and '{{ var("figure", "") }}' in ('', compared.figure)

order by
    abs(compared.difference) desc, compared.source_system, compared.source_ticket_id
