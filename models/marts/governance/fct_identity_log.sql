-- one row per thing that ever happened to a record or an id: replayed in order it gives the map of today
{{
    config(
        materialized = 'incremental',
        incremental_strategy = 'append',
        on_schema_change = 'append_new_columns',
        full_refresh = false
    )
}}

with

changes as (

    select * from {{ ref('int_identity_changes') }}

),

runs as (

    select coalesce(max(run_number), 0) + 1 as run_number
    from {{ identity_log() }}

)

select
    md5(runs.run_number || '|' || changes.change_id) as log_id,
    runs.run_number,
    {{ as_of() }} as logged_at,
    changes.entity,
    changes.event,
    changes.record_key,
    changes.from_id,
    changes.to_id,
    changes.founder_record_key,
    changes.founder_created_at

from changes

cross join runs
