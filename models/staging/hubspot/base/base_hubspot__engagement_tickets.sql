-- one row per engagement (e-mail, note, call) that belongs to a ticket
{{ config(enabled = 'hubspot' in var('help_desk_vendors') + var('survey_vendors')) }}

with

associations as (

    select * from {{ ref('base_hubspot__ticket_engagements') }}

),

-- a pair stands there once for each kind of association; of several tickets the first counts
chosen as (

    select
        source_engagement_id,
        min(source_ticket_id) as source_ticket_id

    from associations

    where version_number = 1
        and not is_deleted
        and source_engagement_id is not null

    group by 1

)

select * from chosen
