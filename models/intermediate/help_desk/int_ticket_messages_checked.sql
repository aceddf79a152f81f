-- one row per raw ticket message row of any vendor, with the reason why it is not taken in (null: it is)
with

-- a domain without a vendor is empty, not absent: the columns and their types stand here
received as (

    select
        cast(null as string) as source_system,
        cast(null as string) as source_table,
        cast(null as string) as raw_row_id,
        cast(null as integer) as version_number,
        cast(null as boolean) as is_exact_duplicate,
        cast(null as string) as source_message_id,
        cast(null as string) as source_ticket_id,
        cast(null as string) as source_author_id,
        cast(null as string) as raw_author_role,
        cast(null as string) as body,
        cast(null as boolean) as is_opening,
        cast(null as boolean) as is_public,
        cast(null as boolean) as is_deleted,
        cast(null as timestamp) as sent_at,
        cast(null as timestamp) as loaded_at,
        cast(null as string) as raw_record
    where false

    {% for home in homes('ticket_messages') %}
    union all
    select * from {{ ref('int_ticket_messages_from_' ~ home) }}
    {% endfor %}

),

accepted_tickets as (

    select
        source_system,
        source_ticket_id,
        created_at as ticket_created_at

    from {{ ref('int_tickets_unioned') }}

),

judged as (

    select
        received.*,
        case
            when received.source_message_id is null then 'missing_mandatory:id'
            when received.version_number > 1 and received.is_exact_duplicate
                then 'exact_duplicate'
            when received.version_number > 1 then 'superseded_version'
            -- two tables of one tool (e-mails, comments) share their ids in no tool; if they do, one stays
            when row_number()
                    over (
                        partition by
                            received.source_system, received.source_message_id,
                            received.version_number
                        order by received.source_table, received.raw_row_id
                    )
                > 1 then 'duplicate_key'
            when received.source_ticket_id is null then 'missing_mandatory:ticket_id'
            when accepted_tickets.source_ticket_id is null then 'orphan_ticket'
            when received.sent_at is null then 'missing_mandatory:created_at'
            when received.sent_at > {{ as_of() }} then 'future_timestamp'
        end as reason_code

    from received

    left join accepted_tickets
        on received.source_system = accepted_tickets.source_system
        and received.source_ticket_id = accepted_tickets.source_ticket_id

),

slimmed as (

    select
        {{ all_but('raw_record') }},
        -- the row as it came is kept where it is turned away
        case when reason_code is not null then raw_record end as raw_record

    from judged

)

select * from slimmed
