-- one row per raw person row of any vendor, with the reason why it is not taken in (null: it is)
with

handed_over as (

    select * from {{ ref('int_contacts_received') }}

),

erased as (

    select
        erased_raw_row_id,
        erased_person_id,
        erased_contact_id

    from {{ ref('int_erased_contact_rows') }}

),

-- of who was erased is left: that there is somebody, with which tool and account, since when
received as (

    select
        handed_over.{{ all_but(
            'raw_row_id, source_contact_id, external_id, merged_into_source_contact_id, full_name, first_name, '
            ~ 'last_name, email, additional_emails, phone, mobile_phone, company_name, street, city, region, '
            ~ 'postcode, birth_date, raw_record'
        ) }},
        case
            when erased.erased_person_id is null then handed_over.raw_row_id
            else handed_over.source_system || '.' || handed_over.source_table || '|'
                || erased.erased_contact_id || '#' || handed_over.version_number
        end as raw_row_id,
        coalesce(erased.erased_contact_id, handed_over.source_contact_id) as source_contact_id,
        -- the records of one person stay together
        coalesce(erased.erased_person_id, handed_over.external_id) as external_id,
        -- a record that was merged stays one
        case
            when handed_over.merged_into_source_contact_id is null then null
            else coalesce(erased.erased_person_id, handed_over.merged_into_source_contact_id)
        end as merged_into_source_contact_id,
        case when erased.erased_person_id is null then handed_over.full_name end as full_name,
        case when erased.erased_person_id is null then handed_over.first_name end as first_name,
        case when erased.erased_person_id is null then handed_over.last_name end as last_name,
        case when erased.erased_person_id is null then handed_over.email end as email,
        case when erased.erased_person_id is null then handed_over.additional_emails end as additional_emails,
        case when erased.erased_person_id is null then handed_over.phone end as phone,
        case when erased.erased_person_id is null then handed_over.mobile_phone end as mobile_phone,
        case when erased.erased_person_id is null then handed_over.company_name end as company_name,
        case when erased.erased_person_id is null then handed_over.street end as street,
        case when erased.erased_person_id is null then handed_over.city end as city,
        case when erased.erased_person_id is null then handed_over.region end as region,
        case when erased.erased_person_id is null then handed_over.postcode end as postcode,
        case when erased.erased_person_id is null then handed_over.birth_date end as birth_date,
        case when erased.erased_person_id is null then handed_over.raw_record else '[erased]' end as raw_record

    from handed_over

    left join erased
        on handed_over.raw_row_id = erased.erased_raw_row_id

),

judged as (

    select
        received.*,
        case
            when received.source_contact_id is null then 'missing_mandatory:id'
            when received.version_number > 1 and received.is_exact_duplicate
                then 'exact_duplicate'
            when received.version_number > 1 then 'superseded_version'
            -- two tables of one tool (contacts, leads) share their ids in no tool; if they do, one stays
            when row_number()
                    over (
                        partition by source_system, source_contact_id, version_number
                        order by source_table, raw_row_id
                    )
                > 1 then 'duplicate_key'
            when received.created_at > {{ as_of() }} then 'future_timestamp'
        end as reason_code

    from received

),

slimmed as (

    select
        {{ all_but('raw_record') }},
        -- the row as it came is kept where it is turned away
        case when reason_code is not null then raw_record end as raw_record

    from judged

)

select * from slimmed
