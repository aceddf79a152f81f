-- one row per raw row of zendesk.ticket_csat_survey: every version that was landed, numbered from the newest
-- left out: expires_at, subjects, subject_zrns (they repeat the ticket)
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('zendesk', 'ticket_csat_survey') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('survey_response_id') }} as source_response_id,
        {{ trim_to_null('ticket_id') }} as source_ticket_id,
        {{ trim_to_null('survey_id') }} as source_survey_id,
        {{ trim_to_null('responder_id') }} as source_contact_id,
        survey_response_id || '|' || ticket_id as source_ticket_response_id,
        -- timestamps
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'zendesk.ticket_csat_survey', key='source_ticket_response_id', newest=['loaded_at']) }}

)

select * from versioned
