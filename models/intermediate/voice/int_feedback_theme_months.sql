-- one row per theme, kind of source and month: the texts, the mentions, and those of the weeks before
with

days as (

    select * from {{ ref('int_feedback_theme_days') }}

),

months as (

    select
        theme_code,
        theme_name,
        source_kind,
        cast(date_trunc('month', feedback_date) as date) as month_start_date,
        cast(sum(text_count) as bigint) as text_count,
        cast(sum(mention_count) as bigint) as mention_count,
        cast(sum(negative_mention_count) as bigint) as negative_mention_count

    from days

    group by 1, 2, 3, 4

),

-- the weeks before the month
baselines as (

    select
        months.theme_code,
        months.source_kind,
        months.month_start_date,
        cast(sum(days.text_count) as bigint) as baseline_text_count,
        cast(sum(days.mention_count) as bigint) as baseline_mention_count

    from months

    inner join days
        on months.theme_code = days.theme_code
        and months.source_kind = days.source_kind
        and months.month_start_date > days.feedback_date
        and months.month_start_date - interval {{ var('theme_baseline_days') }} day
        <= days.feedback_date

    group by 1, 2, 3

),

compared as (

    select
        months.*,
        months.theme_code || '|' || months.source_kind || '|' || months.month_start_date
            as theme_month_id,
        coalesce(baselines.baseline_text_count, 0) as baseline_text_count,
        (months.mention_count + baselines.baseline_mention_count)
        / nullif(cast(months.text_count + baselines.baseline_text_count as double), 0)
            as pooled_share,
        months.mention_count / nullif(cast(months.text_count as double), 0) as theme_share,
        baselines.baseline_mention_count
        / nullif(cast(baselines.baseline_text_count as double), 0) as baseline_share

    from months

    left join baselines
        on months.theme_code = baselines.theme_code
        and months.source_kind = baselines.source_kind
        and months.month_start_date = baselines.month_start_date

)

select * from compared
