-- one row per person record and attribute of which it has a value, or was given one by a steward
with

contacts as (

    select * from {{ ref('int_contacts_unioned') }}

),

rules as (

    select * from {{ ref('attribute_rules') }}

),

overrides as (

    select
        *,
        source_system || ':' || source_record_id as contact_record_id

    from {{ ref('attribute_overrides') }}

),

contact_points as (

    select * from {{ ref('int_customer_contact_points') }}
    where record_rank = 1

),

account_map as (

    select * from {{ ref('int_account_map') }}

),

-- long instead of wide: a rule for each attribute is then a row of a seed
observed as (

    select
        contacts.contact_record_id,
        contacts.source_system,
        contacts.is_deleted,
        contacts.created_at,
        -- a record that was never changed is as old as its creation
        coalesce(contacts.updated_at, contacts.created_at) as observed_at,
        rules.attribute,
        rules.attribute_unit,
        units.preferred_rule,
        rules.is_personal,
        rules.blocked_as,
        overrides.decided_on,
        case when overrides.override_id is null then contact_points.refusal_reason end
            as refusal_reason,
        coalesce(
            overrides.value,
            contact_points.attribute_value,
            case rules.attribute
                when 'full_name' then contacts.full_name
                when 'first_name' then contacts.first_name
                when 'last_name' then contacts.last_name
                when 'birth_date' then cast(contacts.birth_date as string)
                when 'street' then contacts.street
                when 'city' then contacts.city
                when 'region' then contacts.region
                when 'postcode' then contacts.postcode
                when 'country' then contacts.country
                when 'language' then contacts.language
                when 'company_name' then contacts.company_name
                when 'lead_source' then contacts.lead_source
                when 'account' then contacts.account_record_id
                when 'has_opted_out_of_email'
                    then cast(contacts.has_opted_out_of_email as string)
            end
        ) as written_value

    from contacts

    cross join rules

    inner join rules as units
        on rules.attribute_unit = units.attribute

    left join overrides
        on contacts.contact_record_id = overrides.contact_record_id
        and rules.attribute = overrides.attribute

    left join contact_points
        on contacts.contact_record_id = contact_points.contact_record_id
        and rules.attribute = contact_points.attribute

)

select
    observed.*,
    observed.contact_record_id || '|' || observed.attribute as observation_id,
    -- two records of one organisation name one account
    case
        when observed.attribute = 'account' then account_map.account_id
        else trim(observed.written_value)
    end as attribute_value

from observed

left join account_map
    on observed.attribute = 'account'
    and observed.written_value = account_map.account_record_id

where case
        when observed.attribute = 'account' then account_map.account_id
        else nullif(trim(observed.written_value), '')
    end is not null
