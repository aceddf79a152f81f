-- one row per raw row of dynamics.systemuser: every version that was landed, numbered from the newest
-- left out: address1_*, homephone, photourl (personal, and no KPI needs them)
{{ config(enabled = 'dynamics' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('dynamics', 'systemuser') }}

),

renamed as (

    select
        -- ids
        -- a user is an owner, too: the same id under either name
        coalesce({{ trim_to_null('systemuserid') }}, {{ trim_to_null('ownerid') }}) as source_user_id,
        {{ trim_to_null('applicationid') }} as application_id,
        -- text
        {{ trim_to_null('fullname') }} as full_name,
        {{ trim_to_null('domainname') }} as user_name,
        {{ trim_to_null('internalemailaddress') }} as email,
        {{ trim_to_null('accessmode') }} as access_mode,
        -- booleans
        coalesce(not try_cast(isdisabled as boolean), true) as is_active,
        -- an application, an account without a screen, or the two users that the tool itself
        -- works as; null for the others, so that seeds/bot_users can name more
        case
            when {{ trim_to_null('applicationid') }} is not null then true
            when {{ trim_to_null('accessmode') }} = '4' then true
            when lower({{ trim_to_null('fullname') }}) in ('system', 'integration') then true
        end as is_bot,
        _is_deleted as is_deleted,
        _is_active as is_active_version,
        -- timestamps
        {{ parse_timestamp('createdon') }} as created_at,
        {{ parse_timestamp('modifiedon') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'dynamics.systemuser', key='source_user_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
