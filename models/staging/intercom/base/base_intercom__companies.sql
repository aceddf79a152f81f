-- one row per raw row of intercom.company_history: every version that was landed, numbered from the newest
-- left out: plan_*, monthly_spend, session_count, user_count, last_request_at (use of the customer's
--   own product: no revenue, and no KPI needs them), custom_* (no KPI needs them)
{{ config(enabled = 'intercom' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('intercom', 'company_history') }}

),

renamed as (

    select
        -- ids; id is Intercom's and company_id is the customer's own, unless Intercom made it up
        {{ trim_to_null('id') }} as source_account_id,
        case
            when company_id not like '%-qualification-company'
                then {{ trim_to_null('company_id') }}
        end as external_id,
        -- text
        {{ trim_to_null('name') }} as account_name,
        {{ trim_to_null('industry') }} as industry,
        {{ trim_to_null('website') }} as website,
        -- numbers
        try_cast(size as integer) as employee_count,
        -- booleans; a company without an open version was deleted
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('created_at') }} as created_at,
        {{ parse_timestamp('updated_at') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'intercom.company_history', key='source_account_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
