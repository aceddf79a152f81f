-- one row per raw row of the Intercom tables that only describe others (teams, tags, and who belongs to what)
{{ config(enabled = 'intercom' in var('help_desk_vendors')) }}

with

unioned as (

    select
        'contact_company_history' as source_table,
        source_link_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_intercom__contact_companies') }}

    union all

    select
        'conversation_contact_history' as source_table,
        source_link_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_intercom__conversation_contacts') }}

    union all

    select
        'conversation_tag_history' as source_table,
        source_link_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_intercom__conversation_tags') }}

    union all

    select
        'team' as source_table, source_group_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_intercom__teams') }}

    union all

    select
        'team_admin' as source_table, source_membership_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_intercom__team_admins') }}

    union all

    select
        'tag' as source_table, source_tag_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_intercom__tags') }}

)

select
    'intercom' as source_system,
    unioned.*,
    cast(null as string) as rejection_reason

from unioned
