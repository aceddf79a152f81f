-- one row per name under which somebody who was not erased may log in: ids and addresses that their records have now
-- depends_on: {{ ref('erasures') }}

with

-- where nobody was erased nobody asks
received as (

    {% if somebody_was_erased() %}
    select
        raw_row_id, version_number, source_system, source_contact_id, external_id, email,
        additional_emails
    from {{ ref('int_contacts_received') }}
    {% else %}
    select
        cast(null as string) as raw_row_id,
        cast(null as integer) as version_number,
        cast(null as string) as source_system,
        cast(null as string) as source_contact_id,
        cast(null as string) as external_id,
        cast(null as string) as email,
        cast(null as string) as additional_emails
    where false
    {% endif %}

),

kept as (

    select received.* from received
    left join {{ ref('int_erased_contact_rows') }} as erased
        on received.raw_row_id = erased.erased_raw_row_id
    where received.version_number = 1
        and erased.erased_raw_row_id is null

),

named as (

    -- of the ids of the tools only those of a CRM are used to log in
    select kept.source_contact_id as login
    from kept
    inner join {{ ref('source_priority') }} as tools
        on kept.source_system = tools.source_system
    where tools.domain = 'crm'

    union all

    select external_id as login
    from kept

    union all

    select
        {{ each() }}({{ split_function() }}(
            {{ replace_all("concat_ws(';', email, additional_emails)", "'[,;|]'", "';'") }}, ';'
        )) as login
    from kept

)

-- an address is written in any case, an id is not
select distinct {{ fold_login('login') }} as kept_login

from named

where login <> ''
