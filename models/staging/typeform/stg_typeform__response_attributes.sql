-- one row per hidden field of a response, in the shape of int_response_attributes_unioned
{{ config(enabled = 'typeform' in var('survey_vendors')) }}

select
    'typeform' as source_system,
    raw_row_id,
    source_response_id,
    field_name,
    field_value

from {{ ref('base_typeform__hidden_fields') }}
