-- one row per action on a theme and kind of source: what was decided, who does it, and the theme's share before the decision and after the end
with

actions as (

    select * from {{ ref('cx_actions') }}

),

days as (

    select * from {{ ref('int_feedback_theme_days') }}

),

counted as (

    select
        actions.action_id,
        days.source_kind,
        cast(
            sum(days.text_count) filter (where days.feedback_date < actions.decided_on) as bigint
        ) as text_count_before,
        cast(
            sum(days.mention_count) filter (where days.feedback_date < actions.decided_on) as bigint
        ) as mention_count_before,
        cast(
            sum(days.text_count) filter (where days.feedback_date >= actions.done_on) as bigint
        ) as text_count_after,
        cast(
            sum(days.mention_count) filter (where days.feedback_date >= actions.done_on) as bigint
        ) as mention_count_after

    from actions

    inner join days
        on actions.theme_code = days.theme_code
        and (
            actions.decided_on > days.feedback_date
            and actions.decided_on - interval {{ var('theme_baseline_days') }} day
            <= days.feedback_date
            or actions.done_on <= days.feedback_date
            and actions.done_on + interval {{ var('theme_baseline_days') }} day
            > days.feedback_date
        )

    group by 1, 2

),

-- asked and unasked words are about different things: their mix must not look like an effect
kinds as (

    select source_kind from days
    group by 1

),

shared as (

    select
        actions.*,
        kinds.source_kind,
        counted.text_count_before,
        counted.text_count_after,
        counted.mention_count_before
        / nullif(cast(counted.text_count_before as double), 0) as share_before,
        counted.mention_count_after
        / nullif(cast(counted.text_count_after as double), 0) as share_after

    from actions

    cross join kinds

    left join counted
        on actions.action_id = counted.action_id
        and kinds.source_kind = counted.source_kind

)

select
    -- ids
    action_id || '|' || source_kind as action_effect_id,
    action_id,
    theme_code,
    -- text
    decision as action_decision,
    project_name,
    owner as action_owner,
    status as action_status,
    source_kind,
    -- numbers
    text_count_before,
    share_before,
    text_count_after,
    share_after,
    share_after - share_before as share_change,
    1.959964 * sqrt(
        share_before * (1 - share_before) / nullif(text_count_before, 0)
        + share_after * (1 - share_after) / nullif(text_count_after, 0)
    ) as change_margin,
    -- booleans
    status in ('proposed', 'agreed', 'in_progress')
    and coalesce(due_on < cast({{ as_of() }} as date), false) as is_overdue,
    -- the days after the end are not over yet
    coalesce(
        done_on + interval {{ var('theme_baseline_days') }} day > {{ as_of() }}, true
    ) as is_provisional,
    -- dates
    decided_on,
    due_on,
    done_on

from shared
