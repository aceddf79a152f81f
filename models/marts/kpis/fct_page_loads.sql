-- one row per view of a page: how long it took to load, on the visitor's own device (KPI-16)
with

page_views as (

    select
        *,
        load_milliseconds / 1000 as measured_seconds
    from {{ ref('int_digital_actions') }}
    where action_kind = 'page_view'

),

judged as (

    select
        *,
        case
            when load_exclusion_reason is not null then load_exclusion_reason
            when measured_seconds is null then 'no_load_time'
            when measured_seconds < 0 then 'negative_duration'
            when measured_seconds > {{ var('page_load_max_seconds') }} then 'too_long'
        end as final_exclusion_reason

    from page_views

)

select
    -- ids
    digital_action_id as page_load_id,
    source_system,
    visitor_id,
    customer_id,
    account_id,
    payer_id,
    -- text
    segment,
    channel,
    device,
    coalesce(page_type, 'unknown') as page_type,
    final_exclusion_reason as exclusion_reason,
    -- numbers
    measured_seconds as load_seconds,
    largest_paint_milliseconds / 1000 as largest_paint_seconds,
    cast(
        final_exclusion_reason is null
        and round(measured_seconds, 9) < {{ var('page_load_fast_seconds') }} as integer
    ) as fast_count,
    cast(coalesce(final_exclusion_reason = 'no_load_time', false) as integer) as incomplete_count,
    -- booleans
    final_exclusion_reason is null as is_included,
    -- dates and timestamps
    cast(occurred_at as date) as viewed_on,
    occurred_at as viewed_at

from judged
