-- one row per feedback item, a text or a rating without one: its sentiment, and why it does not count (null: it counts)
with

texts as (

    select * from {{ ref('int_feedback_texts') }}

),

readings as (

    select * from {{ ref('int_feedback_readings') }}

),

read_texts as (

    select
        -- ids
        texts.feedback_item_id,
        texts.source_system,
        texts.customer_id,
        texts.account_id,
        texts.payer_id,
        texts.agent_id,
        texts.ticket_id,
        texts.survey_id,
        texts.survey_answer_id,
        texts.message_id,
        texts.reading_id,
        -- text
        texts.source_kind,
        texts.feedback_source,
        texts.segment,
        texts.channel,
        texts.agent_group,
        texts.text_hash,
        readings.redacted_text,
        readings.language,
        case when readings.sentiment_score is not null then 'text' end as sentiment_source,
        readings.sentiment_model,
        readings.sentiment_model_version,
        readings.unscored_reason,
        case
            when texts.giver_exclusion_reason is not null then texts.giver_exclusion_reason
            when not {{ holds_words('texts.feedback_text') }} then 'empty'
            when not {{ holds_words('readings.plain_text') }} then 'redacted_only'
        end as own_exclusion_reason,
        -- numbers
        readings.language_confidence,
        readings.sentiment_score,
        readings.sentiment_confidence,
        -- booleans
        {{ holds_words('texts.feedback_text') }} as has_text,
        -- timestamps
        texts.feedback_at

    from texts

    inner join readings
        on texts.reading_id = readings.reading_id

),

unioned as (

    select * from read_texts
    union all
    select * from {{ ref('int_feedback_ratings') }}

),

-- the same customer, the same text, the same day: said once
ranked as (

    select
        *,
        row_number() over (
            partition by
                own_exclusion_reason is null,
                -- who is unknown cannot have said it twice, and a rating has no text
                case
                    when customer_id = 'unknown' or not has_text then feedback_item_id
                    else customer_id || '|' || text_hash
                end,
                cast(feedback_at as date)
            order by feedback_at, feedback_item_id
        ) as said_number

    from unioned

),

judged as (

    select
        *,
        case
            when sentiment_score is null then 'unscored'
            when round(sentiment_score, 9) >= {{ var('sentiment_positive_min') }} then 'positive'
            when round(sentiment_score, 9) <= {{ var('sentiment_negative_max') }} then 'negative'
            else 'neutral'
        end as sentiment_label,
        case
            when own_exclusion_reason is not null then own_exclusion_reason
            when said_number > 1 then 'duplicate'
        end as exclusion_reason

    from ranked

)

select * from judged
