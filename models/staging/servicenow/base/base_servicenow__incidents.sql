-- one row per raw row of servicenow.incident: every version that was landed, numbered from the newest
-- left out: business_stc, calendar_stc (the vendor's own figures; ours are measured)
{{ config(enabled = 'servicenow' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('servicenow', 'incident') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('sys_id') }} as source_ticket_id,
        {{ trim_to_null('caller_id_value') }} as source_requester_id,
        {{ trim_to_null('resolved_by_value') }} as source_resolver_id,
        {{ trim_to_null('parent_incident_value') }} as parent_source_ticket_id,
        -- text
        {{ trim_to_null('incident_state') }} as raw_status,
        {{ trim_to_null('category') }} as category,
        -- numbers
        try_cast(reopen_count as integer) as source_reopen_count,
        -- booleans
        coalesce(try_cast(_fivetran_deleted as boolean), false) as is_deleted,
        -- timestamps
        try_cast(resolved_at as timestamp) as resolved_at,
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
        partition by source_ticket_id
        order by
            updated_at desc nulls last,
            loaded_at desc nulls last,
            raw_record desc
    )

),

keyed as (

    select
        *,
        'servicenow.incident|' || coalesce(source_ticket_id, '') || '#' || version_number
            as raw_row_id

    from versioned

)

select * from keyed
