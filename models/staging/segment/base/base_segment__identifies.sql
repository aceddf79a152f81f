-- one row per raw row of segment.identifies: every version that was landed, numbered from the newest
-- left out: all traits but the e-mail address (the CRM knows them), context_ip (personal)
{{ config(enabled = 'segment' in var('digital_vendors')) }}

with

source as (

    select * from {{ source('segment', 'identifies') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_event_id,
        {{ trim_to_null('anonymous_id') }} as anonymous_id,
        {{ trim_to_null('user_id') }} as user_id,
        -- text
        lower({{ trim_to_null('email') }}) as user_email,
        lower({{ trim_to_null('context_library_name') }}) as library_name,
        lower({{ trim_to_null('context_device_type') }}) as device_type,
        lower({{ trim_to_null('context_user_agent') }}) as user_agent,
        lower({{ trim_to_null('context_page_url') }}) as page_url,
        -- booleans
        try_cast(context_user_agent_data_mobile as boolean) as is_mobile,
        -- timestamps
        coalesce(
            {{ parse_timestamp('timestamp') }}, {{ parse_timestamp('original_timestamp') }}
        ) as occurred_at,
        {{ parse_timestamp('received_at') }} as received_at,
        coalesce(_loaded_at, {{ parse_timestamp('received_at') }}) as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'segment.identifies', key='source_event_id', newest=['loaded_at', 'received_at']) }}

)

select * from versioned
