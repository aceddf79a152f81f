-- one row per raw row of the Intercom tables that only describe others (teams, tags, and who belongs to what)
{{ config(enabled = 'intercom' in var('help_desk_vendors')) }}

with

contact_companies as (

    select
        'contact_company_history' as source_table,
        source_link_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record

    from {{ ref('base_intercom__contact_companies') }}

),

conversation_contacts as (

    select
        'conversation_contact_history' as source_table,
        source_link_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record

    from {{ ref('base_intercom__conversation_contacts') }}

),

conversation_tags as (

    select
        'conversation_tag_history' as source_table,
        source_link_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record

    from {{ ref('base_intercom__conversation_tags') }}

),

teams as (

    select
        'team' as source_table,
        source_group_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record

    from {{ ref('base_intercom__teams') }}

),

team_admins as (

    select
        'team_admin' as source_table,
        source_membership_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record

    from {{ ref('base_intercom__team_admins') }}

),

tags as (

    select
        'tag' as source_table,
        source_tag_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record

    from {{ ref('base_intercom__tags') }}

),

unioned as (

    select * from contact_companies
    union all
    select * from conversation_contacts
    union all
    select * from conversation_tags
    union all
    select * from teams
    union all
    select * from team_admins
    union all
    select * from tags

),

shaped as (

    select
        'intercom' as source_system,
        unioned.*,
        cast(null as string) as rejection_reason

    from unioned

)

select * from shaped
