-- one row per pair of records that is decided on: the strongest tie, after what a steward said
with

decisions as (

    select * from {{ ref('int_steward_decisions') }}
    where is_applied

),

tied as (

    select
        entity, record_key_a, record_key_b, match_rule, match_weight, match_confidence, decision
    from {{ ref('int_identity_pairs') }}

    union all

    select
        entity,
        least(record_key_a, record_key_b) as record_key_a,
        greatest(record_key_a, record_key_b) as record_key_b,
        'steward' as match_rule,
        cast(40 as double) as match_weight,
        cast(1 as double) as match_confidence,
        'link' as decision
    from decisions
    where decision = 'same'

),

pairs as (

    select
        *,
        row_number() over (
            partition by record_key_a, record_key_b
            -- a score may round to 1 as well: what a tool or a steward said comes before it
            order by
                match_rule not in ('steward', 'tool_merge'), match_confidence desc, match_rule
        ) as strength_rank

    from tied

),

apart as (

    select distinct
        least(record_key_a, record_key_b) as record_key_a,
        greatest(record_key_a, record_key_b) as record_key_b

    from decisions

    where decision = 'not_same'

),

loners as (

    select distinct record_key_a as record_key
    from decisions
    where decision = 'split'

)

select
    pairs.record_key_a || '|' || pairs.record_key_b as link_id,
    pairs.entity,
    pairs.record_key_a,
    pairs.record_key_b,
    pairs.match_rule,
    pairs.match_weight,
    pairs.match_confidence,
    case
        when apart.record_key_a is not null then 'not_same'
        when loner_a.record_key is not null or loner_b.record_key is not null then 'split'
        else pairs.decision
    end as decision

from pairs

left join apart
    on pairs.record_key_a = apart.record_key_a
    and pairs.record_key_b = apart.record_key_b

left join loners as loner_a
    on pairs.record_key_a = loner_a.record_key

left join loners as loner_b
    on pairs.record_key_b = loner_b.record_key

where pairs.strength_rank = 1
