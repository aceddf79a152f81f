-- one row per answer to a question about the likelihood to recommend (KPI-01)
with

scores as (

    select * from {{ ref('int_survey_scores_deduplicated') }}
    where metric_code in ('nps', 'tnps', 'likelihood_other')

),

bands as (

    select * from {{ ref('kpi_bands') }}
    where kpi_code = 'nps'

),

banded as (

    select
        -- ids
        scores.survey_answer_id,
        scores.source_system,
        scores.source_response_id,
        scores.survey_id,
        scores.customer_id,
        scores.account_id,
        scores.payer_id,
        scores.ticket_id,
        scores.agent_id,
        scores.wave_id,
        scores.source_order_id,
        scores.source_journey_id,
        -- text
        scores.metric_code,
        scores.segment,
        scores.channel,
        scores.agent_group,
        scores.scale_id,
        scores.wording,
        bands.band,
        scores.raw_score,
        scores.exclusion_reason,
        -- numbers
        scores.score,
        case when scores.exclusion_reason is null then 1 else 0 end as response_count,
        case
            when scores.exclusion_reason is null and bands.band = 'promoter' then 1
            else 0
        end as promoter_count,
        case
            when scores.exclusion_reason is null and bands.band = 'passive' then 1
            else 0
        end as passive_count,
        case
            when scores.exclusion_reason is null and bands.band = 'detractor' then 1
            else 0
        end as detractor_count,
        -- booleans
        scores.exclusion_reason is null as is_included,
        -- dates and timestamps
        cast(scores.submitted_at as date) as submitted_date,
        scores.submitted_at,
        scores.interaction_at

    from scores

    left join bands
        on scores.score between bands.score_min and bands.score_max
        -- other scales have no bands
        and scores.metric_code <> 'likelihood_other'

)

select * from banded
