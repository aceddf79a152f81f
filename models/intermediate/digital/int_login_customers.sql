-- one row per name under which one customer may log in (id of the CRM, id shared between tools, e-mail address): who it is
with

people as (

    select
        keys.*,
        tools.domain,
        tools.priority

    from {{ ref('int_customer_keys') }} as keys

    inner join {{ ref('source_priority') }} as tools
        on keys.source_system = tools.source_system

),

contacts as (

    select * from {{ ref('int_contacts_unioned') }}

),

emails as (

    select * from {{ ref('int_person_emails') }}

),

-- the CRM's own id is believed first, an address last, in whatever case it is written
named as (

    select
        contact_record_id,
        source_contact_id as login,
        priority as login_rank
    from people
    where domain = 'crm'

    union all

    select
        contact_record_id,
        {{ fold_login('external_id') }} as login,
        100 as login_rank
    from contacts
    where external_id is not null

    union all

    select
        contact_record_id,
        lower(trim(email)) as login,
        200 as login_rank
    from contacts
    where email is not null

    union all

    select
        contact_record_id,
        email_normalised as login,
        200 as login_rank
    from emails

),

ranked as (

    select
        named.login,
        people.customer_id,
        people.account_id,
        people.payer_id,
        people.segment,
        people.is_internal,
        named.login_rank = min(named.login_rank) over (partition by named.login)
            as is_believed

    from named

    inner join people
        on named.contact_record_id = people.contact_record_id

),

-- a name that two people share names nobody
resolved as (

    select
        login,
        min(customer_id) as customer_id,
        min(account_id) as account_id,
        min(payer_id) as payer_id,
        min(segment) as segment,
        bool_and(is_internal) as is_internal

    from ranked

    where is_believed

    group by 1

    having count(distinct coalesce(customer_id, 'staff')) = 1

)

select * from resolved
