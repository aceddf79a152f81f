-- one row per KPI, closed period and version: what the scorecard said of it, recorded once, and every later change
{{
    config(
        materialized = 'incremental',
        incremental_strategy = 'append',
        on_schema_change = 'append_new_columns',
        full_refresh = false
    )
}}

with

-- a period is closed once it is over; its cuts move whenever a customer changes the segment
closed as (

    -- where the scorecard takes its values from
    select *, pending_count > 0 as is_provisional
    from {{ ref('int_kpi_changes') }}
    where cut_type = 'all'
        and period_grain <> 'all'
        and period_end <= cast({{ as_of() }} as date)

),

logged as (

    select
        cast(null as string) as kpi_value_id,
        cast(null as string) as kpi_code,
        cast(null as string) as period_grain,
        cast(null as date) as period_start,
        cast(null as date) as period_end,
        cast(null as integer) as version_number,
        cast(null as string) as event,
        cast(null as double) as value,
        cast(null as boolean) as is_provisional,
        cast(null as timestamp) as published_at
    where false

    {% if is_incremental() %}
    union all
    select
        kpi_value_id, kpi_code, period_grain, period_start, period_end, version_number,
        event, value, is_provisional, published_at
    from {{ this }}
    {% endif %}

),

numbered as (

    select
        *,
        row_number() over (partition by kpi_value_id order by version_number desc) as recency,
        cast(max(published_at) over () as date) as last_published_on
    from logged

),

latest as (
    select * from numbered
    where recency = 1
),

-- a KPI that has been published had no value where none was recorded
known as (
    select kpi_code, last_published_on from latest
    group by 1, 2
),

compared as (

    select
        coalesce(closed.kpi_value_id, latest.kpi_value_id) as kpi_value_id,
        coalesce(closed.kpi_code, latest.kpi_code) as kpi_code,
        coalesce(closed.period_grain, latest.period_grain) as period_grain,
        coalesce(closed.period_start, latest.period_start) as period_start,
        coalesce(closed.period_end, latest.period_end) as period_end,
        coalesce(latest.version_number, 0) + 1 as version_number,
        case
            -- who is gone is told of once
            when closed.kpi_value_id is null
                then case when latest.event <> 'vanished' then 'vanished' end
            when latest.event = 'vanished' then 'appeared'
            when latest.kpi_value_id is null and known.last_published_on >= closed.period_end
                then 'appeared'
            when latest.kpi_value_id is null then 'first'
            -- what was shown as provisional may change until it is settled
            when round(coalesce(closed.value, 0), 9) <> round(coalesce(latest.value, 0), 9)
                or (closed.value is null) <> (latest.value is null)
                then case when latest.is_provisional then 'revised' else 'restated' end
            when latest.is_provisional and not closed.is_provisional then 'settled'
        end as event,
        closed.value,
        latest.value as previous_value,
        closed.n,
        coalesce(closed.is_provisional, false) as is_provisional

    from closed

    full join latest
        on closed.kpi_value_id = latest.kpi_value_id
    left join known
        on closed.kpi_code = known.kpi_code

)

select
    kpi_value_id || '|' || version_number as kpi_value_version_id,
    kpi_value_id, kpi_code, period_grain, event,
    cast(version_number as integer) as version_number,
    value, previous_value, n, is_provisional, period_start, period_end,
    {{ as_of() }} as published_at,
    case when event in ('restated', 'vanished', 'appeared') then {{ as_of() }} end as restated_at

from compared

-- an earlier as_of asks what was known then, and restates nothing
where event is not null
    and {{ as_of() }} >= coalesce((select max(logged.published_at) from logged), {{ as_of() }})
