-- one row per organisation record and identifier
with

accounts as (

    select * from {{ ref('int_account_records') }}

),

free_mail_domains as (

    select domain from {{ ref('free_mail_domains') }}

),

-- the CRM's own id, which the other tools carry as external id
crm_accounts as (

    select
        accounts.record_key,
        accounts.source_account_id

    from accounts

    inner join {{ ref('source_priority') }} as systems
        on accounts.source_system = systems.source_system

    where systems.domain = 'crm'

),

unioned as (

    -- a mail provider's domain is nobody's
    select
        accounts.record_key,
        'web_domain' as identifier_type,
        nullif(accounts.web_domain, '') as identifier_value
    from accounts
    left join free_mail_domains
        on accounts.web_domain = free_mail_domains.domain
    where free_mail_domains.domain is null

    union

    select
        record_key,
        'external_id' as identifier_type,
        source_account_id as identifier_value
    from crm_accounts

    union

    select
        accounts.record_key,
        'external_id' as identifier_type,
        accounts.external_id as identifier_value
    from accounts
    inner join crm_accounts
        on accounts.external_id = crm_accounts.source_account_id

    union

    -- the loser of a merge inside a tool, and the record that survived it
    select
        record_key,
        'tool_merge' as identifier_type,
        merged_into_account_record_id as identifier_value
    from accounts

    union

    select
        survivors.record_key,
        'tool_merge' as identifier_type,
        survivors.account_record_id as identifier_value
    from accounts as survivors
    inner join accounts as losers
        on survivors.account_record_id = losers.merged_into_account_record_id

)

select
    record_key,
    'account' as entity,
    identifier_type,
    identifier_value,
    identifier_value as guarded_value,
    cast(null as string) as name_key,
    md5(record_key || '|' || identifier_type || '|' || identifier_value)
        as identifier_id

from unioned

where identifier_value is not null
