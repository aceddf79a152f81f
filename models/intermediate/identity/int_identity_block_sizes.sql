-- one row per block of at least two records: how large it is, and whether it is too large to compare
select
    blocking_key,
    block_hash,
    count(*) as record_count,
    count(*) > max(max_block_size) as is_too_large,
    blocking_key || '|' || block_hash as block_id

from {{ ref('int_identity_blocks') }}

group by blocking_key, block_hash

having count(*) > 1
