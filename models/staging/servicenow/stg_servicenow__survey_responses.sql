-- one row per raw row of servicenow.asmt_assessment_instance_question, in the shape of int_survey_responses_unioned
{{ config(enabled = 'servicenow' in var('survey_vendors')) }}

with

answers as (

    select * from {{ ref('base_servicenow__instance_questions') }}

),

instances as (

    select * from {{ ref('base_servicenow__assessment_instances') }}
    where version_number = 1

),

tasks as (

    select source_ticket_id
    from {{ ref('base_servicenow__incidents') }}
    where version_number = 1

),

shaped as (

    select
        'servicenow' as source_system,
        'asmt_assessment_instance_question' as source_table,
        answers.{{ all_but('is_deleted') }},
        instances.source_survey_id,
        cast(null as string) as source_row_id,
        instances.source_contact_id,
        -- a survey may hang on a request or a change: only incidents are tickets here
        case when tasks.source_ticket_id is not null then 'servicenow' end
            as ticket_source_system,
        tasks.source_ticket_id,
        cast(null as string) as source_agent_id,
        cast(null as string) as source_order_id,
        cast(null as string) as source_journey_id,
        cast(null as string) as wave_id,
        case when answers.is_deleted then 'deleted' else instances.raw_response_status end
            as raw_response_status,
        cast(null as string) as raw_channel,
        cast(null as string) as language,
        instances.raw_response_status = 'complete' as is_finished,
        instances.source_response_id is not null as has_response,
        instances.sent_at as invited_at,
        cast(null as timestamp) as started_at,
        coalesce(instances.answered_at, instances.updated_at) as submitted_at

    from answers

    left join instances
        on answers.source_response_id = instances.source_response_id

    left join tasks
        on coalesce(instances.source_task_id, instances.source_trigger_id)
        = tasks.source_ticket_id

)

select * from shaped
