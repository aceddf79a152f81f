-- one row per organisation of a source system, with its name in the form in which names are compared
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
        domains,
        is_deleted,
        created_at,
        updated_at,
        md5('account|' || account_record_id) as record_key,
        -- Acme GmbH & Co. KG and ACME are one name
        regexp_replace(
            {{ replace_all(fold_name('account_name'), "'[^0-9A-Za-z ]'", "''") }},
            '( +(inc|incorporated|corp|corporation|company|co|llc|llp|lp|ltd|limited|plc|pty'
            || '|gmbh|mbh|ag|kg|kgaa|ohg|ug|ev|se|sa|sas|sarl|srl|spa|bv|nv|ab|as|oy|aps|fzco|fze))+$',
            ''
        ) as organisation_name

    from accounts

)

select
    *,
    row_number() over (order by record_key) as record_number

from keyed
