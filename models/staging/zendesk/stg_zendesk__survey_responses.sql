-- one row per rating, per reason of a bad one, and per raw row of zendesk.csat_survey_answer, in the shape of int_survey_responses_unioned
{{ config(enabled = 'zendesk' in var('survey_vendors')) }}

with

ratings as (

    select * from {{ ref('base_zendesk__ratings') }}

),

scores as (

    select
        source_table, raw_row_id, version_number, is_exact_duplicate,
        source_rating_id as source_answer_id, source_rating_id as source_response_id,
        'satisfaction' as source_survey_id, 'satisfaction' as source_question_id,
        source_requester_id as source_contact_id, source_ticket_id,
        source_assignee_id as source_agent_id, raw_score, answer_text,
        true as has_response, created_at as invited_at,
        -- a changed rating replaces the earlier one, and dates the answer
        coalesce(updated_at, created_at) as submitted_at,
        is_deleted, updated_at, loaded_at, raw_record

    from ratings

),

-- why it was bad is a question of its own; the answer is a label, or one of Zendesk's codes: picked, not written
reasons as (

    select
        source_table || '.reason' as source_table, raw_row_id || '.reason' as raw_row_id,
        1 as version_number, false as is_exact_duplicate,
        source_rating_id || '.reason' as source_answer_id,
        source_rating_id as source_response_id, 'satisfaction' as source_survey_id,
        'satisfaction_reason' as source_question_id,
        source_requester_id as source_contact_id, source_ticket_id,
        source_assignee_id as source_agent_id,
        case
            when reason is not null then reason
            when rating_reason_code = '5' then 'The issue took too long to resolve'
            when rating_reason_code = '6' then 'The issue was not resolved'
            when rating_reason_code = '7' then 'The agent''s knowledge is unsatisfactory'
            when rating_reason_code = '8' then 'The agent''s attitude is unsatisfactory'
            when rating_reason_code in ('100', '1000') then 'Some other reason'
            else rating_reason_code
        end as raw_score,
        cast(null as string) as answer_text, true as has_response, created_at as invited_at,
        coalesce(updated_at, created_at) as submitted_at,
        is_deleted, updated_at, loaded_at, cast(null as string) as raw_record

    from ratings
    where version_number = 1
        and ratings.raw_score like 'bad%'
        -- 0: no reason was given
        and coalesce(reason, nullif(rating_reason_code, '0')) is not null

),

csat_responses as (

    select
        source_response_id,
        min(source_ticket_id) as source_ticket_id,
        min(source_survey_id) as source_survey_id,
        min(source_contact_id) as source_contact_id

    from {{ ref('base_zendesk__csat_responses') }}
    where version_number = 1
    group by 1

),

-- the newer survey of Zendesk; an account sends either this or the rating
csat_answers as (

    select
        'csat_survey_answer' as source_table,
        answers.raw_row_id, answers.version_number, answers.is_exact_duplicate,
        answers.source_answer_id, answers.source_response_id,
        responses.source_survey_id, answers.source_question_id,
        responses.source_contact_id, responses.source_ticket_id,
        cast(null as string) as source_agent_id, answers.raw_score, answers.answer_text,
        responses.source_response_id is not null as has_response,
        cast(null as timestamp) as invited_at,
        coalesce(answers.updated_at, answers.created_at) as submitted_at,
        answers.is_deleted, answers.updated_at, answers.loaded_at, answers.raw_record

    from {{ ref('base_zendesk__csat_answers') }} as answers

    left join csat_responses as responses
        on answers.source_response_id = responses.source_response_id

),

unioned as (

    select * from scores
    union all
    select * from reasons
    union all
    select * from csat_answers

)

select
    'zendesk' as source_system,
    unioned.{{ all_but('is_deleted') }},
    cast(null as string) as source_row_id,
    'zendesk' as ticket_source_system,
    cast(null as string) as source_order_id, cast(null as string) as source_journey_id,
    cast(null as string) as wave_id,
    case when unioned.is_deleted then 'deleted' else 'normal' end as raw_response_status,
    cast(null as string) as raw_channel,
    cast(null as string) as language,
    true as is_finished,
    cast(null as timestamp) as started_at

from unioned
