-- one row per figure on the unified profile: how much is linked, by what, what guards refused, what waits
with

records as (

    select * from {{ ref('fct_profile_unification') }}
    where is_included

),

customers as (

    select
        customer_id,
        count(*) as record_count,
        count(distinct source_domain) as domain_count,
        max(linked_count) as golden_count

    from records

    group by 1

),

shares as (

    select
        'unification_rate' as figure, 'all' as cut,
        sum(linked_count) as matching_count, count(*) as total_count
    from records

    union all

    select
        'unification_rate' as figure, source_domain as cut,
        sum(linked_count) as matching_count, count(*) as total_count
    from records
    group by 1, 2

    union all

    -- a customer whom one department knows alone is not unified; a provisional profile is none yet
    select
        'multi_domain_share' as figure, 'all' as cut,
        count(case when domain_count >= 2 then 1 end) as matching_count,
        sum(golden_count) as total_count
    from customers

    union all

    -- the records of the CRM beyond one a customer
    select
        'duplicate_rate' as figure, 'crm' as cut,
        count(*) - count(distinct customer_id) as matching_count, count(*) as total_count
    from records
    where source_domain = 'crm'

    union all

    select
        'steward_agreement' as figure, confidence_band as cut,
        same_count as matching_count, judged_count as total_count
    from {{ ref('int_identity_calibration') }}

),

counts as (

    select
        'customers_by_size' as figure,
        case when record_count >= 10 then '10 and more' else cast(record_count as string) end
            as cut,
        count(*) as matching_count
    from customers
    group by 1, 2

    union all

    select 'records_by_rule' as figure, match_rule as cut, count(*) as matching_count
    from records
    group by 1, 2

    union all

    select 'pairs_by_decision' as figure, decision as cut, count(*) as matching_count
    from {{ ref('fct_identity_links') }}
    group by 1, 2

    union all

    select 'guard_hits' as figure, guard as cut, count(*) as matching_count
    from {{ ref('fct_identity_guard_hits') }}
    group by 1, 2

),

unioned as (

    select figure, cut, matching_count, total_count from shares
    union all
    select figure, cut, matching_count, cast(null as bigint) as total_count from counts

)

select
    figure || '|' || cut as identity_figure_id,
    figure,
    cut,
    cast(matching_count as bigint) as matching_count,
    cast(total_count as bigint) as total_count,
    -- without a total it is a count
    cast(matching_count as double) / coalesce(total_count, 1) as figure_value

from unioned
