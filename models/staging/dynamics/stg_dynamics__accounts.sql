-- one row per raw row of dynamics.account, in the shape of int_accounts_unioned
{{ config(enabled = 'dynamics' in var('crm_vendors') + var('help_desk_vendors')) }}

with

accounts as (

    select * from {{ ref('base_dynamics__accounts') }}

),

option_labels as (

    select * from {{ ref('base_dynamics__option_labels') }}
    where table_name = 'account'

),

shaped as (

    select
        'dynamics' as source_system,
        'account' as source_table,
        accounts.*,
        cast(null as string) as external_id,
        coalesce(types.option_label, accounts.account_type_code) as account_type,
        coalesce(industries.option_label, accounts.industry_code) as industry,
        accounts.website as domains

    from accounts

    left join option_labels as types
        on accounts.account_type_code = types.option_code
        and types.field_name = 'customertypecode'

    left join option_labels as industries
        on accounts.industry_code = industries.option_code
        and industries.field_name = 'industrycode'

)

select * from shaped
