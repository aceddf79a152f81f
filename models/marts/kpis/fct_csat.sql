-- one row per answer to a satisfaction question, or rating of a ticket (KPI-02)
with

scores as (

    select * from {{ ref('int_survey_scores_deduplicated') }}
    where metric_code in ('csat', 'csat_overall')

),

scales as (

    select * from {{ ref('survey_scales') }}

),

-- the place of an answer on its scale makes 4 of 5, 8 of 10 and a thumbs up comparable
placed as (

    select
        scores.*,
        scales.satisfied_position_min,
        (scores.score - scores.scale_min)
        / nullif(scores.scale_max - scores.scale_min, 0) as score_position

    from scores

    left join scales
        on scores.scale_id = scales.scale_id

),

judged as (

    select
        -- ids
        survey_answer_id,
        source_system,
        source_response_id,
        survey_id,
        customer_id,
        account_id,
        payer_id,
        ticket_id,
        agent_id,
        wave_id,
        source_order_id,
        source_journey_id,
        -- text
        -- only answers about an interaction as a whole make the headline
        case
            when aspect is not null then 'aspect'
            when metric_code = 'csat_overall' then 'overall'
            else 'interaction'
        end as scope,
        aspect,
        segment,
        channel,
        agent_group,
        scale_id,
        wording,
        raw_score,
        exclusion_reason,
        -- numbers
        score,
        score_position,
        case when exclusion_reason is null then 1 else 0 end as response_count,
        -- rounded, because 0.75 has no exact neighbour on some scales
        case
            when exclusion_reason is null
                and round(score_position, 9) >= satisfied_position_min
                then 1
            else 0
        end as satisfied_count,
        case
            when exclusion_reason is null
                and round(score_position, 9) >= {{ var('csat_top_box_position') }}
                then 1
            else 0
        end as top_box_count,
        -- booleans
        exclusion_reason is null as is_included,
        -- dates and timestamps
        cast(submitted_at as date) as submitted_date,
        submitted_at,
        interaction_at

    from placed

)

select * from judged
