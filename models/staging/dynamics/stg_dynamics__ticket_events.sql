-- one row per raw row of dynamics.incidentresolution and per reactivation, in the shape of int_ticket_events_unioned
{{ config(enabled = 'dynamics' in var('help_desk_vendors')) }}

with

resolutions as (

    select * from {{ ref('base_dynamics__resolutions') }}

),

incidents as (

    select * from {{ ref('base_dynamics__incidents') }}
    where version_number = 1

),

solved as (

    select
        'incidentresolution' as source_table,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        source_event_id,
        source_ticket_id,
        source_actor_id,
        -- a resolution that was deleted solved nothing
        case when is_deleted then 'other' else 'status' end as event_type,
        'state:1' as raw_value,
        -- only an active case can be resolved
        'state:0' as raw_previous_value,
        occurred_at,
        loaded_at,
        raw_record

    from resolutions

),

followed as (

    select
        resolutions.*,
        incidents.state_code as case_state_code,
        lead(resolutions.occurred_at) over (
            partition by resolutions.source_ticket_id
            order by resolutions.occurred_at, resolutions.source_event_id
        ) as next_resolved_at

    from resolutions

    inner join incidents
        on resolutions.source_ticket_id = incidents.source_ticket_id

    where resolutions.version_number = 1
        and not resolutions.is_deleted
        and resolutions.occurred_at is not null

),

-- Resolved again, or not resolved any more: it was reactivated in between. The moment is not kept.
-- Where the reactivation canceled the resolution, its last change is that moment; else the earliest
-- possible one stands for it, so that no answer given after the resolution is overlooked.
reactivated as (

    select
        'incidentresolution.reactivation' as source_table,
        replace(raw_row_id, 'dynamics.incidentresolution|', 'dynamics.incidentresolution.reactivation|')
            as raw_row_id,
        1 as version_number,
        false as is_exact_duplicate,
        source_event_id || '|reactivation' as source_event_id,
        source_ticket_id,
        cast(null as string) as source_actor_id,
        'status' as event_type,
        'state:0' as raw_value,
        'state:1' as raw_previous_value,
        case
            when state_code = '2'
                and updated_at > occurred_at
                and updated_at < coalesce(next_resolved_at, timestamp '9999-12-31')
                then updated_at
            else occurred_at
        end as occurred_at,
        loaded_at,
        raw_record

    from followed

    where next_resolved_at > occurred_at
        or (next_resolved_at is null and case_state_code in ('0', '2'))

),

unioned as (

    select * from solved
    union all
    select * from reactivated

),

shaped as (

    select
        'dynamics' as source_system,
        unioned.*,
        'statecode' as field_name,
        cast(null as string) as raw_value_category,
        cast(null as string) as raw_previous_value_category

    from unioned

)

select * from shaped
