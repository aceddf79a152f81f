-- one row per raw row of zendesk.group: every version that was landed, numbered from the newest
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('zendesk', 'group') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_group_id,
        -- text
        {{ trim_to_null('name') }} as group_name,
        -- booleans
        coalesce(try_cast(_fivetran_deleted as boolean), false) as is_deleted,
        -- timestamps
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
        partition by source_group_id
        order by
            loaded_at desc nulls last,
            raw_record desc
    )

),

keyed as (

    select
        *,
        'zendesk.group|' || coalesce(source_group_id, '') || '#' || version_number
            as raw_row_id

    from versioned

)

select * from keyed
