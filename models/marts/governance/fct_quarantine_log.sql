-- one row per raw row that was ever rejected: since when, until when, and whether it still is
{{
    config(
        schema = 'restricted',
        materialized = 'incremental',
        incremental_strategy = 'delete+insert',
        unique_key = 'rejected_record_id',
        on_schema_change = 'append_new_columns',
        full_refresh = false,
        pre_hook = "{{ forget_in_quarantine_log() }}"
    )
}}

with

rejected as (

    select * from {{ ref('fct_rejected_records') }}
    where verdict = 'rejected'

),

logged as (

    select
        cast(null as string) as rejected_record_id,
        cast(null as string) as source_system,
        cast(null as string) as source_table,
        cast(null as string) as rule_id,
        cast(null as string) as reason_code,
        cast(null as timestamp) as rejected_since,
        cast(null as timestamp) as rejected_until,
        cast(null as timestamp) as released_at
    where false

    {% if is_incremental() %}
    union all
    select
        rejected_record_id,
        source_system,
        source_table,
        rule_id,
        reason_code,
        rejected_since,
        rejected_until,
        released_at
    from {{ this }}
    {% endif %}

),

compared as (

    select
        coalesce(rejected.rejected_record_id, logged.rejected_record_id) as rejected_record_id,
        coalesce(rejected.source_system, logged.source_system) as source_system,
        coalesce(rejected.source_table, logged.source_table) as source_table,
        coalesce(rejected.rule_id, logged.rule_id) as rule_id,
        coalesce(rejected.reason_code, logged.reason_code) as reason_code,
        rejected.rejected_record_id is not null as is_open,
        coalesce(logged.rejected_since, {{ as_of() }}) as rejected_since,
        case
            when rejected.rejected_record_id is null then logged.rejected_until
            else greatest(coalesce(logged.rejected_until, {{ as_of() }}), {{ as_of() }})
        end as rejected_until,
        -- a row that was put right, or is gone, leaves by itself; it may come back
        case
            when rejected.rejected_record_id is null then coalesce(logged.released_at, {{ as_of() }})
        end as released_at

    from rejected

    full join logged
        on rejected.rejected_record_id = logged.rejected_record_id

)

select
    -- ids
    rejected_record_id,
    source_system,
    source_table,
    -- text
    rule_id,
    reason_code,
    -- numbers
    case
        when is_open then {{ dbt.datediff('rejected_since', 'rejected_until', 'day') }}
    end as open_days,
    -- booleans
    is_open,
    -- timestamps
    rejected_since,
    rejected_until,
    released_at

from compared
