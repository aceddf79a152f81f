-- one row per customer: who it is, where from, when last met in which channel, how content, what it is worth, how sure we are
with

profiles as (

    select * from {{ ref('int_customer_profile') }}

),

touches as (

    select * from {{ ref('int_customer_touches') }}

),

tickets as (

    select * from {{ ref('int_customer_tickets') }}

),

scores as (

    select * from {{ ref('int_customer_scores') }}

),

-- what a payer is worth stands with each of its customers
payers as (

    select * from {{ ref('int_payer_value') }}

),

stages as (

    select * from {{ ref('int_customer_journey_stage') }}

)

select
    -- ids
    profiles.customer_id,
    profiles.account_id,
    profiles.payer_id,
    -- text
    profiles.segment,
    profiles.customer_status,
    profiles.country,
    profiles.language,
    profiles.source_systems,
    profiles.first_source_system,
    profiles.lead_source,
    stages.journey_stage,
    payers.health_band,
    payers.churn_reason,
    payers.churn_type,
    payers.payer_segment,
    -- numbers
    profiles.source_record_count,
    profiles.source_system_count,
    profiles.won_event_count,
    coalesce(touches.touch_count, 0) as touch_count,
    coalesce(tickets.ticket_count, 0) as ticket_count,
    coalesce(tickets.open_ticket_count, 0) as open_ticket_count,
    scores.last_nps_score,
    scores.last_csat_score_position,
    scores.last_ces_effort_score,
    payers.clv_historic,
    payers.mrr,
    payers.health_score,
    profiles.profile_completeness,
    profiles.match_confidence,
    -- booleans
    profiles.is_identifiable,
    profiles.has_opted_out_of_email,
    profiles.is_deleted,
    profiles.is_usable_for_survey,
    profiles.is_usable_for_marketing,
    profiles.is_usable_for_personalization,
    payers.is_active,
    -- dates and timestamps
    payers.health_month,
    payers.churned_month,
    stages.journey_stage_since,
    profiles.first_seen_at,
    profiles.first_won_at,
    profiles.last_won_at,
    touches.last_touch_at,
    touches.last_email_at,
    touches.last_web_at,
    touches.last_chat_at,
    touches.last_phone_at,
    touches.last_social_at,
    touches.last_in_person_at,
    touches.last_other_channel_at,
    tickets.last_ticket_at,
    scores.last_nps_at,
    scores.last_csat_at,
    scores.last_ces_at

from profiles

left join touches
    on profiles.customer_id = touches.customer_id

left join tickets
    on profiles.customer_id = tickets.customer_id

left join scores
    on profiles.customer_id = scores.customer_id

left join payers
    on profiles.payer_id = payers.payer_id

left join stages
    on profiles.customer_id = stages.customer_id
