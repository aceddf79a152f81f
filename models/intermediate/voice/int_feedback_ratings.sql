-- one row per satisfaction rating that came without a word: the rating alone tells the sentiment
with

ratings as (

    select * from {{ ref('int_survey_scores_deduplicated') }}
    -- a rating of one aspect is no second word about the same contact
    where metric_code = 'csat'
        and aspect is null
        and is_answered

),

-- a response in which something was written is one item, the text
commented as (

    select survey_response_id

    from {{ ref('int_feedback_verbatims') }}

    where {{ holds_words('feedback_text') }}

    group by 1

),

silent as (

    select
        -- ids
        'rating|' || ratings.survey_answer_id as feedback_item_id,
        ratings.source_system,
        ratings.customer_id,
        ratings.account_id,
        ratings.payer_id,
        ratings.agent_id,
        ratings.ticket_id,
        ratings.survey_id,
        ratings.survey_answer_id,
        cast(null as string) as message_id,
        cast(null as string) as reading_id,
        -- text
        'solicited' as source_kind,
        'rating' as feedback_source,
        ratings.segment,
        ratings.channel,
        ratings.agent_group,
        cast(null as string) as text_hash,
        cast(null as string) as redacted_text,
        cast(null as string) as language,
        'rating' as sentiment_source,
        cast(null as string) as sentiment_model,
        cast(null as string) as sentiment_model_version,
        case when ratings.score is null then 'no_known_score' end as unscored_reason,
        ratings.exclusion_reason as own_exclusion_reason,
        -- numbers; the place on the scale, from -1 to 1
        cast(null as double) as language_confidence,
        2 * (ratings.score - ratings.scale_min)
        / nullif(ratings.scale_max - ratings.scale_min, 0) - 1 as sentiment_score,
        cast(null as double) as sentiment_confidence,
        -- booleans
        false as has_text,
        -- timestamps
        ratings.submitted_at as feedback_at

    from ratings

    left join commented
        on ratings.source_system || ':' || ratings.source_response_id
        = commented.survey_response_id

    where commented.survey_response_id is null

)

select * from silent
