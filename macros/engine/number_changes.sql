{% macro number_changes(relation, raw_table, key, newest, within) -%}
    {#- As number_versions, for the one table that is many times larger than all others: the history of a tool's fields. -#}
    {{ return(adapter.dispatch('number_changes')(relation, raw_table, key, newest, within)) }}
{%- endmacro %}

{% macro default__number_changes(relation, raw_table, key, newest, within) -%}
    {{ number_versions(relation, raw_table, key, newest, within) }}
{%- endmacro %}

{#- Hardly a key is repeated: only the rows of those that may be, told by a hash, are sorted. The relation is read three times; the
    engine would keep all rows of a CTE for that. -#}
{% macro duckdb__number_changes(relation, raw_table, key, newest, within) -%}
    with repeated_keys as (
        select hash({{ key }}) as key_hash from {{ relation }} as landed
        group by 1 having count(*) > 1
    ),
    repeated_rows as (
        select landed.* from {{ relation }} as landed
        semi join repeated_keys on hash(landed.{{ key }}) = repeated_keys.key_hash
    )
    {{ number_versions('repeated_rows', raw_table, key, newest, within) }}
    union all
    select landed.*, 1 as version_number, false as is_exact_duplicate, {{ raw_row_id(raw_table, key, within) }} || 1 as raw_row_id
    from {{ relation }} as landed
    anti join repeated_keys on hash(landed.{{ key }}) = repeated_keys.key_hash
{%- endmacro %}
