-- one row per raw agent row of any vendor, with the reason why it is not taken in (null: it is)
with

-- a domain without a vendor is empty, not absent: the columns and their types stand here
received as (

    select
        cast(null as string) as source_system,
        cast(null as string) as source_table,
        cast(null as string) as raw_row_id,
        cast(null as integer) as version_number,
        cast(null as boolean) as is_exact_duplicate,
        cast(null as string) as source_agent_id,
        cast(null as string) as user_name,
        cast(null as string) as agent_name,
        cast(null as string) as email,
        cast(null as string) as group_name,
        cast(null as string) as raw_role,
        cast(null as boolean) as is_bot,
        cast(null as boolean) as is_active,
        cast(null as boolean) as is_deleted,
        cast(null as timestamp) as created_at,
        cast(null as timestamp) as updated_at,
        cast(null as timestamp) as loaded_at,
        cast(null as string) as raw_record
    where false

    {% for home in homes('agents') %}
    union all
    select * from {{ ref('int_agents_from_' ~ home) }}
    {% endfor %}

),

judged as (

    select
        received.*,
        case
            when received.source_agent_id is null then 'missing_mandatory:id'
            when received.version_number > 1 and received.is_exact_duplicate
                then 'exact_duplicate'
            when received.version_number > 1 then 'superseded_version'
        end as reason_code

    from received

),

slimmed as (

    select
        {{ all_but('raw_record') }},
        -- the row as it came is kept where it is turned away
        case when reason_code is not null then raw_record end as raw_record

    from judged

)

select * from slimmed
