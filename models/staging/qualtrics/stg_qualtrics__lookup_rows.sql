-- one row per raw row of the Qualtrics tables that only describe others (surveys and their parts, embedded data, mailings, repeated NPS answers)
{{ config(enabled = 'qualtrics' in var('survey_vendors')) }}

with

unioned as (

    select
        source_table, source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_qualtrics__description_rows') }}

    union all

    select
        'survey_embedded_data' as source_table,
        source_embedded_data_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_qualtrics__embedded_data') }}

    union all

    select
        'distribution' as source_table, source_distribution_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_qualtrics__distributions') }}

    union all

    select
        'question_response' as source_table, source_answer_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_qualtrics__question_responses') }}

    -- the answers are in stg_qualtrics__survey_responses
    where is_nps_group

)

select
    'qualtrics' as source_system,
    unioned.*,
    cast(null as string) as rejection_reason

from unioned
