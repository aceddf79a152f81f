-- one row per survey that was sent to one person, answered or not: the input contract
with

invitations as (

    select * from {{ ref('int_survey_invitations_checked') }}
    where reason_code is null

),

statuses as (

    select * from {{ ref('invitation_status_map') }}

),

keyed as (

    select
        -- ids
        invitations.source_system || ':' || invitations.source_invitation_id
            as survey_invitation_id,
        invitations.source_system,
        invitations.source_invitation_id,
        invitations.source_system || ':' || invitations.source_survey_id as survey_id,
        invitations.source_system || ':' || invitations.source_contact_id
            as contact_record_id,
        invitations.source_system || ':' || invitations.source_response_id
            as survey_response_id,
        invitations.source_ticket_id,
        -- text
        invitations.invitation_kind,
        coalesce(statuses.delivery, 'unmapped') as delivery,
        invitations.raw_status,
        -- booleans; a reminder of the same survey to the same person is no second invitation
        invitations.invitation_kind = 'invite' as is_invitation,
        invitations.answered_at is not null
        or invitations.source_response_id is not null as is_answered,
        -- timestamps
        invitations.sent_at,
        invitations.opened_at,
        invitations.answered_at,
        invitations.loaded_at

    from invitations

    left join statuses
        on invitations.source_system = statuses.source_system
        and lower(coalesce(invitations.raw_status, '')) = statuses.raw_status

)

select * from keyed
