-- one row per due date on a ticket of Freshdesk, in the shape of int_sla_targets_checked
{{ config(enabled = 'freshdesk' in var('help_desk_vendors')) }}

with

tickets as (

    select * from {{ ref('base_freshdesk__tickets') }}
    where version_number = 1

),

due as (

    select
        'fr_due_by' as raw_metric,
        'first_reply' as sla_metric,
        tickets.*,
        landed_first_response_due_at as due_at,
        is_first_response_escalated as is_escalated,
        -- a resolution ends the wait for an answer as well
        first_response_at is not null or raw_status in ('4', '5') as is_done

    from tickets

    union all

    select
        'due_by' as raw_metric,
        'resolution' as sla_metric,
        tickets.*,
        landed_resolution_due_at as due_at,
        is_resolution_escalated as is_escalated,
        raw_status in ('4', '5') as is_done

    from tickets

),

-- demo tickets are due before they were created
judged as (

    select
        *,
        case
            when is_escalated then 'escalated'
            when not is_escalated and is_done then 'done'
            when not is_escalated then 'waiting'
        end as raw_outcome

    from due

    where due_at >= created_at

)

select
    'freshdesk' as source_system,
    'tickets.' || raw_metric as source_table,
    'freshdesk.tickets.' || raw_metric || '|' || source_ticket_id || '#1' as raw_row_id,
    1 as version_number,
    false as is_exact_duplicate,
    source_ticket_id || '|' || raw_metric as source_sla_target_id,
    source_ticket_id,
    cast(null as string) as policy_name,
    raw_metric,
    sla_metric,
    -- from the creation to the due date, whatever hours the policy counts
    'calendar' as sla_clock,
    raw_outcome,
    {{ elapsed_minutes('created_at', 'due_at') }} as target_minutes,
    false as is_replaced,
    created_at as applied_at,
    due_at,
    loaded_at,
    raw_record

from judged

-- a row without an id is no ticket, and no part of it counts
where source_ticket_id is not null
