-- one row per raw row of the tables that describe cases, and of e-mails, notes and planned calls about no case
{{ config(enabled = 'dynamics' in var('help_desk_vendors')) }}

with

teams as (

    select
        'team' as source_table,
        source_group_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_dynamics__teams') }}

),

team_members as (

    select
        'teammembership' as source_table,
        source_membership_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_dynamics__team_members') }}

),

subjects as (

    select
        'subject' as source_table,
        source_subject_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_dynamics__subjects') }}

),

slas as (

    select
        'slakpiinstance' as source_table,
        source_sla_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_dynamics__slas') }}

),

notes_and_emails as (

    select
        source_table,
        source_message_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_dynamics__notes_and_emails') }}

    -- a sales mail is no message of a case
    where not is_about_case

),

planned_calls as (

    select
        'phonecall' as source_table,
        source_call_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_dynamics__phone_calls') }}

    -- an open activity is a call that someone means to make
    where is_planned

),

unioned as (

    select * from teams
    union all
    select * from team_members
    union all
    select * from subjects
    union all
    select * from slas
    union all
    select * from notes_and_emails
    union all
    select * from planned_calls

)

select * from unioned
