-- one row per survey, with the KPIs that its questions feed
with

questions as (

    select * from {{ ref('int_surveys_unioned') }}

),

-- an anonymous link invites nobody: such a survey has no response rate
invitations as (

    select
        survey_id,
        count(*) as invitation_count

    from {{ ref('int_survey_invitations_unioned') }}

    where is_invitation

    group by 1

),

described as (

    select
        survey_id,
        source_system,
        source_survey_id,
        max(survey_name) as survey_name,
        max(survey_category) as survey_category,
        max(raw_status) as raw_status,
        {{ joined_text('distinct metric_code', ', ', 'metric_code') }} as metric_codes,
        count(*) as question_count,
        bool_or(is_employee_survey) as is_employee_survey

    from questions

    group by 1, 2, 3

)

select
    described.*,
    coalesce(invitations.invitation_count, 0) as invitation_count

from described

left join invitations
    on described.survey_id = invitations.survey_id
