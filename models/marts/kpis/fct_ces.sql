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
        end / nullif(scale_max - scale_min, 0) as effort_score

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
        -- booleans
        exclusion_reason is null as is_included,
        -- dates and timestamps
        cast(submitted_at as date) as submitted_date,
        submitted_at

    from converted

)

select * from judged
