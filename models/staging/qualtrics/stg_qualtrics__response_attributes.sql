-- one row per embedded data field of a response (newest version), in the shape of int_response_attributes_unioned
{{ config(enabled = 'qualtrics' in var('survey_vendors')) }}

select
    'qualtrics' as source_system,
    raw_row_id,
    source_response_id,
    field_name,
    field_value

from {{ ref('base_qualtrics__embedded_data') }}

where version_number = 1
    and source_response_id is not null
