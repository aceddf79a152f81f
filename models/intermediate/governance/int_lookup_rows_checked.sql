-- one row per raw row of a table that only describes others, with the reason why it is not taken in
with

handed_over as (

    select
        cast(null as string) as source_system, cast(null as string) as source_table, cast(null as string) as source_record_id,
        cast(null as string) as raw_row_id, cast(null as integer) as version_number, cast(null as boolean) as is_exact_duplicate,
        cast(null as timestamp) as loaded_at, cast(null as string) as raw_record, cast(null as string) as rejection_reason
    where false

    {% for home in homes('lookup_rows') %}
    union all
    select * from {{ ref('int_lookup_rows_from_' ~ home) }}
    {% endfor %}

),

-- a row that ties a thing to people has their ids in its key
pieces as (

    select
        handed_over.source_system, handed_over.raw_row_id as named_row_id, keys.erasure_key,
        {{ each_numbered(split_function() ~ "(replace(handed_over.source_record_id, '|', ';'), ';')", 'piece', 'place') }}

    from handed_over

    cross join (select max(erasure_key) as erasure_key from {{ ref('stg_landing__erasure_keys') }}) as keys

),

erased as (

    select * from {{ ref('int_erased_contacts') }}

),

named as (

    select distinct pieces.named_row_id

    from pieces

    inner join erased
        on {{ erasure_hash('record', "pieces.source_system || ':' || pieces.piece", 'pieces.erasure_key') }} = erased.erased_record_hash

),

masked as (

    select
        pieces.named_row_id,
        {{ joined_text('coalesce(erased.erased_contact_id, pieces.piece)', '|', 'pieces.place') }} as masked_record_id

    from pieces

    inner join named
        on pieces.named_row_id = named.named_row_id

    left join erased
        on {{ erasure_hash('record', "pieces.source_system || ':' || pieces.piece", 'pieces.erasure_key') }} = erased.erased_record_hash

    group by 1

),

received as (

    select
        handed_over.{{ all_but('source_record_id, raw_row_id') }},
        coalesce(masked.masked_record_id, handed_over.source_record_id) as source_record_id,
        case
            when masked.named_row_id is null then handed_over.raw_row_id
            else replace(handed_over.raw_row_id, handed_over.source_record_id, masked.masked_record_id)
        end as raw_row_id

    from handed_over

    left join masked
        on handed_over.raw_row_id = masked.named_row_id

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

)

select
    judged.{{ all_but('raw_record') }},
    -- the row as it came is kept where it is turned away, as long as words are. Many of these rows name
    -- people and hold words whatever their key is: once somebody was erased they are kept of nobody
    case
        when judged.reason_code is not null and people.erased_count > 0 then '[erased]'
        when judged.reason_code is not null and judged.loaded_at < retention.oldest_kept_at then '[expired]'
        when judged.reason_code is not null then judged.raw_record
    end as raw_record

from judged
cross join (
    select {{ dbt.dateadd('month', '-retained_months', as_of()) }} as oldest_kept_at
    from {{ ref('retention_policy') }}
    where data_class = 'free_text'
) as retention
cross join (select count(*) as erased_count from erased) as people
