-- one row per answer of a detractor: how long it took until a person of ours spoke to that customer (KPI-24)
with

detractors as (

    select
        *,
        '{{ var("default_schedule_id") }}' as schedule_id

    from {{ ref('fct_nps') }}

    where band = 'detractor'

),

calendar as (

    select * from {{ ref('int_business_calendar') }}

),

later as (

    select
        detractors.survey_answer_id,
        outreach.agent_id,
        outreach.channel,
        outreach.reached_at,
        row_number() over (
            partition by detractors.survey_answer_id
            order by outreach.reached_at, outreach.outreach_id
        ) as outreach_number

    from detractors

    inner join {{ ref('int_customer_outreach') }} as outreach
        on detractors.customer_id = outreach.customer_id
        and detractors.submitted_at < outreach.reached_at

),

judged as (

    select
        detractors.*,
        later.agent_id as follow_up_agent_id,
        later.channel as follow_up_channel,
        later.reached_at as followed_up_at,
        case
            when detractors.exclusion_reason is not null then detractors.exclusion_reason
            -- nobody can be called back who left no address, number or id
            when not coalesce(customers.is_identifiable, false) then 'unlinkable'
        end as final_exclusion_reason

    from detractors

    left join {{ ref('int_customers_golden') }} as customers
        on detractors.customer_id = customers.customer_id

    left join later
        on detractors.survey_answer_id = later.survey_answer_id
        and later.outreach_number = 1

),

timed as (

    select
        -- ids
        judged.survey_answer_id,
        judged.source_system,
        judged.source_response_id,
        judged.survey_id,
        judged.customer_id,
        judged.account_id,
        judged.payer_id,
        judged.agent_id,
        judged.follow_up_agent_id,
        -- text
        judged.segment,
        judged.channel,
        judged.agent_group,
        judged.follow_up_channel,
        judged.final_exclusion_reason as exclusion_reason,
        -- numbers
        judged.score,
        {{ elapsed_minutes('judged.submitted_at', 'judged.followed_up_at') }} / 60.0
            as follow_up_calendar_hours,
        (
            {{ open_seconds_until('judged.followed_up_at', 'reached') }}
            - {{ open_seconds_until('judged.submitted_at', 'answered') }}
        ) / 3600.0 as follow_up_business_hours,
        -- booleans
        judged.final_exclusion_reason is null as is_included,
        judged.followed_up_at is not null as is_followed_up,
        judged.final_exclusion_reason is null and judged.followed_up_at is null as is_pending,
        coalesce(
            judged.followed_up_at
            <= judged.submitted_at + interval {{ var('follow_up_hours') }} hour, false
        ) as is_within_target,
        -- dates and timestamps
        judged.submitted_date,
        judged.submitted_at,
        judged.followed_up_at

    from judged

    left join calendar as answered
        on {{ slot_of('answered', 'judged.schedule_id', 'judged.submitted_at') }}

    left join calendar as reached
        on {{ slot_of('reached', 'judged.schedule_id', 'judged.followed_up_at') }}

)

select * from timed
