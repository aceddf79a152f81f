-- one row per answer to the question whether it was solved on the first contact (KPI-05)
with

scores as (

    select * from {{ ref('int_survey_scores_deduplicated') }}
    where metric_code = 'fcr'

),

-- yes may be the high or the low end of the scale
placed as (

    select
        *,
        case wording
            when 'solved' then score = scale_max
            when 'unsolved' then score = scale_min
        end as is_solved

    from scores

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
        segment,
        channel,
        agent_group,
        scale_id,
        wording,
        raw_score,
        exclusion_reason,
        -- numbers
        score,
        case when exclusion_reason is null then 1 else 0 end as response_count,
        case when exclusion_reason is null and is_solved then 1 else 0 end
            as solved_count,
        -- booleans
        exclusion_reason is null as is_included,
        -- dates and timestamps
        cast(submitted_at as date) as submitted_date,
        submitted_at,
        interaction_at

    from placed

)

select * from judged
