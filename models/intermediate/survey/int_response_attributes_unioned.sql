-- one row per field of a response that says something about the respondent (team, site): the input contract
with

fields as (

    select * from {{ ref('int_response_attributes_from_survey') }}
    where field_value is not null

),

attribute_map as (

    select * from {{ ref('response_attribute_map') }}

),

-- the fields that carry keys are columns of the answers already
mapped as (

    select
        -- ids
        fields.raw_row_id as response_attribute_id,
        fields.source_system,
        fields.source_response_id,
        fields.source_system || ':' || fields.source_response_id as survey_response_id,
        -- text
        attribute_map.attribute as respondent_attribute,
        fields.field_name,
        fields.field_value

    from fields

    inner join attribute_map
        on fields.source_system = attribute_map.source_system
        and lower(fields.field_name) = attribute_map.field_name

)

select * from mapped
