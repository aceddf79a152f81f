-- one row per raw answer row of any vendor, with the reason why it is not taken in (null: it is)
with

received as (

    select * from {{ ref('int_survey_responses_received') }}

),

accepted_tickets as (

    select
        source_system,
        source_ticket_id,
        created_at as ticket_created_at

    from {{ ref('int_tickets_unioned') }}

),

questions as (

    select
        source_system,
        source_survey_id,
        source_question_id,
        metric_code,
        scale_min,
        scale_max

    from {{ ref('int_surveys_unioned') }}

),

words as (

    select
        source_system,
        raw_score,
        score,
        is_answer

    from {{ ref('score_value_map') }}

),

judged as (

    select
        received.*,
        -- a word such as good, or a number; null when it was asked and not answered
        coalesce(words.score, try_cast(received.raw_score as double)) as score,
        coalesce(words.is_answer, received.raw_score is not null) as is_answered,
        case
            when received.source_answer_id is null then 'missing_mandatory:id'
            when received.version_number > 1 and received.is_exact_duplicate
                then 'exact_duplicate'
            when received.version_number > 1 then 'superseded_version'
            when not received.has_response then 'orphan_response'
            when questions.source_question_id is null then 'orphan_question'
            when received.ticket_source_system is not null
                and accepted_tickets.source_ticket_id is null
                then 'orphan_ticket'
            when received.submitted_at is null then 'missing_mandatory:submitted_at'
            when received.submitted_at > {{ as_of() }} then 'future_timestamp'
            when received.submitted_at < received.started_at then 'negative_duration'
            when questions.metric_code is not null and questions.scale_min is null
                then 'unknown_scale'
            when questions.metric_code is not null
                and received.raw_score is not null
                and words.raw_score is null
                and try_cast(received.raw_score as double) is null
                then 'score_not_numeric'
            when questions.metric_code is not null
                and (
                    coalesce(words.score, try_cast(received.raw_score as double))
                    not between questions.scale_min and questions.scale_max
                    or (
                        questions.metric_code in ('nps', 'tnps', 'enps')
                        and try_cast(received.raw_score as double)
                        <> floor(try_cast(received.raw_score as double))
                    )
                )
                then 'score_out_of_range'
        end as reason_code

    from received

    left join accepted_tickets
        on received.ticket_source_system = accepted_tickets.source_system
        and received.source_ticket_id = accepted_tickets.source_ticket_id

    left join questions
        on received.source_system = questions.source_system
        and received.source_survey_id = questions.source_survey_id
        and received.source_question_id = questions.source_question_id

    left join words
        on received.source_system = words.source_system
        and lower(received.raw_score) = words.raw_score

),

slimmed as (

    select
        {{ all_but('raw_record') }},
        -- the row as it came is kept where it is turned away
        case when reason_code is not null then raw_record end as raw_record

    from judged

)

select * from slimmed
