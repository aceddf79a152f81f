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
        unnest(map_entries(
            try_cast(try_cast(hidden_fields as json) as map (varchar, varchar))
        )) as entry

    from responses

),

-- the link that Typeform shows is filled with x: whoever sends it so sends no value
named as (

    select
        source_response_id,
        lower(trim(entry.key)) as field_name,
        max({{ trim_to_null('entry.value') }}) filter (
            where not regexp_matches(entry.value, '^x+$')
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
