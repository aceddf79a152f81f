-- one row per organisation of a source system, with its web domains one by one
with

accounts as (

    select * from {{ ref('int_accounts_unioned') }}

),

keyed as (

    select
        account_record_id,
        source_system,
        source_account_id,
        external_id,
        merged_into_account_record_id,
        is_deleted,
        created_at,
        updated_at,
        md5('account|' || account_record_id) as record_key,
        -- www.acme.example/shop and https://acme.example are the domain acme.example
        split_part(
            regexp_replace(
                lower(trim(unnest(string_split(coalesce(domains, ''), ';')))),
                '^(https?://)?(www\.)?', ''
            ), '/', 1
        ) as web_domain

    from accounts

)

select
    *,
    record_key || '|' || web_domain as account_domain_id

from keyed
