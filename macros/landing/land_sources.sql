{% macro land_sources() %}
    {#- Lays every raw table of a connected vendor out as the view raw_<vendor>.<table>, and lists what was found. -#}
    {% if execute %}
        {% do check_vendors() %}
        {% set files = raw_files() %}
        {% set inventory = [] %}
        {% for source in graph.sources.values() | sort(attribute='unique_id') if source.source_name != 'landing' %}
            {% do inventory.append(land_source(source, files)) %}
        {% endfor %}
        {% do run_query('create schema if not exists landing') %}
        {% do run_query(replacing_table('landing.source_tables',
            'select found.*, ' ~ as_of() ~ ' as landed_as_of from (values ' ~ inventory | join(', ')
            ~ ') as found (source_system, source_table, is_required, is_present, location, missing_columns, raw_row_count)')) %}
        {% do remember_landed('landing.source_tables', 'table', '', 'landing.source_tables') %}
    {% endif %}
{% endmacro %}
