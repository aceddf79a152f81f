-- one row per channel in which a customer and the company meet
select
    channel,
    channel_name,
    is_synchronous,
    description

from {{ ref('channels') }}
