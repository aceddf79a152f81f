-- one row per raw row of hubspot.ticket_engagement, which only joins e-mails, notes and calls to tickets
{{ config(enabled = 'hubspot' in var('help_desk_vendors') + var('survey_vendors')) }}

with

ticket_engagements as (

    select
        'ticket_engagement' as source_table,
        source_association_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_hubspot__ticket_engagements') }}

)

select * from ticket_engagements
