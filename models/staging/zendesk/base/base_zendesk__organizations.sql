-- one row per raw row of zendesk.organization: every version that was landed, numbered from the newest
-- left out: details, notes (free text that no KPI needs)
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('zendesk', 'organization') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_account_id,
        {{ trim_to_null('external_id') }} as external_id,
        -- text
        {{ trim_to_null('name') }} as account_name,
        {{ trim_to_null('domain_names') }} as domain_names,
        -- booleans
        coalesce(try_cast(_fivetran_deleted as boolean), false) as is_deleted,
        -- timestamps
        try_cast(created_at as timestamp) as created_at,
        try_cast(updated_at as timestamp) as updated_at,
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
        'zendesk.organization|' || coalesce(source_account_id, '') || '#' || version_number
            as raw_row_id

    from versioned

)

select * from keyed
