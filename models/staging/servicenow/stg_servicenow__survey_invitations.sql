-- one row per raw row of servicenow.asmt_assessment_instance, in the shape of int_survey_invitations_unioned
{{ config(enabled = 'servicenow' in var('survey_vendors')) }}

with

instances as (

    select * from {{ ref('base_servicenow__assessment_instances') }}

),

shaped as (

    select
        'servicenow' as source_system,
        'asmt_assessment_instance' as source_table,
        instances.raw_row_id,
        instances.version_number,
        instances.is_exact_duplicate,
        instances.source_response_id as source_invitation_id,
        instances.source_survey_id,
        instances.source_contact_id,
        case
            when instances.raw_response_status = 'complete'
                then instances.source_response_id
        end as source_response_id,
        coalesce(instances.source_task_id, instances.source_trigger_id)
            as source_ticket_id,
        'invite' as invitation_kind,
        instances.raw_response_status as raw_status,
        instances.sent_at,
        cast(null as timestamp) as opened_at,
        case
            when instances.raw_response_status = 'complete' then instances.answered_at
        end as answered_at,
        instances.loaded_at,
        instances.raw_record

    from instances

)

select * from shaped
