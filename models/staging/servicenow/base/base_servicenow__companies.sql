-- one row per raw row of servicenow.core_company: every version that was landed, numbered from the newest
{{ config(enabled = 'servicenow' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('servicenow', 'core_company') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('sys_id') }} as source_account_id,
        -- text
        {{ trim_to_null('name') }} as account_name,
        {{ trim_to_null('website') }} as website,
        -- booleans
        coalesce(try_cast(_fivetran_deleted as boolean), false) as is_deleted,
        -- timestamps
        try_cast(sys_created_on as timestamp) as created_at,
        try_cast(sys_updated_on as timestamp) as updated_at,
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
        partition by source_account_id
        order by
            updated_at desc nulls last,
            loaded_at desc nulls last,
            raw_record desc
    )

),

keyed as (

    select
        *,
        'servicenow.core_company|' || coalesce(source_account_id, '') || '#' || version_number
            as raw_row_id

    from versioned

)

select * from keyed
