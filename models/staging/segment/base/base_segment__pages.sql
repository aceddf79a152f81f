-- one row per raw row of segment.pages: every version that was landed, numbered from the newest
-- left out: title, path, referrer, search (no KPI needs them), context_ip (personal)
{{ config(enabled = 'segment' in var('digital_vendors')) }}

with

source as (

    select * from {{ source('segment', 'pages') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_page_view_id,
        {{ trim_to_null('anonymous_id') }} as anonymous_id,
        {{ trim_to_null('user_id') }} as user_id,
        -- text
        coalesce({{ trim_to_null('category') }}, {{ trim_to_null('name') }}) as page_type,
        lower({{ trim_to_null('context_library_name') }}) as library_name,
        lower({{ trim_to_null('context_device_type') }}) as device_type,
        lower({{ trim_to_null('context_user_agent') }}) as user_agent,
        lower({{ trim_to_null('context_page_url') }}) as page_url,
        replace(lower({{ trim_to_null('navigation_type') }}), '_', '-') as navigation_type,
        lower({{ trim_to_null('visibility_state') }}) as visibility_state,
        -- numbers; milliseconds
        try_cast(load_ms as double) as load_milliseconds,
        try_cast(lcp_ms as double) as largest_paint_milliseconds,
        -- booleans
        try_cast(context_user_agent_data_mobile as boolean) as is_mobile,
        -- timestamps
        coalesce(
            {{ parse_timestamp('timestamp') }}, {{ parse_timestamp('original_timestamp') }}
        ) as viewed_at,
        {{ parse_timestamp('received_at') }} as received_at,
        coalesce(_loaded_at, {{ parse_timestamp('received_at') }}) as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'segment.pages', key='source_page_view_id', newest=['loaded_at', 'received_at']) }}

)

select * from versioned
