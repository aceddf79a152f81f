-- one row per raw row of qualtrics.directory_contact, core_contact and survey_response (its respondent), in the shape of int_contacts_unioned
{{ config(enabled = 'qualtrics' in var('survey_vendors')) }}

with

directory_contacts as (

    select
        'directory_contact' as source_table,
        'contact' as contact_type,
        raw_row_id, version_number, is_exact_duplicate,
        source_contact_id, external_id,
        cast(null as string) as merged_into_source_contact_id,
        first_name, last_name, email, phone, language, has_opted_out_of_email,
        is_deleted, created_at, updated_at, loaded_at, raw_record

    from {{ ref('base_qualtrics__directory_contacts') }}

),

-- the contacts of accounts without a directory
core_contacts as (

    select
        'core_contact' as source_table,
        'contact' as contact_type,
        raw_row_id, version_number, is_exact_duplicate,
        source_contact_id, external_id,
        cast(null as string) as merged_into_source_contact_id,
        first_name, last_name, email,
        cast(null as string) as phone,
        language, has_opted_out_of_email, is_deleted,
        cast(null as timestamp) as created_at,
        cast(null as timestamp) as updated_at,
        loaded_at, raw_record

    from {{ ref('base_qualtrics__core_contacts') }}

),

-- the CRM id of a respondent travels as embedded data
contact_ids as (

    select
        source_response_id,
        max(field_value) as external_id

    from {{ ref('base_qualtrics__embedded_data') }}

    where field_name = 'contact_id' and version_number = 1

    group by 1

),

-- who answers an invitation is the contact who was invited
invited as (

    select
        source_response_id,
        min(source_contact_id) as source_contact_id

    from {{ ref('base_qualtrics__invitations') }}

    where version_number = 1
        and source_response_id is not null

    group by 1

),

respondents as (

    select
        'survey_response' as source_table,
        'respondent' as contact_type,
        responses.raw_row_id, responses.version_number, responses.is_exact_duplicate,
        responses.source_response_id as source_contact_id,
        coalesce(contact_ids.external_id, responses.external_id) as external_id,
        invited.source_contact_id as merged_into_source_contact_id,
        responses.first_name, responses.last_name, responses.email,
        cast(null as string) as phone,
        responses.language,
        cast(null as boolean) as has_opted_out_of_email,
        false as is_deleted,
        responses.started_at as created_at,
        responses.updated_at, responses.loaded_at, responses.raw_record

    from {{ ref('base_qualtrics__survey_responses') }} as responses

    left join contact_ids
        on responses.source_response_id = contact_ids.source_response_id

    left join invited
        on responses.source_response_id = invited.source_response_id

),

unioned as (

    select * from directory_contacts
    union all
    select * from core_contacts
    union all
    select * from respondents

)

select
    'qualtrics' as source_system,
    unioned.*,
    cast(null as string) as lead_source, cast(null as string) as source_account_id,
    cast(null as string) as full_name, cast(null as string) as mobile_phone,
    cast(null as string) as additional_emails, cast(null as string) as company_name,
    cast(null as string) as street, cast(null as string) as city,
    cast(null as string) as region, cast(null as string) as postcode,
    cast(null as string) as country, cast(null as string) as time_zone,
    cast(null as date) as birth_date, cast(null as boolean) as is_active

from unioned
