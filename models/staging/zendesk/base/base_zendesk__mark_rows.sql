-- one row per raw row of the Zendesk tables of tags, of policies on tickets, and of the targets in policies
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

unioned as (

    select
        'ticket_tag' as source_table, source_tag_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_zendesk__ticket_tags') }}

    union all

    select
        'ticket_sla_policy' as source_table,
        source_ticket_policy_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_zendesk__ticket_sla_policies') }}

    union all

    select
        'sla_policy_metric_history' as source_table,
        source_policy_metric_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_zendesk__sla_policy_metrics') }}

)

select * from unioned
