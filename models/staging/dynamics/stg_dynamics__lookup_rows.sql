-- one row per raw row of the Dynamics tables that only describe others, and of mails and planned calls about no case
{{ config(enabled = 'dynamics' in var('crm_vendors') + var('help_desk_vendors')) }}

with

labels as (

    select
        'stringmap' as source_table,
        source_option_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_dynamics__string_maps') }}

),

unioned as (

    select * from labels

    {% for domain in ('crm', 'help_desk') if 'dynamics' in var(domain ~ '_vendors') %}
    union all
    select * from {{ ref('base_dynamics__' ~ domain ~ '_lookup_rows') }}
    {% endfor %}

),

shaped as (

    select
        'dynamics' as source_system,
        unioned.*,
        cast(null as string) as rejection_reason

    from unioned

)

select * from shaped
