-- one row per pair of records and rule that ties them together, or nearly, or weighs against it
with

people as (

    select
        record_number,
        record_key,
        contact_record_id,
        merged_into_contact_record_id

    from {{ ref('int_person_records') }}

    where not is_internal

),

accounts as (

    select
        record_number,
        record_key,
        account_record_id,
        merged_into_account_record_id

    from {{ ref('int_account_records') }}

),

tied as (

    select
        'person' as entity,
        a.record_key as record_key_a,
        b.record_key as record_key_b,
        scores.match_rule,
        scores.match_weight,
        scores.match_confidence,
        scores.decision
    from {{ ref('int_identity_pair_scores') }} as scores
    inner join people as a on scores.record_number_a = a.record_number
    inner join people as b on scores.record_number_b = b.record_number
    where scores.decision in ('link', 'review', 'veto')

    union all

    select
        'account' as entity,
        a.record_key as record_key_a,
        b.record_key as record_key_b,
        pairs.match_rule,
        pairs.match_weight,
        pairs.match_confidence,
        'link' as decision
    from {{ ref('int_account_pairs') }} as pairs
    inner join accounts as a on pairs.record_number_a = a.record_number
    inner join accounts as b on pairs.record_number_b = b.record_number

    union all

    -- the loser of a merge inside a tool, and the record that survived it
    select distinct
        'person' as entity,
        least(losers.record_key, survivors.record_key) as record_key_a,
        greatest(losers.record_key, survivors.record_key) as record_key_b,
        'tool_merge' as match_rule,
        cast(20 as double) as match_weight,
        cast(1 as double) as match_confidence,
        'link' as decision
    from people as losers
    inner join people as survivors
        on losers.merged_into_contact_record_id = survivors.contact_record_id
    where losers.record_key <> survivors.record_key

    union all

    select distinct
        'account' as entity,
        least(losers.record_key, survivors.record_key) as record_key_a,
        greatest(losers.record_key, survivors.record_key) as record_key_b,
        'tool_merge' as match_rule,
        cast(20 as double) as match_weight,
        cast(1 as double) as match_confidence,
        'link' as decision
    from accounts as losers
    inner join accounts as survivors
        on losers.merged_into_account_record_id = survivors.account_record_id
    where losers.record_key <> survivors.record_key

)

select
    *,
    record_key_a || '|' || record_key_b || '|' || match_rule as pair_rule_id

from tied
