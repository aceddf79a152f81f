-- one row per raw row of qualtrics.distribution_contact, in the shape of int_survey_invitations_unioned
{{ config(enabled = 'qualtrics' in var('survey_vendors')) }}

with

invitations as (

    select * from {{ ref('base_qualtrics__invitations') }}

),

shaped as (

    select
        'qualtrics' as source_system,
        'distribution_contact' as source_table,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        source_invitation_id,
        source_survey_id,
        source_contact_id,
        -- thanks and tests repeat the response that came before them
        case invitation_kind
            when 'invite' then chain_response_id
            when 'reminder' then source_response_id
        end as source_response_id,
        cast(null as string) as source_ticket_id,
        invitation_kind,
        raw_status,
        sent_at,
        case invitation_kind when 'invite' then chain_opened_at else opened_at end
            as opened_at,
        case invitation_kind
            when 'invite' then chain_answered_at
            when 'reminder' then answered_at
        end as answered_at,
        loaded_at,
        raw_record

    from invitations

)

select * from shaped
