-- one row per raw row of zendesk.satisfaction_rating: every version that was landed, numbered from the newest
{{ config(enabled = 'zendesk' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('zendesk', 'satisfaction_rating') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_rating_id,
        {{ trim_to_null('ticket_id') }} as source_ticket_id,
        {{ trim_to_null('requester_id') }} as source_requester_id,
        {{ trim_to_null('assignee_id') }} as source_assignee_id,
        -- text
        lower({{ trim_to_null('score') }}) as raw_score,
        {{ trim_to_null('comment') }} as answer_text,
        {{ trim_to_null('reason') }} as reason,
        {{ trim_to_null('reason_code') }} as rating_reason_code,
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

    {{ number_versions('renamed', 'zendesk.satisfaction_rating', key='source_rating_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
