-- one row per raw row of qualtrics.survey_embedded_data: every version that was landed, numbered from the newest
{{ config(enabled = 'qualtrics' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('qualtrics', 'survey_embedded_data') }}

),

renamed as (

    select
        -- ids
        response_id || '|' || key as source_embedded_data_id,
        {{ trim_to_null('response_id') }} as source_response_id,
        -- text
        lower({{ trim_to_null('key') }}) as field_name,
        {{ trim_to_null('value') }} as field_value,
        -- timestamps
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
        partition by source_embedded_data_id
        order by
            loaded_at desc nulls last,
            raw_record desc
    )

),

keyed as (

    select
        *,
        'qualtrics.survey_embedded_data|' || coalesce(source_embedded_data_id, '') || '#' || version_number
            as raw_row_id

    from versioned

)

select * from keyed
