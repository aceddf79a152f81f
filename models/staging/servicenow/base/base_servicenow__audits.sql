-- one row per raw row of servicenow.sys_audit: every version that was landed, numbered from the newest
{{ config(enabled = 'servicenow' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('servicenow', 'sys_audit') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('sys_id') }} as source_event_id,
        {{ trim_to_null('documentkey') }} as source_ticket_id,
        {{ trim_to_null('source.user') }} as actor_user_name,
        -- text
        {{ trim_to_null('fieldname') }} as field_name,
        {{ trim_to_null('oldvalue') }} as raw_previous_value,
        {{ trim_to_null('newvalue') }} as raw_value,
        -- timestamps
        try_cast(sys_created_on as timestamp) as occurred_at,
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
        partition by source_event_id
        order by
            loaded_at desc nulls last,
            raw_record desc
    )

),

keyed as (

    select
        *,
        'servicenow.sys_audit|' || coalesce(source_event_id, '') || '#' || version_number
            as raw_row_id

    from versioned

)

select * from keyed
