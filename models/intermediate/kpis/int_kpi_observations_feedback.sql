-- one row per counted feedback item, with the value that it adds to its KPI
{{ config(materialized = 'view') }}

with

items as (

    select * from {{ ref('fct_feedback_items') }}
    where is_included

),

mentions as (

    select
        feedback_item_id,
        {{ list_of_known('theme_code') }} as theme_codes

    from {{ ref('fct_feedback_themes') }}

    where mention_count = 1

    group by 1

),

-- every text either mentions a theme or does not
theme_answers as (

    select
        items.*,
        themes.theme_code,
        case when array_contains(mentions.theme_codes, themes.theme_code) then 1.0 else 0.0 end as observed_value

    from items

    left join mentions
        on items.feedback_item_id = mentions.feedback_item_id

    cross join {{ ref('feedback_themes') }} as themes

    where items.has_text

)

select
    'voc_theme_share|' || theme_code || '|' || feedback_item_id as observation_id,
    'voc_theme_share' as kpi_code,
    feedback_item_id as observation_key,
    feedback_date as observed_on,
    channel,
    segment,
    source_system,
    agent_group,
    'theme' as topic_type,
    theme_code as topic,
    cast(observed_value as double) as observed_value,
    cast(1 as double) as observed_weight,
    false as is_pending
from theme_answers

union all

select
    kpis.kpi_code || '|' || items.feedback_item_id as observation_id,
    kpis.kpi_code,
    items.feedback_item_id as observation_key,
    items.feedback_date as observed_on,
    items.channel,
    items.segment,
    items.source_system,
    items.agent_group,
    'source_kind' as topic_type,
    items.source_kind as topic,
    case kpis.kpi_code
        when 'voc_coverage' then case when items.is_classified then 1.0 else 0.0 end
        when 'sentiment_coverage'
            then case when items.sentiment_label = 'unscored' then 0.0 else 1.0 end
        else cast(items.net_sentiment as double)
    end as observed_value,
    cast(1 as double) as observed_weight,
    false as is_pending
from items
inner join {{ ref('kpi_catalog') }} as kpis
    on kpis.kpi_code = 'voc_coverage' and items.has_text
    or kpis.kpi_code in ('sentiment_coverage', 'net_sentiment_all')
    or kpis.kpi_code = 'net_sentiment' and items.source_kind = 'unsolicited'

union all

-- who still waits makes the period provisional
select
    'detractor_follow_up|' || survey_answer_id as observation_id,
    'detractor_follow_up' as kpi_code,
    survey_answer_id as observation_key,
    submitted_date as observed_on,
    channel,
    segment,
    source_system,
    agent_group,
    cast(null as string) as topic_type,
    cast(null as string) as topic,
    follow_up_calendar_hours as observed_value,
    cast(1 as double) as observed_weight,
    is_pending
from {{ ref('fct_detractor_follow_ups') }}
where is_included
