-- one row per raw row of surveymonkey.recipients, in the shape of int_survey_invitations_unioned
{{ config(enabled = 'surveymonkey' in var('survey_vendors')) }}

with

recipients as (

    select * from {{ ref('base_surveymonkey__recipients') }}

),

collectors as (

    select * from {{ ref('base_surveymonkey__collectors') }}
    where version_number = 1

),

dated as (

    select
        *,
        coalesce(cast(updated_at as string), '') || source_response_id as response_order

    from {{ ref('base_surveymonkey__survey_responses') }}

    where version_number = 1
        and source_recipient_id is not null
        and not is_deleted

),

-- Of several responses to one invitation the last one stands for the person, the first one answered it.
-- The day that the response was begun: an edit moves the other date
responses as (

    select
        source_recipient_id,
        {{ value_at_most('source_response_id', 'response_order') }} as source_contact_id,
        {{ value_at_most('source_response_id', 'response_order') }} filter (where response_status = 'completed') as source_response_id,
        min(coalesce(started_at, updated_at)) filter (where response_status = 'completed') as answered_at

    from dated

    group by 1

),

shaped as (

    select
        'surveymonkey' as source_system,
        'recipients' as source_table,
        recipients.raw_row_id,
        recipients.version_number,
        recipients.is_exact_duplicate,
        recipients.source_recipient_id as source_invitation_id,
        coalesce(recipients.source_survey_id, collectors.source_survey_id)
            as source_survey_id,
        -- the respondent record of a response carries its id
        responses.source_contact_id,
        responses.source_response_id,
        cast(null as string) as source_ticket_id,
        'invite' as invitation_kind,
        coalesce(recipients.mail_status, recipients.survey_response_status)
            as raw_status,
        recipients.sent_at,
        cast(null as timestamp) as opened_at,
        responses.answered_at,
        recipients.loaded_at,
        recipients.raw_record

    from recipients

    left join collectors
        on recipients.source_collector_id = collectors.source_collector_id

    left join responses
        on recipients.source_recipient_id = responses.source_recipient_id

)

select * from shaped
