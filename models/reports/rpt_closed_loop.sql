-- one row per theme, kind of source and month: how often it is mentioned, whether that is more than before, and what is done about it
with

months as (

    select * from {{ ref('int_feedback_theme_months') }}

),

actions as (

    select * from {{ ref('cx_actions') }}
    where status <> 'dropped'

),

-- decided before the month was over, and not done before it began
running as (

    select
        months.theme_month_id,
        count(*) as open_action_count,
        {{ joined_text('actions.action_id', ', ', 'actions.action_id') }} as open_actions

    from months

    inner join actions
        on months.theme_code = actions.theme_code
        and months.month_start_date + interval 1 month > actions.decided_on
        and (actions.done_on is null or months.month_start_date <= actions.done_on)

    group by 1

),

-- around the share before: where 95 of 100 months lie if nothing changed (two-proportion z test)
banded as (

    select
        months.*,
        running.open_actions,
        coalesce(running.open_action_count, 0) as open_action_count,
        months.baseline_text_count >= kpis.minimum_n
        and months.text_count >= kpis.minimum_n as is_comparable,
        1.959964 * sqrt(
            months.pooled_share * (1 - months.pooled_share)
            * (1.0 / nullif(months.baseline_text_count, 0) + 1.0 / nullif(months.text_count, 0))
        ) as band_half

    from months

    inner join {{ ref('kpi_catalog') }} as kpis
        on kpis.kpi_code = 'voc_theme_share'

    left join running
        on months.theme_month_id = running.theme_month_id

)

select
    -- ids
    theme_month_id,
    theme_code,
    -- text
    theme_name,
    source_kind,
    case
        when not is_comparable then 'too_few'
        when round(theme_share, 9) > round(baseline_share + band_half, 9) then 'rising'
        when round(theme_share, 9) < round(baseline_share - band_half, 9) then 'falling'
        else 'steady'
    end as theme_signal,
    open_actions,
    -- numbers
    text_count,
    mention_count,
    negative_mention_count,
    theme_share,
    baseline_text_count,
    baseline_share,
    greatest(baseline_share - band_half, 0) as band_lo,
    least(baseline_share + band_half, 1) as band_hi,
    open_action_count,
    -- dates
    month_start_date

from banded
