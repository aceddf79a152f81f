-- one row per raw row of servicenow.core_company, in the shape of int_accounts_unioned
{{ config(enabled = 'servicenow' in var('help_desk_vendors')) }}

with

companies as (

    select * from {{ ref('base_servicenow__companies') }}

),

shaped as (

    select
        'servicenow' as source_system,
        'core_company' as source_table,
        companies.*,
        cast(null as string) as external_id,
        cast(null as string) as parent_source_account_id,
        cast(null as string) as merged_into_source_account_id,
        cast(null as string) as account_type,
        cast(null as string) as industry,
        cast(null as string) as country,
        cast(null as string) as phone,
        website as domains,
        cast(null as integer) as employee_count,
        cast(null as double) as annual_revenue

    from companies

)

select * from shaped
