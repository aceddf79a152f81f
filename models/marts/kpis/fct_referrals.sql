-- one row per new customer, the payer's first revenue: who recommended us to it (KPI-23)
with recursive

-- what comes after the first event is no acquisition; money that cannot be converted was a purchase all the same
revenue as (

    select *, row_number() over (partition by payer_id order by occurred_at, revenue_id) as event_number
    from {{ ref('fct_revenue') }}
    where (is_included or exclusion_reason = 'no_exchange_rate')
        and payer_id <> 'unknown'

),

new_customers as (

    select * from revenue
    where event_number = 1

),

judged as (

    select
        sent.*,
        new_customers.revenue_date,
        case
            when sent.is_by_employee then 'employee'
            when sent.is_partner_code then 'partner'
            when sent.referrer_payer_id is null then 'unknown_referrer'
            when sent.referrer_payer_id = sent.referred_payer_id then 'self'
            -- strictly before: so a chain of referrers goes back in time, and cannot be a circle
            when coalesce(referrers.revenue_date >= new_customers.revenue_date, true)
                then 'not_yet_customer'
            when sent.sent_on > new_customers.revenue_date then 'already_customer'
            else 'valid'
        end as validity

    from {{ ref('int_referrals') }} as sent

    inner join new_customers
        on sent.referred_payer_id = new_customers.payer_id

    left join new_customers as referrers
        on sent.referrer_payer_id = referrers.payer_id

),

-- the first valid referrer wins; without one the first referral tells why there is none
ranked as (

    select
        *,
        row_number() over (
            partition by referred_payer_id
            order by case when validity = 'valid' then 0 else 1 end, sent_on, referral_id
        ) as referral_number,
        count(*) over (partition by referred_payer_id) as referral_count

    from judged

),

chosen as (

    select * from ranked
    where referral_number = 1

),

chains as (

    select referred_payer_id, referrer_payer_id, 1 as chain_depth from chosen
    where validity = 'valid'
    union all
    select chains.referred_payer_id, chosen.referrer_payer_id, chains.chain_depth + 1 as chain_depth
    from chains
    inner join chosen
        on chains.referrer_payer_id = chosen.referred_payer_id
        and chosen.validity = 'valid'

)

select
    -- ids
    new_customers.payer_id,
    chosen.referral_id,
    case when chosen.validity = 'valid' then chosen.referrer_payer_id end as referrer_payer_id,
    new_customers.source_system,
    -- text
    new_customers.segment,
    coalesce(chosen.validity, 'none') as validity,
    new_customers.lead_source,
    cast(null as string) as exclusion_reason,
    -- numbers
    coalesce(chosen.referral_count, 0) as referral_count,
    coalesce(depths.chain_depth, 0) as chain_depth,
    -- booleans
    coalesce(chosen.validity = 'valid', false) as is_referred,
    -- what the customer says stands apart from what a code proves
    coalesce(
        lower(new_customers.lead_source)
        in ('{{ var("referral_lead_sources") | join("', '") }}'), false -- noqa: LT05
    ) as is_stated_referral,
    chosen.referral_id is null and new_customers.lead_source is null as is_unknown_source,
    true as is_included,
    -- dates
    new_customers.revenue_date as acquired_on

from new_customers

left join chosen
    on new_customers.payer_id = chosen.referred_payer_id

left join (
    select referred_payer_id, max(chain_depth) as chain_depth
    from chains
    group by 1
) as depths
    on new_customers.payer_id = depths.referred_payer_id
