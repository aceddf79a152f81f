{% macro kpi_cuts() -%}
    {#- Which period and which cut a row is that kpi_cut_sets grouped. A topic is a cut under the name of its type. -#}
    case
        when grouping(month_start) = 0 then 'month' when grouping(quarter_start) = 0 then 'quarter'
        when grouping(year_start) = 0 then 'year' else 'all'
    end as period_grain,
    coalesce(month_start, quarter_start, year_start) as period_start,
    case
        when grouping(channel) = 0 then 'channel' when grouping(segment) = 0 then 'segment'
        when grouping(source_system) = 0 then 'source_system' when grouping(agent_group) = 0 then 'agent_group'
        when grouping(topic) = 0 then topic_type else 'all'
    end as cut_type,
    case
        when grouping(channel) = 0 then channel when grouping(segment) = 0 then segment
        when grouping(source_system) = 0 then source_system when grouping(agent_group) = 0 then agent_group
        when grouping(topic) = 0 then topic else 'all'
    end as cut_value,
    grouping(topic) = 0 as is_topic
{%- endmacro %}

{% macro kpi_cut_sets() -%}
    {#- Each kind of period with each kind of cut. The linter cannot read two grouping sets beside each other. -#}
    grouping sets ((month_start), (quarter_start), (year_start), ()),
    grouping sets ((), (channel), (segment), (source_system), (agent_group), (topic_type, topic))
{%- endmacro %}
