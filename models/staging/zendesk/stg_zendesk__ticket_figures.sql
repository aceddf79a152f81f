-- one row per raw row of zendesk.ticket_metrics, in the shape of int_ticket_figures_checked
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

select
    'zendesk' as source_system,
    'ticket_metrics' as source_table,
    *,
    -- what other tools publish and Zendesk does not
    cast(null as double) as closing_calendar_minutes,
    cast(null as double) as closing_business_minutes,
    cast(null as double) as median_reply_business_minutes,
    cast(null as integer) as assignment_count

from {{ ref('base_zendesk__ticket_metrics') }}
