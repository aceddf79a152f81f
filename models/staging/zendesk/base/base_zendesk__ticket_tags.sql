-- one row per raw row of zendesk.ticket_tag: every version that was landed, numbered from the newest
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('zendesk', 'ticket_tag') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('ticket_id') }} as source_ticket_id,
        ticket_id || '|' || tag as source_tag_id,
        -- text
        lower({{ trim_to_null('tag') }}) as tag,
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
        partition by source_tag_id
        order by
            loaded_at desc nulls last,
            raw_record desc
    )

),

keyed as (

    select
        *,
        'zendesk.ticket_tag|' || coalesce(source_tag_id, '') || '#' || version_number
            as raw_row_id

    from versioned

)

select * from keyed
