-- one row per raw row of dynamics.transactioncurrency: every version that was landed, numbered from the newest
-- left out: exchangerate (amounts are not converted)
{{ config(enabled = 'dynamics' in var('crm_vendors')) }}

with

source as (

    select * from {{ source('dynamics', 'transactioncurrency') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('transactioncurrencyid') }} as source_currency_id,
        -- text
        upper({{ trim_to_null('isocurrencycode') }}) as currency_code,
        -- booleans
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('modifiedon') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'dynamics.transactioncurrency', key='source_currency_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
