-- one row per initiative and arm: what was measured before it started, recorded once and not restated
{{
    config(
        materialized = 'incremental',
        incremental_strategy = 'append',
        on_schema_change = 'append_new_columns',
        full_refresh = false
    )
}}

with

initiatives as (

    select
        initiative_id,
        cast(starts_on as date) as starts_on

    from {{ ref('cx_initiatives') }}

),

recorded as (

    select cast(null as string) as initiative_id
    where false

    {% if is_incremental() %}
    union all
    select initiative_id from {{ this }}
    group by 1
    {% endif %}

)

-- both arms of an initiative are recorded at once, by the first run that sees it start
select
    -- ids
    cells.initiative_id || '|' || cells.arm as kpi_baseline_id,
    cells.initiative_id,
    -- text
    cells.kpi_code,
    cells.arm,
    -- numbers
    cells.unit_count,
    cells.n,
    cells.value_sum,
    cells.weight_sum,
    cells.mean_value,
    cells.square_distance,
    -- booleans
    cast({{ as_of() }} as date) > initiatives.starts_on as is_late,
    -- dates and timestamps
    initiatives.starts_on as baseline_ends_on,
    {{ as_of() }} as frozen_at

from {{ ref('int_initiative_cells') }} as cells

inner join initiatives
    on cells.initiative_id = initiatives.initiative_id

left join recorded
    on cells.initiative_id = recorded.initiative_id

where cells.period = 'before'
    and recorded.initiative_id is null
    and initiatives.starts_on <= {{ as_of() }}
