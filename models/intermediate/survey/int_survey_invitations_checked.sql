-- one row per raw invitation row of any vendor, with the reason why it is not taken in (null: it is)
with

-- a domain without a vendor is empty, not absent: the columns and their types stand here
handed_over as (

    select
        cast(null as string) as source_system,
        cast(null as string) as source_table,
        cast(null as string) as raw_row_id,
        cast(null as integer) as version_number,
        cast(null as boolean) as is_exact_duplicate,
        cast(null as string) as source_invitation_id,
        cast(null as string) as source_survey_id,
        cast(null as string) as source_contact_id,
        cast(null as string) as source_response_id,
        cast(null as string) as source_ticket_id,
        cast(null as string) as invitation_kind,
        cast(null as string) as raw_status,
        cast(null as timestamp) as sent_at,
        cast(null as timestamp) as opened_at,
        cast(null as timestamp) as answered_at,
        cast(null as timestamp) as loaded_at,
        cast(null as string) as raw_record
    where false

    {% for vendor in vendors('survey_invitations') %}
    union all
    select
        source_system, source_table, raw_row_id, version_number, is_exact_duplicate,
        source_invitation_id, source_survey_id, source_contact_id, source_response_id,
        source_ticket_id, invitation_kind, raw_status, sent_at, opened_at, answered_at,
        loaded_at, raw_record
    from {{ ref('stg_' ~ vendor ~ '__survey_invitations') }}
    {% endfor %}

),

-- what an erased person did stays; who it was, and what was said, does not
received as (

    select
        handed_over.{{ all_but('source_contact_id, raw_record') }},
        coalesce(erased.erased_contact_id, handed_over.source_contact_id) as source_contact_id,
        case when erased.erased_contact_id is null then handed_over.raw_record else '[erased]' end as raw_record

    from handed_over

    cross join (select max(erasure_key) as erasure_key from {{ ref('stg_landing__erasure_keys') }}) as keys

    left join {{ ref('int_erased_contacts') }} as erased
        on {{ erasure_hash('record', "handed_over.source_system || ':' || handed_over.source_contact_id") }} = erased.erased_record_hash

),

surveys as (

    select distinct
        source_system,
        source_survey_id

    from {{ ref('int_surveys_unioned') }}

),

judged as (

    select
        received.*,
        case
            when received.source_invitation_id is null then 'missing_mandatory:id'
            when received.version_number > 1 and received.is_exact_duplicate
                then 'exact_duplicate'
            when received.version_number > 1 then 'superseded_version'
            when surveys.source_survey_id is null then 'orphan_survey'
            when received.answered_at < received.sent_at then 'negative_duration'
        end as reason_code

    from received

    left join surveys
        on received.source_system = surveys.source_system
        and received.source_survey_id = surveys.source_survey_id

),

slimmed as (

    select
        {{ all_but('raw_record') }},
        -- the row as it came is kept where it is turned away
        case when reason_code is not null then raw_record end as raw_record

    from judged

)

select * from slimmed
