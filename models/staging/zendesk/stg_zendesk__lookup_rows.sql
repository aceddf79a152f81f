-- one row per raw row of the Zendesk tables that only describe others (groups, ticket tags)
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

groups as (

    select
        'group' as source_table,
        source_group_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_zendesk__groups') }}

),

ticket_tags as (

    select
        'ticket_tag' as source_table,
        source_tag_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_zendesk__ticket_tags') }}

),

unioned as (

    select * from groups
    union all
    select * from ticket_tags

),

shaped as (

    select
        'zendesk' as source_system,
        unioned.*,
        cast(null as string) as rejection_reason

    from unioned

)

select * from shaped
