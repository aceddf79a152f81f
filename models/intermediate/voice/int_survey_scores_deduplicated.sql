-- one row per answer of int_survey_scores, with repeated answers marked: exclusions first, then one for each customer
with

resolutions as (

    select
        ticket_id,
        resolved_at

    from {{ ref('int_ticket_resolutions') }}

),

scores as (

    select
        scores.*,
        -- the second date of an answer: when the contact that it is about was over
        resolutions.resolved_at as interaction_at,
        case
            -- about the relationship: once in each wave
            when scores.metric_code in ('nps', 'csat_overall', 'likelihood_other')
                then 'wave|' || scores.wave_id
            when scores.metric_code = 'ces' and scores.source_journey_id is not null
                then 'journey|' || scores.source_journey_id
            else coalesce(
                    'ticket|' || scores.ticket_id,
                    'order|' || scores.source_order_id,
                    'journey|' || scores.source_journey_id,
                    'wave|' || scores.wave_id
                )
        end as interaction_key,
        case
            when scores.respondent_exclusion_reason is not null
                then scores.respondent_exclusion_reason
            when not scores.is_answered then 'no_answer'
            -- an answer on another scale is no 0 to 10, and cannot be made one
            when scores.metric_code = 'likelihood_other' then 'other_scale'
        end as base_exclusion_reason

    from {{ ref('int_survey_scores') }} as scores

    left join resolutions
        on scores.ticket_id = resolutions.ticket_id

),

-- the latest answer about one thing stands for the others
ranked as (

    select
        *,
        row_number() over (
            partition by
                metric_code,
                aspect,
                base_exclusion_reason is null,
                -- who is unknown cannot have answered twice
                case
                    when customer_id = 'unknown' then survey_answer_id
                    else customer_id
                end,
                interaction_key
            order by submitted_at desc, source_response_id desc, survey_answer_id desc
        ) as recency_rank

    from scores

),

-- who asks for help often would be asked and counted often
counted_transactions as (

    select
        customer_id,
        -- the linter knows no lambda of two arguments
        {{ ids_spaced_out('submitted_at', 'survey_answer_id', var('tnps_min_days')) }} -- noqa: PRS
            as counted_answer_ids

    from ranked

    where metric_code = 'tnps'
        and base_exclusion_reason is null
        and recency_rank = 1
        and customer_id <> 'unknown'

    group by 1

),

judged as (

    select
        ranked.*,
        case
            when ranked.base_exclusion_reason is not null
                then ranked.base_exclusion_reason
            when ranked.recency_rank > 1 then 'duplicate'
            when ranked.metric_code = 'tnps'
                and not array_contains(
                    counted_transactions.counted_answer_ids, ranked.survey_answer_id
                ) then 'frequency_cap'
        end as exclusion_reason

    from ranked

    left join counted_transactions
        on ranked.customer_id = counted_transactions.customer_id

)

select * from judged
