-- one row per raw row of salesforce.account that is an organisation, in the shape of int_accounts_unioned
{{ config(enabled = 'salesforce' in var('crm_vendors') + var('help_desk_vendors')) }}

with

accounts as (

    select * from {{ ref('base_salesforce__accounts') }}

    -- a person account is a person: it goes to the contacts
    where not is_person_account

),

shaped as (

    select
        'salesforce' as source_system,
        'account' as source_table,
        accounts.*,
        cast(null as string) as external_id,
        website as domains

    from accounts

)

select * from shaped
