-- one row per raw row of hubspot.feedback_submissions, in the shape of int_survey_responses_unioned
{{ config(enabled = 'hubspot' in var('survey_vendors')) }}

with

submissions as (

    select * from {{ ref('base_hubspot__feedback_submissions') }}

),

engagement_tickets as (

    select * from {{ ref('base_hubspot__engagement_tickets') }}

),

survivors as (

    select * from {{ ref('base_hubspot__contact_survivors') }}

),

-- an answer may name the address only
contacts as (

    select
        lower(email) as contact_email,
        min(source_contact_id) as source_contact_id

    from {{ ref('base_hubspot__contacts') }}

    where version_number = 1
        and not is_deleted

    group by 1

),

found as (

    select
        submissions.{{ all_but('source_contact_id, source_ticket_id') }},
        coalesce(submissions.source_contact_id, contacts.source_contact_id) as source_contact_id,
        coalesce(submissions.source_ticket_id, engagement_tickets.source_ticket_id)
            as rated_ticket_id

    from submissions

    left join contacts
        on submissions.contact_email = contacts.contact_email

    left join engagement_tickets
        on submissions.source_engagement_id = engagement_tickets.source_engagement_id

),

shaped as (

    select
        'hubspot' as source_system,
        'feedback_submissions' as source_table,
        found.{{ all_but('source_contact_id') }},
        found.source_response_id as source_answer_id,
        coalesce(survivors.surviving_source_contact_id, found.source_contact_id)
            as source_contact_id,
        cast(null as string) as source_row_id,
        -- a rated ticket is HubSpot's own; where its tickets are not connected, it cannot be met
        case when {{ 'hubspot' in var('help_desk_vendors') }} then found.rated_ticket_id end
            as source_ticket_id,
        case
            when {{ 'hubspot' in var('help_desk_vendors') }} and found.rated_ticket_id is not null
                then 'hubspot'
        end as ticket_source_system,
        cast(null as string) as source_agent_id,
        cast(null as string) as source_order_id,
        cast(null as string) as source_journey_id,
        cast(null as string) as wave_id,
        case when found.is_deleted then 'archived' else 'normal' end as raw_response_status,
        cast(null as string) as language,
        true as is_finished,
        true as has_response,
        cast(null as timestamp) as invited_at,
        cast(null as timestamp) as started_at

    from found

    left join survivors
        on found.source_contact_id = survivors.merged_source_contact_id

)

select * from shaped
