-- one row per active customer (payer), scheme and month: the segment in which the month's end found it
with

-- a customer is who was active when the month ended, or is at as_of
months as (

    select
        customer_month_id,
        payer_id,
        source_system,
        month_start,
        is_partial_month,
        least(cast(month_start + interval 1 month as timestamp), {{ as_of() }}) as month_end

    from {{ ref('fct_customer_months') }}

    where is_active_end

),

asked as (

    select
        months.*,
        schemes.scheme_code

    from months

    cross join {{ ref('segment_schemes') }} as schemes

),

memberships as (

    select * from {{ ref('fct_segment_memberships') }}
    where is_included

)

select
    asked.customer_month_id || '|' || asked.scheme_code as segment_customer_id,
    asked.customer_month_id,
    asked.payer_id,
    asked.source_system,
    asked.scheme_code,
    coalesce(memberships.segment_code, 'unassigned') as segment_code,
    asked.is_partial_month,
    cast(asked.month_end - interval 1 second as date) as last_day,
    asked.month_start

from asked

-- as it was in the last instant of the month: what begins with the next month is not yet so
left join memberships
    on asked.payer_id = memberships.payer_id
    and asked.scheme_code = memberships.scheme_code
    and asked.month_end > memberships.valid_from
    and coalesce(asked.month_end <= memberships.valid_to, true)
