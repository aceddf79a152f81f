{% macro kpi_status(value, target) -%}
    {#- Where a value stands to its row of kpi_targets; rounded, because 1.9999999999999998 is 2. -#}
    case
        when {{ value }} is null then 'no_data'
        when {{ target }}.target_op is null then 'no_target'
        when {{ target }}.action_op = '<' and round({{ value }}, 9) < {{ target }}.action_value
            then 'action_required'
        when {{ target }}.action_op = '>' and round({{ value }}, 9) > {{ target }}.action_value
            then 'action_required'
        when {{ target }}.target_op = '>=' and round({{ value }}, 9) >= {{ target }}.target_value
            then 'on_target'
        when {{ target }}.target_op = '<' and round({{ value }}, 9) < {{ target }}.target_value
            then 'on_target'
        when {{ target }}.action_op is null then 'off_target'
        else 'watch'
    end
{%- endmacro %}
