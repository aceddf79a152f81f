-- one row per raw row of zendesk.ticket, with what its tags and the lists of a merge say of it
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

tickets as (

    select * from {{ ref('base_zendesk__tickets') }}

),

-- a table of tags (Fivetran), or a list on the ticket (Airbyte, dlt)
tags as (

    select source_ticket_id, tag
    from {{ ref('base_zendesk__ticket_tags') }}
    where version_number = 1
    union all
    select
        source_ticket_id,
        {{ each() }}({{ json_lower_texts('tag_list') }}) as tag
    from tickets
    where version_number = 1

),

-- Zendesk marks the losing ticket of a merge, spam and tests with tags only
tag_flags as (

    select
        source_ticket_id,
        bool_or(tag = 'closed_by_merge') as is_merged,
        bool_or(tag = 'spam') as is_spam,
        bool_or(tag = 'test') as is_test

    from tags
    group by 1

),

-- one ticket of a merge lists the others, as JSON text: [12,13]
listed as (

    select
        source_ticket_id,
        {{ each() }}(regexp_extract_all(merged_source_ticket_ids, '[0-9]+', 0))
            as other_ticket_id
    from tickets
    where version_number = 1

),

pairs as (

    select
        listed.*,
        coalesce(tag_flags.is_merged, false) as is_merged,
        coalesce(other_tag_flags.is_merged, false) as is_other_merged

    from listed

    left join tag_flags
        on listed.source_ticket_id = tag_flags.source_ticket_id

    left join tag_flags as other_tag_flags
        on listed.other_ticket_id = other_tag_flags.source_ticket_id

    where listed.source_ticket_id <> listed.other_ticket_id

),

-- the loser has the tag; where both have it (a chain), the other pairs tell which way lists point
directed as (

    select
        *,
        is_merged and (
            not is_other_merged
            or 0 < sum(cast(is_merged as integer) - cast(is_other_merged as integer)) over ()
        ) as is_loser

    from pairs
    where is_merged or is_other_merged

),

survivors as (

    select
        case when is_loser then source_ticket_id else other_ticket_id end
            as merged_source_ticket_id,
        min(case when is_loser then other_ticket_id else source_ticket_id end)
            as surviving_source_ticket_id

    from directed
    group by 1

),

linked as (

    select
        tickets.*,
        coalesce(tag_flags.is_merged, false) as is_merged,
        coalesce(tag_flags.is_spam, false) as is_spam,
        coalesce(tag_flags.is_test, false) as is_test,
        survivors.surviving_source_ticket_id as merged_into_source_ticket_id

    from tickets

    left join tag_flags
        on tickets.source_ticket_id = tag_flags.source_ticket_id

    left join survivors
        on tickets.source_ticket_id = survivors.merged_source_ticket_id

)

select * from linked
