-- one row per raw row of the tables that only describe staff and channels (users, teams, actors that are no bots)
{{ config(enabled = 'hubspot' in var('help_desk_vendors')) }}

with

users as (

    select
        'users' as source_table,
        source_user_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_hubspot__users') }}

),

owner_teams as (

    select
        'owner_team' as source_table,
        source_membership_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_hubspot__owner_teams') }}

),

teams as (

    select
        'team' as source_table,
        source_group_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_hubspot__teams') }}

),

conversation_channels as (

    select
        'conversation_channel' as source_table,
        source_channel_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_hubspot__conversation_channels') }}

),

conversation_actors as (

    select
        'conversation_actor' as source_table,
        conversation_actor_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_hubspot__conversation_actors') }}

    where not is_bot

),

unioned as (

    select * from users
    union all
    select * from owner_teams
    union all
    select * from teams
    union all
    select * from conversation_channels
    union all
    select * from conversation_actors

)

select * from unioned
