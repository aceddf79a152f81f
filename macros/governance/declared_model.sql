{% macro declared_model(node) %}
    {#- A model or seed as a row of SQL values: schema, name, owner, length of its text, lineage, contract, columns. -#}
    {% set group = graph.groups.values() | selectattr('name', 'equalto', node.config.group) | first %}
    {% set owner = node.config.meta.owner or (group.owner.name if group else none) %}
    {#- where no model is without a parent, each goes back to a source or a seed; a calendar has none to have -#}
    {% set has_upstream = node.resource_type == 'seed' or node.depends_on.nodes | length > 0 or node.config.get('meta', {}).get('reads_nothing', false) %}
    {{ return("('%s', '%s', %s, %s, %s, %s, '%s')" | format(node.schema, node.alias,
        "'" ~ owner | replace("'", "''") ~ "'" if owner else 'cast(null as ' ~ dbt.type_string() ~ ')',
        node.description | trim | length, has_upstream, node.contract is defined and node.contract.enforced, declared_columns(node))) }}
{% endmacro %}
