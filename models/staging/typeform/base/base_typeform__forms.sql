-- one row per raw row of typeform.forms: every version that was landed, numbered from the newest
-- left out: hidden (the responses carry the values), variables, logic, screens, theme, workspace, _links (no KPI needs them)
{{ config(enabled = 'typeform' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('typeform', 'forms') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_survey_id,
        -- text
        {{ trim_to_null('title') }} as survey_name,
        {{ trim_to_null('type') }} as survey_category,
        {{ trim_to_null("json_extract_string(" ~ as_json('settings') ~ ", '$.language')") }}
            as language,
        case json_extract_string({{ as_json('settings') }}, '$.is_public')
            when 'true' then 'public'
            when 'false' then 'private'
        end as raw_status,
        fields,
        -- booleans
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('created_at') }} as created_at,
        {{ parse_timestamp('last_updated_at') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'typeform.forms', key='source_survey_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
