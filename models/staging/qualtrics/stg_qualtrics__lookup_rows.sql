-- one row per raw row of the Qualtrics tables that only describe others (surveys, embedded data)
{{ config(enabled = 'qualtrics' in var('survey_vendors')) }}

with

surveys as (

    select
        'survey' as source_table,
        source_survey_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_qualtrics__surveys') }}

),

embedded_data as (

    select
        'survey_embedded_data' as source_table,
        source_embedded_data_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_qualtrics__embedded_data') }}

),

unioned as (

    select * from surveys
    union all
    select * from embedded_data

),

shaped as (

    select
        'qualtrics' as source_system,
        unioned.*,
        cast(null as string) as rejection_reason

    from unioned

)

select * from shaped
