-- one row per raw row of hubspot.property_option: every version that was landed, numbered from the newest
{{ config(enabled = 'hubspot' in var('crm_vendors') + var('help_desk_vendors') + var('survey_vendors')) }}

with

source as (

    select * from {{ source('hubspot', 'property_option') }}

),

renamed as (

    select
        -- ids
        concat_ws(
            '|', {{ trim_to_null('hubspot_object') }}, {{ trim_to_null('name') }}, {{ trim_to_null('value') }}, {{ trim_to_null('label') }}
        ) as source_option_id,
        -- text
        case
            when lower(hubspot_object) like 'compan%' then 'company'
            else regexp_replace(lower({{ trim_to_null('hubspot_object') }}), 's$', '')
        end as hubspot_object,
        lower({{ trim_to_null('name') }}) as property_name,
        {{ trim_to_null('value') }} as option_value,
        {{ trim_to_null('label') }} as option_label,
        -- timestamps
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'hubspot.property_option', key='source_option_id', newest=['loaded_at']) }}

)

select * from versioned
