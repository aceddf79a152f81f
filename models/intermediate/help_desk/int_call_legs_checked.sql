-- one row per raw part of a call of any vendor, with the reason why it is not taken in (null: it is)
with

-- a domain without a vendor is empty, not absent: the columns and their types stand here
received as (

    select
        cast(null as string) as source_system,
        cast(null as string) as source_table,
        cast(null as string) as raw_row_id,
        cast(null as integer) as version_number,
        cast(null as boolean) as is_exact_duplicate,
        cast(null as string) as source_call_leg_id,
        cast(null as string) as source_call_id,
        cast(null as string) as source_agent_id,
        cast(null as string) as leg_type,
        cast(null as string) as raw_completion,
        cast(null as double) as talk_seconds,
        cast(null as double) as hold_seconds,
        cast(null as double) as wrap_up_seconds,
        cast(null as boolean) as is_completed,
        cast(null as timestamp) as started_at,
        cast(null as timestamp) as loaded_at,
        cast(null as string) as raw_record
    where false

    {% for vendor in vendors('call_legs') %}
    union all
    select
        source_system, source_table, raw_row_id, version_number, is_exact_duplicate,
        source_call_leg_id, source_call_id, source_agent_id, leg_type, raw_completion,
        talk_seconds, hold_seconds, wrap_up_seconds, is_completed, started_at,
        loaded_at, raw_record
    from {{ ref('stg_' ~ vendor ~ '__call_legs') }}
    {% endfor %}

),

accepted_calls as (

    select
        source_system,
        source_call_id

    from {{ ref('int_calls_unioned') }}

),

judged as (

    select
        received.*,
        case
            when received.source_call_leg_id is null then 'missing_mandatory:id'
            when received.version_number > 1 and received.is_exact_duplicate
                then 'exact_duplicate'
            when received.version_number > 1 then 'superseded_version'
            when received.source_call_id is null then 'missing_mandatory:call_id'
            when accepted_calls.source_call_id is null then 'orphan_call'
            when received.started_at > {{ as_of() }} then 'future_timestamp'
            when least(received.talk_seconds, received.hold_seconds, received.wrap_up_seconds) < 0
                then 'negative_duration'
        end as reason_code

    from received

    left join accepted_calls
        on received.source_system = accepted_calls.source_system
        and received.source_call_id = accepted_calls.source_call_id

),

slimmed as (

    select
        {{ all_but('raw_record') }},
        -- the row as it came is kept where it is turned away
        case when reason_code is not null then raw_record end as raw_record

    from judged

)

select * from slimmed
