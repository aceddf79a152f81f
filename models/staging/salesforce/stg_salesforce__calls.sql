-- one row per raw row of salesforce.live_chat_transcript and of salesforce.task that is a call, in the shape of int_calls_unioned
{{ config(enabled = 'salesforce' in var('help_desk_vendors')) }}

with

tasks as (

    select * from {{ ref('base_salesforce__tasks') }}
    where is_customer_call

),

cases as (

    select * from {{ ref('base_salesforce__cases') }}
    where version_number = 1

),

queues as (

    select * from {{ ref('base_salesforce__groups') }}
    where version_number = 1

),

contacts as (

    select
        'task' as source_table, tasks.raw_row_id, tasks.version_number,
        tasks.is_exact_duplicate, tasks.source_call_id,
        -- a task may be about anything: only a case is a ticket
        cases.source_ticket_id,
        tasks.source_contact_id, tasks.source_owner_id, 'call' as contact_kind,
        tasks.raw_direction, tasks.raw_outcome,
        -- a task is written when the call is over, and does not measure the wait
        cast(null as double) as wait_seconds, tasks.talk_seconds, tasks.is_deleted,
        tasks.ended_at - interval 1 second * cast(least(greatest(coalesce(tasks.talk_seconds, 0), 0), 1e6) as bigint)
            as started_at,
        tasks.ended_at, tasks.loaded_at, tasks.raw_record
    from tasks
    left join cases
        on tasks.source_object_id = cases.source_ticket_id

    union all

    -- a visitor who left before anyone answered is missed by the tool, and has the time until then
    select
        'live_chat_transcript' as source_table, raw_row_id, version_number,
        is_exact_duplicate, source_call_id, source_ticket_id,
        coalesce(source_contact_id, source_lead_id) as source_contact_id,
        source_owner_id, 'chat' as contact_kind, 'inbound' as raw_direction,
        case when abandoned_after > 0 then 'abandoned' else raw_status end as raw_outcome,
        case when abandoned_after > 0 then abandoned_after else wait_time end as wait_seconds,
        talk_seconds, is_deleted, started_at, ended_at, loaded_at, raw_record
    from {{ ref('base_salesforce__live_chat_transcripts') }}

),

shaped as (

    select
        'salesforce' as source_system,
        contacts.*,
        case
            when queues.source_group_id is null and contacts.source_owner_id not like '00G%'
                then contacts.source_owner_id
        end as source_agent_id,
        queues.group_name as queue_name,
        cast(null as double) as hold_seconds,
        cast(null as double) as wrap_up_seconds,
        cast(null as integer) as transfer_count,
        cast(null as integer) as queue_entry_number,
        cast(null as double) as callback_wait_seconds,
        cast(null as boolean) as is_callback,
        cast(null as boolean) as is_callback_offered,
        cast(null as boolean) as is_resolved_on_call,
        cast(null as boolean) as is_outside_business_hours

    from contacts

    left join queues
        on contacts.source_owner_id = queues.source_group_id

)

select * from shaped
