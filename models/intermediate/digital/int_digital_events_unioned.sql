-- one row per event of the web site or the app, a login included: the input contract
with

events as (

    select * from {{ ref('int_digital_events_checked') }}
    where reason_code is null

),

keyed as (

    select
        -- ids
        source_system || ':' || source_event_id as digital_event_id,
        source_system,
        source_event_id,
        anonymous_id,
        user_id,
        -- text
        event,
        user_email,
        library_name,
        device_type,
        user_agent,
        page_url,
        -- booleans
        coalesce(is_mobile, false) as is_mobile,
        -- timestamps
        occurred_at,
        received_at,
        loaded_at

    from events

)

select * from keyed
