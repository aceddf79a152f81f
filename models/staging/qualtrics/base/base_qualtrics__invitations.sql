-- one row per raw row of qualtrics.distribution_contact, with its mailing: invitation, reminder or thanks, and the invitation that it belongs to
{{ config(enabled = 'qualtrics' in var('survey_vendors')) }}

with

contacts as (

    select * from {{ ref('base_qualtrics__distribution_contacts') }}

),

distributions as (

    select * from {{ ref('base_qualtrics__distributions') }}
    where version_number = 1

),

sent as (

    select
        contacts.*,
        coalesce(distributions.source_survey_id, parents.source_survey_id)
            as source_survey_id,
        -- reminders and thanks go to the same people through the parent
        coalesce(distributions.parent_source_distribution_id, contacts.source_distribution_id)
            as invitation_distribution_id,
        case distributions.request_type
            when 'invite' then 'invite'
            when 'generatedinvite' then 'invite'
            when 'reminder' then 'reminder'
            when 'thankyou' then 'thank_you'
            when 'testemail' then 'test'
        end as invitation_kind

    from contacts

    left join distributions
        on contacts.source_distribution_id = distributions.source_distribution_id

    left join distributions as parents
        on distributions.parent_source_distribution_id = parents.source_distribution_id

),

-- who answers after a reminder answers the invitation
chained as (

    select
        *,
        min(case when invitation_kind = 'invite' then sent_at end) over chain
            as invited_at,
        min(case when invitation_kind in ('invite', 'reminder') then answered_at end)
            over chain as chain_answered_at,
        min(case when invitation_kind in ('invite', 'reminder') then opened_at end)
            over chain as chain_opened_at,
        min(
            case when invitation_kind in ('invite', 'reminder') then source_response_id end
        ) over chain as chain_response_id

    from sent

    window chain as (
        partition by
            invitation_distribution_id,
            coalesce(source_contact_id, source_invitation_id),
            version_number
    )

)

select * from chained
