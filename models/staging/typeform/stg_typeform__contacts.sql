-- one row per raw row of typeform.responses (its respondent), in the shape of int_contacts_unioned
{{ config(enabled = 'typeform' in var('survey_vendors')) }}

with

responses as (

    select * from {{ ref('base_typeform__responses') }}

),

hidden_fields as (

    select
        source_response_id,
        max(field_value) filter (where field_name = 'contact_id') as contact_id,
        max(field_value) filter (where field_name = 'email') as email,
        max(field_value) filter (where field_name = 'phone') as phone,
        max(field_value) filter (where field_name = 'name') as full_name,
        max(field_value) filter (where field_name = 'first_name') as first_name,
        max(field_value) filter (where field_name = 'last_name') as last_name

    from {{ ref('base_typeform__hidden_fields') }}

    group by 1

),

-- the first address that was asked for is the respondent's own, a second one may be a friend's
answers as (

    select
        source_response_id,
        {{ value_at_least("email", "element_number") }} filter (where email is not null) as email,
        {{ value_at_least("phone", "element_number") }} filter (where phone is not null) as phone

    from {{ ref('base_typeform__answers') }}

    group by 1

),

shaped as (

    select
        'typeform' as source_system,
        'responses' as source_table,
        responses.raw_row_id,
        responses.version_number,
        responses.is_exact_duplicate,
        responses.source_response_id as source_contact_id,
        'respondent' as contact_type,
        cast(null as string) as source_account_id,
        hidden_fields.contact_id as external_id,
        cast(null as string) as merged_into_source_contact_id,
        hidden_fields.full_name,
        hidden_fields.first_name,
        hidden_fields.last_name,
        coalesce(answers.email, hidden_fields.email) as email,
        case when answers.email is not null then hidden_fields.email end
            as additional_emails,
        coalesce(answers.phone, hidden_fields.phone) as phone,
        cast(null as string) as mobile_phone,
        cast(null as string) as company_name,
        cast(null as string) as street,
        cast(null as string) as city,
        cast(null as string) as region,
        cast(null as string) as postcode,
        cast(null as string) as country,
        cast(null as string) as language,
        cast(null as string) as time_zone,
        cast(null as string) as lead_source,
        cast(null as date) as birth_date,
        cast(null as boolean) as has_opted_out_of_email,
        cast(null as boolean) as is_active,
        responses.is_deleted,
        responses.started_at as created_at,
        coalesce(responses.submitted_at, responses.started_at) as updated_at,
        responses.loaded_at,
        responses.raw_record

    from responses

    left join hidden_fields
        on responses.source_response_id = hidden_fields.source_response_id

    left join answers
        on responses.source_response_id = answers.source_response_id

)

select * from shaped
