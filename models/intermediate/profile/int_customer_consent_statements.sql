-- one row per thing that a person, or nobody, ever said about a purpose: a consent, its withdrawal, a flag in a tool
with

purposes as (

    select * from {{ ref('processing_purposes') }}

),

customers as (

    select * from {{ ref('int_customers_golden') }}

),

records as (

    select
        keys.customer_id,
        consents.purpose,
        consents.source_system,
        consents.given_at,
        consents.withdrawn_at

    from {{ ref('customer_consents') }} as consents

    inner join {{ ref('int_customer_keys') }} as keys
        on consents.source_system || ':' || consents.source_contact_id = keys.contact_record_id

    where keys.customer_id is not null

),

-- a flag without a date stands since the record was last changed, for what that tool's flag is about
opt_outs as (

    select
        refusals.customer_id,
        covered.purpose,
        refusals.source_system,
        case
            when refusals.value_at > {{ as_of() }} then {{ as_of() }}
            else refusals.value_at
        end as said_at

    from {{ ref('int_customer_attribute_values') }} as refusals

    inner join {{ ref('opt_out_purposes') }} as covered
        on refusals.source_system = covered.source_system

    -- a steward's word, that the person takes mails again, ends all flags
    inner join customers
        on refusals.customer_id = customers.customer_id
        and customers.has_opted_out_of_email

    where refusals.attribute = 'has_opted_out_of_email'
        and refusals.attribute_value = 'true'

),

-- everybody has said nothing at the beginning of time, which has no date
statements as (

    select
        customers.customer_id,
        purposes.purpose,
        'none' as source_system,
        cast(null as timestamp) as said_at,
        'none' as said

    from customers

    cross join purposes

    union all

    -- a consent that ends before it begins was none; its end is taken at its word
    select customer_id, purpose, source_system, given_at as said_at, 'given' as said
    from records
    where given_at <= {{ as_of() }} and coalesce(withdrawn_at > given_at, true)

    union all

    select customer_id, purpose, source_system, withdrawn_at as said_at, 'withdrawn' as said
    from records
    where withdrawn_at <= {{ as_of() }}

    union all

    select customer_id, purpose, source_system, said_at, 'objected' as said
    from opt_outs

)

select
    customer_id || '|' || purpose || '|' || said || '|' || row_number() over (
        partition by customer_id, purpose, said
        order by said_at, source_system
    ) as consent_statement_id,
    customer_id,
    purpose,
    source_system,
    said_at,
    said

from statements
