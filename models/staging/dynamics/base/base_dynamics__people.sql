-- one row per raw row of dynamics.contact and dynamics.lead: both are people
{{ config(enabled = 'dynamics' in var('crm_vendors') + var('help_desk_vendors')) }}

with

contacts as (

    select
        'contact' as source_table,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        source_contact_id,
        parent_customer_id,
        parent_customer_type,
        merged_into_source_contact_id,
        originating_lead_id,
        full_name,
        first_name,
        last_name,
        email,
        additional_emails,
        phone,
        mobile_phone,
        company_name,
        street,
        city,
        region,
        postcode,
        country,
        lead_source_code,
        birth_date,
        has_opted_out_of_email,
        is_active,
        is_deleted,
        created_at,
        updated_at,
        loaded_at,
        raw_record

    from {{ ref('base_dynamics__contacts') }}

),

-- the contact that was made of a lead names the lead
qualified_leads as (

    select
        originating_lead_id,
        min(source_contact_id) as source_contact_id

    from contacts

    where version_number = 1

    group by 1

),

-- a qualified lead lives on as the contact it became: the same person, not a second one
leads as (

    select
        'lead' as source_table,
        leads.raw_row_id,
        leads.version_number,
        leads.is_exact_duplicate,
        leads.source_contact_id,
        leads.source_account_id as parent_customer_id,
        'account' as parent_customer_type,
        coalesce(
            leads.merged_into_source_contact_id,
            qualified_leads.source_contact_id,
            leads.parent_contact_id
        ) as merged_into_source_contact_id,
        cast(null as string) as originating_lead_id,
        leads.full_name,
        leads.first_name,
        leads.last_name,
        leads.email,
        cast(null as string) as additional_emails,
        leads.phone,
        leads.mobile_phone,
        leads.company_name,
        leads.street,
        leads.city,
        leads.region,
        leads.postcode,
        leads.country,
        leads.lead_source_code,
        cast(null as date) as birth_date,
        leads.has_opted_out_of_email,
        cast(null as boolean) as is_active,
        leads.is_deleted,
        leads.created_at,
        leads.updated_at,
        leads.loaded_at,
        leads.raw_record

    from {{ ref('base_dynamics__leads') }} as leads

    left join qualified_leads
        on leads.source_contact_id = qualified_leads.originating_lead_id

),

unioned as (

    select * from contacts
    union all
    select * from leads

)

select * from unioned
