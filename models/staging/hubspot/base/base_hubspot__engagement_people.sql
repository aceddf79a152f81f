-- one row per engagement (e-mail, note, call) with a contact: who that is
{{ config(enabled = 'hubspot' in var('help_desk_vendors')) }}

with

associations as (

    select * from {{ ref('base_hubspot__engagement_contacts') }}
    where version_number = 1
        and not is_deleted
        and source_engagement_id is not null

),

survivors as (

    select * from {{ ref('base_hubspot__contact_survivors') }}

),

-- a pair stands there once for each kind of association
chosen as (

    select
        associations.source_engagement_id,
        min(coalesce(survivors.surviving_source_contact_id, associations.source_contact_id))
            as source_contact_id

    from associations

    left join survivors
        on associations.source_contact_id = survivors.merged_source_contact_id

    group by 1

)

select * from chosen
