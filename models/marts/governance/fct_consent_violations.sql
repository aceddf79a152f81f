-- one row per survey mail that went to a person who had not agreed or had objected (GOV-17), and per consent that fits nobody
with

purposes as (

    select * from {{ ref('processing_purposes') }}
    where purpose = 'survey'

),

consents as (

    select * from {{ ref('dim_customer_consents') }}
    where purpose = 'survey'

),

-- reminders and thanks are mails too; what the tool held back, or could not send, is none
mails as (

    select * from {{ ref('int_survey_invitation_outcomes') }}
    where sent_at is not null
        and not is_internal
        and delivery not in ('not_sent', 'pending', 'failed')

),

judged as (

    select
        mails.survey_invitation_id,
        mails.customer_id,
        mails.sent_at,
        coalesce(consents.consent_status, 'none') as consent_status,
        -- whoever is not known has said nothing
        coalesce(consents.is_usable, purposes.legal_basis <> 'consent') as is_usable

    from mails

    cross join purposes

    left join consents
        on mails.customer_id = consents.customer_id
        and coalesce(mails.sent_at >= consents.valid_from, true)
        and coalesce(mails.sent_at < consents.valid_to, true)

),

-- a withdrawal that is kept under a wrong id protects nobody
unmatched as (

    select
        consents.source_system || ':' || consents.source_contact_id as contact_record_id,
        max(coalesce(consents.withdrawn_at, consents.given_at)) as said_at

    from {{ ref('customer_consents') }} as consents

    left join {{ ref('dim_customer_source_records') }} as keys
        on consents.source_system || ':' || consents.source_contact_id = keys.contact_record_id

    where keys.contact_record_id is null

    group by 1

),

unioned as (

    select
        'survey_mail|' || survey_invitation_id as consent_violation_id,
        customer_id,
        case consent_status
            when 'none' then 'sent_without_consent'
            else 'sent_after_' || consent_status
        end as violation,
        sent_at as happened_at

    from judged

    where not is_usable

    union all

    select
        'consent_record|' || contact_record_id as consent_violation_id,
        'unknown' as customer_id,
        'record_of_nobody' as violation,
        said_at as happened_at

    from unmatched

)

select * from unioned
