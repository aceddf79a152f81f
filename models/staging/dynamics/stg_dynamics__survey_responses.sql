-- one row per raw row of dynamics.msfp_surveyresponse and per rated case, in the shape of int_survey_responses_unioned
{{ config(enabled = 'dynamics' in var('survey_vendors')) }}

with

cases as (

    select * from {{ ref('base_dynamics__incident_parties') }}

),

contacts as (

    select source_contact_id from {{ ref('base_dynamics__contacts') }}
    where version_number = 1

),

customer_voice as (

    select
        'msfp_surveyresponse' as source_table,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        source_response_id,
        source_survey_id,
        'msfp_npsscore' as source_question_id,
        regarding_id,
        regarding_type,
        raw_score,
        language,
        is_deleted,
        started_at,
        submitted_at,
        updated_at,
        loaded_at,
        raw_record

    from {{ ref('base_dynamics__survey_responses') }}

),

unioned as (

    select * from {{ ref('base_dynamics__case_ratings') }}
    union all
    select * from customer_voice

),

-- a survey is about a record of any kind; without a word about the kind the id itself tells
shaped as (

    select
        'dynamics' as source_system,
        unioned.{{ all_but('is_deleted') }},
        unioned.source_response_id as source_answer_id,
        coalesce(cases.source_requester_id, contacts.source_contact_id) as source_contact_id,
        case when cases.source_ticket_id is not null then 'dynamics' end as ticket_source_system,
        cases.source_ticket_id,
        cases.source_assignee_id as source_agent_id,
        cast(null as string) as source_row_id,
        cast(null as string) as source_order_id,
        cast(null as string) as source_journey_id,
        cast(null as string) as wave_id,
        cast(null as string) as answer_text,
        case when unioned.is_deleted then 'deleted' else 'normal' end as raw_response_status,
        cast(null as string) as raw_channel,
        true as is_finished,
        true as has_response,
        cast(null as timestamp) as invited_at

    from unioned

    left join cases
        on unioned.regarding_id = cases.source_ticket_id
        and coalesce(unioned.regarding_type in ('incident', '112'), true)

    left join contacts
        on unioned.regarding_id = contacts.source_contact_id
        and coalesce(unioned.regarding_type in ('contact', '2'), true)

)

select * from shaped
