-- one row per customer and attribute: the value that survives, where it comes from, and what decided
with

-- a total order: by hand, valid, not deleted, the attribute's own rule, the other rules, the record
ranked as (

    select
        *,
        dense_rank() over survivor_order as survivor_rank,
        first_value(unit_value) over survivor_order as surviving_unit_value

    from {{ ref('int_customer_attribute_values') }}

    window survivor_order as (
        partition by customer_id, attribute_unit
        order by
            decided_on desc nulls last,
            -- who once said stop is not written to, though the record is deleted
            case when preferred_rule = 'strictest' then unit_value end desc,
            is_valid desc,
            is_deleted,
            case when preferred_rule = 'recency' then value_at end desc nulls last,
            case when preferred_rule = 'agreement' then agreeing_source_count end desc,
            case when preferred_rule = 'completeness' then completeness end desc,
            source_priority nulls last,
            value_at desc nulls last,
            agreeing_source_count desc,
            completeness desc,
            contact_record_id
    )

),

rivals as (

    select
        *,
        row_number() over (
            partition by customer_id, attribute_unit
            order by survivor_rank, attribute
        ) as rival_rank,
        bool_or(is_valid) over (partition by customer_id, attribute_unit) as is_any_valid

    from ranked

    where unit_value <> surviving_unit_value

),

-- the survivor beside the best other value; null ranks last, so only the rival's may be null
paired as (

    select
        survivors.*,
        rivals.customer_id is null as is_only_value,
        rivals.is_valid as is_rival_valid,
        coalesce(rivals.is_any_valid, false) as has_conflict,
        coalesce(survivors.decided_on <> rivals.decided_on, survivors.decided_on is not null)
            as differs_by_hand,
        survivors.is_deleted <> rivals.is_deleted as differs_in_deletion,
        coalesce(
            survivors.source_priority <> rivals.source_priority,
            survivors.source_priority is not null
        ) as differs_in_priority,
        coalesce(survivors.value_at <> rivals.value_at, survivors.value_at is not null)
            as differs_in_time,
        survivors.agreeing_source_count <> rivals.agreeing_source_count
            as differs_in_agreement,
        survivors.completeness <> rivals.completeness as differs_in_completeness

    from ranked as survivors

    left join rivals
        on survivors.customer_id = rivals.customer_id
        and survivors.attribute_unit = rivals.attribute_unit
        and rivals.rival_rank = 1

    where survivors.survivor_rank = 1
        and survivors.is_valid
        and survivors.refusal_reason is null

)

select
    customer_id || '|' || attribute as customer_attribute_id,
    customer_id,
    attribute,
    attribute_value,
    source_system,
    contact_record_id,
    is_personal,
    agreeing_source_count,
    has_conflict,
    value_at,
    -- the first step at which the two differ
    case
        when differs_by_hand then 'manual'
        when is_only_value then 'only_value'
        when preferred_rule = 'strictest' then 'strictest'
        when not is_rival_valid then 'valid'
        when differs_in_deletion then 'not_deleted'
        when preferred_rule = 'recency' and differs_in_time then 'recency'
        when preferred_rule = 'agreement' and differs_in_agreement then 'agreement'
        when preferred_rule = 'completeness' and differs_in_completeness then 'completeness'
        when differs_in_priority then 'source_priority'
        when differs_in_time then 'recency'
        when differs_in_agreement then 'agreement'
        when differs_in_completeness then 'completeness'
        else 'record'
    end as survived_by

from paired
