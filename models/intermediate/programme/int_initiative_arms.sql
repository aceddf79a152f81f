-- one row per initiative and customer or payer that was assigned: the arm, and why it does not count
with

initiatives as (

    select
        initiative_id,
        cast(starts_on as date) as starts_on

    from {{ ref('cx_initiatives') }}

),

assignments as (

    select
        *,
        source_system || ':' || source_contact_id as contact_record_id

    from {{ ref('initiative_assignments') }}

),

customers as (

    select
        customer_id,
        first_seen_at

    from {{ ref('dim_customers') }}

),

linked as (

    select
        assignments.initiative_id,
        keys.customer_id,
        keys.payer_id,
        -- who is not known is one of its own
        coalesce(keys.customer_id, assignments.contact_record_id) as assigned_id,
        assignments.arm,
        cast(assignments.assigned_on as date) as assigned_on,
        initiatives.starts_on,
        customers.first_seen_at

    from assignments

    inner join initiatives
        on assignments.initiative_id = initiatives.initiative_id

    left join {{ ref('int_customer_keys') }} as keys
        on assignments.contact_record_id = keys.contact_record_id
        and not keys.is_internal

    left join customers
        on keys.customer_id = customers.customer_id

),

-- what belongs to the one who pays (churn, revenue) is compared between payers
units as (

    select *, 'customer' as unit_type, assigned_id as unit_id from linked
    union all
    select *, 'payer' as unit_type, payer_id as unit_id from linked
    where payer_id is not null

),

grouped as (

    select
        initiative_id,
        unit_type,
        unit_id,
        starts_on,
        min(arm) as arm,
        count(distinct arm) as arm_count,
        count(customer_id) as known_count,
        min(first_seen_at) as first_seen_at,
        min(assigned_on) as assigned_on

    from units

    group by 1, 2, 3, 4

),

judged as (

    select
        *,
        case
            when known_count = 0 then 'unknown_customer'
            when arm_count > 1 then 'switcher'
            when first_seen_at >= starts_on then 'new_after_start'
        end as exclusion_reason

    from grouped

)

select
    -- ids
    initiative_id || '|' || unit_type || '|' || unit_id as initiative_unit_id,
    initiative_id,
    unit_id,
    -- text
    unit_type,
    case when arm_count = 1 then arm else 'several' end as arm,
    exclusion_reason,
    -- booleans and dates
    exclusion_reason is null as is_included,
    assigned_on

from judged
