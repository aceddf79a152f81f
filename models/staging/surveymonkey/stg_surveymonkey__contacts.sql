-- one row per raw row of surveymonkey.survey_responses (its respondent), in the shape of int_contacts_unioned
{{ config(enabled = 'surveymonkey' in var('survey_vendors')) }}

with

responses as (

    select * from {{ ref('base_surveymonkey__survey_responses') }}

),

variables as (

    select
        source_response_id,
        max(field_value) filter (where field_name = 'contact_id') as contact_id,
        max(field_value) filter (where field_name = 'email') as email

    from {{ ref('base_surveymonkey__custom_variables') }}

    group by 1

),

details as (

    select * from {{ ref('base_surveymonkey__contact_details') }}

),

shaped as (

    select
        'surveymonkey' as source_system,
        'survey_responses' as source_table,
        responses.raw_row_id,
        responses.version_number,
        responses.is_exact_duplicate,
        responses.source_response_id as source_contact_id,
        'respondent' as contact_type,
        cast(null as string) as source_account_id,
        -- the custom value of a link or a recipient is the sender's own id
        coalesce(variables.contact_id, responses.custom_value) as external_id,
        cast(null as string) as merged_into_source_contact_id,
        details.full_name,
        responses.first_name,
        responses.last_name,
        coalesce(responses.email, variables.email, details.email) as email,
        cast(null as string) as additional_emails,
        coalesce(responses.phone, details.phone) as phone,
        cast(null as string) as mobile_phone,
        details.company_name,
        details.street,
        details.city,
        details.region,
        details.postcode,
        details.country,
        responses.language,
        cast(null as string) as time_zone,
        cast(null as string) as lead_source,
        cast(null as date) as birth_date,
        cast(null as boolean) as has_opted_out_of_email,
        cast(null as boolean) as is_active,
        responses.is_deleted,
        responses.started_at as created_at,
        responses.updated_at,
        responses.loaded_at,
        responses.raw_record

    from responses

    left join variables
        on responses.source_response_id = variables.source_response_id

    left join details
        on responses.source_response_id = details.source_response_id

)

select * from shaped
