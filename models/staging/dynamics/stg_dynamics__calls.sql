-- one row per raw row of dynamics.phonecall that took place, or was to and did not, in the shape of int_calls_unioned
{{ config(enabled = 'dynamics' in var('help_desk_vendors')) }}

with

calls as (

    select * from {{ ref('base_dynamics__phone_calls') }}

    -- an open activity is a call that someone means to make
    where not is_planned

),

cases as (

    select * from {{ ref('base_dynamics__incident_parties') }}

),

contacts as (

    select source_contact_id from {{ ref('base_dynamics__contacts') }}
    where version_number = 1

),

-- a call hangs on a record of any kind; without a word about the kind the id itself tells
told_apart as (

    select
        calls.*,
        case
            when coalesce(calls.regarding_type in ('incident', '112'), cases.source_ticket_id is not null)
                then calls.regarding_id
        end as source_ticket_id,
        case
            when coalesce(calls.regarding_type in ('contact', '2'), contacts.source_contact_id is not null)
                then calls.regarding_id
        end as regarding_contact_id

    from calls

    left join cases
        on calls.regarding_id = cases.source_ticket_id

    left join contacts
        on calls.regarding_id = contacts.source_contact_id

),

shaped as (

    select
        'dynamics' as source_system,
        'phonecall' as source_table,
        told_apart.*,
        -- who called about a case is not among the columns: its customer stands for them
        coalesce(told_apart.regarding_contact_id, cases.source_requester_id)
            as source_contact_id,
        'call' as contact_kind,
        case told_apart.is_outgoing when true then 'outgoing' when false then 'incoming' end
            as raw_direction,
        cast(null as string) as queue_name,
        case
            when told_apart.has_left_voicemail then 'voicemail'
            else 'state:' || told_apart.state_code
        end as raw_outcome,
        -- written down by people, in whole minutes; nobody measures how long a caller waited
        cast(null as double) as wait_seconds,
        told_apart.duration_minutes * 60 as talk_seconds,
        cast(null as double) as hold_seconds,
        cast(null as double) as wrap_up_seconds,
        cast(null as integer) as transfer_count,
        cast(null as integer) as queue_entry_number,
        cast(null as double) as callback_wait_seconds,
        cast(null as boolean) as is_callback,
        cast(null as boolean) as is_callback_offered,
        cast(null as boolean) as is_resolved_on_call,
        cast(null as boolean) as is_outside_business_hours,
        coalesce(
            told_apart.actual_start_at,
            {{ dbt.dateadd(
                'second', '-cast(coalesce(told_apart.duration_minutes, 0) * 60 as integer)', 'told_apart.ended_at'
            ) }},
            told_apart.created_at
        ) as started_at

    from told_apart

    left join cases
        on told_apart.source_ticket_id = cases.source_ticket_id

)

select * from shaped
