-- one row per raw row of hubspot.merged_deal: every version that was landed, numbered from the newest
{{ config(enabled = 'hubspot' in var('crm_vendors')) }}

with

source as (

    select * from {{ source('hubspot', 'merged_deal') }}

),

renamed as (

    select
        -- ids
        coalesce({{ trim_to_null('deal_id') }}, '') || '|' || coalesce({{ trim_to_null('merged_deal_id') }}, '') as source_merge_id,
        {{ trim_to_null('deal_id') }} as surviving_source_deal_id,
        {{ trim_to_null('merged_deal_id') }} as merged_source_deal_id,
        -- timestamps
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'hubspot.merged_deal', key='source_merge_id', newest=['loaded_at']) }}

)

select * from versioned
