-- one row per person: the values that survive from its records
with

contacts as (

    select * from {{ ref('int_contacts_unioned') }}

),

clusters as (

    select * from {{ ref('int_identity_map') }}
    where entity = 'person'

),

account_map as (

    select * from {{ ref('int_account_map') }}

),

accounts as (

    select
        account_id,
        segment

    from {{ ref('int_accounts_golden') }}

),

priorities as (

    select * from {{ ref('source_priority') }}

),

ranked as (

    select
        contacts.*,
        clusters.resolved_id as customer_id,
        account_map.account_id,
        row_number() over (
            partition by clusters.resolved_id
            order by
                contacts.is_deleted,
                priorities.priority nulls last,
                contacts.updated_at desc nulls last,
                contacts.contact_record_id
        ) as survivor_rank

    from contacts

    inner join clusters
        on contacts.contact_record_id = clusters.source_record_key

    left join account_map
        on contacts.account_record_id = account_map.account_record_id

    left join priorities
        on contacts.source_system = priorities.source_system

),

survived as (

    select
        customer_id,
        arg_min(account_id, survivor_rank)
        filter (where account_id is not null) as account_id,
        arg_min(country, survivor_rank) filter (where country is not null) as country,
        arg_min(language, survivor_rank) filter (where language is not null) as language,
        -- the strictest wish counts
        bool_or(has_opted_out_of_email) as has_opted_out_of_email,
        bool_or(coalesce(email, phone, mobile_phone, external_id) is not null)
            as is_identifiable,
        bool_and(is_deleted) as is_deleted,
        count(*) as source_record_count,
        count(distinct source_system) as source_system_count,
        min(created_at) as first_seen_at

    from ranked

    group by 1

),

paid as (

    select
        survived.*,
        coalesce(survived.account_id, survived.customer_id) as payer_id,
        case
            when survived.account_id is null then 'consumer'
            else accounts.segment
        end as segment

    from survived

    left join accounts
        on survived.account_id = accounts.account_id

)

select * from paid
