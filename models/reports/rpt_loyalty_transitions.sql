-- one row per quarter, state at its start and state at its end: the customers who went from one to the other
with

-- the first purchase makes a customer, the next ones a loyal customer, in whatever currency
purchases as (

    select
        payer_id,
        revenue_date,
        row_number() over (partition by payer_id order by revenue_date, revenue_id) as purchase_number

    from {{ ref('fct_revenue') }}

    where (is_included or exclusion_reason = 'no_exchange_rate')
        and revenue_type <> 'refund'

),

attitudes as (

    select * from {{ ref('int_customer_attitudes') }}

),

bought as (

    select
        attitudes.customer_quarter_id,
        bool_or(purchases.revenue_date < attitudes.quarter_start_date) as has_repurchased,
        bool_or(purchases.revenue_date >= attitudes.quarter_start_date) as has_repurchased_later

    from attitudes

    inner join purchases
        on attitudes.payer_id = purchases.payer_id
        and purchases.purchase_number > 1
        and attitudes.seen_from <= purchases.revenue_date
        and attitudes.seen_until > purchases.revenue_date

    group by 1

),

-- who is bound by a contract and unhappy is not loyal
states as (

    select
        attitudes.customer_id,
        attitudes.quarter_start_date,
        cast(attitudes.quarter_start_date - interval 3 month as date) as previous_quarter_start_date,
        attitudes.seen_until <= {{ as_of() }} as is_mature,
        case
            when attitudes.is_dissatisfied then 'dissatisfied'
            when attitudes.is_promoter or coalesce(bought.has_repurchased, false) then 'loyal'
            else 'satisfied'
        end as loyalty_state,
        coalesce(bought.has_repurchased_later, false) as has_repurchased_later

    from attitudes

    left join bought
        on attitudes.customer_quarter_id = bought.customer_quarter_id

),

moved as (

    select
        coalesce(before.quarter_start_date, after.previous_quarter_start_date)
            as quarter_start_date,
        coalesce(before.loyalty_state, 'silent') as from_state,
        coalesce(after.loyalty_state, 'silent') as to_state,
        before.is_mature,
        before.has_repurchased_later

    from states as before

    full join states as after
        on before.customer_id = after.customer_id
        and before.quarter_start_date = after.previous_quarter_start_date

),

counted as (

    select
        quarter_start_date,
        from_state,
        to_state,
        coalesce(bool_and(is_mature), false) as is_mature,
        count(*) as customer_count,
        count(*) filter (where has_repurchased_later) as repurchase_count

    from moved

    -- a quarter that is not over has no end yet
    where quarter_start_date < date_trunc('quarter', {{ as_of() }})

    group by 1, 2, 3

)

select
    -- ids
    quarter_start_date || '|' || from_state || '|' || to_state as loyalty_transition_id,
    from_state,
    to_state,
    -- numbers
    customer_count,
    cast(sum(customer_count) over from_there as bigint) as from_customer_count,
    cast(customer_count as double) / sum(customer_count) over from_there as transition_rate,
    -- whether a customer comes back is known when the months are over
    case when is_mature then repurchase_count end as repurchase_count,
    is_mature,
    -- dates
    quarter_start_date

from counted

window from_there as (partition by quarter_start_date, from_state)
