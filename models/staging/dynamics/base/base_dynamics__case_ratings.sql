-- one row per case with a satisfaction: a built-in rating of one to five
{{ config(enabled = 'dynamics' in var('survey_vendors')) }}

with

incidents as (

    select * from {{ ref('base_dynamics__incidents') }}
    where version_number = 1

),

resolutions as (

    select
        source_ticket_id,
        max(occurred_at) as resolved_at

    from {{ ref('base_dynamics__resolutions') }}

    where version_number = 1
        and not is_deleted

    group by 1

),

-- the case keeps no time of its satisfaction: its last resolution is nearest, and no later change moves it
ratings as (

    select
        'incident.customersatisfactioncode' as source_table,
        'dynamics.incident.customersatisfactioncode|' || incidents.source_ticket_id || '#1'
            as raw_row_id,
        1 as version_number,
        false as is_exact_duplicate,
        incidents.source_ticket_id || '|satisfaction' as source_response_id,
        'satisfaction' as source_survey_id,
        'satisfaction' as source_question_id,
        incidents.source_ticket_id as regarding_id,
        'incident' as regarding_type,
        incidents.satisfaction_code as raw_score,
        cast(null as string) as language,
        incidents.is_deleted,
        cast(null as timestamp) as started_at,
        coalesce(resolutions.resolved_at, incidents.updated_at, incidents.created_at) as submitted_at,
        incidents.updated_at,
        incidents.loaded_at,
        incidents.raw_record

    from incidents

    left join resolutions
        on incidents.source_ticket_id = resolutions.source_ticket_id

    where incidents.satisfaction_code is not null
        and incidents.source_ticket_id is not null

)

select * from ratings
