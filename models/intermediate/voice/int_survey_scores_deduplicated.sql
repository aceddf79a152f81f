-- one row per answer of int_survey_scores, with repeated answers marked: exclusions first, then one for each customer
with

scores as (

    select
        *,
        case
            when respondent_exclusion_reason is not null
                then respondent_exclusion_reason
            when not is_answered then 'no_answer'
        end as base_exclusion_reason

    from {{ ref('int_survey_scores') }}

),

-- NPS: one answer for each wave; CSAT and CES: one for each ticket, or wave where there is none
ranked as (

    select
        *,
        row_number() over (
            partition by
                metric_code,
                base_exclusion_reason is null,
                -- who is unknown cannot have answered twice
                case
                    when customer_id = 'unknown' then survey_answer_id
                    else customer_id
                end,
                case when metric_code <> 'nps' then ticket_id end,
                case
                    when metric_code = 'nps' or ticket_id is null then wave_id
                end
            order by submitted_at desc, source_response_id desc, survey_answer_id desc
        ) as recency_rank

    from scores

),

judged as (

    select
        *,
        case
            when base_exclusion_reason is not null then base_exclusion_reason
            when recency_rank > 1 then 'duplicate'
        end as exclusion_reason

    from ranked

)

select * from judged
