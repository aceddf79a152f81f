-- one row per theme, kind of source and day with counted texts: how many there were, and how many mention the theme
with

days as (

    select
        source_kind,
        feedback_date,
        count(*) as text_count

    from {{ ref('fct_feedback_items') }}

    where is_included
        and has_text

    group by 1, 2

),

mentions as (

    select
        theme_code,
        source_kind,
        feedback_date,
        sum(mention_count) as mention_count,
        sum(negative_mention_count) as negative_mention_count

    from {{ ref('fct_feedback_themes') }}

    where is_included

    group by 1, 2, 3

),

-- a day without a mention counts as well
completed as (

    select
        themes.theme_code || '|' || days.source_kind || '|' || days.feedback_date
            as theme_day_id,
        themes.theme_code,
        themes.theme_name,
        days.source_kind,
        days.feedback_date,
        days.text_count,
        cast(coalesce(mentions.mention_count, 0) as bigint) as mention_count,
        cast(coalesce(mentions.negative_mention_count, 0) as bigint) as negative_mention_count

    from days

    cross join {{ ref('feedback_themes') }} as themes

    left join mentions
        on themes.theme_code = mentions.theme_code
        and days.source_kind = mentions.source_kind
        and days.feedback_date = mentions.feedback_date

)

select * from completed
