-- one row per raw row of a table that only describes others, with the reason why it is not taken in
with

received as (

    select
        cast(null as string) as source_system,
        cast(null as string) as source_table,
        cast(null as string) as source_record_id,
        cast(null as string) as raw_row_id,
        cast(null as integer) as version_number,
        cast(null as boolean) as is_exact_duplicate,
        cast(null as timestamp) as loaded_at,
        cast(null as string) as raw_record,
        cast(null as string) as rejection_reason
    where false

    {% for home in homes('lookup_rows') %}
    union all
    select * from {{ ref('int_lookup_rows_from_' ~ home) }}
    {% endfor %}

),

judged as (

    select
        *,
        case
            when source_record_id is null then 'missing_mandatory:id'
            when version_number > 1 and is_exact_duplicate then 'exact_duplicate'
            when version_number > 1 then 'superseded_version'
            else rejection_reason
        end as reason_code

    from received

),

slimmed as (

    select
        {{ all_but('raw_record') }},
        case when reason_code is not null then raw_record end as raw_record

    from judged

)

select * from slimmed
