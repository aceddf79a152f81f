-- one row per raw row of zendesk.user: every version that was landed, numbered from the newest
-- left out: notes, details, signature (free text that no KPI needs)
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('zendesk', 'user') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_user_id,
        {{ trim_to_null('organization_id') }} as source_account_id,
        {{ trim_to_null('external_id') }} as external_id,
        -- text
        {{ trim_to_null('name') }} as full_name,
        {{ trim_to_null('email') }} as email,
        {{ trim_to_null('phone') }} as phone,
        {{ trim_to_null('role') }} as raw_role,
        {{ trim_to_null('locale') }} as locale,
        {{ trim_to_null('time_zone') }} as time_zone,
        -- booleans
        coalesce(try_cast(active as boolean), true) as is_active,
        coalesce(try_cast(suspended as boolean), false) as is_suspended,
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
        partition by source_user_id
        order by
            updated_at desc nulls last,
            loaded_at desc nulls last,
            raw_record desc
    )

),

keyed as (

    select
        *,
        'zendesk.user|' || coalesce(source_user_id, '') || '#' || version_number
            as raw_row_id

    from versioned

)

select * from keyed
