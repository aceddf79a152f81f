-- one row per customer, purpose and period in which what the person said about it was the same: may we, and on what basis
with

purposes as (

    select * from {{ ref('processing_purposes') }}

),

instants as (

    select
        customer_id,
        purpose,
        said_at,
        max(case when said = 'given' then said_at end) as given_at,
        max(case when said = 'withdrawn' then said_at end) as withdrawn_at,
        max(case when said = 'objected' then 1 else 0 end) as objection_count,
        coalesce(max(nullif(source_system, 'none')), 'none') as source_system

    from {{ ref('int_customer_consent_statements') }}

    group by 1, 2, 3

),

-- until then: a withdrawal ends every consent from before, a later consent counts anew; a flag that stands today outweighs both
told as (

    select
        *,
        case
            when max(objection_count) over so_far = 1 then 'objected'
            when max(withdrawn_at) over so_far >= max(given_at) over so_far then 'withdrawn'
            when max(given_at) over so_far is not null then 'given'
            when max(withdrawn_at) over so_far is not null then 'withdrawn'
            else 'none'
        end as consent_status

    from instants

    window so_far as (
        partition by customer_id, purpose
        order by said_at nulls first
        rows between unbounded preceding and current row
    )

),

compared as (

    select
        *,
        lag(consent_status) over (
            partition by customer_id, purpose
            order by said_at nulls first
        ) as previous_status

    from told

),

periods as (

    select
        customer_id || '|' || purpose || '|' || coalesce(cast(said_at as string), 'always')
            as customer_consent_id,
        *,
        lead(said_at) over (
            partition by customer_id, purpose
            order by said_at nulls first
        ) as valid_to

    from compared

    where previous_status is null
        or consent_status <> previous_status

)

select
    -- ids
    periods.customer_consent_id,
    periods.customer_id,
    -- text
    periods.purpose,
    purposes.legal_basis,
    periods.consent_status,
    periods.source_system,
    -- booleans: consent must be given, an interest may be objected to, a contract or a law binds both
    case purposes.legal_basis
        when 'consent' then periods.consent_status = 'given'
        when 'legitimate_interest' then periods.consent_status in ('given', 'none')
        else true
    end as is_usable,
    -- timestamps
    periods.said_at as valid_from,
    periods.valid_to

from periods

inner join purposes
    on periods.purpose = purposes.purpose
