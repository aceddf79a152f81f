{% macro vendors(entity) %}
    {#- The connected vendors that supply the input contract int_<entity>_unioned, in the order of the vars. -#}
    {% set domains_of = {
        'accounts': ['crm', 'help_desk'],
        'contacts': ['crm', 'help_desk', 'survey'],
        'revenue_events': ['crm'],
        'tickets': ['help_desk'],
        'ticket_events': ['help_desk'],
        'ticket_messages': ['help_desk'],
        'agents': ['help_desk'],
        'surveys': ['survey'],
        'survey_responses': ['survey'],
        'lookup_rows': ['help_desk', 'survey'],
    } %}
    {% do check_vendors() %}
    {% set found = [] %}
    {% for domain in domains_of[entity] %}
        {% for vendor in var(domain ~ '_vendors') if vendor not in found %}
            {% do found.append(vendor) %}
        {% endfor %}
    {% endfor %}
    {{ return(found) }}
{% endmacro %}
