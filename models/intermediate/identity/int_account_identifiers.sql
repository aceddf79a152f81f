-- one row per organisation record and identifier: web domains, ids of other tools, its name
with

accounts as (

    select * from {{ ref('int_account_records') }}

),

-- www.acme.example/shop and https://acme.example are the domain acme.example
addresses as (

    select
        record_number,
        {{ each() }}({{ split_function() }}(coalesce(domains, ''), ';')) as address

    from accounts

),

web_domains as (

    select
        record_number,
        split_part(
            regexp_replace(lower(trim(address)), '^(https?://)?(www[.])?', ''), '/', 1
        ) as web_domain

    from addresses

),

-- a mail provider's domain is nobody's
own_domains as (

    select distinct
        web_domains.record_number,
        web_domains.web_domain

    from web_domains

    left join {{ ref('free_mail_domains') }} as mail
        on web_domains.web_domain = mail.domain

    where mail.domain is null
        and web_domains.web_domain like '%_._%'

),

-- the CRM's own id, which the other tools carry as external id
crm_accounts as (

    select
        accounts.record_number,
        accounts.account_record_id,
        accounts.source_account_id

    from accounts

    inner join {{ ref('source_priority') }} as systems
        on accounts.source_system = systems.source_system

    where systems.domain = 'crm'

),

carried_ids as (

    select
        accounts.record_number,
        crm_accounts.account_record_id as identifier_value

    from accounts

    inner join crm_accounts
        on accounts.external_id = crm_accounts.source_account_id
        and accounts.record_number <> crm_accounts.record_number

),

unioned as (

    select
        record_number,
        'web_domain' as identifier_type,
        web_domain as identifier_value
    from own_domains

    union

    select record_number, 'external_id' as identifier_type, identifier_value
    from carried_ids

    union

    select
        record_number,
        'external_id' as identifier_type,
        account_record_id as identifier_value
    from crm_accounts
    where account_record_id in (select carried_ids.identifier_value from carried_ids)

    union

    select
        record_number,
        'organisation_name' as identifier_type,
        organisation_name as identifier_value
    from accounts
    where organisation_name <> ''

)

select
    *,
    record_number || '|' || identifier_type || '|' || identifier_value as identifier_id

from unioned
