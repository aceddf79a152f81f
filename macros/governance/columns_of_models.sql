{% macro columns_of_models() %}
    {#- One row per column that the warehouse holds, and per column that YAML names of a relation that is there. -#}
    with named as (
        select relation_id, unnest(string_split(columns, ';')) as entry from governance.dim_models where columns <> ''
    ),
    declared as (
        select relation_id, split_part(entry, '|', 1) as column_name, nullif(split_part(entry, '|', 2), '') as declared_type,
            nullif(split_part(entry, '|', 3), '') as pii_class, cast(split_part(entry, '|', 4) as integer) as description_length
        from named
    ),
    found as (
        select table_schema || '.' || table_name as relation_id, lower(column_name) as column_name, data_type
        from information_schema.columns where table_catalog = '{{ target.database }}'
        -- what dbt does not know has no class: it must not lie where roles may read it
        and (table_schema in ('marts', 'reports', 'restricted')
            or table_schema || '.' || table_name in (select relation_id from governance.dim_models))
    )
    select relation_id || '.' || column_name as column_id, relation_id, column_name, data_type, declared_type, pii_class, models.owner, declared.description_length,
        models.has_contract, case when declared.description_length is null then 'undeclared' when data_type is null then 'absent'
            when upper(replace(declared_type, 'string', 'varchar')) <> data_type then 'other type' end as deviation
    from found full outer join declared using (relation_id, column_name)
    left join governance.dim_models as models using (relation_id)
    where relation_id in (select relation_id from found)
{% endmacro %}
