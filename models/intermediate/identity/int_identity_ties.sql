-- one row per linked record: the strongest link that ties it to its cluster
with

-- a record may be tied by several identifiers, and be the hub of others: the strongest one counts
ties as (

    select
        record_key,
        hub_record_key as linked_record_key,
        match_rule,
        match_confidence

    from {{ ref('int_identity_links') }}

    where record_key <> hub_record_key

    union all

    select
        hub_record_key as record_key,
        record_key as linked_record_key,
        match_rule,
        match_confidence

    from {{ ref('int_identity_links') }}

    where record_key <> hub_record_key

),

ranked as (

    select
        *,
        row_number() over (
            partition by record_key
            order by match_confidence desc, match_rule, linked_record_key
        ) as strength_rank

    from ties

)

select
    record_key,
    linked_record_key,
    match_rule,
    match_confidence

from ranked

where strength_rank = 1
