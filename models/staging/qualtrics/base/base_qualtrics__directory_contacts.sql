-- one row per raw row of qualtrics.directory_contact: every version that was landed, numbered from the newest
{{ config(enabled = 'qualtrics' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('qualtrics', 'directory_contact') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_contact_id,
        {{ trim_to_null('ext_ref') }} as external_id,
        -- text
        {{ trim_to_null('first_name') }} as first_name,
        {{ trim_to_null('last_name') }} as last_name,
        {{ trim_to_null('email') }} as email,
        {{ trim_to_null('phone') }} as phone,
        {{ trim_to_null('language') }} as language,
        -- booleans
        coalesce(try_cast(directory_unsubscribed as boolean), false) as has_opted_out_of_email,
        -- timestamps
        try_cast(creation_date as timestamp) as created_at,
        try_cast(last_modified as timestamp) as updated_at,
        try_cast(_fivetran_synced as timestamp) as loaded_at,

        -- the row as it came
        {{ row_as_json('source') }} as raw_record

    from source

),

versioned as (

    select
        *,
        row_number() over version_order as version_number,
        coalesce(lag(raw_record) over version_order = raw_record, false)
            as is_exact_duplicate

    from renamed

    window version_order as (
        partition by source_contact_id
        order by
            updated_at desc nulls last,
            loaded_at desc nulls last,
            raw_record desc
    )

),

keyed as (

    select
        *,
        'qualtrics.directory_contact|' || coalesce(source_contact_id, '') || '#' || version_number
            as raw_row_id

    from versioned

)

select * from keyed
