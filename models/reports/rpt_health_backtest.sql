-- one row per finished quarter and group of payers: how well the score at its start foretold who would be gone at its end
with

-- the score of the month before the quarter, beside what became of the payer: who was active at the
-- quarter's end has a row then; churn itself is no part of the score
payers as (

    select
        scores.payer_id,
        scores.health_score,
        scores.health_band,
        cast(scores.month_start + interval 1 month as date) as quarter_start,
        case when outcomes.payer_id is null then 1 else 0 end as churned
    from {{ ref('fct_customer_health') }} as scores
    left join {{ ref('fct_customer_health') }} as outcomes
        on scores.payer_id = outcomes.payer_id
        and scores.month_start + interval 3 month = outcomes.month_start
    where date_part('month', scores.month_start) in (3, 6, 9, 12)
        and scores.month_start + interval 4 month <= {{ as_of() }}

),

-- equal scores share the mean of their ranks (Mann-Whitney)
ranked as (

    select
        *,
        rank() over (partition by quarter_start order by health_score)
        + (count(*) over (partition by quarter_start, health_score) - 1) / 2.0 as score_rank,
        ntile(5) over (partition by quarter_start order by health_score, payer_id) as fifth
    from payers
    where health_score is not null
),

-- who had no score stands beside the scored, and in no figure of theirs
members as (

    select quarter_start, 'all' as group_type, 'scored' as group_value, health_score, churned, score_rank
    from ranked
    union all
    select
        quarter_start, 'fifth' as group_type, cast(fifth as string) as group_value, health_score, churned,
        null as score_rank
    from ranked
    union all
    select
        quarter_start, 'band' as group_type, health_band as group_value, health_score, churned,
        null as score_rank
    from payers
),

counted as (

    select
        quarter_start,
        group_type,
        group_value,
        count(*) as payer_count,
        cast(sum(churned) as bigint) as churned_count,
        cast(sum(1 - churned) as bigint) as kept_count,
        cast(sum(cast(health_score as decimal(28, 12))) as double) / count(*) as mean_health_score,
        cast(sum(case when churned = 0 then score_rank end) as double) as kept_rank_sum
    from members
    group by 1, 2, 3
),

-- AUC: of all pairs, one gone and one kept, the share in which the kept one had the higher score
judged as (

    select
        counted.*,
        wholes.churned_count as all_churned_count,
        wholes.kept_count as all_kept_count,
        cast(wholes.churned_count as double) / wholes.payer_count as all_churn_rate,
        (wholes.kept_rank_sum - wholes.kept_count * (wholes.kept_count + 1) / 2.0)
        / nullif(wholes.kept_count * wholes.churned_count, 0) as auc
    from counted
    left join counted as wholes
        on counted.quarter_start = wholes.quarter_start and wholes.group_type = 'all'

),

-- half of the interval of an AUC, after Hanley and McNeil (1982)
measured as (

    select
        *,
        {{ var('confidence_z') }} * sqrt((
            auc * (1 - auc)
            + (all_churned_count - 1) * (auc / (2 - auc) - auc * auc)
            + (all_kept_count - 1) * (2 * auc * auc / (1 + auc) - auc * auc)
        ) / nullif(all_churned_count * all_kept_count, 0)) as auc_half
    from judged

)

select
    cast(quarter_start as string) || '|' || group_type || '|' || group_value as health_backtest_id,
    group_type,
    group_value,
    case
        when coalesce(all_churned_count, 0) < {{ var('backtest_minimum_n') }} then 'too few churners'
        when all_kept_count < {{ var('backtest_minimum_n') }} then 'too few kept'
        when auc - auc_half > 0.5 then 'foretells churn'
        when auc + auc_half < 0.5 then 'foretells the opposite'
        else 'no better than chance'
    end as verdict,
    payer_count,
    churned_count,
    mean_health_score,
    cast(churned_count as double) / payer_count as churn_rate,
    {{ wilson_bound('churned_count', 'payer_count', '-') }} as churn_rate_ci_lo,
    {{ wilson_bound('churned_count', 'payer_count', '+') }} as churn_rate_ci_hi,
    cast(churned_count as double) / payer_count / nullif(all_churn_rate, 0) as lift,
    case when group_type = 'all' then auc end as auc,
    case when group_type = 'all' and auc is not null then greatest(auc - auc_half, 0) end as auc_ci_lo,
    case when group_type = 'all' and auc is not null then least(auc + auc_half, 1) end as auc_ci_hi,
    quarter_start
from measured
