-- one row per feedback item with text and theme that it mentions; without any, its theme is unclassified (KPI-24)
with

items as (

    select * from {{ ref('int_feedback_items') }}
    where has_text

),

matches as (

    select * from {{ ref('int_feedback_theme_matches') }}

),

themes as (

    select * from {{ ref('feedback_themes') }}

),

mentions as (

    select
        items.*,
        coalesce(matches.theme_code, 'unclassified') as theme_code,
        matches.matched_term,
        coalesce(matches.matched_term_count, 0) as matched_term_count,
        matches.theme_confidence

    from items

    left join matches
        on items.reading_id = matches.reading_id

),

described as (

    select
        -- ids
        mentions.feedback_item_id || '|' || mentions.theme_code as feedback_theme_id,
        mentions.feedback_item_id,
        mentions.theme_code,
        mentions.source_system,
        mentions.customer_id,
        mentions.account_id,
        mentions.payer_id,
        mentions.agent_id,
        mentions.ticket_id,
        -- text
        themes.theme_name,
        mentions.source_kind,
        mentions.segment,
        mentions.channel,
        mentions.agent_group,
        mentions.sentiment_label,
        mentions.matched_term,
        mentions.exclusion_reason,
        -- numbers
        themes.version as theme_version,
        mentions.matched_term_count,
        mentions.theme_confidence,
        case when mentions.exclusion_reason is null then 1 else 0 end as mention_count,
        case
            when mentions.exclusion_reason is null
                and mentions.sentiment_label = 'negative' then 1
            else 0
        end as negative_mention_count,
        -- booleans
        mentions.exclusion_reason is null as is_included,
        mentions.theme_code <> 'unclassified' as is_classified,
        -- dates
        cast(mentions.feedback_at as date) as feedback_date

    from mentions

    inner join themes
        on mentions.theme_code = themes.theme_code

)

select * from described
