-- one row per raw row of segment.tracks, and of segment.identifies (a login), in the shape of int_digital_events_unioned
{{ config(enabled = 'segment' in var('digital_vendors')) }}

with

tracks as (

    select
        'tracks' as source_table,
        raw_row_id, version_number, is_exact_duplicate,
        source_event_id, anonymous_id, user_id,
        event,
        cast(null as string) as user_email,
        library_name, device_type, user_agent, page_url,
        is_mobile, occurred_at, received_at, loaded_at, raw_record

    from {{ ref('base_segment__tracks') }}

),

logins as (

    select
        'identifies' as source_table,
        raw_row_id, version_number, is_exact_duplicate,
        source_event_id, anonymous_id, user_id,
        'identify' as event,
        user_email,
        library_name, device_type, user_agent, page_url,
        is_mobile, occurred_at, received_at, loaded_at, raw_record

    from {{ ref('base_segment__identifies') }}

),

unioned as (

    select * from tracks
    union all
    select * from logins

)

select
    'segment' as source_system,
    unioned.*

from unioned
