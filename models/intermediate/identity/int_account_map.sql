-- one row per organisation record: the account that it belongs to
with

clusters as (

    select * from {{ ref('int_identity_map') }}
    where entity = 'account'

)

select
    source_record_key as account_record_id,
    resolved_id as account_id,
    match_rule,
    match_confidence,
    cluster_size

from clusters
