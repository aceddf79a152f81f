-- one row per raw row of hubspot.contact, in the shape of int_contacts_unioned
{{ config(enabled = 'hubspot' in var('crm_vendors') + var('help_desk_vendors') + var('survey_vendors')) }}

with

contacts as (

    select * from {{ ref('base_hubspot__contacts') }}

),

survivors as (

    select * from {{ ref('base_hubspot__contact_survivors') }}

),

lead_sources as (

    select
        option_value,
        min(option_label) as lead_source

    from {{ ref('base_hubspot__property_options') }}

    where version_number = 1
        and hubspot_object = 'contact'
        and property_name = 'hs_analytics_source'

    group by 1

),

shaped as (

    select
        'hubspot' as source_system,
        'contact' as source_table,
        contacts.*,
        case
            when contacts.lifecycle_stage
                in ('subscriber', 'lead', 'marketingqualifiedlead', 'salesqualifiedlead')
                then 'lead'
            else 'contact'
        end as contact_type,
        cast(null as string) as external_id,
        cast(null as string) as full_name,
        coalesce(lead_sources.lead_source, contacts.lead_source_code) as lead_source,
        cast(null as boolean) as is_active,
        survivors.surviving_source_contact_id as merged_into_source_contact_id

    from contacts

    left join survivors
        on contacts.source_contact_id = survivors.merged_source_contact_id

    left join lead_sources
        on contacts.lead_source_code = lead_sources.option_value

)

select * from shaped
