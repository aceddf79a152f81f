-- one row per raw row of qualtrics.survey_embedded_data: every version that was landed, numbered from the newest
{{ config(enabled = 'qualtrics' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('qualtrics', 'survey_embedded_data') }}

),

renamed as (

    select
        -- ids
        response_id || '|' || key as source_embedded_data_id,
        {{ trim_to_null('response_id') }} as source_response_id,
        -- text
        -- Ticket ID, ticketId and TICKET-ID are ticket_id
        case {{ replace_all("lower(key)", "'[^a-z0-9]'", "''") }}
            when 'ticketid' then 'ticket_id'
            when 'ticketnumber' then 'ticket_id'
            when 'caseid' then 'ticket_id'
            when 'casenumber' then 'ticket_id'
            when 'incidentnumber' then 'ticket_id'
            when 'agentid' then 'agent_id'
            when 'orderid' then 'order_id'
            when 'journeyid' then 'journey_id'
            when 'waveid' then 'wave_id'
            when 'contactid' then 'contact_id'
            else lower({{ trim_to_null('key') }})
        end as field_name,
        {{ trim_to_null('value') }} as field_value,
        -- timestamps
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'qualtrics.survey_embedded_data', key='source_embedded_data_id', newest=['loaded_at']) }}

)

select * from versioned
