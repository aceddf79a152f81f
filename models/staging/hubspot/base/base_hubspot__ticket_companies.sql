-- one row per raw row of hubspot.ticket_company: every version that was landed, numbered from the newest
{{ config(enabled = 'hubspot' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('hubspot', 'ticket_company') }}

),

renamed as (

    select
        -- ids
        concat_ws(
            '|', {{ trim_to_null('ticket_id') }},
            {{ trim_to_null('company_id') }},
            {{ trim_to_null('category') }},
            {{ trim_to_null('type_id') }}
        ) as source_association_id,
        {{ trim_to_null('ticket_id') }} as source_ticket_id,
        {{ trim_to_null('company_id') }} as source_account_id,
        -- text
        {{ trim_to_null('type_id') }} as association_type_id,
        {{ trim_to_null('category') }} as association_category,
        -- booleans
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'hubspot.ticket_company', key='source_association_id', newest=['is_active_version', 'loaded_at']) }}

)

select * from versioned
