-- one row per raw answer row of the CRMs, as their staging hands it over
{{ config(materialized = 'view', enabled = vendors('survey_responses', 'crm') | length > 0) }}

{% for vendor in vendors('survey_responses', 'crm') %}
select
    source_system, source_table, raw_row_id, version_number, is_exact_duplicate,
    source_answer_id, source_response_id, source_survey_id, source_question_id,
    source_row_id, source_contact_id, ticket_source_system, source_ticket_id,
    source_agent_id, source_order_id, source_journey_id, wave_id, raw_score,
    answer_text, raw_response_status, raw_channel, language, is_finished,
    has_response, invited_at, started_at, submitted_at, updated_at, loaded_at,
    raw_record
from {{ ref('stg_' ~ vendor ~ '__survey_responses') }}
{{ 'union all' if not loop.last }}
{% endfor %}
