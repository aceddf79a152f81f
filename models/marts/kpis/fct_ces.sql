-- one row per answer to an effort or ease question (KPI-03)
with

scores as (

    select * from {{ ref('int_survey_scores_deduplicated') }}
    where metric_code = 'ces'

),

-- effort runs from 1 (very little) to 5 (very much), whatever the scale and the wording asked
converted as (

    select
        *,
        1 + 4 * case wording
            when 'effort' then score - scale_min
            when 'ease' then scale_max - score
        end / nullif(scale_max - scale_min, 0) as effort_score,
        -- CES 2.0: seven points of agreement that it was easy
        exclusion_reason is null
        and wording = 'ease'
        and scale_max - scale_min = 6 as is_agreement

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
        effort_score,
        case when exclusion_reason is null then 1 else 0 end
            as response_count,
        case
            when exclusion_reason is null
                and round(effort_score, 9) <= 2 then 1
            else 0
        end as low_effort_count,
        case when is_agreement then 1 else 0 end as agreement_count,
        -- the three highest of seven points
        case when is_agreement and score - scale_min >= 4 then 1 else 0 end
            as agree_count,
        -- booleans
        exclusion_reason is null as is_included,
        -- dates and timestamps
        cast(submitted_at as date) as submitted_date,
        submitted_at,
        interaction_at

    from converted

)

select * from judged
