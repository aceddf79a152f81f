-- one row per raw row of zendesk.satisfaction_rating, and per ticket whose rating stands in its history only
{{ config(enabled = 'zendesk' in var('survey_vendors')) }}

with

ratings as (

    select
        'satisfaction_rating' as source_table,
        raw_row_id, version_number, is_exact_duplicate,
        source_rating_id, source_ticket_id, source_requester_id, source_assignee_id,
        raw_score, answer_text, reason, rating_reason_code, is_deleted,
        created_at, updated_at, loaded_at, raw_record

    from {{ ref('base_zendesk__satisfaction_ratings') }}

),

rated_tickets as (

    select distinct source_ticket_id
    from ratings

),

-- good may become bad, and bad good: the last value of each field holds
history as (

    select
        source_ticket_id,
        lower({{ value_at_most("raw_value", "occurred_at") }} filter (
            where field_name = 'satisfaction_score'
        )) as raw_score,
        {{ value_at_most("raw_value", "occurred_at") }} filter (
            where field_name = 'satisfaction_comment'
        ) as answer_text,
        {{ value_at_most("raw_value", "occurred_at") }} filter (
            where field_name = 'satisfaction_reason_code'
        ) as rating_reason_code,
        min(occurred_at) filter (where field_name = 'satisfaction_score')
            as created_at,
        max(occurred_at) filter (where field_name = 'satisfaction_score')
            as updated_at

    from {{ ref('base_zendesk__ticket_field_history') }}

    where version_number = 1
        and field_name in (
            'satisfaction_score', 'satisfaction_comment', 'satisfaction_reason_code'
        )

    group by 1

),

-- any change of a rated ticket tells how fresh the history is
history_loads as (

    select
        source_ticket_id,
        max(loaded_at) as loaded_at

    from {{ ref('base_zendesk__ticket_field_history') }}

    where source_ticket_id in (select history.source_ticket_id from history)

    group by 1

),

history_ratings as (

    select
        'ticket_field_history.satisfaction' as source_table,
        'zendesk.ticket_field_history.satisfaction|' || history.source_ticket_id
            as raw_row_id,
        1 as version_number,
        false as is_exact_duplicate,
        history.source_ticket_id as source_rating_id,
        history.source_ticket_id,
        tickets.source_requester_id,
        tickets.source_assignee_id,
        history.raw_score,
        history.answer_text,
        cast(null as string) as reason,
        history.rating_reason_code,
        false as is_deleted,
        history.created_at,
        history.updated_at,
        history_loads.loaded_at,
        cast(null as string) as raw_record

    from history

    left join history_loads
        on history.source_ticket_id = history_loads.source_ticket_id

    left join {{ ref('base_zendesk__tickets') }} as tickets
        on history.source_ticket_id = tickets.source_ticket_id
        and tickets.version_number = 1

    left join rated_tickets
        on history.source_ticket_id = rated_tickets.source_ticket_id

    where history.raw_score is not null
        and rated_tickets.source_ticket_id is null

),

unioned as (

    select * from ratings
    union all
    select * from history_ratings

)

select * from unioned
