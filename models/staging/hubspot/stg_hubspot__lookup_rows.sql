-- one row per raw row of the HubSpot tables that only describe others, and of activities that are no contact with support
{{ config(enabled = 'hubspot' in var('crm_vendors') + var('help_desk_vendors') + var('survey_vendors')) }}
{% set crm = 'hubspot' in var('crm_vendors') %}
{% set help_desk = 'hubspot' in var('help_desk_vendors') %}
{% set survey = 'hubspot' in var('survey_vendors') %}

with

-- a domain that HubSpot is not connected for has no such tables
unioned as (

    select * from {{ ref('base_hubspot__contact_lookup_rows') }}

    {% for things, is_connected in [
        ('crm_lookup_rows', crm),
        ('ticket_lookup_rows', help_desk),
        ('staff_lookup_rows', help_desk),
        ('activity_lookup_rows', help_desk),
        ('engagement_lookup_rows', help_desk or survey),
    ] if is_connected %}
    union all
    select * from {{ ref('base_hubspot__' ~ things) }}
    {% endfor %}

),

shaped as (

    select
        'hubspot' as source_system,
        unioned.*,
        cast(null as string) as rejection_reason

    from unioned

)

select * from shaped
