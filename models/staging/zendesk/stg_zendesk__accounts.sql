-- one row per raw row of zendesk.organization, in the shape of int_accounts_unioned
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

organizations as (

    select * from {{ ref('base_zendesk__organizations') }}

),

-- Fivetran lands the domains as a table, the API as a list on the organisation
organization_domains as (

    select
        source_account_id,
        {{ joined_text('domain_name', ';', 'domain_name') }} as domains

    from {{ ref('base_zendesk__organization_domains') }}

    where version_number = 1
        and not is_deleted

    group by 1

),

shaped as (

    select
        'zendesk' as source_system,
        'organization' as source_table,
        organizations.*,
        cast(null as string) as parent_source_account_id,
        cast(null as string) as merged_into_source_account_id,
        cast(null as string) as account_type,
        cast(null as string) as industry,
        cast(null as string) as country,
        cast(null as string) as phone,
        -- several domains are separated by a semicolon
        coalesce(organization_domains.domains, organizations.domain_names) as domains,
        cast(null as integer) as employee_count,
        cast(null as double) as annual_revenue

    from organizations

    left join organization_domains
        on organizations.source_account_id = organization_domains.source_account_id

)

select * from shaped
