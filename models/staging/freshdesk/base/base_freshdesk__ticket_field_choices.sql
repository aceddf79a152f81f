-- one row per code of the ticket fields status and product, with its label
{{ config(enabled = 'freshdesk' in var('help_desk_vendors')) }}

with

ticket_fields as (

    select
        field_name,
        {{ as_json('field_choices') }} as choices

    from {{ ref('base_freshdesk__ticket_fields') }}

    where version_number = 1
        and field_name in ('status', 'product')

),

-- {"2": ["Open", "Being Processed"]} (for the agent and for the customer) or {"Open": 2}
objects as (

    select
        field_name,
        {{ each_entry(json_map('choices'), 'choice_key', 'choice_value') }}

    from ticket_fields

),

-- [{"id": 2, "label": "Open"}] or ["Open"]
list_items as (

    select
        field_name,
        {{ each() }}({{ json_elements('choices') }}) as item

    from ticket_fields

),

choices as (

    select
        field_name,
        case
            when json_type(choice_value) <> 'ARRAY'
                and try_cast(json_extract_string(choice_value, '$') as bigint) is not null
                then json_extract_string(choice_value, '$')
            else choice_key
        end as choice_code,
        case
            when json_type(choice_value) = 'ARRAY'
                then json_extract_string(choice_value, '$[0]')
            when try_cast(json_extract_string(choice_value, '$') as bigint) is not null
                then choice_key
            else json_extract_string(choice_value, '$')
        end as choice_label

    from objects

    union all

    select
        field_name,
        coalesce(
            json_extract_string(item, '$.id'),
            json_extract_string(item, '$.value'),
            json_extract_string(item, '$')
        ) as choice_code,
        coalesce(
            json_extract_string(item, '$.label'),
            json_extract_string(item, '$.value'),
            json_extract_string(item, '$')
        ) as choice_label

    from list_items

),

distinct_choices as (

    select
        field_name || '|' || choice_code as choice_id,
        field_name,
        choice_code,
        min(choice_label) as choice_label

    from choices

    where choice_code is not null
        and choice_label is not null

    group by 1, 2, 3

)

select * from distinct_choices
