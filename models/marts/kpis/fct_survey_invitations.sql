-- one row per survey that was sent to one customer: whether it arrived, and whether it was answered (KPI-26)
with

invitations as (

    select
        *,
        coalesce(exclusion_reason, 'delivered') as outcome

    from {{ ref('int_survey_invitation_outcomes') }}

),

-- the invitation of the same customer before this one; who is unknown has none
spaced as (

    select
        *,
        lag(sent_at) over (
            partition by customer_id, outcome in ('delivered', 'immature')
            order by sent_at, survey_invitation_id
        ) as previous_sent_at

    from invitations

),

counted as (

    select
        -- ids
        survey_invitation_id,
        source_system,
        source_invitation_id,
        survey_id,
        survey_response_id,
        customer_id,
        account_id,
        payer_id,
        ticket_id,
        agent_id,
        -- text
        segment,
        channel,
        agent_group,
        invitation_kind,
        delivery,
        exclusion_reason,
        -- numbers: delivered is invited without bounced
        case when outcome in ('delivered', 'bounced', 'failed') then 1 else 0 end
            as invited_count,
        case when outcome in ('bounced', 'failed') then 1 else 0 end as bounced_count,
        case when outcome = 'delivered' then 1 else 0 end as delivered_count,
        case when outcome = 'delivered' and is_finished then 1 else 0 end as finished_count,
        case
            when outcome = 'delivered' and is_started and not is_finished then 1
            else 0
        end as partial_count,
        -- booleans
        exclusion_reason is null as is_included,
        is_mature,
        coalesce(
            outcome in ('delivered', 'immature')
            and customer_id <> 'unknown'
            and sent_at
            < previous_sent_at + interval {{ var('invitation_min_days') }} day,
            false
        ) as is_over_frequency_cap,
        -- dates and timestamps
        cast(sent_at as date) as sent_date,
        sent_at,
        opened_at,
        answered_at

    from spaced

)

select * from counted
