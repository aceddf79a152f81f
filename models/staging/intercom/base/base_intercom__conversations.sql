-- one row per raw row of intercom.conversation_history: every version that was landed, numbered from the newest
-- left out: the times among the statistics, waiting_since, snoozed_until, first_contact_reply_* (the parts
--   tell them), read, source_url
{{ config(enabled = 'intercom' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('intercom', 'conversation_history') }}

),

-- the statistics are one object, or a column for each
unpacked as (

    select
        *,
        {{ as_json('statistics') }} as statistics_object,
        {{ as_json('sla_applied') }} as sla_object

    from source

),

renamed as (

    select
        -- ids; assignee 0 is nobody, and an assignee may be a team
        {{ trim_to_null('id') }} as source_ticket_id,
        {{ trim_to_null('source_author_id') }} as source_author_id,
        case
            when lower(source_author_type) in ('user', 'lead', 'contact')
                then {{ trim_to_null('source_author_id') }}
        end as source_customer_id,
        case
            when coalesce(lower(assignee_type), 'admin') <> 'team'
                then nullif({{ trim_to_null('assignee_id') }}, '0')
        end as source_assignee_id,
        coalesce(
            nullif({{ trim_to_null('team_assignee_id') }}, '0'),
            case
                when lower(assignee_type) = 'team'
                    then nullif({{ trim_to_null('assignee_id') }}, '0')
            end
        ) as source_team_id,
        {{ trim_to_null('company_id') }} as source_account_id,
        {{ trim_to_null('conversation_rating_contact_id') }} as source_rater_id,
        {{ trim_to_null('conversation_rating_teammate_id') }} as source_rated_agent_id,
        -- text
        {{ trim_to_null('state') }} as raw_status,
        {{ trim_to_null('priority') }} as raw_priority,
        lower({{ trim_to_null('source_type') }}) as raw_channel,
        lower({{ trim_to_null('source_delivered_as') }}) as delivered_as,
        case lower({{ trim_to_null('source_author_type') }})
            when 'admin' then 'agent'
            when 'user' then 'customer'
            when 'lead' then 'customer'
            when 'contact' then 'customer'
            when 'bot' then 'bot'
            -- a campaign that speaks for a whole team
            when 'team' then 'system'
        end as raw_author_role,
        coalesce({{ trim_to_null('title') }}, {{ trim_to_null('source_subject') }}) as subject,
        {{ trim_to_null('source_body') }} as body,
        lower({{ trim_to_null('custom_category') }}) as custom_category,
        {{ trim_to_null('conversation_rating_value') }} as raw_score,
        {{ trim_to_null('conversation_rating_remark') }} as answer_text,
        coalesce({{ trim_to_null('sla_name') }}, json_extract_string(sla_object, '$.sla_name'))
            as policy_name,
        lower(coalesce({{ trim_to_null('sla_status') }}, json_extract_string(sla_object, '$.sla_status')))
            as sla_status,
        -- numbers; seconds, without the hours when the office was closed
        try_cast(coalesce(
            statistics_time_to_admin_reply, json_extract_string(statistics_object, '$.time_to_admin_reply')
        ) as double) as first_reply_seconds,
        try_cast(coalesce(
            statistics_time_to_first_close, json_extract_string(statistics_object, '$.time_to_first_close')
        ) as double) as first_close_seconds,
        try_cast(coalesce(
            statistics_time_to_last_close, json_extract_string(statistics_object, '$.time_to_last_close')
        ) as double) as last_close_seconds,
        try_cast(coalesce(
            statistics_median_time_to_reply, json_extract_string(statistics_object, '$.median_time_to_reply')
        ) as double) as median_reply_seconds,
        try_cast(coalesce(
            statistics_count_reopens, json_extract_string(statistics_object, '$.count_reopens')
        ) as double) as statistics_reopen_count,
        try_cast(coalesce(
            statistics_count_assignments, json_extract_string(statistics_object, '$.count_assignments')
        ) as double) as statistics_assignment_count,
        -- booleans; a conversation without an open version was deleted
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('created_at') }} as created_at,
        {{ parse_timestamp('updated_at') }} as updated_at,
        {{ parse_timestamp('conversation_rating_created_at') }} as rating_requested_at,
        {{ parse_timestamp('conversation_rating_updated_at') }} as rating_updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from unpacked

),

versioned as (

    {{ number_versions('renamed', 'intercom.conversation_history', key='source_ticket_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
