-- one row per pair of organisation records with the same identifier: the strongest rule that ties them
with

usable as (

    select
        carriers.record_number,
        guarded.identifier_key,
        guarded.match_rule,
        guarded.match_confidence

    from {{ ref('int_account_identifiers') }} as carriers

    inner join {{ ref('int_account_guarded_identifiers') }} as guarded
        on carriers.identifier_type = guarded.identifier_type
        and carriers.identifier_value = guarded.identifier_value

    where guarded.refusal_reason is null
        and guarded.record_count > 1

),

ranked as (

    select
        a.record_number as record_number_a,
        b.record_number as record_number_b,
        a.match_rule,
        a.match_confidence,
        row_number() over (
            partition by a.record_number, b.record_number
            order by a.match_confidence desc, a.match_rule
        ) as strength_rank

    from usable as a

    inner join usable as b
        on a.identifier_key = b.identifier_key
        and a.record_number < b.record_number

)

select
    record_number_a,
    record_number_b,
    match_rule,
    match_confidence,
    round(log2(match_confidence / (1 - match_confidence)), 1) as match_weight,
    record_number_a * 4294967296 + record_number_b as pair_id

from ranked

where strength_rank = 1
