-- one row per raw table: what it held, and where its rows went
with

source_tables as (

    select * from {{ ref('stg_landing__source_tables') }}

),

verdicts as (

    select * from {{ ref('int_crm_row_verdicts') }}
    union all
    select * from {{ ref('int_help_desk_row_verdicts') }}
    union all
    select * from {{ ref('int_survey_row_verdicts') }}
    union all
    select * from {{ ref('int_digital_row_verdicts') }}

),

reasons as (

    select * from {{ ref('rejection_reasons') }}

),

counted as (

    select
        verdicts.source_system,
        verdicts.source_table,
        count(*) filter (where verdicts.reason_code is null) as contract_row_count,
        count(*) filter (
            where verdicts.reason_code is not null
            and coalesce(reasons.verdict, 'rejected') = 'rejected'
        ) as rejected_row_count,
        count(*) filter (where reasons.verdict = 'superseded') as superseded_row_count,
        max(verdicts.loaded_at) as last_loaded_at

    from verdicts

    left join reasons
        on verdicts.reason_code = reasons.reason_code

    group by 1, 2

),

-- the raw rows were counted where they lie, before anything was done to them
reconciled as (

    select
        source_tables.source_table_id,
        source_tables.source_system,
        source_tables.source_table,
        source_tables.missing_columns,
        source_tables.is_required,
        source_tables.is_present,
        source_tables.raw_row_count,
        coalesce(counted.contract_row_count, 0) as contract_row_count,
        coalesce(counted.rejected_row_count, 0) as rejected_row_count,
        coalesce(counted.superseded_row_count, 0) as superseded_row_count,
        counted.last_loaded_at,
        -- a tool is late when nothing at all came from it: a table of its own may rest for weeks
        coalesce(
            max(counted.last_loaded_at) over (
                partition by source_tables.source_system
            ) < {{ as_of() }} - interval {{ var('freshness_hours') }} hour,
            false
        ) as is_stale

    from source_tables

    left join counted
        on source_tables.source_system = counted.source_system
        and source_tables.source_table = counted.source_table

)

select
    *,
    raw_row_count = contract_row_count + rejected_row_count + superseded_row_count
        as is_balanced

from reconciled
