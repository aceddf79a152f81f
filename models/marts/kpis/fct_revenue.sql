-- one row per revenue event that was won: a contract, an order, a refund (KPI-17, KPI-22)
with

events as (

    select * from {{ ref('int_revenue_scope') }}
    where revenue_event_type not in ('opportunity_lost', 'opportunity_open', 'order_open')

),

-- a rate holds until the next one; later ones are not known yet
rates as (

    select
        currency_code,
        valid_from,
        rate_to_reporting,
        lead(valid_from) over (partition by currency_code order by valid_from) as valid_until
    from {{ ref('exchange_rates') }}
    where valid_from <= {{ as_of() }}
        and currency_code <> '{{ var("reporting_currency") }}'

    union all

    select
        '{{ var("reporting_currency") }}' as currency_code,
        cast('1900-01-01' as date) as valid_from,
        1.0 as rate_to_reporting,
        cast(null as date) as valid_until

),

termed as (

    select
        *,
        cast(occurred_at as date) as revenue_date,
        case when revenue_type = 'refund' then -abs(amount) else amount end as signed_amount,
        coalesce(service_start_date, cast(occurred_at as date)) as starts_on,
        -- the days of service tell the term, else what is usual for the type
        service_end_date >= coalesce(service_start_date, cast(occurred_at as date))
            as has_end

    from events

),

converted as (

    select
        termed.*,
        case
            when termed.has_end
                then greatest(
                        cast(round(
                            ({{ dbt.datediff('termed.starts_on', 'termed.service_end_date', 'day') }} + 1) / 30.4375 -- noqa: LT05
                        ) as integer), 1
                    )
            else coalesce(termed.term_months, {{ var('default_term_months') }})
        end as months,
        rates.rate_to_reporting as exchange_rate,
        termed.signed_amount * rates.rate_to_reporting as net_revenue,
        termed.signed_amount * last_rates.rate_to_reporting as constant_revenue,
        coalesce(
            termed.exclusion_reason,
            case when rates.rate_to_reporting is null then 'no_exchange_rate' end
        ) as final_exclusion_reason

    from termed

    left join rates
        on termed.currency_code = rates.currency_code
        and termed.revenue_date >= rates.valid_from
        and (termed.revenue_date < rates.valid_until or rates.valid_until is null)

    left join rates as last_rates
        on termed.currency_code = last_rates.currency_code
        and last_rates.valid_until is null

)

select
    -- ids
    revenue_event_id as revenue_id,
    payer_id,
    customer_id,
    account_id,
    source_system,
    source_revenue_event_id,
    -- text
    segment,
    revenue_type,
    contract_role,
    raw_type,
    product,
    lead_source,
    currency_code,
    final_exclusion_reason as exclusion_reason,
    -- numbers
    amount,
    exchange_rate,
    net_revenue,
    constant_revenue,
    case when is_recurring then months end as term_months,
    case when is_recurring then constant_revenue / months end as monthly_revenue,
    -- booleans
    is_recurring,
    final_exclusion_reason is null as is_included,
    -- dates and timestamps
    case when is_recurring then starts_on end as service_start_date,
    case
        when is_recurring and has_end then service_end_date
        when is_recurring
            then cast({{ dbt.dateadd('month', 'months', 'starts_on') }} - interval 1 day as date)
    end as service_end_date,
    revenue_date,
    occurred_at

from converted
