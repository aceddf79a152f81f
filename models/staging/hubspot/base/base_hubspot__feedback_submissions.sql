-- one row per raw row of hubspot.feedback_submissions: every version that was landed, numbered from the newest
-- left out: hs_response_group (the score says it), hs_submission_name (the person's name), hs_visitor_id (personal)
{{ config(enabled = 'hubspot' in var('survey_vendors')) }}

with

source as (

    select
        *,
        {{ as_json('properties') }} as property_bag,
        {{ as_json('contacts') }} as contact_list,
        {{ as_json('tickets') }} as ticket_list

    from {{ source('hubspot', 'feedback_submissions') }}

),

-- one loader lands an object, another one a column for each property
unpacked as (

    select
        *,
        coalesce(property_hs_survey_type, property_bag ->> '$.hs_survey_type') as survey_type,
        coalesce(property_hs_survey_id, property_bag ->> '$.hs_survey_id') as survey_id,
        coalesce(property_hs_survey_name, property_bag ->> '$.hs_survey_name') as survey_title,
        coalesce(property_hs_survey_channel, property_bag ->> '$.hs_survey_channel')
            as survey_channel,
        coalesce(property_hs_value, property_bag ->> '$.hs_value') as score_text,
        coalesce(property_hs_content, property_bag ->> '$.hs_content') as content,
        coalesce(
            property_hs_submission_timestamp,
            property_bag ->> '$.hs_submission_timestamp'
        ) as submission_timestamp,
        coalesce(
            property_hs_contact_id,
            property_bag ->> '$.hs_contact_id',
            contact_list ->> '$[0].id',
            contact_list ->> '$[0]'
        ) as contact_id,
        coalesce(
            property_hs_contact_email_rollup,
            property_bag ->> '$.hs_contact_email_rollup'
        ) as contact_email,
        coalesce(
            property_hs_ticket_id,
            property_bag ->> '$.hs_ticket_id',
            ticket_list ->> '$[0].id',
            ticket_list ->> '$[0]'
        ) as ticket_id,
        coalesce(property_hs_engagement_id, property_bag ->> '$.hs_engagement_id')
            as engagement_id

    from source

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_response_id,
        coalesce(
            {{ trim_to_null('survey_id') }}, lower({{ trim_to_null('survey_type') }}), 'custom'
        ) as source_survey_id,
        -- every kind of survey asks one question that is scored
        coalesce(lower({{ trim_to_null('survey_type') }}), 'custom') as source_question_id,
        {{ trim_to_null('contact_id') }} as source_contact_id,
        {{ trim_to_null('ticket_id') }} as source_ticket_id,
        {{ trim_to_null('engagement_id') }} as source_engagement_id,
        -- text
        {{ trim_to_null('survey_title') }} as survey_name,
        upper({{ trim_to_null('survey_type') }}) as survey_type,
        lower({{ trim_to_null('survey_channel') }}) as raw_channel,
        {{ trim_to_null('score_text') }} as raw_score,
        {{ trim_to_null('content') }} as answer_text,
        lower(split_part({{ trim_to_null('contact_email') }}, ';', 1)) as contact_email,
        -- booleans
        _is_active as is_active_version,
        _is_deleted or coalesce(try_cast(is_deleted as boolean), false) as is_deleted,
        -- timestamps
        coalesce(
            {{ parse_timestamp('submission_timestamp') }}, {{ parse_timestamp('created_at') }}
        ) as submitted_at,
        {{ parse_timestamp('created_at') }} as created_at,
        {{ parse_timestamp('updated_at') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from unpacked

),

versioned as (

    {{ number_versions('renamed', 'hubspot.feedback_submissions', key='source_response_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
