-- one row per decision that keeps apart what others declare the same, and each of those: a steward
-- has to withdraw one of them, or the guards would look for an answer that there is none
with

decisions as (

    select * from {{ ref('int_steward_decisions') }}
    where is_applied

),

groups as (

    select * from {{ ref('int_steward_groups') }}

),

broken as (

    select
        decisions.decision_id,
        decisions.decision,
        a.component

    from decisions

    inner join groups as a
        on decisions.record_key_a = a.node

    left join groups as b
        on decisions.record_key_b = b.node

    where decisions.decision = 'split'
        or (decisions.decision = 'not_same' and a.component = b.component)

)

select
    broken.decision_id,
    broken.decision,
    same.decision_id as same_decision_id

from broken

inner join groups
    on broken.component = groups.component

inner join decisions as same
    on groups.node = same.record_key_a
    and same.decision = 'same'

order by 1, 3
