-- one row per raw organisation row of any vendor, with the reason why it is not taken in (null: it is)
with

-- a domain without a vendor is empty, not absent: the columns and their types stand here
received as (

    select
        cast(null as string) as source_system,
        cast(null as string) as source_table,
        cast(null as string) as raw_row_id,
        cast(null as integer) as version_number,
        cast(null as boolean) as is_exact_duplicate,
        cast(null as string) as source_account_id,
        cast(null as string) as external_id,
        cast(null as string) as parent_source_account_id,
        cast(null as string) as merged_into_source_account_id,
        cast(null as string) as account_name,
        cast(null as string) as account_type,
        cast(null as string) as industry,
        cast(null as string) as country,
        cast(null as string) as phone,
        cast(null as string) as domains,
        cast(null as integer) as employee_count,
        cast(null as double) as annual_revenue,
        cast(null as boolean) as is_deleted,
        cast(null as timestamp) as created_at,
        cast(null as timestamp) as updated_at,
        cast(null as timestamp) as loaded_at,
        cast(null as string) as raw_record
    where false

    {% for home in homes('accounts') %}
    union all
    select * from {{ ref('int_accounts_from_' ~ home) }}
    {% endfor %}

),

judged as (

    select
        received.*,
        case
            when received.source_account_id is null then 'missing_mandatory:id'
            when received.version_number > 1 and received.is_exact_duplicate
                then 'exact_duplicate'
            when received.version_number > 1 then 'superseded_version'
            when received.account_name is null then 'missing_mandatory:name'
            when received.created_at > {{ as_of() }} then 'future_timestamp'
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
