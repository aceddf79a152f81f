-- one row per counted call or chat, with the value that it adds to its KPI
{{ config(materialized = 'view') }}

with

contacts as (

    select * from {{ ref('fct_queue_contacts') }}
    where is_included

),

calls as (

    select * from {{ ref('fct_first_call_resolution') }}

),

-- a contact of which only the outcome is known adds to the shares, not to the waits
queue_measures as (

    select call_id, 'queue_wait' as kpi_code, wait_seconds as observed_value, false as is_pending
    from contacts
    where answered_count = 1
    union all
    select call_id, 'queue_wait_all' as kpi_code, wait_seconds as observed_value, false as is_pending
    from contacts
    where answered_count + abandoned_count = 1 and is_abandonment_known
    union all
    select
        call_id, 'service_level' as kpi_code,
        case
            when answered_count = 0 or wait_seconds is not null then within_service_level_count
        end as observed_value,
        false as is_pending
    from contacts
    where short_abandon_count = 0
    union all
    select call_id, 'queue_abandonment' as kpi_code, abandoned_count as observed_value, false as is_pending
    from contacts
    where short_abandon_count = 0 and is_abandonment_known
    union all
    select call_id, 'callback' as kpi_code, callback_accepted_count as observed_value, false as is_pending
    from contacts
    where callback_offered_count = 1
    union all
    -- a promise that is not due yet is neither kept nor broken
    select
        call_id, 'callback_kept' as kpi_code,
        case when is_callback_due or callback_kept_count = 1 then callback_kept_count end
            as observed_value,
        not is_callback_due and callback_kept_count = 0 as is_pending
    from contacts
    where callback_accepted_count = 1

),

call_measures as (

    -- a young call is no observation yet, and makes its period provisional
    select
        call_id, 'first_call_resolution' as kpi_code,
        case when is_included then first_call_resolution_count end as observed_value,
        not is_included as is_pending
    from calls
    where is_included or exclusion_reason = 'immature'

    union all

    select call_id, 'transfer_rate' as kpi_code, transferred_count as observed_value, false as is_pending
    from calls
    where answered_count = 1

),

observed as (

    select
        measures.*, contacts.arrived_date as observed_on, contacts.channel, contacts.segment,
        contacts.source_system, contacts.agent_group, contacts.queue_name
    from queue_measures as measures
    inner join contacts on measures.call_id = contacts.call_id

    union all

    select
        measures.*, calls.started_date as observed_on, calls.channel, calls.segment,
        calls.source_system, calls.agent_group, calls.queue_name
    from call_measures as measures
    inner join calls on measures.call_id = calls.call_id

    union all

    select
        call_id, 'aht' as kpi_code, handle_seconds as observed_value, false as is_pending,
        handled_date as observed_on, channel, segment, source_system, agent_group, queue_name
    from {{ ref('fct_handling_time') }}
    where is_included

)

select
    kpi_code || '|' || call_id as observation_id,
    kpi_code,
    call_id as observation_key,
    observed_on,
    channel,
    segment,
    source_system,
    agent_group,
    'queue' as topic_type,
    queue_name as topic,
    cast(observed_value as double) as observed_value,
    cast(1 as double) as observed_weight,
    is_pending
from observed
