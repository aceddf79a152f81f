-- one row per response of a customer to a survey, or rating of a ticket (KPI-26)
with

responses as (

    select * from {{ ref('int_survey_response_totals') }}

),

people as (

    select * from {{ ref('int_customer_keys') }}

),

rated_contacts as (

    select * from {{ ref('int_rated_contacts') }}

),

response_statuses as (

    select * from {{ ref('response_status_map') }}

),

judged as (

    select
        responses.survey_response_id,
        case
            when response_statuses.exclusion_reason is not null
                then response_statuses.exclusion_reason
            when people.is_internal then 'internal'
            when not responses.has_answer then 'no_answer'
        end as exclusion_reason

    from responses

    left join people
        on responses.respondent_record_id = people.contact_record_id

    left join response_statuses
        on responses.source_system = response_statuses.source_system
        and responses.raw_response_status = response_statuses.raw_response_status

),

counted as (

    select
        -- ids
        responses.survey_response_id,
        responses.source_system,
        responses.source_response_id,
        responses.survey_id,
        coalesce(people.customer_id, 'unknown') as customer_id,
        case
            when people.customer_id is null then 'unknown'
            else coalesce(people.account_id, 'none')
        end as account_id,
        coalesce(people.payer_id, 'unknown') as payer_id,
        responses.ticket_id,
        coalesce(rated_contacts.agent_id, 'unassigned') as agent_id,
        responses.source_order_id,
        responses.source_journey_id,
        -- text
        coalesce(people.segment, 'unknown') as segment,
        coalesce(rated_contacts.channel, responses.channel) as channel,
        coalesce(rated_contacts.agent_group, 'unassigned') as agent_group,
        judged.exclusion_reason,
        -- numbers
        case when judged.exclusion_reason is null then 1 else 0 end as response_count,
        case
            when judged.exclusion_reason is null and responses.is_finished then 1
            else 0
        end as finished_count,
        case
            when judged.exclusion_reason is null and not responses.is_finished then 1
            else 0
        end as partial_count,
        -- booleans
        judged.exclusion_reason is null as is_included,
        responses.is_finished,
        responses.is_rating,
        responses.has_invitation,
        -- dates and timestamps
        cast(responses.submitted_at as date) as submitted_date,
        responses.submitted_at

    from responses

    inner join judged
        on responses.survey_response_id = judged.survey_response_id

    left join people
        on responses.respondent_record_id = people.contact_record_id

    left join rated_contacts
        on responses.survey_response_id = rated_contacts.survey_response_id
        and responses.ticket_id = rated_contacts.ticket_id

)

select * from counted
