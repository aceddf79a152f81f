-- one row per comparison of each link on the shortest way from one record to another: why the two are one customer
-- run it with: dbt show --select explain_records --limit 500
--   --vars '{record_a: "salesforce:003A", record_b: "zendesk:17"}'
with recursive

ties as (

    select
        link_id, source_record_a as from_record, source_record_b as to_record,
        match_rule, match_weight, match_confidence
    from {{ ref('fct_identity_links') }}
    where is_in_effect and decision = 'link' and entity = 'person'

    union all

    select
        link_id, source_record_b as from_record, source_record_a as to_record,
        match_rule, match_weight, match_confidence
    from {{ ref('fct_identity_links') }}
    where is_in_effect and decision = 'link' and entity = 'person'

),

reached as (

    select '{{ var("record_a", "") }}' as record_id, 0 as steps

    union

    select ties.to_record as record_id, reached.steps + 1 as steps
    from reached
    inner join ties on reached.record_id = ties.from_record
    where reached.steps < 100

),

nearest as (

    select
        record_id,
        min(steps) as steps
    from reached
    group by record_id

),

-- back from the other end, at each step over the strongest link
best as (

    select
        ties.*,
        nearest.steps,
        row_number() over (
            partition by ties.to_record order by ties.match_confidence desc, ties.from_record
        ) as strength_rank
    from ties
    inner join nearest on ties.to_record = nearest.record_id
    inner join nearest as before
        on ties.from_record = before.record_id and nearest.steps = before.steps + 1

),

way as (

    select * from best
    where to_record = '{{ var("record_b", "") }}' and strength_rank = 1

    union all

    select best.*
    from way
    inner join best on way.from_record = best.to_record and best.strength_rank = 1

)

select
    way.steps as step,
    way.from_record,
    way.to_record,
    way.match_rule,
    way.match_weight as link_weight,
    round(way.match_confidence, 4) as match_confidence,
    evidence.comparison,
    evidence.level,
    evidence.weight,
    -- the first letters only
    left(case evidence.comparison
        when 'given_name' then a.given_name when 'family_name' then a.family_name
        when 'birth_date' then cast(a.birth_date as string) when 'postcode' then a.postcode
        when 'city' then a.city when 'street' then a.street when 'email' then a.email
        when 'company_name' then a.company_name
    end, 2) || '...' as value_from,
    left(case evidence.comparison
        when 'given_name' then b.given_name when 'family_name' then b.family_name
        when 'birth_date' then cast(b.birth_date as string) when 'postcode' then b.postcode
        when 'city' then b.city when 'street' then b.street when 'email' then b.email
        when 'company_name' then b.company_name
    end, 2) || '...' as value_to

from way

left join {{ ref('fct_match_evidence') }} as evidence on way.link_id = evidence.link_id
left join {{ ref('int_person_records') }} as a on way.from_record = a.contact_record_id
left join {{ ref('int_person_records') }} as b on way.to_record = b.contact_record_id

order by way.steps, evidence.weight desc
