-- one row per contact of a customer in any tool, in order: what, when, where, who, how it felt (KPI-29, KPI-30)
{{
    config(
        materialized = 'incremental',
        incremental_strategy = 'delete+insert',
        unique_key = 'touchpoint_id',
        on_schema_change = 'fail',
        post_hook = "{{ forget_touchpoints_gone() }}"
    )
}}

with

touches as (

    select * from {{ ref('int_touches') }}

),

-- strangers have no order: nobody knows that they are one
ordered as (

    select
        *,
        case
            when exclusion_reason is null and customer_id <> 'unknown'
                then row_number() over (
                        partition by customer_id, exclusion_reason is null
                        order by touched_at, touch_id
                    )
        end as sequence_number

    from touches

),

placed as (

    select
        -- ids
        ordered.touch_id as touchpoint_id,
        ordered.source_system,
        ordered.customer_id,
        ordered.account_id,
        ordered.payer_id,
        ordered.agent_id,
        ordered.ticket_id,
        -- text
        ordered.contact_kind,
        coalesce(maps.touchpoint, 'unmapped') as touchpoint,
        coalesce(touchpoints.stage_code, 'unmapped') as stage_code,
        ordered.maps_from,
        ordered.raw_touchpoint,
        ordered.segment,
        ordered.channel,
        ordered.agent_group,
        ordered.direction,
        feelings.sentiment_source,
        ordered.exclusion_reason,
        -- numbers
        cast(ordered.sequence_number as bigint) as sequence_number,
        feelings.sentiment_score,
        case
            when ordered.exclusion_reason is null and feelings.satisfied_count is not null then 1
            else 0
        end as rated_count,
        case when ordered.exclusion_reason is null then coalesce(feelings.satisfied_count, 0) else 0 end
            as satisfied_count,
        -- booleans
        ordered.exclusion_reason is null as is_included,
        -- dates and timestamps
        cast(ordered.touched_at as date) as touched_on,
        ordered.touched_at as occurred_at

    from ordered

    left join {{ ref('touchpoint_map') }} as maps
        on ordered.maps_from = maps.maps_from
        and ordered.raw_touchpoint = maps.raw_touchpoint

    left join {{ ref('touchpoints') }} as touchpoints
        on maps.touchpoint = touchpoints.touchpoint

    left join {{ ref('int_touch_feelings') }} as feelings
        on ordered.feedback_key = feelings.feedback_key

)

select * from placed

{% if is_incremental() %}
-- a row is written when anything on it changed: a merge of customers, a map or a tag alter rows
-- whose own load is long past, and no load time would tell
except
select * from {{ this }}
{% endif %}
