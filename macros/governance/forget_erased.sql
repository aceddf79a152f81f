{#- The logs outlive every run: what they say of a person goes when the person does (GOV-19). -#}
{% macro erased_contact_rows() -%}
    {{ return(api.Relation.create(
        database=target.database or none, schema=generate_schema_name('intermediate', none), identifier='int_erased_contact_rows')) }}
{%- endmacro %}

{% macro forget_in_identity_log() %}
    {% set keys = "select md5('person|' || source_system || ':' || source_contact_id) from " ~ erased_contact_rows()
        ~ " where source_contact_id is not null" %}
    {% set ids = "select to_id from " ~ identity_log() ~ " where founder_record_key in (" ~ keys ~ ")" %}
    {{ deleting(identity_log(), 'record_key in (' ~ keys ~ ') or to_id in (' ~ ids ~ ') or from_id in (' ~ ids ~ ')') }}
{% endmacro %}

{% macro forget_in_history_log() %}
    {#- an id that the identity log does not know any more was erased -#}
    {% if load_relation(this) %}
    {{ deleting(this, 'not exists (select 1 from ' ~ ref('dim_customer_ids') ~ ' as known where known.resolved_id = customer_id)') }}
    {% endif %}
{% endmacro %}

{% macro forget_in_quarantine_log() %}
    {% if load_relation(this) %}
    {{ deleting(this, 'rejected_record_id in (select erased_raw_row_id from ' ~ erased_contact_rows() ~ ')') }}
    {% endif %}
{% endmacro %}

{% macro forget_touchpoints_gone() %}
    {{ deleting(this, 'not exists (select 1 from ' ~ ref('int_touches') ~ ' as known where known.touch_id = touchpoint_id)') }}
{% endmacro %}
