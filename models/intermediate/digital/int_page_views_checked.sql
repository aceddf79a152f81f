-- one row per raw page-view row of any vendor, with the reason why it is not taken in (null: it is)
with

-- a domain without a vendor is empty, not absent: the columns and their types stand here
handed_over as (

    select
        cast(null as string) as source_system,
        cast(null as string) as source_table,
        cast(null as string) as raw_row_id,
        cast(null as integer) as version_number,
        cast(null as boolean) as is_exact_duplicate,
        cast(null as string) as source_page_view_id,
        cast(null as string) as anonymous_id,
        cast(null as string) as user_id,
        cast(null as string) as page_type,
        cast(null as string) as library_name,
        cast(null as string) as device_type,
        cast(null as string) as user_agent,
        cast(null as string) as page_url,
        cast(null as string) as navigation_type,
        cast(null as string) as visibility_state,
        cast(null as double) as load_milliseconds,
        cast(null as double) as largest_paint_milliseconds,
        cast(null as boolean) as is_mobile,
        cast(null as timestamp) as viewed_at,
        cast(null as timestamp) as received_at,
        cast(null as timestamp) as loaded_at,
        cast(null as string) as raw_record
    where false

    {% for vendor in vendors('page_views') %}
    union all
    select
        source_system, source_table, raw_row_id, version_number, is_exact_duplicate,
        source_page_view_id, anonymous_id, user_id, page_type, library_name,
        device_type, user_agent, page_url, navigation_type, visibility_state,
        load_milliseconds, largest_paint_milliseconds, is_mobile, viewed_at,
        received_at, loaded_at, raw_record
    from {{ ref('stg_' ~ vendor ~ '__page_views') }}
    {% endfor %}

),

-- what an erased person did stays; the id of the login, an address in any case, makes way for one that means nothing
received as (

    select
        handed_over.{{ all_but('user_id, page_url, raw_record') }},
        coalesce(by_id.erased_person_id, handed_over.user_id) as user_id,
        case
            when by_id.erased_person_id is null then handed_over.page_url
            else split_part(handed_over.page_url, '?', 1)
        end as page_url,
        case when by_id.erased_person_id is null then handed_over.raw_record else '[erased]' end as raw_record

    from handed_over

    cross join (select max(erasure_key) as erasure_key from {{ ref('stg_landing__erasure_keys') }}) as keys

    left join {{ ref('int_erased_logins') }} as by_id
        on {{ login_hash('handed_over.user_id') }} = by_id.erased_login_hash

),

judged as (

    select
        received.*,
        case
            when received.source_page_view_id is null then 'missing_mandatory:id'
            when received.version_number > 1 and received.is_exact_duplicate then 'exact_duplicate'
            when received.version_number > 1 then 'superseded_version'
            when coalesce(received.anonymous_id, received.user_id) is null
                then 'missing_mandatory:visitor'
            when received.viewed_at is null then 'missing_mandatory:created_at'
            when received.viewed_at > {{ as_of() }} then 'future_timestamp'
            when received.received_at
                < received.viewed_at - interval {{ var('device_clock_hours') }} hour
                then 'received_before_sent'
        end as reason_code

    from received

),

slimmed as (

    select
        {{ all_but('raw_record') }},
        -- the row as it came is kept where it is turned away
        case when reason_code is not null then raw_record end as raw_record

    from judged

)

select * from slimmed
