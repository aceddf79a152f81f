{% macro vendor_entities() %}
    {#- Every known vendor: the domain it is at home in, and the input contracts it supplies when a domain lists it. -#}
    {% set desk = ['accounts', 'contacts', 'agents', 'tickets', 'ticket_events', 'ticket_messages', 'lookup_rows'] %}
    {% set levels = ['ticket_figures', 'sla_targets'] %}
    {% set hours = ['schedules', 'schedule_holidays'] %}
    {% set ratings = ['surveys', 'survey_responses'] %}
    {{ return({
        'salesforce': {'home': 'crm', 'crm': ['accounts', 'contacts', 'revenue_events'], 'help_desk': desk + ['calls']},
        'hubspot': {'home': 'crm', 'crm': ['accounts', 'contacts', 'revenue_events', 'lookup_rows'],
            'help_desk': desk + ['calls'], 'survey': ['contacts', 'lookup_rows'] + ratings},
        'dynamics': {'home': 'crm', 'crm': ['accounts', 'contacts', 'revenue_events', 'lookup_rows'],
            'help_desk': desk + ['calls'], 'survey': ratings},
        'zendesk': {'home': 'help_desk', 'help_desk': desk + levels + hours + ['calls', 'call_legs'], 'survey': ratings},
        'freshdesk': {'home': 'help_desk', 'help_desk': desk + levels + hours, 'survey': ratings},
        'servicenow': {'home': 'help_desk', 'help_desk': desk + levels + hours, 'survey': ratings + ['survey_invitations']},
        'intercom': {'home': 'help_desk', 'help_desk': desk + levels + ['calls'], 'survey': ratings},
        'qualtrics': {'home': 'survey', 'survey': ['contacts', 'survey_invitations', 'response_attributes', 'lookup_rows'] + ratings},
        'surveymonkey': {'home': 'survey', 'survey': ['contacts', 'survey_invitations', 'response_attributes', 'lookup_rows'] + ratings},
        'typeform': {'home': 'survey', 'survey': ['contacts', 'response_attributes', 'lookup_rows'] + ratings},
        'segment': {'home': 'digital', 'digital': ['digital_events', 'page_views']},
    }) }}
{% endmacro %}
