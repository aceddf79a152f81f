-- one row per raw row of dynamics.phonecall: every version that was landed, numbered from the newest
-- left out: phonenumber (personal), description, subject (no KPI needs them), scheduledstart (a plan)
{{ config(enabled = 'dynamics' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('dynamics', 'phonecall') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('activityid') }} as source_call_id,
        {{ trim_to_null('regardingobjectid') }} as regarding_id,
        -- a team that owns a call is no agent
        case
            when {{ trim_to_null('owningteam') }} is null
                and coalesce(lower({{ trim_to_null('owneridtype') }}) not in ('team', '9'), true)
                then {{ trim_to_null('ownerid') }}
        end as source_agent_id,
        -- text
        lower({{ trim_to_null('regardingobjecttypecode') }}) as regarding_type,
        {{ trim_to_null('statecode') }} as state_code,
        -- numbers
        try_cast(actualdurationminutes as double) as duration_minutes,
        -- booleans
        try_cast(directioncode as boolean) as is_outgoing,
        coalesce(try_cast(leftvoicemail as boolean), false) as has_left_voicemail,
        -- an open activity is a call that someone means to make
        coalesce({{ trim_to_null('statecode') }} = '0', false) as is_planned,
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('actualstart') }} as actual_start_at,
        {{ parse_timestamp('actualend') }} as ended_at,
        {{ parse_timestamp('createdon') }} as created_at,
        {{ parse_timestamp('modifiedon') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'dynamics.phonecall', key='source_call_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
