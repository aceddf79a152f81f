-- one row per raw row of qualtrics.survey: every version that was landed, numbered from the newest
{{ config(enabled = 'qualtrics' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('qualtrics', 'survey') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_survey_id,
        -- text
        {{ trim_to_null('survey_name') }} as survey_name,
        {{ trim_to_null('survey_status') }} as raw_status,
        {{ trim_to_null('project_category') }} as survey_category,
        -- booleans
        coalesce(try_cast(_fivetran_deleted as boolean), false) as is_deleted,
        -- timestamps
        try_cast(last_modified as timestamp) as updated_at,
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
        partition by source_survey_id
        order by
            updated_at desc nulls last,
            loaded_at desc nulls last,
            raw_record desc
    )

),

keyed as (

    select
        *,
        'qualtrics.survey|' || coalesce(source_survey_id, '') || '#' || version_number
            as raw_row_id

    from versioned

)

select * from keyed
