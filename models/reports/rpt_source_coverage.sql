-- one row per KPI and tool that could feed it: whether it does, and if not, why
with

kpis as (
    select * from {{ ref('kpi_catalog') }}
    where is_headline
),

source_tables as (

    select * from {{ ref('stg_landing__source_tables') }}

),

-- a figure of a report is made of the observations of other KPIs
made_of as (

    select kpi_code, kpi_code as observed_kpi_code from kpis
    union all
    select 'channel_consistency' as kpi_code, 'csat' as observed_kpi_code
    union all
    select 'emotional_journey' as kpi_code, 'net_sentiment_all' as observed_kpi_code
    union all
    select 'cx_maturity' as kpi_code, kpi_code as observed_kpi_code from kpis
    where kpi_id in ('KPI-01', 'KPI-02', 'KPI-03')
    union all
    -- the KPI that an initiative is to move
    select figures.kpi_code, initiatives.kpi_code as observed_kpi_code
    from {{ ref('cx_initiatives') }} as initiatives
    cross join (values ('cx_roi'), ('did_effect')) as figures (kpi_code)
    group by 1, 2

),

observations as (

    select
        made_of.kpi_code,
        observed.source_system,
        count(observed.observed_value) as observation_count

    from {{ ref('int_kpi_observations') }} as observed

    inner join made_of
        on observed.kpi_code = made_of.observed_kpi_code

    group by 1, 2

),

-- a tool that is not connected has no row among the source tables
connected as (

    select
        inputs.kpi_code,
        inputs.source_system,
        {{ joined_text(
            "case when inputs.without_it = 'required' and not source_tables.is_present"
            ~ ' then inputs.source_table end', ', ', 'inputs.source_table'
        ) }} as missing_tables,
        {{ joined_text(
            "case when inputs.without_it <> 'required' and not source_tables.is_present"
            ~ " then inputs.source_table || ': ' || inputs.without_it end", '; ', 'inputs.source_table'
        ) }} as limitations

    from {{ ref('kpi_inputs') }} as inputs

    inner join source_tables
        on inputs.source_system = source_tables.source_system
        and inputs.source_table = source_tables.source_table

    group by 1, 2

),

judged as (

    select
        kpis.kpi_code,
        kpis.kpi_id,
        kpis.kpi_name,
        coalesce(connected.source_system, 'none') as source_system,
        kpis.is_built,
        kpis.is_built
        and connected.source_system is not null
        and connected.missing_tables is null
        and coalesce(observations.observation_count, 0) > 0 as is_available,
        coalesce(observations.observation_count, 0) as observation_count,
        case
            when not kpis.is_built then 'this KPI is not built yet'
            when connected.source_system is null
                then 'no connected tool supplies its input'
            when connected.missing_tables is not null
                then 'table not found: ' || connected.missing_tables
            when coalesce(observations.observation_count, 0) = 0
                then 'the tables hold nothing that counts for it'
        end as reason,
        connected.limitations

    from kpis

    left join connected
        on kpis.kpi_code = connected.kpi_code

    left join observations
        on kpis.kpi_code = observations.kpi_code
        and connected.source_system = observations.source_system

)

select
    *,
    kpi_code || '|' || source_system as source_coverage_id

from judged
