-- one row per contact that was merged into another: the contact that survived
{{ config(materialized = 'table', enabled = 'hubspot' in var('crm_vendors') + var('help_desk_vendors') + var('survey_vendors')) }}

with

contacts as (

    select * from {{ ref('base_hubspot__contacts') }}
    where version_number = 1
        and merged_source_contact_ids is not null

),

audits as (

    select * from {{ ref('base_hubspot__contact_merge_audits') }}
    where version_number = 1

),

-- 12;13, or 12:1580000000000 with the instant, or a list ["12","13"]
entries as (

    select
        {{ each() }}({{ split_function() }}(
            {{ replace_all("replace(merged_source_contact_ids, ',', ';')", "'[^0-9A-Za-z;:_-]'", "''") }},
            ';'
        )) as entry,
        source_contact_id as surviving_source_contact_id

    from contacts

),

listed as (

    select
        split_part(entry, ':', 1) as merged_source_contact_id,
        surviving_source_contact_id

    from entries

    union all

    select
        merged_source_contact_id,
        surviving_source_contact_id

    from audits

),

-- named by several survivors, of which all but one were merged later themselves
direct as (

    select
        merged_source_contact_id,
        min(surviving_source_contact_id) as surviving_source_contact_id

    from listed

    where merged_source_contact_id <> ''
        and merged_source_contact_id <> surviving_source_contact_id

    group by 1

),

-- the survivor of the survivor, and once more
resolved as (

    select
        direct.merged_source_contact_id,
        coalesce(
            third.surviving_source_contact_id,
            second.surviving_source_contact_id,
            direct.surviving_source_contact_id
        ) as surviving_source_contact_id

    from direct

    left join direct as second
        on direct.surviving_source_contact_id = second.merged_source_contact_id

    left join direct as third
        on second.surviving_source_contact_id = third.merged_source_contact_id

)

select * from resolved
