-- one row per pair of records that may be one and waits for a steward: what speaks for it, and what hangs on it
with

links as (

    select * from {{ ref('fct_identity_links') }}
    where decision = 'review'
        and not is_in_effect

),

evidence as (

    select
        link_id,
        {{ joined_text("comparison || ' ' || level || ' (' || weight || ')'", ', ', 'weight desc, comparison') }}
            as evidence

    from {{ ref('fct_match_evidence') }}

    group by 1

),

sizes as (

    select
        customer_id,
        count(*) as record_count

    from {{ ref('dim_customer_source_records') }}

    where not is_internal

    group by 1

)

select
    links.link_id,
    links.source_record_a,
    links.source_record_b,
    links.resolved_id_a as customer_id_a,
    links.resolved_id_b as customer_id_b,
    links.match_weight,
    links.match_confidence,
    evidence.evidence,
    a.record_count + b.record_count as merged_record_count,
    -- how many records a decision moves, times how little the weights know
    round(
        (a.record_count + b.record_count) * (1 - abs(2 * links.match_confidence - 1)), 3
    ) as review_priority

from links

inner join sizes as a
    on links.resolved_id_a = a.customer_id

inner join sizes as b
    on links.resolved_id_b = b.customer_id

left join evidence
    on links.link_id = evidence.link_id
