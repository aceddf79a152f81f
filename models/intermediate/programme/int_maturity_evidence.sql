-- one row per kind of evidence of maturity that can be measured: the figure and what it is made of
with

aggregates as (

    select kpis.kpi_id, aggregates.* from {{ ref('int_kpi_aggregates') }} as aggregates
    inner join {{ ref('kpi_catalog') }} as kpis
        on aggregates.kpi_code = kpis.kpi_code
    where kpis.is_headline and aggregates.cut_type = 'all'

),

-- what customers said (NPS, CSAT, CES, the sentiment of their words), and what foretells what they will do;
-- a lifetime value is what it is at as_of, and no quarter has one
known as (

    select
        count(*) filter (where kpi_id in ('KPI-01', 'KPI-02', 'KPI-03', 'KPI-25')) as perception_count,
        count(*) filter (where kpi_id in ('KPI-04', 'KPI-18')) as predictive_count
    from aggregates
    where n >= 30
        and (
            (kpi_id = 'KPI-18' and period_grain = 'all')
            or (period_grain = 'quarter' and period_start = cast(date_trunc('quarter', {{ as_of() }} - interval 3 month) as date))
        )

),

months as (

    select count(*) as month_count from (
        select period_start from aggregates
        where kpi_id in ('KPI-01', 'KPI-02', 'KPI-03')
            and period_grain = 'month'
            and period_start >= cast(date_trunc('month', {{ as_of() }} - interval 12 month) as date)
            and period_start < cast(date_trunc('month', {{ as_of() }}) as date)
        group by 1
        having sum(n) >= 30
    ) as asked

),

detractors as (

    select
        count(*) as detractor_count,
        count(*) filter (where is_followed_up) as followed_up_count
    from {{ ref('fct_detractor_follow_ups') }}
    where is_included and submitted_at >= {{ as_of() }} - interval 12 month

),

silos as (

    select count(*) as customer_count, count(*) filter (where domain_count = 1) as single_count from (
        select customer_id, count(distinct source_domain) as domain_count from {{ ref('fct_profile_unification') }}
        where is_included
        group by 1
    ) as customers

),

-- a journey is mapped that has an owner and more than one step
journeys as (

    select
        count(distinct maps.journey_code) as journey_count,
        count(distinct case when maps.owner is not null and steps.step_number > 1 then maps.journey_code end) as mapped_count
    from {{ ref('journey_definitions') }} as maps
    left join {{ ref('journey_steps') }} as steps
        on maps.journey_code = steps.journey_code and maps.version = steps.version
    where maps.valid_from <= {{ as_of() }} and coalesce(maps.valid_to > {{ as_of() }}, true)

),

figures as (

    select
        kinds.evidence_code, known.*, months.*,
        detractors.*, silos.*, journeys.*
    from (
        values
        ('perception_kpis'), ('predictive_kpis'), ('months_with_feedback'),
        ('detractor_outreach_share'), ('single_domain_share'), ('mapped_journey_share')
    ) as kinds (evidence_code)
    cross join known
    cross join months
    cross join detractors
    cross join silos
    cross join journeys

),

measured as (

    select
        evidence_code,
        case evidence_code
            when 'perception_kpis' then perception_count / 1.0
            when 'predictive_kpis' then predictive_count / 1.0
            when 'months_with_feedback' then month_count / 1.0
            when 'detractor_outreach_share' then followed_up_count / nullif(cast(detractor_count as double), 0)
            when 'single_domain_share' then single_count / nullif(cast(customer_count as double), 0)
            when 'mapped_journey_share' then mapped_count / nullif(cast(journey_count as double), 0)
        end as measured_value,
        case evidence_code
            when 'perception_kpis' then perception_count || ' of NPS, CSAT, CES and net sentiment had 30 observations or more in the last whole quarter'
            when 'predictive_kpis' then predictive_count || ' of health score (last whole quarter) and predicted value (today) were known of 30 customers'
            when 'months_with_feedback' then month_count || ' of the last 12 months had 30 answers or more to NPS, CSAT and CES'
            when 'detractor_outreach_share' then followed_up_count || ' of ' || detractor_count || ' detractors of 12 months heard from a person'
            when 'single_domain_share' then single_count || ' of ' || customer_count || ' customers are known in one kind of tool only'
            when 'mapped_journey_share' then mapped_count || ' of ' || journey_count || ' journeys in use have steps and an owner'
        end as evidence
    from figures

)

-- a share of nothing is no evidence
select * from measured
where measured_value is not null
