-- one row per raw row of hubspot.deal, in the shape of int_revenue_events_unioned
{{ config(enabled = 'hubspot' in var('crm_vendors')) }}

with

deals as (

    select * from {{ ref('base_hubspot__deals') }}

),

stages as (

    select * from {{ ref('base_hubspot__deal_pipeline_stages') }}
    where version_number = 1

),

relations as (

    select * from {{ ref('base_hubspot__deal_relations') }}

),

options as (

    select
        property_name,
        option_value,
        min(option_label) as option_label

    from {{ ref('base_hubspot__property_options') }}

    where version_number = 1
        and hubspot_object = 'deal'

    group by 1, 2

),

joined as (

    select
        deals.{{ all_but('is_deleted') }},
        relations.source_account_id,
        relations.source_contact_id,
        coalesce(types.option_label, deals.deal_type_code) as raw_type,
        coalesce(sources.option_label, deals.lead_source_code) as lead_source,
        coalesce(stages.stage_label, deals.source_stage_id) as raw_status,
        -- a deal that went into another one must not be paid twice
        deals.is_deleted or coalesce(relations.is_merged, false) as is_deleted,
        -- closed is not won: a stage is won when its probability is 1
        coalesce(
            stages.probability >= 1, deals.has_won_stage, deals.source_stage_id = 'closedwon'
        ) as is_won,
        coalesce(
            stages.is_closed, deals.has_closed_stage, deals.source_stage_id = 'closedlost'
        ) as is_closed

    from deals

    left join stages
        on deals.source_stage_id = stages.source_stage_id

    left join relations
        on deals.source_revenue_event_id = relations.source_revenue_event_id

    left join options as types
        on deals.deal_type_code = types.option_value
        and types.property_name = 'dealtype'

    left join options as sources
        on deals.lead_source_code = sources.option_value
        and sources.property_name = 'hs_analytics_source'

),

shaped as (

    select
        'hubspot' as source_system,
        'deal' as source_table,
        joined.*,
        -- the close date of an open deal is a forecast; what a shop sells stands in a pipeline of its own
        case
            when source_pipeline_id = 'ecommerce' and is_won then 'order'
            when source_pipeline_id = 'ecommerce' and is_closed then 'order_cancelled'
            when source_pipeline_id = 'ecommerce' then 'order_open'
            when is_won then 'opportunity_won'
            when is_closed then 'opportunity_lost'
            else 'opportunity_open'
        end as revenue_event_type,
        cast(null as string) as source_campaign_id,
        cast(null as string) as product,
        cast(null as string) as billing_interval,
        cast(null as boolean) as is_recurring,
        cast(null as date) as service_start_date,
        cast(null as date) as service_end_date,
        coalesce(closed_at, created_at) as occurred_at

    from joined

)

select * from shaped
