-- one row per raw row of freshdesk.companies, in the shape of int_accounts_unioned
{{ config(enabled = 'freshdesk' in var('help_desk_vendors')) }}

with

companies as (

    select * from {{ ref('base_freshdesk__companies') }}

),

shaped as (

    select
        'freshdesk' as source_system,
        'companies' as source_table,
        companies.*,
        cast(null as string) as parent_source_account_id,
        cast(null as string) as merged_into_source_account_id,
        cast(null as string) as account_type,
        cast(null as string) as country,
        cast(null as string) as phone,
        cast(null as integer) as employee_count,
        cast(null as double) as annual_revenue

    from companies

)

select * from shaped
