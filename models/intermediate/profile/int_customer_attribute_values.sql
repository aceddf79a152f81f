-- one row per customer, attribute and source record: a value that was seen, and what speaks for it
with

observations as (

    select * from {{ ref('int_customer_observations') }}

),

clusters as (

    select * from {{ ref('int_identity_map') }}
    where entity = 'person'

),

placeholders as (

    select * from {{ ref('blocked_identifiers') }}
    where match_type = 'exact'

),

judged as (

    select
        observations.*,
        clusters.resolved_id as customer_id,
        priorities.priority as source_priority,
        -- what a steward wrote is not doubted
        case
            when observations.decided_on is null
                then coalesce(observations.refusal_reason, placeholders.reason)
        end as value_refusal_reason

    from observations

    inner join clusters
        on observations.contact_record_id = clusters.source_record_key

    left join placeholders
        on observations.blocked_as = placeholders.identifier_type
        and placeholders.value = case
            when observations.blocked_as = 'name' then {{ fold_name('observations.attribute_value') }}
            else observations.attribute_value
        end

    left join {{ ref('source_priority') }} as priorities
        on observations.source_system = priorities.source_system

),

-- the parts of a name or of an address stand and fall together
unit_totals as (

    select
        contact_record_id,
        attribute_unit,
        max(decided_on) as unit_decided_on,
        max(decided_on) is not null or bool_and(value_refusal_reason is null) as is_valid,
        sum(length(attribute_value)) as completeness,
        -- compared by its leading part; without it by what is there
        coalesce(
            max(case when attribute = attribute_unit then lower(attribute_value) end),
            min(lower(attribute_value)) || '|' || max(lower(attribute_value))
        ) as unit_value

    from judged

    group by 1, 2

),

units as (

    select
        judged.*,
        unit_totals.{{ all_but('contact_record_id, attribute_unit') }}

    from judged

    inner join unit_totals
        on judged.contact_record_id = unit_totals.contact_record_id
        and judged.attribute_unit = unit_totals.attribute_unit

),

agreements as (

    select
        customer_id,
        attribute_unit,
        unit_value,
        count(distinct source_system) as agreeing_source_count

    from units

    where is_valid

    group by 1, 2, 3

)

select
    units.observation_id, units.customer_id, units.contact_record_id, units.source_system,
    units.attribute, units.attribute_unit, units.preferred_rule, units.attribute_value,
    units.unit_value, units.value_refusal_reason as refusal_reason,
    units.source_priority,
    cast(units.completeness as bigint) as completeness,
    coalesce(agreements.agreeing_source_count, 0) as agreeing_source_count,
    units.is_personal, units.is_valid, units.is_deleted,
    units.unit_decided_on as decided_on,
    units.created_at, coalesce(cast(units.unit_decided_on as timestamp), units.observed_at) as value_at

from units

left join agreements
    on units.customer_id = agreements.customer_id
    and units.attribute_unit = agreements.attribute_unit
    and units.unit_value = agreements.unit_value
