-- one row per answer or invitation with a value that no map covers
{{ config(materialized = 'view') }}

with

answers as (

    select * from {{ ref('int_survey_responses_unioned') }}

),

statuses as (

    select * from {{ ref('response_status_map') }}

),

unmapped as (

    select
        'ticket_channel_map' as map_name,
        source_system,
        raw_channel as raw_value,
        survey_answer_id as record_id
    from answers
    where channel = 'unmapped'

    union all

    -- counted as an ordinary response until the map says what it is
    select
        'response_status_map' as map_name,
        answers.source_system,
        answers.raw_response_status as raw_value,
        answers.survey_answer_id as record_id
    from answers
    left join statuses
        on answers.source_system = statuses.source_system
        and answers.raw_response_status = statuses.raw_response_status
    where answers.raw_response_status is not null
        and statuses.raw_response_status is null

    union all

    select
        'invitation_status_map' as map_name,
        source_system,
        raw_status as raw_value,
        survey_invitation_id as record_id
    from {{ ref('int_survey_invitations_unioned') }}
    where delivery = 'unmapped'

)

select
    map_name || '|' || record_id as unmapped_record_id,
    map_name,
    source_system,
    raw_value

from unmapped
