-- one row per tool, figure and clock: how far the tool's own figure and ours agree, ticket by ticket
with

compared as (

    select * from {{ ref('int_ticket_figures_compared') }}

),

known as (

    select * from {{ ref('vendor_figure_differences') }}

),

-- a figure that nobody has described may differ by the minute to which tools round
toleranced as (

    select
        compared.*,
        known.known_difference,
        known.min_agreement,
        coalesce(known.tolerance_minutes, 1) as tolerance_minutes,
        abs(round(compared.difference, 9)) <= coalesce(known.tolerance_minutes, 1) as is_equal

    from compared

    left join known
        on compared.source_system = known.source_system
        and compared.figure = known.figure
        and coalesce(compared.clock, 'none') = coalesce(known.clock, 'none')

),

counted as (

    select
        source_system,
        figure,
        coalesce(clock, 'none') as clock,
        known_difference,
        tolerance_minutes,
        min_agreement,
        count(*) as vendor_count,
        count(own_value) as compared_count,
        count(*) filter (where is_equal) as equal_count,
        count(*) filter (where not is_equal and difference > 0) as ours_longer_count,
        count(*) filter (where not is_equal and difference < 0) as theirs_longer_count,
        -- decimals, because a sum of doubles depends on the order of the rows
        cast(sum(cast(difference as decimal(28, 9))) as double)
        / nullif(count(own_value), 0) as mean_difference,
        percentile_cont(0.9) within group (order by abs(difference)) as p90_difference

    from toleranced

    group by 1, 2, 3, 4, 5, 6

),

judged as (

    select
        -- ids
        source_system || '|' || figure || '|' || clock as vendor_reconciliation_id,
        source_system,
        -- text
        figure,
        clock,
        known_difference,
        -- numbers
        vendor_count,
        compared_count,
        equal_count,
        ours_longer_count,
        theirs_longer_count,
        cast(equal_count as double) / nullif(compared_count, 0) as agreement_rate,
        mean_difference,
        p90_difference,
        cast(tolerance_minutes as double) as tolerance_minutes,
        min_agreement,
        -- booleans; a few tickets prove nothing
        case
            when compared_count >= {{ var('reconciliation_minimum_tickets') }}
                then cast(equal_count as double) / compared_count >= min_agreement
        end as is_agreeing

    from counted

)

select * from judged
