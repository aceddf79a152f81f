-- one row per raw row of hubspot.conversation_actor: every version that was landed, numbered from the newest
{{ config(enabled = 'hubspot' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('hubspot', 'conversation_actor') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as conversation_actor_id,
        -- text
        {{ trim_to_null('name') }} as actor_name,
        {{ trim_to_null('email') }} as email,
        -- booleans
        coalesce(upper(left({{ trim_to_null('id') }}, 2)) in ('B-', 'L-'), false) as is_bot,
        -- timestamps
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'hubspot.conversation_actor', key='conversation_actor_id', newest=['loaded_at']) }}

)

select * from versioned
