-- one row per raw row with a tool's own figures or service levels: taken in, or the reason why not
with

ticket_figures as (

    select
        source_system,
        source_table,
        source_ticket_id as source_record_id,
        raw_row_id,
        reason_code,
        loaded_at,
        raw_record

    from {{ ref('int_ticket_figures_checked') }}

),

sla_targets as (

    select
        source_system,
        source_table,
        source_sla_target_id as source_record_id,
        raw_row_id,
        reason_code,
        loaded_at,
        raw_record

    from {{ ref('int_sla_targets_checked') }}

),

unioned as (

    select * from ticket_figures
    union all
    select * from sla_targets

)

select * from unioned
