-- one row per person of a source system, with its identifiers in normal form
with

contacts as (

    select * from {{ ref('int_contacts_unioned') }}

),

mail_domains as (

    select * from {{ ref('free_mail_domains') }}

),

staff_domains as (

    select * from {{ ref('internal_domains') }}

),

calling_codes as (

    select * from {{ ref('calling_codes') }}

),

parts as (

    select
        *,
        lower(email) as email_lower,
        lower(split_part(email, '@', 1)) as email_local,
        lower(split_part(email, '@', 2)) as email_domain,
        lower(trim(coalesce(last_name, regexp_extract(full_name, '([^ ]+)$', 1))))
            as last_name_folded,
        lower(left(trim(coalesce(first_name, full_name)), 1)) as first_initial,
        -- +49 (0)30 and 0049 30 both mean +49 30
        regexp_replace(
            regexp_replace(coalesce(mobile_phone, phone), '\(0\)', ''),
            '[^0-9+]', '', 'g'
        ) as phone_dialled

    from contacts

),

normalised as (

    select
        parts.contact_record_id,
        parts.source_system,
        parts.source_contact_id,
        parts.account_record_id,
        parts.merged_into_contact_record_id,
        parts.external_id,
        parts.contact_type,
        parts.is_deleted,
        parts.created_at,
        parts.updated_at,
        md5('person|' || parts.contact_record_id) as record_key,
        -- john+news@ is john@; some providers ignore the dots as well
        case
            when parts.email_lower like '%_@_%._%' then
                case
                    when mail_domains.ignores_dots
                        then replace(split_part(parts.email_local, '+', 1), '.', '')
                    else split_part(parts.email_local, '+', 1)
                end || '@' || parts.email_domain
        end as email_normalised,
        parts.email_local,
        case
            when length(replace(parts.phone_dialled, '+', '')) < 7 then null
            when parts.phone_dialled like '+%' then parts.phone_dialled
            when parts.phone_dialled like '00%'
                then '+' || substring(parts.phone_dialled, 3)
            when calling_codes.trunk_prefix is not null
                and parts.phone_dialled like calling_codes.trunk_prefix || '%'
                then '+' || calling_codes.calling_code
                    || substring(parts.phone_dialled, 1 + length(calling_codes.trunk_prefix))
            when parts.phone_dialled like '0%'
                then '+{{ var("default_calling_code") }}'
                    || substring(parts.phone_dialled, 2)
            else '+' || coalesce(
                    calling_codes.calling_code, '{{ var("default_calling_code") }}'
                ) || parts.phone_dialled
        end as phone_normalised,
        nullif(parts.last_name_folded || '|' || parts.first_initial, '|') as name_key,
        staff_domains.domain is not null as is_internal

    from parts

    left join mail_domains
        on parts.email_domain = mail_domains.domain

    left join staff_domains
        on parts.email_domain = staff_domains.domain

    left join calling_codes
        on parts.country = calling_codes.country

)

select * from normalised
