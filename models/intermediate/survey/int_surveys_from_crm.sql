-- one row per raw survey question row of the CRMs, as their staging hands it over
{{ config(materialized = 'view', enabled = vendors('surveys', 'crm') | length > 0) }}

{% for vendor in vendors('surveys', 'crm') %}
select
    source_system, source_table, raw_row_id, version_number, is_exact_duplicate,
    source_survey_id, source_question_id, survey_name, raw_status, survey_category,
    question_key, question_text, raw_question_type, source_metric_code, source_scale_id, scale_min,
    scale_max, is_deleted, created_at, updated_at, loaded_at, raw_record
from {{ ref('stg_' ~ vendor ~ '__surveys') }}
{{ 'union all' if not loop.last }}
{% endfor %}
