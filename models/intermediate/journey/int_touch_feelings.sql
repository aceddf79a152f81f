-- one row per contact about which something was felt or rated: sentiment from -1 to 1, and whether it went well
with

responses as (

    select
        survey_answer_id,
        survey_response_id

    from {{ ref('int_survey_responses_unioned') }}

),

texts as (

    select
        coalesce(
            'response|' || responses.survey_response_id, 'message|' || items.message_id
        ) as feedback_key,
        'text' as sentiment_source,
        items.sentiment_score,
        cast(null as integer) as satisfied_count

    from {{ ref('fct_feedback_items') }} as items

    left join responses
        on items.survey_answer_id = responses.survey_answer_id

    where items.is_included
        and items.has_text
        and items.sentiment_score is not null

),

-- the place on the scale, from -1 to 1; a rating of one aspect is no second word about the same contact
ratings as (

    select
        'response|' || source_system || ':' || source_response_id as feedback_key,
        'rating' as sentiment_source,
        2 * score_position - 1 as sentiment_score,
        -- what is asked about the relationship is no experience at a touchpoint
        case when scope = 'interaction' then satisfied_count end as satisfied_count

    from {{ ref('fct_csat') }}

    where is_included
        and scope in ('interaction', 'overall')

),

-- effort runs from 1 (none) to 5
efforts as (

    select
        'response|' || source_system || ':' || source_response_id as feedback_key,
        'effort' as sentiment_source,
        1 - (effort_score - 1) / 2 as sentiment_score,
        low_effort_count as satisfied_count

    from {{ ref('fct_ces') }}

    where is_included

),

felt as (

    select * from texts
    union all
    select * from ratings
    union all
    select * from efforts

),

-- decimals, because a sum of doubles depends on the order of the rows
grouped as (

    select
        feedback_key,
        sentiment_source,
        cast(sum(cast(sentiment_score as decimal(28, 12))) as double)
        / count(*) as sentiment_score,
        min(satisfied_count) as satisfied_count

    from felt

    group by 1, 2

),

-- words tell more than a number, satisfaction more than effort
ranked as (

    select
        *,
        row_number() over (
            partition by feedback_key
            order by case sentiment_source when 'text' then 1 when 'rating' then 2 else 3 end
        ) as sentiment_rank

    from grouped

)

select
    feedback_key,
    max(case when sentiment_rank = 1 then sentiment_source end) as sentiment_source,
    max(case when sentiment_rank = 1 then sentiment_score end) as sentiment_score,
    -- who was content is satisfied, whatever the effort; without a rating the effort tells
    cast(coalesce(
        max(case when sentiment_source = 'rating' then satisfied_count end),
        max(case when sentiment_source = 'effort' then satisfied_count end)
    ) as integer) as satisfied_count

from ranked

group by 1
