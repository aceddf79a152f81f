-- one row per service level target on a ticket, as a tool names it, with the reason why it is not taken in (null: it is)
with

-- a domain without a vendor is empty, not absent: the columns and their types stand here
received as (

    select
        cast(null as string) as source_system,
        cast(null as string) as source_table,
        cast(null as string) as raw_row_id,
        cast(null as integer) as version_number,
        cast(null as boolean) as is_exact_duplicate,
        cast(null as string) as source_sla_target_id,
        cast(null as string) as source_ticket_id,
        cast(null as string) as policy_name,
        cast(null as string) as raw_metric,
        cast(null as string) as sla_metric,
        cast(null as string) as sla_clock,
        cast(null as string) as raw_outcome,
        cast(null as double) as target_minutes,
        cast(null as boolean) as is_replaced,
        cast(null as timestamp) as applied_at,
        cast(null as timestamp) as due_at,
        cast(null as timestamp) as loaded_at,
        cast(null as string) as raw_record
    where false

    {% for vendor in vendors('sla_targets') %}
    union all
    select
        source_system, source_table, raw_row_id, version_number, is_exact_duplicate,
        source_sla_target_id, source_ticket_id, policy_name, raw_metric, sla_metric,
        sla_clock, raw_outcome, target_minutes, is_replaced, applied_at, due_at,
        loaded_at, raw_record
    from {{ ref('stg_' ~ vendor ~ '__sla_targets') }}
    {% endfor %}

),

accepted_tickets as (

    select
        source_system,
        source_ticket_id

    from {{ ref('int_tickets_unioned') }}

),

judged as (

    select
        received.*,
        case
            when received.source_sla_target_id is null then 'missing_mandatory:id'
            when received.version_number > 1 and received.is_exact_duplicate
                then 'exact_duplicate'
            when received.version_number > 1 then 'superseded_version'
            when accepted_tickets.source_ticket_id is null then 'orphan_ticket'
            when received.applied_at > {{ as_of() }} then 'future_timestamp'
            when received.due_at < received.applied_at or received.target_minutes < 0
                then 'negative_duration'
        end as reason_code

    from received

    left join accepted_tickets
        on received.source_system = accepted_tickets.source_system
        and received.source_ticket_id = accepted_tickets.source_ticket_id

),

slimmed as (

    select
        {{ all_but('raw_record') }},
        -- the row as it came is kept where it is turned away
        case when reason_code is not null then raw_record end as raw_record

    from judged

)

select * from slimmed
