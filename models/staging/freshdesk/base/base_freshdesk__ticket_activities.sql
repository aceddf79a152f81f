-- one row per raw row of freshdesk.ticket_activities: every version that was landed, numbered from the newest
-- left out: performer_type, source (the performer tells), export_date (a mark of the loader)
{{ config(enabled = 'freshdesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('freshdesk', 'ticket_activities') }}

),

-- what changed is an object: in `activity`, or, in the thin form, in `action`
unpacked as (

    select
        *,
        coalesce(cast(performed_at as string), cast(created_at as string))
            as landed_performed_at,
        coalesce({{ as_json('activity') }}, {{ as_json('action') }}) as changes

    from source

),

renamed as (

    select
        -- ids
        {{ trim_to_null('ticket_id') }} as source_ticket_id,
        coalesce({{ trim_to_null('performer_id') }}, {{ trim_to_null('actor') }}) as source_actor_id,
        -- the export has no key: what, where and when; equal rows are one activity
        ticket_id || '|' || landed_performed_at || '|' || md5(concat_ws(
            '|', performer_id, actor, type, action, activity, activity_status,
            activity_agent_id, activity_group, activity_priority
        )) as source_event_id,
        -- text
        coalesce(
            {{ trim_to_null('activity_status') }},
            json_extract_string(changes, '$.status'),
            case when lower(type) like '%status%' then action end
        ) as changed_status,
        coalesce(
            {{ trim_to_null('activity_agent_id') }},
            regexp_replace(json_extract_string(changes, '$.agent_id'), '\.0+$', ''),
            json_extract_string(changes, '$.responder_id'),
            case when regexp_matches(lower(type), 'agent|responder|assign') then action end
        ) as changed_agent_id,
        coalesce(
            {{ trim_to_null('activity_group') }},
            json_extract_string(changes, '$.group'),
            json_extract_string(changes, '$.group_id'),
            case when lower(type) like '%group%' then action end
        ) as changed_group,
        coalesce(
            {{ trim_to_null('activity_priority') }},
            json_extract_string(changes, '$.priority'),
            case when lower(type) like '%priority%' then action end
        ) as changed_priority,
        -- timestamps
        coalesce(
            {{ parse_timestamp('landed_performed_at') }},
            {{ parse_day_first_timestamp('landed_performed_at') }}
        ) as occurred_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from unpacked

),

versioned as (

    {{ number_versions('renamed', 'freshdesk.ticket_activities', key='source_event_id', newest=['loaded_at']) }}

)

select * from versioned
