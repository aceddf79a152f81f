-- one row per raw row of zendesk.ticket_comment, in the shape of int_ticket_messages_unioned
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

comments as (

    select * from {{ ref('base_zendesk__ticket_comments') }}

),

shaped as (

    select
        'zendesk' as source_system,
        'ticket_comment' as source_table,
        comments.*,
        -- Zendesk does not say what an author is; its user table does
        cast(null as string) as raw_author_role

    from comments

)

select * from shaped
