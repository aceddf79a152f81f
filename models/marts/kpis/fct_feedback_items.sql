-- one row per thing that a customer said, asked or unasked, and per rating without a word (KPI-25)
with

items as (

    select * from {{ ref('int_feedback_items') }}

),

theme_counts as (

    select
        reading_id,
        count(*) as theme_count

    from {{ ref('int_feedback_theme_matches') }}

    group by 1

),

counted as (

    select
        -- ids
        items.feedback_item_id,
        items.source_system,
        items.customer_id,
        items.account_id,
        items.payer_id,
        items.agent_id,
        items.ticket_id,
        items.survey_id,
        items.survey_answer_id,
        items.message_id,
        -- text
        items.source_kind,
        items.feedback_source,
        items.segment,
        items.channel,
        items.agent_group,
        items.redacted_text,
        items.language,
        items.sentiment_label,
        items.sentiment_source,
        items.sentiment_model,
        items.sentiment_model_version,
        items.unscored_reason,
        items.exclusion_reason,
        -- numbers
        coalesce(length(items.redacted_text), 0) as text_length,
        items.language_confidence,
        items.sentiment_score,
        items.sentiment_confidence,
        case
            when items.exclusion_reason is not null then null
            when items.sentiment_label = 'positive' then 1
            when items.sentiment_label = 'neutral' then 0
            when items.sentiment_label = 'negative' then -1
        end as net_sentiment,
        coalesce(theme_counts.theme_count, 0) as theme_count,
        -- booleans
        items.exclusion_reason is null as is_included,
        items.has_text,
        theme_counts.theme_count is not null as is_classified,
        -- dates and timestamps
        cast(items.feedback_at as date) as feedback_date,
        items.feedback_at

    from items

    left join theme_counts
        on items.reading_id = theme_counts.reading_id

)

select * from counted
