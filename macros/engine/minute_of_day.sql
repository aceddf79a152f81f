{% macro minute_of_day(column) -%}
    {#- 17:00, 17:00:00, 5:00 pm or 05:00:00 pm as minutes since midnight; null where it is none of these. -#}
    {%- set pattern = "'^\\s*([0-9]{1,2}):([0-9]{2})(:[0-9]{2})?\\s*([ap]?)'" -%}
    {%- set hour_text = 'regexp_extract(lower(' ~ column ~ '), ' ~ pattern ~ ', 1)' -%}
    {%- set minute_text = 'regexp_extract(lower(' ~ column ~ '), ' ~ pattern ~ ', 2)' -%}
    {%- set half_text = 'regexp_extract(lower(' ~ column ~ '), ' ~ pattern ~ ', 4)' -%}
    case when {{ half_text }} = '' then try_cast({{ hour_text }} as integer)
        else try_cast({{ hour_text }} as integer) % 12 + case {{ half_text }} when 'p' then 12 else 0 end
    end * 60 + try_cast({{ minute_text }} as integer)
{%- endmacro %}
