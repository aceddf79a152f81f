-- one row per stage of the answers of surveys on their way to the scorecard, tool and day (null: undated): how many rows
with

-- the questions whose answers stand in fct_nps, fct_csat and fct_ces
asked as (

    select survey_question_id
    from {{ ref('int_surveys_unioned') }}
    where metric_code in ('nps', 'tnps', 'likelihood_other', 'csat', 'csat_overall', 'ces')
        and is_employee_survey is not true

),

-- answers about one aspect are shown by aspect, not by tool
scores as (

    select source_system, submitted_at, is_included, true as is_by_tool
    from {{ ref('fct_nps') }}
    union all
    select source_system, submitted_at, is_included, scope <> 'aspect' as is_by_tool
    from {{ ref('fct_csat') }}
    union all
    select source_system, submitted_at, is_included, true as is_by_tool
    from {{ ref('fct_ces') }}

),

staged as (

    select
        case when reason_code is null then 'taken_in' else 'turned_away' end as stage,
        source_system,
        submitted_at
    from {{ ref('int_survey_responses_checked') }}

    union all

    select
        case when asked.survey_question_id is null then 'outside' else 'contract' end as stage,
        answers.source_system,
        answers.submitted_at
    from {{ ref('int_survey_responses_unioned') }} as answers
    left join asked
        on answers.survey_question_id = asked.survey_question_id

    union all

    select
        case
            when not is_included then 'excluded'
            when not is_by_tool then 'unmeasured'
            else 'measured'
        end as stage,
        source_system,
        submitted_at
    from scores

),

counted as (

    select
        'survey_answers' as measure,
        stage,
        source_system,
        'rows' as unit,
        cast(submitted_at as date) as happened_on,
        cast(count(*) as double) as total

    from staged

    group by 1, 2, 3, 4, 5

)

select
    measure || '|' || stage || '|' || source_system || '|'
    || coalesce(cast(happened_on as string), 'undated') as answer_total_id,
    *

from counted
