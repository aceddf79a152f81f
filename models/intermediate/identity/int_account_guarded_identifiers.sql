-- one row per identifier of organisations, with the guard that refused it (null: it may tie records together)
with

identifiers as (

    select * from {{ ref('int_account_identifiers') }}

),

limits as (

    select * from {{ ref('identity_rules') }}
    where entity = 'account'

),

placeholders as (

    select value from {{ ref('blocked_identifiers') }}
    where identifier_type = 'name'

),

fan_out as (

    select
        names.identifier_type,
        names.identifier_value,
        count(distinct names.record_number) as record_count,
        count(distinct domains.identifier_value) as domain_count

    from identifiers as names

    left join identifiers as domains
        on names.record_number = domains.record_number
        and domains.identifier_type = 'web_domain'

    group by 1, 2

)

select
    fan_out.identifier_type || '|' || fan_out.identifier_value as identifier_key,
    fan_out.identifier_type,
    fan_out.identifier_value,
    fan_out.record_count,
    fan_out.domain_count,
    limits.match_rule,
    limits.match_confidence,
    case
        when placeholders.value is not null then 'placeholder'
        when fan_out.record_count > limits.max_records then 'shared_by_many_records'
        -- a name that belongs to several web domains is several organisations'
        when fan_out.domain_count > limits.max_names then 'shared_by_several_domains'
    end as refusal_reason

from fan_out

inner join limits
    on fan_out.identifier_type = limits.identifier_type

left join placeholders
    on fan_out.identifier_type = 'organisation_name'
    and fan_out.identifier_value = placeholders.value
