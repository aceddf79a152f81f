-- one row per raw row of zendesk.call: every version that was landed, numbered from the newest
-- left out: phone_number, recording_* (personal), ivr_* but its time, overflowed_*, call_charge (no KPI needs them)
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('zendesk', 'call') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_call_id,
        {{ trim_to_null('ticket_id') }} as source_ticket_id,
        {{ trim_to_null('customer_id') }} as source_contact_id,
        {{ trim_to_null('agent_id') }} as source_agent_id,
        {{ trim_to_null('call_group_id') }} as source_group_id,
        -- text
        {{ trim_to_null('direction') }} as raw_direction,
        lower({{ trim_to_null('completion_status') }}) as completion_status,
        lower({{ trim_to_null('callback_source') }}) as callback_source,
        -- numbers; seconds
        -- the time to the answer begins with the greeting and the menu, which are no queue
        coalesce(
            try_cast(wait_time as double),
            try_cast(time_to_answer as double)
            - least(
                coalesce(try_cast(ivr_time_spent as double), 0),
                try_cast(time_to_answer as double)
            )
        ) as wait_seconds,
        try_cast(talk_time as double) as talk_seconds,
        try_cast(hold_time as double) as hold_seconds,
        try_cast(wrap_up_time as double) as wrap_up_seconds,
        try_cast(duration as double) as duration_seconds,
        -- booleans
        coalesce(try_cast(voicemail as boolean), false) as is_voicemail,
        try_cast(callback as boolean) as is_callback,
        try_cast(outside_business_hours as boolean) as is_outside_business_hours,
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('created_at') }} as started_at,
        {{ parse_timestamp('updated_at') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'zendesk.call', key='source_call_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
