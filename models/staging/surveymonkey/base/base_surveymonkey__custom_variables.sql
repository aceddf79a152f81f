-- one row per custom variable of a response of surveymonkey.survey_responses (newest version)
{{ config(enabled = 'surveymonkey' in var('survey_vendors')) }}

with

responses as (

    select * from {{ ref('base_surveymonkey__survey_responses') }}
    where version_number = 1
        and source_response_id is not null

),

entries as (

    select
        source_response_id,
        {{ each_entry(json_map(as_json('custom_variables'), 'varchar'), 'entry_key', 'entry_value') }}

    from responses

),

-- names are typed by people: Ticket_ID and ticket_id are one
named as (

    select
        source_response_id,
        lower(trim(entry_key)) as field_name,
        max({{ trim_to_null('entry_value') }}) as field_value

    from entries

    group by 1, 2

)

select
    'surveymonkey.survey_responses.custom_variables|' || source_response_id || '|'
    || field_name as raw_row_id,
    source_response_id,
    field_name,
    field_value

from named
