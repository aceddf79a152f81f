-- one row per measure of the help desk, stage on the way to the scorecard, tool and day (null: undated): how many rows
with

staged as (

    select
        'tickets' as measure,
        case when reason_code is null then 'taken_in' else 'turned_away' end as stage,
        source_system,
        created_at as happened_at
    from {{ ref('int_tickets_checked') }}

    union all

    select
        'tickets' as measure,
        'contract' as stage,
        source_system,
        created_at as happened_at
    from {{ ref('int_tickets_unioned') }}

    union all

    -- the scorecard shows a ticket that has a first response (frt)
    select
        'tickets' as measure,
        case
            when not is_included then 'excluded'
            when first_response_calendar_minutes is null then 'unmeasured'
            else 'measured'
        end as stage,
        source_system,
        created_at as happened_at
    from {{ ref('fct_first_response_time') }}

    union all

    select
        'calls' as measure,
        case when reason_code is null then 'taken_in' else 'turned_away' end as stage,
        source_system,
        started_at as happened_at
    from {{ ref('int_calls_checked') }}

    union all

    select
        'calls' as measure,
        'contract' as stage,
        source_system,
        started_at as happened_at
    from {{ ref('int_calls_unioned') }}

    union all

    -- and a contact that could hang up, and did not at once (queue_abandonment)
    select
        'calls' as measure,
        case
            when not is_included then 'excluded'
            when short_abandon_count = 1 or not is_abandonment_known then 'unmeasured'
            else 'measured'
        end as stage,
        source_system,
        arrived_at as happened_at
    from {{ ref('fct_queue_contacts') }}

),

counted as (

    select
        measure,
        stage,
        source_system,
        'rows' as unit,
        cast(happened_at as date) as happened_on,
        cast(count(*) as double) as total

    from staged

    group by 1, 2, 3, 4, 5

)

select
    measure || '|' || stage || '|' || source_system || '|'
    || coalesce(cast(happened_on as string), 'undated') as service_total_id,
    *

from counted
