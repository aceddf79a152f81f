-- one row per candidate pair: its weight in bits, its probability, and what was decided
with

levels as (

    select * from {{ ref('int_identity_pair_levels') }}

),

weights as (

    select
        pair_id,
        sum(weight) as weight

    from {{ ref('int_identity_evidence') }}

    group by 1

),

scored as (

    select
        levels.pair_id,
        levels.record_number_a,
        levels.record_number_b,
        levels.have_other_external_ids,
        round(population.prior_weight + coalesce(weights.weight, 0), 1) as match_weight,
        case
            when levels.is_tied_by_external_id then 'external_id'
            when levels.is_tied_by_email
                and coalesce(levels.given_name_level not in ('different', 'similar'), true)
                then 'exact_email'
            when levels.is_tied_by_phone
                and levels.given_name_level not in ('different', 'similar')
                and levels.family_name_level is not null then 'phone_and_name'
            else 'scored'
        end as match_rule

    from levels

    left join weights
        on levels.pair_id = weights.pair_id

    cross join {{ ref('int_identity_population') }} as population

),

rated as (

    select
        scored.*,
        1 / (1 + pow(2, -scored.match_weight)) as probability,
        cast(rules.match_confidence as double) as rule_confidence

    from scored

    inner join {{ ref('identity_rules') }} as rules
        on rules.entity = 'person'
        and scored.match_rule = rules.match_rule

)

select
    pair_id,
    record_number_a,
    record_number_b,
    match_weight,
    case
        -- an exact rule needs no score, but a score that speaks against it is heard
        when match_rule <> 'external_id' and match_weight < 0 then 'scored'
        else match_rule
    end as match_rule,
    case
        when match_rule = 'external_id' then rule_confidence
        when match_rule <> 'scored' and match_weight >= 0
            then greatest(probability, rule_confidence)
        else probability
    end as match_confidence,
    case
        when have_other_external_ids and match_rule <> 'external_id' then 'veto'
        when match_rule = 'external_id' then 'link'
        when match_rule <> 'scored' and match_weight >= 0 then 'link'
        when probability >= {{ var('identity_link_probability') }} then 'link'
        when probability >= {{ var('identity_review_probability') }} then 'review'
        else 'reject'
    end as decision

from rated
