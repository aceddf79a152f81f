-- one row per raw row of qualtrics.distribution_contact: every version that was landed, numbered from the newest
-- left out: survey_link (it opens the survey as this person), survey_session_id, contact_frequency_rule_id
{{ config(enabled = 'qualtrics' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('qualtrics', 'distribution_contact') }}

),

renamed as (

    select
        -- ids
        distribution_id || '|'
        || coalesce(contact_id, '') || '|' || coalesce(contact_lookup_id, '')
            as source_invitation_id,
        {{ trim_to_null('distribution_id') }} as source_distribution_id,
        coalesce(
            {{ trim_to_null('contact_id') }}, {{ trim_to_null('contact_lookup_id') }}
        ) as source_contact_id,
        -- an anonymous response cannot be told
        nullif({{ trim_to_null('response_id') }}, 'Anonymous') as source_response_id,
        -- text
        {{ trim_to_null('status') }} as raw_status,
        -- timestamps
        {{ parse_timestamp('sent_at') }} as sent_at,
        {{ parse_timestamp('opened_at') }} as opened_at,
        {{ parse_timestamp('response_completed_at') }} as answered_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'qualtrics.distribution_contact', key='source_invitation_id', newest=['loaded_at']) }}

)

select * from versioned
