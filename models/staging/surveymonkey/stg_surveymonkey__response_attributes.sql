-- one row per custom variable of a response, in the shape of int_response_attributes_unioned
{{ config(enabled = 'surveymonkey' in var('survey_vendors')) }}

select
    'surveymonkey' as source_system,
    raw_row_id,
    source_response_id,
    field_name,
    field_value

from {{ ref('base_surveymonkey__custom_variables') }}
