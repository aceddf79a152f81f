{% macro vendors(entity, home=none) %}
    {#- The connected vendors that supply an input contract, in the order of vendor_entities(). -#}
    {% do check_vendors() %}
    {% set found = [] %}
    {% for vendor, supplies in vendor_entities().items() if home in (none, supplies.home) %}
        {% for domain in ('crm', 'help_desk', 'survey', 'digital')
            if vendor in var(domain ~ '_vendors') and entity in supplies.get(domain, []) and vendor not in found %}
            {% do found.append(vendor) %}
        {% endfor %}
    {% endfor %}
    {{ return(found) }}
{% endmacro %}

{% macro homes(entity) %}
    {#- The domains from which connected vendors supply an input contract: the models int_<entity>_from_<domain>. -#}
    {% set found = [] %}
    {% for home in ('crm', 'help_desk', 'survey', 'digital') if vendors(entity, home) %}
        {% do found.append(home) %}
    {% endfor %}
    {{ return(found) }}
{% endmacro %}
