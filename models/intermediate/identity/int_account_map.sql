-- one row per organisation record: the account that it belongs to
with

clusters as (

    select * from {{ ref('int_record_clusters') }}
    where entity = 'account'

)

select
    source_record_key as account_record_id,
    md5('account|' || founder_record_key || '|1') as account_id,
    match_rule,
    match_confidence,
    cluster_size

from clusters
