{#- A node is not built again while its code and the rows of all that it reads are as they were (DECISIONS.md, "What did not change").
    What a relation was built from, and which rows it has, stands in its comment: a relation that is made anew without us has none. -#}
{% macro read_inputs() %}
    {{ return(adapter.dispatch('read_inputs')()) }}
{% endmacro %}

{#- Spark builds every node every time. -#}
{% macro default__read_inputs() %}
    {{ return({'key': none, 'built_from': none}) }}
{% endmacro %}

{% macro duckdb__read_inputs() %}
    {% set inputs = {'key': none, 'built_from': none} %}
    {#- of a seed above 1 MB dbt's checksum is its path -#}
    {% if keeps_a_log(model) or model.config['pre-hook'] or (model.resource_type == 'seed' and model.checksum.name == 'path') %}
        {{ return(inputs) }}
    {% endif %}
    {% set parents, parts = [], [] %}
    {% do tables_read(model, parents) %}
    {% for kind, version in run_query(versions_of(parents)).rows %}
        {% do parts.append(version) if kind == 'read' else inputs.update({'built_from': version}) %}
    {% endfor %}
    {#- the code, and one for each that is read: one that was not remembered has none -#}
    {% if parts | length == parents | length + 1 and none not in parts %}
        {% set code = model.checksum.checksum if model.resource_type == 'seed' else compiled_code %}
        {#- compiled anew once there is a table to add to: as it was written, it is the same -#}
        {% set code = model.raw_code if model.config.materialized == 'incremental' else code %}
        {% do parts.extend([code, model.get('contract', {}).get('checksum') | string, tojson(model.config)]) %}
        {% do inputs.update({'key': local_md5(parts | join('|'))}) %}
    {% endif %}
    {{ return(inputs) }}
{% endmacro %}

{% macro tables_read(node, found) %}
    {#- Adds to found what a node reads, and through views what those read. -#}
    {% for id in node.depends_on.get('nodes', []) + node.config.get('meta', {}).get('also_reads', []) %}
        {% set parent = graph.sources.get(id) or graph.nodes[id] %}
        {% if parent not in found %}
            {% do found.append(parent) %}
            {% do tables_read(parent, found) if parent.config.materialized == 'view' %}
        {% endif %}
    {% endfor %}
{% endmacro %}

{% macro versions_of(parents) %}
    {#- Per relation that is read its version, in the order of their names, after that of the code; a log is read, it changes by the way. -#}
    {% set names, queries = [], ["select 'read' as kind, code_version as version, null as relation from landing.code_versions"] %}
    {% for parent in parents %}
        {% set relation = parent.schema ~ '.' ~ (parent.alias or parent.identifier) %}
        {% if keeps_a_log(parent) %}
            {% do queries.append("select 'read', (" ~ rows_version(relation) ~ "), '" ~ relation ~ "'") %}
        {% else %}
            {% do names.append("'" ~ relation ~ "'") %}
        {% endif %}
    {% endfor %}
    {% set own = "'" ~ model.schema ~ '.' ~ model.alias ~ "'" %}
    {% do queries.append('select if(relation = ' ~ own ~ ", 'built', 'read'), split_part(comment, ' ', if(relation = " ~ own ~ ', 1, 2)), relation from ('
        ~ "select schema_name || '.' || table_name as relation, comment from duckdb_tables() where database_name = current_database()"
        ~ " union all select schema_name || '.' || view_name, comment from duckdb_views() where database_name = current_database()"
        ~ ') where relation in (' ~ (names + [own]) | join(', ') ~ ')') %}
    {{ return('select kind, version from (' ~ queries | join(' union all ') ~ ') order by relation nulls first') }}
{% endmacro %}

{% macro keeps_a_log(node) %}
    {#- Whether a model adds to what it wrote before, and its rows follow from more than what it reads now. -#}
    {{ return(node.config.get('full_refresh') == false) }}
{% endmacro %}
