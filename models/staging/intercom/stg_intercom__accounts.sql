-- one row per raw row of intercom.company_history, in the shape of int_accounts_unioned
{{ config(enabled = 'intercom' in var('help_desk_vendors')) }}

with

companies as (

    select * from {{ ref('base_intercom__companies') }}

),

shaped as (

    select
        'intercom' as source_system,
        'company_history' as source_table,
        companies.*,
        cast(null as string) as parent_source_account_id,
        cast(null as string) as merged_into_source_account_id,
        cast(null as string) as account_type,
        cast(null as string) as country,
        cast(null as string) as phone,
        website as domains,
        cast(null as double) as annual_revenue

    from companies

)

select * from shaped
