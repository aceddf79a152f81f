{#- The logs outlive every run: what they say of a person goes when the person does (GOV-19). -#}
{% macro erased_contact_rows() -%}
    {{ return(api.Relation.create(
        database=target.database or none, schema=generate_schema_name('intermediate', none), identifier='int_erased_contact_rows')) }}
{%- endmacro %}

{% macro erased_hashes() -%}
    {{ return(api.Relation.create(database=target.database or none, schema=generate_schema_name('seeds', none), identifier='erasures')) }}
{%- endmacro %}

{% macro erased_record_keys() -%}
    select md5('person|' || source_system || ':' || source_contact_id) as gone_key from {{ erased_contact_rows() }} where source_contact_id is not null
    union all
    select logged.record_key as gone_key from {{ identity_log() }} as logged
    cross join landing.erasure_keys as keys
    inner join {{ erased_hashes() }} as listed on {{ erasure_hash('record_key', 'logged.record_key') }} = listed.identifier_hash
{%- endmacro %}

{% macro erased_ids() -%}
    select to_id as gone_id from {{ identity_log() }} where founder_record_key in ({{ erased_record_keys() }})
{%- endmacro %}

{% macro detach_in_identity_log() %}
    {#- an id that was split off one of the person's, and a record that left it, is somebody else's: it stays, and came from nowhere -#}
    {{ updating(
        identity_log(),
        {'from_id': 'cast(null as string)', 'event': "case event when 'split' then 'created' else 'record_added' end"},
        "event in ('split', 'record_moved') and from_id in (" ~ erased_ids() ~ ")"
        ~ ' and not exists (select 1 from (' ~ erased_ids() ~ ') as gone where gone.gone_id = to_id)'
        ~ ' and not exists (select 1 from (' ~ erased_record_keys() ~ ') as people where people.gone_key = record_key)'
    ) }}
{% endmacro %}

{% macro forget_in_identity_log() %}
    {% set keys, ids = erased_record_keys(), erased_ids() %}
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
    {#- a row that is gone from the tool has the id of its record in its own; one that is still turned away is known by its raw row -#}
    {% set listed = 'select 1 from ' ~ erased_hashes() ~ ' as listed cross join landing.erasure_keys as keys where listed.identifier_hash = '
        ~ erasure_hash('record', "source_system || ':' || regexp_extract(rejected_record_id, '[|](.*)#[0-9]+$', 1)") %}
    {% set still = 'select 1 from (select rejected_record_id as still_id from ' ~ ref('fct_rejected_records')
        ~ ') as rejected where rejected.still_id = rejected_record_id' %}
    {{ deleting(this, 'rejected_record_id in (select erased_raw_row_id from ' ~ erased_contact_rows() ~ ')'
        ~ ' or (exists (' ~ listed ~ ') and not exists (' ~ still ~ '))') }}
    {% endif %}
{% endmacro %}

{% macro forget_touchpoints_gone() %}
    {{ deleting(this, 'not exists (select 1 from ' ~ ref('int_touches') ~ ' as known where known.touch_id = touchpoint_id)') }}
{% endmacro %}
