-- one row per raw row of zendesk.satisfaction_rating: every version that was landed, numbered from the newest
{{ config(enabled = 'zendesk' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('zendesk', 'satisfaction_rating') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_rating_id,
        {{ trim_to_null('ticket_id') }} as source_ticket_id,
        {{ trim_to_null('requester_id') }} as source_requester_id,
        {{ trim_to_null('assignee_id') }} as source_assignee_id,
        -- text
        lower({{ trim_to_null('score') }}) as raw_score,
        {{ trim_to_null('comment') }} as answer_text,
        {{ trim_to_null('reason') }} as reason,
        -- timestamps
        try_cast(created_at as timestamp) as created_at,
        try_cast(updated_at as timestamp) as updated_at,
        try_cast(_fivetran_synced as timestamp) as loaded_at,

        -- the row as it came
        {{ row_as_json('source') }} as raw_record

    from source

),

versioned as (

    select
        *,
        row_number() over version_order as version_number,
        coalesce(lag(raw_record) over version_order = raw_record, false)
            as is_exact_duplicate

    from renamed

    window version_order as (
        partition by source_rating_id
        order by
            updated_at desc nulls last,
            loaded_at desc nulls last,
            raw_record desc
    )

),

keyed as (

    select
        *,
        'zendesk.satisfaction_rating|' || coalesce(source_rating_id, '') || '#' || version_number
            as raw_row_id

    from versioned

)

select * from keyed
