-- one row per decision of a steward, with the records that it speaks of
with

decisions as (

    select * from {{ ref('identity_decisions') }}

),

records as (

    select 'person' as entity, record_key from {{ ref('int_person_records') }}
    union all
    select 'account' as entity, record_key from {{ ref('int_account_records') }}

),

keyed as (

    select
        *,
        md5(entity || '|' || source_system_a || ':' || source_record_id_a) as record_key_a,
        md5(entity || '|' || source_system_b || ':' || source_record_id_b) as record_key_b

    from decisions

)

select
    keyed.decision_id,
    keyed.entity,
    keyed.decision,
    keyed.record_key_a,
    keyed.record_key_b,
    keyed.decided_by,
    keyed.decided_on,
    keyed.reason,
    -- a decision on a record that no tool has (any more) waits
    a.record_key is not null and (b.record_key is not null or keyed.decision = 'split')
        as is_applied

from keyed

left join records as a
    on keyed.entity = a.entity
    and keyed.record_key_a = a.record_key

left join records as b
    on keyed.entity = b.entity
    and keyed.record_key_b = b.record_key
