-- one row per name under which someone who was erased may have logged in, by its hash: ids and addresses of all records

with

contact_rows as (

    select * from {{ ref('int_erased_contact_rows') }}

),

further_addresses as (

    select
        erased_person_id,
        {{ each() }}({{ split_function() }}(
            {{ replace_all("erased_additional_emails", "'[,;|]'", "';'") }}, ';'
        )) as piece

    from contact_rows

),

-- an address is written in any case, an id is not
ids_and_addresses as (

    select
        {{ fold_login('erased_external_id') }} as erased_login,
        erased_person_id
    from contact_rows

    union all

    select
        erased_email as erased_login,
        erased_person_id
    from contact_rows

    union all

    select
        lower(trim(piece)) as erased_login,
        erased_person_id
    from further_addresses

),

named as (

    -- of the ids of the tools only those of a CRM are used to log in
    select
        contact_rows.source_contact_id as erased_login,
        contact_rows.erased_person_id
    from contact_rows
    inner join {{ ref('source_priority') }} as tools
        on contact_rows.source_system = tools.source_system
    where tools.domain = 'crm'

    union all

    -- what somebody who stays has now is theirs
    select
        ids_and_addresses.erased_login,
        ids_and_addresses.erased_person_id
    from ids_and_addresses
    left join {{ ref('int_kept_logins') }} as kept
        on ids_and_addresses.erased_login = kept.kept_login
    where kept.kept_login is null

),

hashed as (

    select
        {{ login_hash('named.erased_login') }} as erased_login_hash,
        named.erased_person_id
    from named
    cross join {{ ref('stg_landing__erasure_keys') }} as keys
    where named.erased_login <> ''

    union all

    -- what is on the list stays masked, though no tool lands the person's rows any more
    select
        identifier_hash as erased_login_hash,
        erased_person_id
    from {{ ref('erasures') }}
    where identifier_type in ('email', 'login')

)

-- a name that several of them share names nobody, and stays a name that nobody may read
select
    erased_login_hash,
    min(erased_person_id)
    || case when count(distinct erased_person_id) > 1 then '-shared' else '' end
        as erased_person_id

from hashed

group by 1
