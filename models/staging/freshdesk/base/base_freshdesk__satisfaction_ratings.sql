-- one row per raw row of freshdesk.satisfaction_ratings: every version that was landed, numbered from the newest
-- left out: group_id (the ticket has it)
{{ config(enabled = 'freshdesk' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('freshdesk', 'satisfaction_ratings') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_rating_id,
        {{ trim_to_null('survey_id') }} as source_rating_survey_id,
        {{ trim_to_null('ticket_id') }} as source_ticket_id,
        {{ trim_to_null('user_id') }} as source_contact_id,
        {{ trim_to_null('agent_id') }} as source_agent_id,
        -- text
        coalesce(
            {{ trim_to_null('ratings_default_question') }},
            json_extract_string({{ as_json('ratings') }}, '$.default_question')
        ) as raw_rating_code,
        {{ trim_to_null('ratings') }} as rating_values,
        {{ trim_to_null('feedback') }} as answer_text,
        -- booleans
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('created_at') }} as created_at,
        {{ parse_timestamp('updated_at') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'freshdesk.satisfaction_ratings', key='source_rating_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
