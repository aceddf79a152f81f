-- one row per event or page view: from which device, and why it does not count (null: it counts)
with

visitors as (

    select * from {{ ref('int_digital_visitors') }}

),

rules as (

    select * from {{ ref('digital_traffic_rules') }}

),

-- the first rule that fits gives the reason
flagged as (

    select
        visitors.digital_action_id,
        {{ value_at_least("rules.exclusion_reason", "rules.rule_number") }}
        filter (where rules.applies_to = 'everything') as exclusion_reason,
        {{ value_at_least("rules.exclusion_reason", "rules.rule_number") }} as load_exclusion_reason

    from visitors

    inner join rules
        on case rules.field
            when 'user_agent' then position(rules.pattern in visitors.user_agent)
            when 'page_url' then position(rules.pattern in visitors.page_url)
            when 'navigation_type' then position(rules.pattern in visitors.navigation_type)
            when 'visibility_state' then position(rules.pattern in visitors.visibility_state)
        end > 0

    group by 1

),

-- the libraries for apps are named after what they are written for
clients as (

    select
        *,
        device_type is not null
        or library_name like '%ios%' or library_name like '%android%'
        or library_name like '%swift%' or library_name like '%kotlin%'
        or library_name like '%react-native%' or library_name like '%flutter%' as is_app,
        user_agent like '%ipad%' or user_agent like '%tablet%' as is_tablet,
        is_mobile or coalesce(user_agent like '%mobi%', false) as is_phone

    from visitors

)

select
    -- ids
    clients.digital_action_id,
    clients.visitor_id,
    clients.customer_id,
    clients.account_id,
    clients.payer_id,
    -- text
    clients.source_system,
    clients.segment,
    case when clients.is_app then 'app' else 'web' end as channel,
    case
        when clients.is_tablet then 'tablet'
        when clients.is_app or clients.is_phone then 'mobile'
        else 'desktop'
    end as device,
    clients.action_kind,
    clients.event,
    clients.page_type,
    case when clients.is_internal then 'internal' else flagged.exclusion_reason end
        as exclusion_reason,
    case when clients.is_internal then 'internal' else flagged.load_exclusion_reason end
        as load_exclusion_reason,
    -- numbers; milliseconds
    clients.load_milliseconds,
    clients.largest_paint_milliseconds,
    -- timestamps
    clients.occurred_at

from clients

left join flagged
    on clients.digital_action_id = flagged.digital_action_id
