-- one row per revenue event of a payer: the days on which it makes the payer a customer, and what it is worth a month on them
with

-- what has no exchange rate shows that someone is a customer, but not what for
revenue as (

    select
        *,
        coalesce(contract_role, 'unknown') = 'add_on' as is_add_on,
        case
            when '{{ var("churn_rule") }}' <> 'by_payer' then '{{ var("churn_rule") }}'
            when bool_or(is_recurring) over (partition by payer_id) then 'contractual'
            else 'non_contractual'
        end as churn_rule,
        cast(date_trunc('month', min(revenue_date) over (partition by payer_id)) as date)
            as cohort_month

    from {{ ref('fct_revenue') }}

    where payer_id <> 'unknown'
        and (is_included or exclusion_reason = 'no_exchange_rate')

),

-- a renewal takes the place of the contract, be it a little early or late
renewed as (

    select
        contracts.revenue_id,
        min(renewals.service_start_date) as renewed_on

    from revenue as contracts

    inner join revenue as renewals
        on contracts.payer_id = renewals.payer_id
        and contracts.service_start_date < renewals.service_start_date
        and renewals.service_start_date
        >= contracts.service_end_date - interval {{ var('early_renewal_days') }} day
        and renewals.service_start_date
        <= contracts.service_end_date + interval {{ var('contract_grace_days') + 1 }} day

    where not contracts.is_add_on
        and coalesce(renewals.contract_role, 'unknown') in ('renewal', 'unknown')

    group by 1

),

covered as (

    select
        revenue.*,
        case
            when revenue.churn_rule = 'non_contractual' then revenue.revenue_date
            when revenue.is_recurring then revenue.service_start_date
        end as covers_from,
        cast(
            case
                when revenue.churn_rule = 'non_contractual'
                    then revenue.revenue_date + interval {{ var('inactivity_days') }} day
                when revenue.is_recurring
                    then coalesce(
                            renewed.renewed_on - interval 1 day,
                            revenue.service_end_date + interval {{ var('contract_grace_days') }} day
                        )
            end as date
        ) as covers_until,
        case
            -- a refund is no purchase, but takes its money away
            when revenue.churn_rule = 'non_contractual' then revenue.revenue_type <> 'refund'
            -- what was added to a contract ends with it
            when revenue.is_recurring
                then not revenue.is_add_on
                    or not bool_or(revenue.is_recurring and not revenue.is_add_on)
                        over (partition by revenue.payer_id)
            else false
        end as is_base,
        case
            when revenue.churn_rule = 'non_contractual'
                then revenue.constant_revenue * 30.4375 / {{ var('inactivity_days') }}
            else revenue.monthly_revenue
        end as monthly_worth

    from revenue

    left join renewed
        on revenue.revenue_id = renewed.revenue_id

),

-- how far all that began earlier reaches
reaching as (

    select
        *,
        max(covers_until) over stretch as reaches_until,
        lead(covers_from) over (partition by payer_id, is_base order by covers_from, revenue_id)
            as next_from

    from covered

    window stretch as (
        partition by payer_id, is_base order by covers_from, revenue_id
        rows between unbounded preceding and current row
    )

)

select
    revenue_id, payer_id, segment, source_system, churn_rule, revenue_type, is_included, is_base,
    net_revenue, monthly_worth, cohort_month, revenue_date, covers_from, covers_until,
    -- the first day without any cover, even if the payer comes back later
    case
        when is_base and coalesce(next_from > reaches_until + interval 1 day, true)
            then cast(reaches_until + interval 1 day as date)
    end as lost_on

from reaching
