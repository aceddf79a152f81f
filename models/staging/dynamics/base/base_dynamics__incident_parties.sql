-- one row per case: whose it is, who has it, and the person of ours who opened it
{{ config(enabled = 'dynamics' in var('help_desk_vendors')) }}

with

incidents as (

    select * from {{ ref('base_dynamics__incidents') }}
    where version_number = 1
        and source_ticket_id is not null

),

accounts as (

    select source_account_id from {{ ref('base_dynamics__accounts') }}
    where version_number = 1

),

teams as (

    select
        source_group_id,
        group_name

    from {{ ref('base_dynamics__teams') }}

    where version_number = 1

),

-- a portal, a flow or a connector opens cases for customers: no person of ours
people as (

    select source_user_id
    from {{ ref('base_dynamics__users') }}

    where version_number = 1
        and is_bot is null

),

-- customer and owner are each of two kinds; without a word about the kind the id itself tells
told_apart as (

    select
        incidents.source_ticket_id,
        incidents.created_at,
        incidents.updated_at,
        incidents.state_code,
        incidents.customer_record_id,
        incidents.primary_contact_id,
        incidents.owner_id,
        coalesce(incidents.owning_team_id, incidents.owner_id) as possible_team_id,
        case
            when incidents.customer_type is not null
                then incidents.customer_type in ('account', '1')
            else accounts.source_account_id is not null
        end as is_account_customer,
        case
            when incidents.owner_type is not null
                then incidents.owner_type in ('team', '9')
            else incidents.owning_team_id is not null
                or teams.source_group_id is not null
        end as is_team_owned,
        teams.group_name,
        people.source_user_id as opened_by_user_id

    from incidents

    left join accounts
        on incidents.customer_record_id = accounts.source_account_id

    left join teams
        on coalesce(incidents.owning_team_id, incidents.owner_id) = teams.source_group_id

    left join people
        on incidents.created_by_user_id = people.source_user_id

),

named as (

    select
        source_ticket_id,
        created_at,
        updated_at,
        state_code,
        -- the person at an organisation is its contact for the case, where one is named
        case when is_account_customer then primary_contact_id else customer_record_id end
            as source_requester_id,
        case when is_account_customer then customer_record_id end as source_account_id,
        case when is_team_owned then possible_team_id end as source_group_id,
        case when is_team_owned then group_name end as group_name,
        case when not is_team_owned then owner_id end as source_assignee_id,
        opened_by_user_id

    from told_apart

)

select * from named
