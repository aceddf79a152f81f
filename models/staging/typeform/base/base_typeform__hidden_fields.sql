-- one row per hidden field of a response of typeform.responses (newest version)
{{ config(enabled = 'typeform' in var('survey_vendors')) }}

with

responses as (

    select * from {{ ref('base_typeform__responses') }}
    where version_number = 1
        and source_response_id is not null

),

entries as (

    select
        source_response_id,
        {{ each_entry(json_map(as_json('hidden_fields'), 'varchar'), 'entry_key', 'entry_value') }}

    from responses

),

-- the link that Typeform shows is filled with x: whoever sends it so sends no value
named as (

    select
        source_response_id,
        lower(trim(entry_key)) as field_name,
        max({{ trim_to_null('entry_value') }}) filter (
            where not regexp_matches(entry_value, '^x+$')
        ) as field_value

    from entries

    group by 1, 2

)

select
    'typeform.responses.hidden|' || source_response_id || '|' || field_name
        as raw_row_id,
    source_response_id,
    field_name,
    field_value

from named
