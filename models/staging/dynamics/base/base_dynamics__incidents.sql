-- one row per raw row of dynamics.incident: every version that was landed, numbered from the newest
-- left out: firstresponsesent (whether, not when), onholdtime (minutes without a beginning),
--   productid (an id without its name), isescalated, contractservicelevelcode (no KPI needs them)
{{ config(enabled = 'dynamics' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('dynamics', 'incident') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('incidentid') }} as source_ticket_id,
        {{ trim_to_null('customerid') }} as customer_record_id,
        {{ trim_to_null('primarycontactid') }} as primary_contact_id,
        {{ trim_to_null('createdby') }} as created_by_user_id,
        {{ trim_to_null('ownerid') }} as owner_id,
        {{ trim_to_null('owningteam') }} as owning_team_id,
        {{ trim_to_null('masterid') }} as merged_into_source_ticket_id,
        {{ trim_to_null('parentcaseid') }} as parent_source_ticket_id,
        {{ trim_to_null('subjectid') }} as source_subject_id,
        {{ trim_to_null('firstresponsebykpiid') }} as first_response_sla_id,
        {{ trim_to_null('resolvebykpiid') }} as resolution_sla_id,
        -- text
        {{ trim_to_null('ticketnumber') }} as ticket_number,
        lower({{ trim_to_null('customeridtype') }}) as customer_type,
        lower({{ trim_to_null('owneridtype') }}) as owner_type,
        {{ trim_to_null('statecode') }} as state_code,
        {{ trim_to_null('statuscode') }} as raw_status,
        {{ trim_to_null('prioritycode') }} as raw_priority,
        {{ trim_to_null('caseorigincode') }} as raw_channel,
        {{ trim_to_null('casetypecode') }} as case_type_code,
        {{ trim_to_null('customersatisfactioncode') }} as satisfaction_code,
        {{ trim_to_null('title') }} as subject,
        {{ trim_to_null('description') }} as body,
        -- booleans
        try_cast(merged as boolean) as has_merge_mark,
        _is_deleted as is_deleted,
        _is_active as is_active_version,
        -- timestamps
        {{ parse_timestamp('createdon') }} as created_at,
        {{ parse_timestamp('modifiedon') }} as updated_at,
        {{ parse_timestamp('responseby') }} as response_due_at,
        {{ parse_timestamp('resolveby') }} as resolve_due_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'dynamics.incident', key='source_ticket_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
