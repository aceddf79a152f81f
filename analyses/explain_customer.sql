-- one row per comparison of each link between the records of one customer: why they are together
-- run it with: dbt show --select explain_customer --vars '{customer_id: <the id>}' --limit 500
select
    links.source_record_a,
    links.source_record_b,
    links.match_rule,
    links.match_weight as link_weight,
    links.match_confidence,
    evidence.comparison,
    evidence.level,
    evidence.weight

from {{ ref('fct_identity_links') }} as links

left join {{ ref('fct_match_evidence') }} as evidence
    on links.link_id = evidence.link_id

where links.is_in_effect
    and links.resolved_id_a = '{{ var("customer_id", "") }}'

order by
    links.match_confidence desc, links.source_record_a, links.source_record_b, evidence.weight desc
