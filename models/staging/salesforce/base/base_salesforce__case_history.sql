-- one row per raw row of salesforce.case_history: every version that was landed, numbered from the newest
{{ config(enabled = 'salesforce' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('salesforce', 'case_history') }}

),

renamed as (

    select
        -- ids
        coalesce(
            {{ trim_to_null('id') }},
            -- a loader that leaves the id out: the natural key of a change
            case_id || '|' || field || '|' || created_date
            || '|' || coalesce(old_value, '') || '|' || coalesce(new_value, '')
        ) as source_event_id,
        {{ trim_to_null('case_id') }} as source_ticket_id,
        {{ trim_to_null('created_by_id') }} as source_actor_id,
        -- text
        {{ trim_to_null('field') }} as field_name,
        {{ trim_to_null('old_value') }} as old_value,
        {{ trim_to_null('new_value') }} as new_value,
        -- booleans
        _is_active as is_active_version,
        -- timestamps
        {{ parse_timestamp('created_date') }} as changed_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'salesforce.case_history', key='source_event_id', newest=['is_active_version', 'loaded_at']) }}

)

select * from versioned
