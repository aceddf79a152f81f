-- one row per raw survey question row of any vendor, with the reason why it is not taken in (null: it is)
with

-- a domain without a vendor is empty, not absent: the columns and their types stand here
received as (

    select
        cast(null as string) as source_system,
        cast(null as string) as source_table,
        cast(null as string) as raw_row_id,
        cast(null as integer) as version_number,
        cast(null as boolean) as is_exact_duplicate,
        cast(null as string) as source_survey_id,
        cast(null as string) as source_question_id,
        cast(null as string) as survey_name,
        cast(null as string) as raw_status,
        cast(null as string) as survey_category,
        cast(null as string) as question_key,
        cast(null as string) as question_text,
        cast(null as string) as raw_question_type,
        cast(null as string) as source_metric_code,
        cast(null as string) as source_scale_id,
        cast(null as double) as scale_min,
        cast(null as double) as scale_max,
        cast(null as boolean) as is_deleted,
        cast(null as timestamp) as created_at,
        cast(null as timestamp) as updated_at,
        cast(null as timestamp) as loaded_at,
        cast(null as string) as raw_record
    where false

    {% for home in homes('surveys') %}
    union all
    select * from {{ ref('int_surveys_from_' ~ home) }}
    {% endfor %}

),

judged as (

    select
        received.*,
        case
            when received.source_question_id is null then 'missing_mandatory:id'
            when received.version_number > 1 and received.is_exact_duplicate
                then 'exact_duplicate'
            when received.version_number > 1 then 'superseded_version'
            when received.source_survey_id is null then 'missing_mandatory:id'
        end as reason_code

    from received

),

slimmed as (

    select
        {{ all_but('raw_record') }},
        -- the row as it came is kept where it is turned away
        case when reason_code is not null then raw_record end as raw_record

    from judged

)

select * from slimmed
