-- one row per criterion of maturity: whether it is met, by what evidence, and what the next level needs (KPI-34)
with

assessments as (

    select
        *,
        row_number() over (partition by level, criterion_no order by assessed_on desc) as recency

    from {{ ref('maturity_assessments') }}

    where cast(assessed_on as timestamp) <= {{ as_of() }}

),

-- what can be measured is not asked
judged as (

    select
        criteria.*,
        evidence.measured_value,
        coalesce(evidence.evidence, assessments.evidence) as evidence,
        assessments.assessor,
        cast(assessments.assessed_on as date) as assessed_on,
        case
            when evidence.measured_value is not null then 'measured'
            when assessments.is_met is not null then 'assessed'
            else 'not_assessed'
        end as evidence_source,
        case
            when evidence.measured_value is not null and criteria.met_when = '<'
                then round(evidence.measured_value, 9) < cast(criteria.threshold as double)
            when evidence.measured_value is not null
                then round(evidence.measured_value, 9) >= cast(criteria.threshold as double)
            else coalesce(assessments.is_met, false)
        end as is_met

    from {{ ref('cx_maturity_criteria') }} as criteria

    left join {{ ref('int_maturity_evidence') }} as evidence
        on criteria.evidence_code = evidence.evidence_code

    left join assessments
        on criteria.level = assessments.level
        and criteria.criterion_no = assessments.criterion_no
        and assessments.recency = 1

),

-- level 1 is the floor: what it lists are deficits, and nobody has to reach it
levels as (

    select
        count(*) filter (where level = 2 and is_met) as met_2,
        count(*) filter (where level = 3 and is_met) as met_3,
        count(*) filter (where level = 4 and is_met) as met_4,
        count(*) filter (where level > 1 and evidence_source <> 'not_assessed') as judged_count

    from judged

),

-- three of four criteria at a level and at each one below it; nothing known is no level
reached as (

    select
        *,
        case
            when judged_count = 0 then null
            when met_2 >= 3 and met_3 >= 3 and met_4 >= 3 then 4
            when met_2 >= 3 and met_3 >= 3 then 3
            when met_2 >= 3 then 2
            else 1
        end as reached_level,
        case when judged_count > 0 then 1 + (met_2 + met_3 + met_4) / 4.0 end as maturity_index

    from levels

)

select
    -- ids
    judged.level || '.' || judged.criterion_no as maturity_criterion_id,
    -- text
    judged.level_name,
    judged.criterion,
    judged.evidence_source,
    judged.evidence,
    judged.assessor,
    case
        when judged.level = 1 then 'a deficit, not needed for any level'
        when judged.is_met then 'met'
        when judged.evidence_source = 'not_assessed' then 'to be assessed: it counts as not met'
        when judged.evidence_source = 'measured'
            then 'measured ' || cast(round(judged.measured_value, 3) as string) || ', needed ' || cast(judged.threshold as string)
        else 'assessed as not met'
    end as what_is_missing,
    max(case when judged.level = reached.reached_level then judged.level_name end) over () as reached_level_name,
    -- numbers
    cast(judged.level as integer) as level,
    cast(judged.criterion_no as integer) as criterion_no,
    judged.measured_value,
    cast(judged.threshold as double) as threshold,
    reached.reached_level,
    cast(reached.maturity_index as double) as maturity_index,
    reached.judged_count,
    -- booleans
    judged.is_met,
    coalesce(judged.level = reached.reached_level + 1 and not judged.is_met, false) as is_missing_for_next_level,
    -- dates
    judged.assessed_on

from judged

cross join reached
