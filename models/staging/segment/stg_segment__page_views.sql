-- one row per raw row of segment.pages, in the shape of int_page_views_unioned
{{ config(enabled = 'segment' in var('digital_vendors')) }}

select
    'segment' as source_system,
    'pages' as source_table,
    raw_row_id,
    version_number,
    is_exact_duplicate,
    source_page_view_id,
    anonymous_id,
    user_id,
    page_type,
    library_name,
    device_type,
    user_agent,
    page_url,
    navigation_type,
    visibility_state,
    load_milliseconds,
    largest_paint_milliseconds,
    is_mobile,
    viewed_at,
    received_at,
    loaded_at,
    raw_record

from {{ ref('base_segment__pages') }}
