-- one row per person record that carries an id of another tool: the person behind the id, as far as tools and stewards said
with

people as (

    select
        record_key,
        external_id,
        external_id_space

    from {{ ref('int_person_comparables') }}

    where external_id is not null

)

select
    people.record_key,
    people.external_id_space,
    -- ids that a tool merged are one
    coalesce(id_groups.component, people.external_id) as external_id_label

from people

left join {{ ref('int_external_id_groups') }} as id_groups
    on md5('person|' || people.external_id) = id_groups.node
