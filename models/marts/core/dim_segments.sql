-- one row per segment: the size of the account that a customer belongs to
select
    segment,
    segment_name,
    cast(employees_min as integer) as employees_min,
    cast(employees_max as integer) as employees_max,
    description

from {{ ref('segment_bands') }}
