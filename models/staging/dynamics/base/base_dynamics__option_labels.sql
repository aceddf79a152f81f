-- one row per code of a column: its label, in English where there is one, else in the language of the least number
{{ config(enabled = 'dynamics' in var('crm_vendors') + var('help_desk_vendors')) }}

with

string_maps as (

    select * from {{ ref('base_dynamics__string_maps') }}

    where version_number = 1
        and not is_deleted
        and option_label is not null

),

-- every language of the tool has a row of its own; 1033 is English (United States)
ranked as (

    select
        table_name,
        field_name,
        option_code,
        option_label,
        row_number() over (
            partition by table_name, field_name, option_code
            order by
                case when language_code = 1033 then 0 else 1 end,
                language_code nulls last,
                option_label
        ) as label_rank

    from string_maps

),

chosen as (

    select
        concat_ws('|', table_name, field_name, option_code) as option_key,
        table_name,
        field_name,
        option_code,
        option_label

    from ranked

    where label_rank = 1

)

select * from chosen
