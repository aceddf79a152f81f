-- one row per month: what a new customer costs and is worth, and what it costs to serve those we have
with

active as (

    select
        month_start,
        customers_start + customers_new + customers_reactivated as active_customer_count

    from {{ ref('rpt_retention') }}
    where segment = 'all'

),

costs as (

    select
        month_start,
        sum(cast(cost as decimal(28, 6))) as acquisition_cost

    from {{ ref('acquisition_costs') }}

    group by 1

),

-- who paid in a currency without a rate is a new customer of unknown worth
acquired as (

    select
        cast(date_trunc('month', customers.acquired_on) as date) as month_start,
        count(*) as new_customer_count,
        cast(sum(cast(lifetimes.clv_total_margin as decimal(28, 6))) as double)
        / nullif(count(lifetimes.clv_total_margin), 0) as mean_lifetime_margin

    from {{ ref('fct_referrals') }} as customers

    left join {{ ref('fct_customer_lifetime_value') }} as lifetimes
        on customers.payer_id = lifetimes.payer_id
        and lifetimes.is_included

    where customers.is_included

    group by 1

),

-- the cost of a contact holds until the next one
prices as (

    select
        *,
        lead(valid_from) over (partition by channel order by valid_from) as valid_until

    from {{ ref('contact_costs') }}

),

served as (

    select
        cast(date_trunc('month', contacts.created_at) as date) as month_start,
        count(*) as contact_count,
        count(*) filter (where prices.cost_per_contact is null) as unpriced_contact_count,
        sum(cast(prices.cost_per_contact as decimal(28, 6))) as cost_to_serve

    from {{ ref('int_ticket_scope') }} as contacts

    left join prices
        on contacts.channel = prices.channel
        and contacts.created_at >= prices.valid_from
        and (contacts.created_at < prices.valid_until or prices.valid_until is null)

    where contacts.exclusion_reason is null

    group by 1

)

select
    -- ids
    active.month_start,
    -- text
    case
        when coalesce(costs.acquisition_cost, 0) = 0 then 'no_acquisition_costs'
        when acquired.new_customer_count is null then 'no_new_customers'
        when acquired.mean_lifetime_margin is null then 'no_margin'
    end as clv_to_cac_missing_reason,
    case
        when served.contact_count is null then 'no_contacts'
        when served.cost_to_serve is null then 'no_contact_costs'
        when active.active_customer_count = 0 then 'no_customers'
    end as cost_to_serve_missing_reason,
    -- numbers
    coalesce(acquired.new_customer_count, 0) as new_customer_count,
    cast(costs.acquisition_cost as double) as acquisition_cost,
    cast(costs.acquisition_cost as double) / acquired.new_customer_count as cost_per_new_customer,
    acquired.mean_lifetime_margin,
    acquired.mean_lifetime_margin
    / nullif(cast(costs.acquisition_cost as double) / acquired.new_customer_count, 0) as clv_to_cac_ratio,
    active.active_customer_count,
    coalesce(served.contact_count, 0) as contact_count,
    coalesce(served.unpriced_contact_count, 0) as unpriced_contact_count,
    cast(served.cost_to_serve as double) as cost_to_serve,
    cast(served.cost_to_serve as double) / nullif(active.active_customer_count, 0)
        as cost_to_serve_per_customer

from active

left join costs
    on active.month_start = costs.month_start

left join acquired
    on active.month_start = acquired.month_start

left join served
    on active.month_start = served.month_start
