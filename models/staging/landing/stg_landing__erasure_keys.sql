-- one row: the key with which the seed erasures is hashed
select erasure_key
from {{ source('landing', 'erasure_keys') }}
