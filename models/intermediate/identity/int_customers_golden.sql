-- one row per person: what survives from its records, and who pays for it
with

contacts as (

    select * from {{ ref('int_contacts_unioned') }}

),

clusters as (

    select * from {{ ref('int_identity_map') }}
    where entity = 'person'

),

accounts as (

    select
        account_id,
        segment

    from {{ ref('int_accounts_golden') }}

),

attributes as (

    select
        customer_id,
        max(case when attribute = 'account' then attribute_value end) as account_id,
        max(case when attribute = 'country' then attribute_value end) as country,
        max(case when attribute = 'language' then attribute_value end) as language,
        cast(
            max(case when attribute = 'has_opted_out_of_email' then attribute_value end) as boolean
        ) as has_opted_out_of_email

    from {{ ref('int_customer_attributes') }}

    group by 1

),

counted as (

    select
        clusters.resolved_id as customer_id,
        bool_or(
            coalesce(
                contacts.email, contacts.phone, contacts.mobile_phone, contacts.external_id
            ) is not null
        ) as is_identifiable,
        bool_and(contacts.is_deleted) as is_deleted,
        count(*) as source_record_count,
        count(distinct contacts.source_system) as source_system_count,
        min(contacts.created_at) as first_seen_at

    from contacts

    inner join clusters
        on contacts.contact_record_id = clusters.source_record_key

    group by 1

),

paid as (

    select
        counted.customer_id,
        attributes.account_id,
        attributes.country,
        attributes.language,
        attributes.has_opted_out_of_email,
        counted.is_identifiable,
        counted.is_deleted,
        counted.source_record_count,
        counted.source_system_count,
        counted.first_seen_at,
        coalesce(attributes.account_id, counted.customer_id) as payer_id,
        case
            when attributes.account_id is null then 'consumer'
            else accounts.segment
        end as segment

    from counted

    left join attributes
        on counted.customer_id = attributes.customer_id

    left join accounts
        on attributes.account_id = accounts.account_id

)

select * from paid
