-- one row per raw row that was not taken in: which, why, and the row as it came
{{ config(schema = 'restricted') }}

with

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

)

select
    -- ids
    verdicts.raw_row_id as rejected_record_id,
    verdicts.source_system,
    verdicts.source_table,
    verdicts.source_record_id,
    -- text
    coalesce(reasons.rule_id, 'unregistered') as rule_id,
    verdicts.reason_code,
    coalesce(reasons.verdict, 'rejected') as verdict,
    reasons.description as reason,
    verdicts.raw_record,
    -- timestamps
    verdicts.loaded_at

from verdicts

left join reasons
    on verdicts.reason_code = reasons.reason_code

where verdicts.reason_code is not null
