-- one row per raw answer row of any vendor, as the vendors hand it over
{{ config(materialized = 'view') }}

with

-- a domain without a vendor is empty, not absent: the columns and their types stand here
handed_over as (

    select
        cast(null as string) as source_system,
        cast(null as string) as source_table,
        cast(null as string) as raw_row_id,
        cast(null as integer) as version_number,
        cast(null as boolean) as is_exact_duplicate,
        cast(null as string) as source_answer_id,
        cast(null as string) as source_response_id,
        cast(null as string) as source_survey_id,
        cast(null as string) as source_question_id,
        cast(null as string) as source_row_id,
        cast(null as string) as source_contact_id,
        cast(null as string) as ticket_source_system,
        cast(null as string) as source_ticket_id,
        cast(null as string) as source_agent_id,
        cast(null as string) as source_order_id,
        cast(null as string) as source_journey_id,
        cast(null as string) as wave_id,
        cast(null as string) as raw_score,
        cast(null as string) as answer_text,
        cast(null as string) as raw_response_status,
        cast(null as string) as raw_channel,
        cast(null as string) as language,
        cast(null as boolean) as is_finished,
        cast(null as boolean) as has_response,
        cast(null as timestamp) as invited_at,
        cast(null as timestamp) as started_at,
        cast(null as timestamp) as submitted_at,
        cast(null as timestamp) as updated_at,
        cast(null as timestamp) as loaded_at,
        cast(null as string) as raw_record
    where false

    {% for home in homes('survey_responses') %}
    union all
    select * from {{ ref('int_survey_responses_from_' ~ home) }}
    {% endfor %}

)

select * from handed_over
