-- one row per raw row of zendesk.organization, in the shape of int_accounts_unioned
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

organizations as (

    select * from {{ ref('base_zendesk__organizations') }}

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
        domain_names as domains,
        cast(null as integer) as employee_count,
        cast(null as double) as annual_revenue

    from organizations

)

select * from shaped
