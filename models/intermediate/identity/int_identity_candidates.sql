-- one row per pair of person records that is worth comparing: they share a block or an identifier
with

blocks as (

    select
        blocks.record_number,
        blocks.blocking_key,
        blocks.block_hash

    from {{ ref('int_identity_blocks') }} as blocks

    inner join {{ ref('int_identity_block_sizes') }} as sizes
        on blocks.blocking_key = sizes.blocking_key
        and blocks.block_hash = sizes.block_hash

    where not sizes.is_too_large

),

-- what no list blocks is compared, though several people may share it: that costs it weight
identifiers as (

    select
        carriers.record_number,
        carriers.identifier_type,
        carriers.identifier_value,
        guarded.person_count,
        guarded.refusal_reason

    from {{ ref('int_person_identifiers') }} as carriers

    inner join {{ ref('int_identity_identifiers') }} as guarded
        on carriers.identifier_type = guarded.identifier_type
        and carriers.identifier_value = guarded.identifier_value

    where guarded.record_count > 1
        and coalesce(guarded.refusal_reason, 'shared_by_several_names')
        = 'shared_by_several_names'

),

pairs as (

    select
        a.record_number as record_number_a,
        b.record_number as record_number_b,
        cast(null as string) as identifier_type,
        cast(null as bigint) as person_count,
        cast(null as string) as refusal_reason

    from blocks as a

    inner join blocks as b
        on a.blocking_key = b.blocking_key
        and a.block_hash = b.block_hash
        and a.record_number < b.record_number

    union all

    select
        a.record_number as record_number_a,
        b.record_number as record_number_b,
        a.identifier_type,
        a.person_count,
        a.refusal_reason

    from identifiers as a

    inner join identifiers as b
        on a.identifier_type = b.identifier_type
        and a.identifier_value = b.identifier_value
        and a.record_number < b.record_number

)

select
    record_number_a,
    record_number_b,
    -- how many people are behind the shared identifier; the least shared one counts
    min(case when identifier_type = 'email' then person_count end) as email_people,
    min(case when identifier_type = 'phone' then person_count end) as phone_people,
    -- what no guard refused ties the two together
    max(case when identifier_type = 'email' and refusal_reason is null then 1 else 0 end) = 1
        as is_tied_by_email,
    max(case when identifier_type = 'phone' and refusal_reason is null then 1 else 0 end) = 1
        as is_tied_by_phone,
    max(case when identifier_type = 'external_id' and refusal_reason is null then 1 else 0 end)
    = 1 as is_tied_by_external_id,
    record_number_a * 4294967296 + record_number_b as pair_id

from pairs

group by record_number_a, record_number_b
