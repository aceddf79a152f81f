-- one row per person record and distinct e-mail address, in normal form
with

contacts as (

    select * from {{ ref('int_contacts_unioned') }}

),

mail_domains as (

    select * from {{ ref('free_mail_domains') }}

),

fields as (

    select
        contact_record_id,
        true as is_primary_email,
        email as written
    from contacts

    union all

    select
        contact_record_id,
        false as is_primary_email,
        additional_emails as written
    from contacts

),

pieces as (

    select
        contact_record_id,
        is_primary_email,
        {{ each() }}({{ split_function() }}({{ replace_all("written", "'[,;|]'", "';'") }}, ';')) as piece

    from fields

),

-- mailto:jo@acme.example?subject=hello, Jo Smith <jo@acme.example>, 'jo@acme.example'
unwrapped as (

    select
        contact_record_id,
        is_primary_email,
        trim({{ replace_all(
            "split_part(regexp_extract(lower(piece), '([^<>]*@[^<>]*)', 1), '?', 1)",
            "'^[ \"''(]*mailto:|^[ \"''(]+|[ \"''.)]+$'", "''"
        ) }}) as address

    from pieces

),

parts as (

    select
        contact_record_id,
        is_primary_email,
        split_part(address, '@', 1) as local_part,
        split_part(address, '@', 2) as domain

    from unwrapped

    -- one @, no spaces, a domain with a dot; names and domains of every script
    where regexp_extract(
            address, '^[^@ :"<>]+@([^@ :"<>.,_/]+[.])+[^@ :"<>.,_/0-9]{2,}$', 0
        ) <> ''

),

-- jo+news@ is jo@; some providers have a tag sign of their own, or ignore the dots
untagged as (

    select
        parts.contact_record_id,
        parts.is_primary_email,
        coalesce(mail_domains.canonical_domain, parts.domain) as email_domain,
        split_part(
            split_part(
                case
                    when mail_domains.ignores_dots then replace(parts.local_part, '.', '')
                    else parts.local_part
                end, '+', 1
            ), coalesce(mail_domains.tag_sign, '+'), 1
        ) as email_local

    from parts

    left join mail_domains
        on parts.domain = mail_domains.domain

),

distinct_addresses as (

    select
        contact_record_id || '|' || email_local || '@' || email_domain as contact_email_id,
        contact_record_id,
        email_local || '@' || email_domain as email_normalised,
        email_local,
        email_domain,
        bool_or(is_primary_email) as is_primary_email

    from untagged

    where email_local <> ''

    group by 1, 2, 3, 4, 5

)

select * from distinct_addresses
