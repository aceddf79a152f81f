-- On which weekday, and at what time of day, do customers wait longest for the first reply?
-- How to read it: weekday 1 is Monday; times are UTC and are those of the customer's ticket.
-- The calendar median is what the customer waits, the business median leaves closed hours
-- out: where only the first is long, nobody was at work. sla_met_rate is of the tickets that
-- had a target for the first reply (n_sla) and is sure down to sla_met_ci_lo only. Medians
-- have no interval: below about 30 tickets (n) read nothing into them. Unanswered tickets are
-- not in them.
with

first_replies as (

    select * from {{ ref('fct_first_response_time') }}
    where is_included

),

sla_targets as (

    select * from {{ ref('fct_sla_targets') }}
    where is_included and sla_metric = 'first_reply'

),

slots as (

    select
        dates.iso_weekday,
        6 * cast(floor(extract(hour from first_replies.created_at) / 6) as integer) as hour_from,
        count(first_replies.first_response_calendar_minutes) as n,
        sum(cast(first_replies.is_unreplied as integer)) as unreplied,
        median(first_replies.first_response_calendar_minutes) as median_calendar_minutes,
        median(first_replies.first_response_business_minutes) as median_business_minutes,
        count(sla_targets.sla_target_id) as n_sla,
        coalesce(sum(sla_targets.met_count), 0) as sla_met

    from first_replies

    inner join {{ ref('dim_dates') }} as dates
        on first_replies.created_date = dates.date_day

    left join sla_targets
        on first_replies.ticket_id = sla_targets.ticket_id

    group by dates.iso_weekday, hour_from

)

select
    iso_weekday, hour_from, n, unreplied,
    median_calendar_minutes,
    median_business_minutes,
    n_sla,
    cast(sla_met as double) / nullif(n_sla, 0) as sla_met_rate,
    {{ wilson_bound('sla_met', 'n_sla', '-') }} as sla_met_ci_lo

from slots

order by iso_weekday, hour_from
