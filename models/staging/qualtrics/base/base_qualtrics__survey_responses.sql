-- one row per raw row of qualtrics.survey_response: every version that was landed, numbered from the newest
-- left out: ip_address, location_latitude, location_longitude (personal, no KPI needs them)
{{ config(enabled = 'qualtrics' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('qualtrics', 'survey_response') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_response_id,
        {{ trim_to_null('survey_id') }} as source_survey_id,
        -- text
        {{ trim_to_null('status') }} as raw_response_status,
        {{ trim_to_null('distribution_channel') }} as raw_channel,
        {{ trim_to_null('recipient_email') }} as email,
        {{ trim_to_null('recipient_first_name') }} as first_name,
        {{ trim_to_null('recipient_last_name') }} as last_name,
        {{ trim_to_null('user_language') }} as language,
        -- booleans
        coalesce(try_cast(finished as boolean), false) as is_finished,
        -- timestamps
        try_cast(start_date as timestamp) as started_at,
        try_cast(end_date as timestamp) as submitted_at,
        try_cast(recorded_date as timestamp) as recorded_at,
        try_cast(last_modified_date as timestamp) as updated_at,
        try_cast(_fivetran_synced as timestamp) as loaded_at,

        -- the row as it came
        {{ row_as_json('source') }} as raw_record

    from source

),

versioned as (

    select
        *,
        row_number() over version_order as version_number,
        coalesce(lag(raw_record) over version_order = raw_record, false)
            as is_exact_duplicate

    from renamed

    window version_order as (
        partition by source_response_id
        order by
            updated_at desc nulls last,
            loaded_at desc nulls last,
            raw_record desc
    )

),

keyed as (

    select
        *,
        'qualtrics.survey_response|' || coalesce(source_response_id, '') || '#' || version_number
            as raw_row_id

    from versioned

)

select * from keyed
