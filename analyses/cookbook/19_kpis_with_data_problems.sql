-- Which KPIs have a problem with their data now?
-- How to read it: one row per KPI and tool with a finding. Not balanced means lost rows: do not
-- use the figure. Late tables make the latest period too low. Not available is often rightly so:
-- read the reason. Rejected and unmapped rows are those of the whole tool. restated counts
-- changes to closed periods of the KPI. No row means that no check found anything.
with

coverage as (

    select * from {{ ref('rpt_source_coverage') }}
    where is_built

),

loads as (

    select
        source_system,
        sum(cast(is_stale as integer)) as late_tables,
        sum(cast(not is_balanced as integer)) as unbalanced_tables,
        sum(rejected_row_count) as rejected_rows
    from {{ ref('fct_row_reconciliation') }}
    group by source_system

),

unmapped as (

    select source_system, sum(row_count) as unmapped_rows
    from {{ ref('rpt_unmapped_values') }}
    group by source_system

),

restated as (

    select kpi_code, count(*) as restated
    from {{ ref('fct_kpi_values_published') }}
    where restated_at is not null
    group by kpi_code

)

select
    coverage.kpi_code, coverage.source_system, coverage.observation_count as n,
    coverage.is_available, coverage.reason, coverage.limitations,
    coalesce(loads.late_tables, 0) as late_tables,
    coalesce(loads.unbalanced_tables, 0) as unbalanced_tables,
    coalesce(loads.rejected_rows, 0) as rejected_rows_of_tool,
    coalesce(unmapped.unmapped_rows, 0) as unmapped_rows_of_tool,
    coalesce(restated.restated, 0) as restated
from coverage
left join loads on coverage.source_system = loads.source_system
left join unmapped on coverage.source_system = unmapped.source_system
left join restated on coverage.kpi_code = restated.kpi_code
where not coverage.is_available or coverage.limitations is not null
    or loads.late_tables > 0 or loads.unbalanced_tables > 0 or restated.restated > 0
order by
    unbalanced_tables desc, coverage.is_available, late_tables desc,
    coverage.kpi_code, coverage.source_system
