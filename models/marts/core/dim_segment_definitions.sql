-- one row per scheme and segment: its name and the rule that puts a customer into it
with

schemes as (

    select * from {{ ref('segment_schemes') }}

),

defined as (

    -- the bands of the size are those of dim_segments
    select
        'size' as scheme_code, segment as segment_code, segment_name, description,
        cast(employees_min as double) as value_min,
        cast(employees_max as double) + 1 as value_below
    from {{ ref('segment_bands') }}
    where segment <> 'unknown'
    union all
    select
        scheme_code, segment_code, segment_name, description,
        cast(value_min as double) as value_min,
        cast(value_below as double) as value_below
    from {{ ref('segment_definitions') }}
    union all
    select
        scheme_code, 'unassigned' as segment_code, 'No segment' as segment_name,
        'nothing is known that would put the customer into a segment' as description,
        cast(null as double) as value_min,
        cast(null as double) as value_below
    from schemes

)

select
    -- ids
    defined.scheme_code || '|' || defined.segment_code as segment_definition_id,
    defined.scheme_code,
    defined.segment_code,
    -- text
    schemes.scheme_name,
    schemes.basis as segment_basis,
    schemes.measure as segment_measure,
    defined.segment_name,
    defined.description as segment_rule,
    -- numbers
    defined.value_min as measure_min,
    defined.value_below as measure_below

from defined

inner join schemes
    on defined.scheme_code = schemes.scheme_code
