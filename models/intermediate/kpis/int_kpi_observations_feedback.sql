-- one row per counted feedback item, with the value that it adds to its KPI
{{ config(materialized = 'view') }}

with

items as (

    select * from {{ ref('fct_feedback_items') }}
    where is_included

),

-- every text either mentions a theme or does not
theme_answers as (

    select
        items.*,
        themes.theme_code,
        coalesce(mentions.mention_count, 0) as mention_count

    from items

    cross join {{ ref('feedback_themes') }} as themes

    left join {{ ref('fct_feedback_themes') }} as mentions
        on items.feedback_item_id = mentions.feedback_item_id
        and themes.theme_code = mentions.theme_code

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
    cast(mention_count as double) as observed_value,
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
