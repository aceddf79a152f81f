-- one row per account and month with a counted NPS answer: the mean net score of its contacts
with

answers as (

    select
        account_id,
        customer_id,
        segment,
        source_system,
        cast(date_trunc('month', submitted_date) as date) as answered_month,
        promoter_count - detractor_count as net_score

    from {{ ref('fct_nps') }}

    where is_included
        and metric_code = 'nps'
        and account_id not in ('none', 'unknown')

),

-- a contact who answered in two waves of a month is one voice
contacts as (

    select
        account_id,
        customer_id,
        answered_month,
        min(segment) as segment,
        min(source_system) as first_source_system,
        max(source_system) as last_source_system,
        sum(net_score) / cast(count(*) as double) as net_score

    from answers

    group by 1, 2, 3

),

accounts as (

    select
        account_id || '|' || cast(answered_month as string) as account_month_id,
        account_id,
        answered_month,
        min(segment) as segment,
        -- contacts of one account may have answered in several tools
        case
            when min(first_source_system) = max(last_source_system)
                then min(first_source_system)
            else 'several'
        end as source_system,
        count(*) as contact_count,
        -- decimals, because a sum of doubles depends on the order of the rows
        cast(sum(cast(net_score as decimal(28, 12))) as double) / count(*) as net_score

    from contacts

    group by 1, 2, 3

)

select * from accounts
