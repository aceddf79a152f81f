-- one row per raw row of zendesk.audit_log: every version that was landed, numbered from the newest
-- left out: actor_id, source_label, the changes of anything but a role (schedules are seeds)
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('zendesk', 'audit_log') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_audit_log_id,
        {{ trim_to_null('source_id') }} as changed_record_id,
        -- text
        lower({{ trim_to_null('source_type') }}) as changed_record_type,
        -- one change a line: Support role changed from Agent to End user
        nullif(trim(regexp_extract(
            lower(change_description), 'support role changed from (.+?) to (.+)', 1
        )), '') as previous_role,
        nullif(trim(regexp_extract(
            lower(change_description), 'support role changed from (.+?) to (.+)', 2
        )), '') as new_role,
        -- timestamps
        {{ parse_timestamp('created_at') }} as occurred_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'zendesk.audit_log', key='source_audit_log_id', newest=['loaded_at']) }}

)

select * from versioned
