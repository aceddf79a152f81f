-- one row per event or page view: who did it
with

recorded as (

    select
        'event|' || digital_event_id as digital_action_id,
        source_system, anonymous_id, user_id, user_email,
        'event' as action_kind,
        event, library_name, device_type, user_agent, page_url,
        cast(null as string) as page_type,
        cast(null as string) as navigation_type,
        cast(null as string) as visibility_state,
        cast(null as double) as load_milliseconds,
        cast(null as double) as largest_paint_milliseconds,
        is_mobile, occurred_at
    from {{ ref('int_digital_events_unioned') }}

    union all

    select
        'page|' || page_view_id as digital_action_id,
        source_system, anonymous_id, user_id,
        cast(null as string) as user_email,
        'page_view' as action_kind,
        cast(null as string) as event,
        library_name, device_type, user_agent, page_url,
        page_type, navigation_type, visibility_state,
        load_milliseconds, largest_paint_milliseconds,
        is_mobile, viewed_at as occurred_at
    from {{ ref('int_page_views_unioned') }}

),

-- what a device did before the login is of who logs in next, what it did after a logout of who was there last
identified as (

    select
        {{ all_but('user_id') }},
        coalesce(
            user_id,
            {{ first_known('user_id') }} over (
                partition by source_system, coalesce(anonymous_id, digital_action_id)
                order by occurred_at, digital_action_id
                rows between current row and unbounded following
            ),
            {{ last_known('user_id') }} over (
                partition by source_system, coalesce(anonymous_id, digital_action_id)
                order by occurred_at, digital_action_id
                rows between unbounded preceding and current row
            )
        ) as user_id

    from recorded

),

-- an address is written in any case, an id is not; one that came without an id is of its device alone
named as (

    select
        *,
        {{ fold_login('user_id') }} as login,
        max(user_email) over (
            partition by source_system, coalesce('user|' || user_id, 'device|' || anonymous_id)
        ) as login_email

    from identified

),

logins as (

    select * from {{ ref('int_login_customers') }}

),

-- the id of the user, else the address that the login gave with it
keyed as (

    select
        named.*,
        coalesce(by_login.login, by_email.login) as known_login

    from named

    left join logins as by_login
        on named.login = by_login.login

    left join logins as by_email
        on named.login_email = by_email.login

)

select
    keyed.digital_action_id, keyed.source_system, keyed.action_kind,
    keyed.event, keyed.page_type, keyed.library_name, keyed.device_type,
    keyed.user_agent, keyed.page_url, keyed.navigation_type, keyed.visibility_state,
    -- one key for who is known, who logged in and who did neither; it shows no name
    coalesce(
        logins.customer_id,
        md5(keyed.source_system || '|' || coalesce('user|' || keyed.user_id, keyed.anonymous_id))
    ) as visitor_id,
    coalesce(logins.customer_id, 'unknown') as customer_id,
    case
        when logins.customer_id is null then 'unknown'
        else coalesce(logins.account_id, 'none')
    end as account_id,
    coalesce(logins.payer_id, 'unknown') as payer_id,
    coalesce(logins.segment, 'unknown') as segment,
    keyed.load_milliseconds, keyed.largest_paint_milliseconds,
    keyed.is_mobile,
    coalesce(logins.is_internal, false) as is_internal,
    keyed.occurred_at

from keyed

left join logins
    on keyed.known_login = logins.login
