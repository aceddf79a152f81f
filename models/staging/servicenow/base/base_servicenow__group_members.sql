-- one row per raw row of servicenow.sys_user_grmember: every version that was landed, numbered from the newest
{{ config(enabled = 'servicenow' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('servicenow', 'sys_user_grmember') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('sys_id') }} as source_membership_id,
        {{ trim_to_null('user_value') }} as source_user_id,
        {{ trim_to_null('group_value') }} as source_group_id,
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
        partition by source_membership_id
        order by
            loaded_at desc nulls last,
            raw_record desc
    )

),

keyed as (

    select
        *,
        'servicenow.sys_user_grmember|' || coalesce(source_membership_id, '') || '#' || version_number
            as raw_row_id

    from versioned

)

select * from keyed
