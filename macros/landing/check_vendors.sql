{% macro check_vendors() %}
    {% set known = vendor_entities() %}
    {% for domain in ('crm', 'help_desk', 'survey', 'digital') %}
        {% set able = known.items() | selectattr('1.' ~ domain, 'defined') | map(attribute='0') | list %}
        {% for vendor in var(domain ~ '_vendors') if vendor not in able %}
            {{ exceptions.raise_compiler_error(
                "'" ~ vendor ~ "' in the var " ~ domain ~ "_vendors is not a vendor this project knows; it knows "
                ~ able | join(', ') ~ '.') }}
        {% endfor %}
    {% endfor %}
    {#- a tool that asks nobody of its own: it rates the tickets, and knows people by them -#}
    {% for vendor in var('survey_vendors')
        if 'contacts' not in known[vendor].survey and vendor not in var('help_desk_vendors') %}
        {{ exceptions.raise_compiler_error(
            "'" ~ vendor ~ "' in survey_vendors needs '" ~ vendor
            ~ "' in help_desk_vendors: its ratings are ratings of tickets.") }}
    {% endfor %}
    {% if not (var('crm_vendors') or var('help_desk_vendors') or var('survey_vendors') or var('digital_vendors')) %}
        {{ exceptions.raise_compiler_error(
            'No source is connected: name at least one vendor in crm_vendors, help_desk_vendors, survey_vendors or '
            ~ 'digital_vendors.') }}
    {% endif %}
{% endmacro %}
