-- one row per raw row of dynamics.email: every version that was landed, numbered from the newest
-- left out: torecipients, sender (addresses; emailsender tells the sender), messageid
{{ config(enabled = 'dynamics' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('dynamics', 'email') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('activityid') }} as source_message_id,
        {{ trim_to_null('regardingobjectid') }} as regarding_id,
        {{ trim_to_null('emailsender') }} as sender_id,
        {{ trim_to_null('createdby') }} as created_by_user_id,
        -- text
        lower({{ trim_to_null('regardingobjecttypecode') }}) as regarding_type,
        {{ trim_to_null('description') }} as body,
        -- booleans
        try_cast(directioncode as boolean) as is_outgoing,
        -- completed, and not still waiting to go out (6 pending, 7 sending)
        coalesce(
            {{ trim_to_null('statecode') }} = '1'
            and coalesce({{ trim_to_null('statuscode') }}, '') not in ('6', '7'),
            {{ trim_to_null('senton') }} is not null
        ) as is_sent,
        coalesce(try_cast(isworkflowcreated as boolean), false) as is_automatic,
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('senton') }} as sent_on,
        {{ parse_timestamp('actualend') }} as ended_at,
        {{ parse_timestamp('createdon') }} as created_at,
        {{ parse_timestamp('modifiedon') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'dynamics.email', key='source_message_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
