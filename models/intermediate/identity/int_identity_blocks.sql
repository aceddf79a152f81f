-- one row per person record and blocking key: records that share a value are worth comparing
{{ config(materialized = 'view') }}

with

people as (

    select
        people.*,
        keys.blocking_key,
        keys.max_block_size

    from {{ ref('int_person_comparables') }} as people

    cross join {{ ref('blocking_keys') }} as keys

),

keyed as (

    select
        record_number,
        blocking_key,
        max_block_size,
        case blocking_key
            when 'names'
                then least(given_name, family_name) || '|' || greatest(given_name, family_name)
            when 'given_name+birth_date' then given_name || '|' || birth_date_text
            when 'family_name+birth_date' then family_name || '|' || birth_date_text
            when 'birth_date+postcode' then birth_date_text || '|' || postcode
            when 'given_name+postcode' then given_name || '|' || postcode
            when 'family_name+postcode' then family_name || '|' || postcode
            when 'given_name+street' then given_name || '|' || street
            when 'family_name+street' then family_name || '|' || street
            when 'street+city' then street || '|' || city
            when 'given_name+city' then given_name || '|' || city
            when 'begin_of_names+birth_year'
                then left(family_name, 3) || '|' || left(given_name, 1)
                    || '|' || left(birth_date_text, 4)
            when 'begin_of_given_name+birth_year'
                then left(given_name, 3) || '|' || left(family_name, 1)
                    || '|' || left(birth_date_text, 4)
            when 'begin_of_names+city'
                then left(family_name, 3) || '|' || left(given_name, 1) || '|' || city
            when 'email_local' then email_local
            when 'birth_date' then birth_date_text
            when 'family_name' then family_name
            when 'given_name' then given_name
            when 'postcode' then postcode
            when 'street' then street
        end as block_value

    from people

)

select
    record_number,
    blocking_key,
    max_block_size,
    {{ hash_number('block_value') }} as block_hash,
    record_number || '|' || blocking_key as block_member_id

from keyed

where block_value is not null
