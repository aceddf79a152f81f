{% macro check_vendors() %}
    {% set known = {
        'crm': ['salesforce'],
        'help_desk': ['zendesk', 'servicenow'],
        'survey': ['qualtrics', 'zendesk'],
    } %}
    {% for domain, names in known.items() %}
        {% for vendor in var(domain ~ '_vendors') if vendor not in names %}
            {{ exceptions.raise_compiler_error(
                "'" ~ vendor ~ "' in the var " ~ domain ~ "_vendors is not a vendor this project knows; it knows "
                ~ names | join(', ') ~ '.') }}
        {% endfor %}
    {% endfor %}
    {% if 'zendesk' in var('survey_vendors') and 'zendesk' not in var('help_desk_vendors') %}
        {{ exceptions.raise_compiler_error(
            "'zendesk' in survey_vendors needs 'zendesk' in help_desk_vendors: its ratings are ratings of tickets.") }}
    {% endif %}
    {% if not (var('crm_vendors') or var('help_desk_vendors') or var('survey_vendors')) %}
        {{ exceptions.raise_compiler_error(
            'No source is connected: name at least one vendor in crm_vendors, help_desk_vendors or survey_vendors.') }}
    {% endif %}
{% endmacro %}
