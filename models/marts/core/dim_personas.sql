-- one row per persona: the fictional customer that stands for a segment
select
    -- ids
    personas.persona_code,
    personas.scheme_code,
    personas.segment_code,
    -- text
    personas.persona_name,
    definitions.scheme_name,
    definitions.segment_name,
    definitions.segment_rule,
    personas.who as persona_description,
    personas.needs as persona_needs,
    personas.goals as persona_goals,
    personas.pains as persona_pains,
    personas.preferences as persona_preferences,
    personas.behaviour as persona_behaviour

from {{ ref('personas') }} as personas

inner join {{ ref('dim_segment_definitions') }} as definitions
    on personas.scheme_code = definitions.scheme_code
    and personas.segment_code = definitions.segment_code
