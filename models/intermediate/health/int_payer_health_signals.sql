-- one row per payer and month: what the answers, tickets and revenue known at the month's end say of it
with

month_ends as (

    select
        date_day as month_start,
        cast(date_day + interval 1 month as {{ dbt.type_timestamp() }}) as month_end_at
    from {{ ref('int_dates') }}
    where extract(day from date_day) = 1
        and date_day + interval 1 month <= {{ as_of() }}

),

-- the latest relationship answer of any person of the payer stands until the next one
answers as (

    select
        *,
        cast(submitted_at as date) + case metric_code
            when 'nps' then interval {{ var('health_nps_days') }} day
            else interval {{ var('health_window_days') }} day
        end as old_at,
        case when metric_code = 'nps' then lead(submitted_at) over oldest_first end as replaced_at
    from {{ ref('int_customer_answers') }}
    window oldest_first as (partition by payer_id, metric_code order by submitted_at, survey_answer_id)

),

issues as (

    select *, first_contact_date + interval {{ var('health_window_days') }} day as old_at
    from {{ ref('fct_first_contact_resolution') }}
    where coalesce(exclusion_reason, 'immature') = 'immature'

),

-- every fact counts at the month ends after one instant, up to another: nobody looks ahead
facts as (

    select
        payer_id, metric_code as signal, score as signal_value,
        submitted_at as counts_after, least(old_at, coalesce(replaced_at, old_at)) as counts_until
    from answers
    union all
    -- solved, and nobody came back in time
    select
        payer_id, 'issue' as signal, first_contact_resolution_count as signal_value,
        resolved_at + interval {{ var('fcr_repeat_window_days') }} day as counts_after, old_at as counts_until
    from issues
    where is_resolved
    union all
    -- unsolved for long is no first contact resolution, until it is solved
    select
        payer_id, 'issue' as signal, 0 as signal_value,
        first_contact_at + interval {{ var('fcr_unsolved_mature_days') }} day as counts_after,
        least(old_at, coalesce(resolved_at, old_at)) as counts_until
    from issues
    union all
    select
        tickets.payer_id, 'long_open_ticket' as signal, 1 as signal_value,
        greatest(periods.started_at, tickets.created_at + interval {{ var('health_open_days') }} day)
            as counts_after,
        periods.ended_at as counts_until
    from {{ ref('int_ticket_status_periods') }} as periods
    inner join {{ ref('int_ticket_scope') }} as tickets on periods.ticket_id = tickets.ticket_id
    where tickets.exclusion_reason is null and periods.status in ('new', 'open', 'pending', 'hold')
    union all
    select
        payer_id, 'recent_revenue' as signal, net_revenue as signal_value,
        revenue_date as counts_after,
        revenue_date + interval {{ var('health_revenue_days') }} day as counts_until
    from {{ ref('fct_revenue') }}
    where is_included
    union all
    select
        payer_id, 'earlier_revenue' as signal, net_revenue as signal_value,
        revenue_date + interval {{ var('health_revenue_days') }} day as counts_after,
        revenue_date + interval {{ 2 * var('health_revenue_days') }} day as counts_until
    from {{ ref('fct_revenue') }}
    where is_included

),

-- decimals, because a sum of doubles depends on the order of the rows
known as (

    select
        facts.payer_id,
        month_ends.month_start,
        facts.signal,
        count(*) as fact_count,
        cast(sum(cast(facts.signal_value as decimal(28, 12))) as double) as signal_sum
    from facts
    inner join month_ends
        on facts.counts_after < month_ends.month_end_at
        and facts.counts_until >= month_ends.month_end_at
    where facts.payer_id <> 'unknown'
    group by 1, 2, 3

)

select
    payer_id || '|' || cast(month_start as string) as payer_month_id,
    payer_id,
    month_start,
    max(case when signal = 'nps' then signal_sum end) as nps_score,
    max(case when signal = 'csat' then signal_sum / fact_count end) as csat_score_position,
    max(case when signal = 'ces' then signal_sum / fact_count end) as ces_effort_score,
    max(case when signal = 'issue' then signal_sum / fact_count end) as fcr_rate,
    coalesce(max(case when signal = 'recent_revenue' then signal_sum end), 0) as recent_revenue,
    coalesce(max(case when signal = 'earlier_revenue' then signal_sum end), 0) as earlier_revenue,
    coalesce(max(case when signal = 'csat' then fact_count end), 0) as csat_answer_count,
    coalesce(max(case when signal = 'ces' then fact_count end), 0) as ces_answer_count,
    coalesce(max(case when signal = 'issue' then fact_count end), 0) as settled_issue_count,
    coalesce(max(case when signal = 'long_open_ticket' then fact_count end), 0) as long_open_ticket_count

from known

group by 1, 2, 3
