{% macro loader_columns(columns) %}
    {#- What Fivetran, Airbyte, dlt and Stitch say of a row: when it came, whether it was deleted, whether it is the version that holds. -#}
    {% set loaded, deleted = [], [] %}
    {% set active = ('coalesce(try_cast(' ~ columns['_fivetran_active'] ~ ' as boolean), true)') if '_fivetran_active' in columns else 'true' %}
    {% for name in ('_fivetran_synced', '_airbyte_extracted_at', '_airbyte_emitted_at', '_dlt_load_id', '_sdc_batched_at')
        if name in columns %}
        {% do loaded.append(parse_timestamp(columns[name])) %}
    {% endfor %}
    {% for name in ('_fivetran_deleted', '_dlt_deleted') if name in columns %}
        {% do deleted.append('coalesce(try_cast(' ~ columns[name] ~ ' as boolean), false)') %}
    {% endfor %}
    {% for name in ('_ab_cdc_deleted_at', '_sdc_deleted_at', '_dlt_deleted_at') if name in columns %}
        {% do deleted.append(columns[name] ~ ' is not null') %}
    {% endfor %}
    {#- in history mode nothing else marks a deletion: a record without an open version is gone -#}
    {% do deleted.append('not ' ~ active) if active != 'true' %}
    {{ return([
        (('coalesce(' ~ loaded | join(', ') ~ ')') if loaded else 'cast(null as timestamp)') ~ ' as _loaded_at',
        (deleted | join(' or ') or 'false') ~ ' as _is_deleted',
        active ~ ' as _is_active',
    ]) }}
{% endmacro %}
