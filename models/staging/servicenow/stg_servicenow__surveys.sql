-- one row per raw row of servicenow.asmt_metric, in the shape of int_surveys_unioned
{{ config(enabled = 'servicenow' in var('survey_vendors')) }}

with

metrics as (

    select * from {{ ref('base_servicenow__metrics') }}

),

metric_types as (

    select * from {{ ref('base_servicenow__metric_types') }}
    where version_number = 1

),

shaped as (

    select
        'servicenow' as source_system,
        'asmt_metric' as source_table,
        metrics.*,
        metric_types.survey_name,
        metric_types.raw_status,
        'assessment' as survey_category,
        -- nothing in the tool says what a question measures: the seed does
        cast(null as string) as source_metric_code,
        cast(null as string) as source_scale_id

    from metrics

    left join metric_types
        on metrics.source_survey_id = metric_types.source_survey_id

)

select * from shaped
