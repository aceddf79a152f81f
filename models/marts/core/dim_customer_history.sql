-- one row per customer and period in which its segment, status, account and consent were the same
with

changes as (

    select
        *,
        lead(valid_from) over (
            partition by customer_id
            order by version_number
        ) as valid_to

    from {{ ref('fct_customer_history_log') }}

)

select
    -- ids
    customer_version_id,
    customer_id,
    account_id,
    -- text
    segment,
    customer_status,
    -- numbers
    version_number,
    -- booleans
    has_opted_out_of_email,
    valid_to is null as is_current,
    -- timestamps
    valid_from,
    valid_to

from changes

-- an id that was merged away has no present; a state corrected within one as_of never held
where event <> 'gone'
    and (valid_to is null or valid_to > valid_from)
