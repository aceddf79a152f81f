-- one row per band of confidence: of the pairs that a steward judged, how many are one person or organisation
with

decisions as (

    select
        decision,
        least(record_key_a, record_key_b) as record_key_a,
        greatest(record_key_a, record_key_b) as record_key_b

    from {{ ref('int_steward_decisions') }}

    where is_applied
        and decision <> 'split'

),

judged as (

    select
        decisions.decision,
        case
            when pairs.match_confidence >= {{ var('identity_link_probability') }}
                then '{{ var("identity_link_probability") }} to 1'
            when pairs.match_confidence >= {{ var('identity_review_probability') }}
                then '{{ var("identity_review_probability") }} to {{ var("identity_link_probability") }}'
            -- not even worth a question
            else 'below {{ var("identity_review_probability") }}'
        end as confidence_band

    from decisions

    left join {{ ref('int_identity_pairs') }} as pairs
        on decisions.record_key_a = pairs.record_key_a
        and decisions.record_key_b = pairs.record_key_b
        and pairs.match_rule <> 'tool_merge'

)

select
    confidence_band,
    count(*) as judged_count,
    count(case when decision = 'same' then 1 end) as same_count

from judged

group by 1
