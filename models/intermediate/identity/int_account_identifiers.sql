-- one row per organisation record and identifier
with

accounts as (

    select * from {{ ref('int_account_records') }}

),

crm_systems as (

    select source_system from {{ ref('source_priority') }} where domain = 'crm'

),

free_mail_domains as (

    select domain from {{ ref('free_mail_domains') }}

),

-- a mail provider's domain is nobody's
web_domains as (

    select
        accounts.record_key,
        'web_domain' as identifier_type,
        nullif(accounts.web_domain, '') as identifier_value

    from accounts

    where not exists (
        select 1
        from free_mail_domains
        where accounts.web_domain = free_mail_domains.domain
    )

),

crm_ids as (

    select
        accounts.record_key,
        'external_id' as identifier_type,
        accounts.source_account_id as identifier_value

    from accounts

    inner join crm_systems
        on accounts.source_system = crm_systems.source_system

),

external_ids as (

    select
        accounts.record_key,
        'external_id' as identifier_type,
        accounts.external_id as identifier_value

    from accounts

    inner join crm_ids
        on accounts.external_id = crm_ids.identifier_value

),

merges as (

    select
        record_key,
        'tool_merge' as identifier_type,
        merged_into_account_record_id as identifier_value

    from accounts

),

survivors as (

    select
        accounts.record_key,
        'tool_merge' as identifier_type,
        accounts.account_record_id as identifier_value

    from accounts

    inner join (
        select distinct identifier_value from merges
    ) as merged
        on accounts.account_record_id = merged.identifier_value

),

unioned as (

    select * from web_domains
    union
    select * from crm_ids
    union
    select * from external_ids
    union
    select * from merges
    union
    select * from survivors

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
