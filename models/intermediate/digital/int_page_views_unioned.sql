-- one row per view of a page, with the times that the browser measured: the input contract
with

page_views as (

    select * from {{ ref('int_page_views_checked') }}
    where reason_code is null

),

keyed as (

    select
        -- ids
        source_system || ':' || source_page_view_id as page_view_id,
        source_system,
        source_page_view_id,
        anonymous_id,
        user_id,
        -- text
        page_type,
        library_name,
        device_type,
        user_agent,
        page_url,
        navigation_type,
        visibility_state,
        -- numbers; milliseconds, null is not measured
        load_milliseconds,
        largest_paint_milliseconds,
        -- booleans
        coalesce(is_mobile, false) as is_mobile,
        -- timestamps
        viewed_at,
        received_at,
        loaded_at

    from page_views

)

select * from keyed
