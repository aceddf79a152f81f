{% macro number_versions(relation, raw_table, key, newest, within=none) -%}
    {#- Every landed row of a raw table, numbered from the newest version of its key; the text of the row breaks ties. Who reads only
        some values of `within`, a column that is part of the key, has only those rows sorted. -#}
    select
        *,
        row_number() over version_order as version_number,
        coalesce(lag(raw_record) over version_order = raw_record, false) as is_exact_duplicate,
        {{ raw_row_id(raw_table, key, within) }} || row_number() over version_order as raw_row_id
    from {{ relation }}
    window version_order as (
        partition by {{ within ~ ', ' if within }}{{ key }}
        order by {{ newest | join(' desc nulls last, ') }} desc nulls last, raw_record desc
    )
{%- endmacro %}

{% macro raw_row_id(raw_table, key, within) -%}
    {#- What a raw row is called in quarantine, up to the number of its version. -#}
    '{{ raw_table }}|' || coalesce({{ key }}{{ ', ' ~ within if within }}, '') || '#'
{%- endmacro %}
