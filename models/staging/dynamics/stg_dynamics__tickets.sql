-- one row per raw row of dynamics.incident, in the shape of int_tickets_unioned
{{ config(enabled = 'dynamics' in var('help_desk_vendors')) }}

with

incidents as (

    select * from {{ ref('base_dynamics__incidents') }}

),

parties as (

    select * from {{ ref('base_dynamics__incident_parties') }}

),

labels as (

    select * from {{ ref('base_dynamics__option_labels') }}
    where table_name = 'incident'

),

subjects as (

    select * from {{ ref('base_dynamics__subjects') }}
    where version_number = 1

),

slas as (

    select * from {{ ref('base_dynamics__slas') }}
    where version_number = 1

),

-- the case itself does not say when it was resolved; each time leaves a resolution
resolutions as (

    select
        source_ticket_id,
        max(occurred_at) as resolved_at,
        count(distinct occurred_at) as resolution_count

    from {{ ref('base_dynamics__resolutions') }}

    where version_number = 1
        and not is_deleted

    group by 1

),

shaped as (

    select
        'dynamics' as source_system,
        'incident' as source_table,
        incidents.*,
        parties.source_requester_id,
        incidents.created_by_user_id as source_submitter_id,
        parties.source_assignee_id,
        parties.source_account_id,
        parties.source_group_id,
        parties.group_name,
        -- a code that an organisation added has its label and the state it belongs to
        'state:' || incidents.state_code as raw_status_category,
        statuses.option_label as raw_status_label,
        coalesce(types.option_label, incidents.case_type_code) as ticket_type,
        coalesce(subjects.subject_title, types.option_label, incidents.case_type_code)
            as category,
        -- one resolution more than reopenings; as many where it is not resolved now
        cast(
            resolutions.resolution_count
            - case when incidents.state_code = '1' then 1 else 0 end as integer
        ) as source_reopen_count,
        -- 2000: merged, which comes with the state of canceled ones
        coalesce(incidents.has_merge_mark, false)
        or coalesce(incidents.raw_status = '2000', false)
        or incidents.merged_into_source_ticket_id is not null as is_merged,
        first_responses.reached_at as first_response_at,
        coalesce(first_responses.target_at, incidents.response_due_at) as first_response_due_at,
        coalesce(solutions.target_at, incidents.resolve_due_at) as resolution_due_at,
        case when incidents.state_code = '1' then resolutions.resolved_at end as resolved_at,
        -- what other tools know of a ticket and Dynamics does not
        cast(null as string) as followup_of_source_ticket_id,
        cast(null as string) as source_schedule_id,
        cast(null as string) as product,
        cast(null as string) as record_type,
        cast(null as integer) as source_reassignment_count,
        cast(null as boolean) as is_outbound,
        cast(null as boolean) as is_spam,
        cast(null as boolean) as is_test,
        cast(null as timestamp) as closed_at,
        cast(null as string) as rejection_reason

    from incidents

    left join parties on incidents.source_ticket_id = parties.source_ticket_id

    left join labels as statuses
        on incidents.raw_status = statuses.option_code and statuses.field_name = 'statuscode'

    left join labels as types
        on incidents.case_type_code = types.option_code and types.field_name = 'casetypecode'

    left join subjects on incidents.source_subject_id = subjects.source_subject_id

    left join slas as first_responses
        on incidents.first_response_sla_id = first_responses.source_sla_id

    left join slas as solutions on incidents.resolution_sla_id = solutions.source_sla_id
    left join resolutions on incidents.source_ticket_id = resolutions.source_ticket_id

)

select * from shaped
