-- one row per raw row of dynamics.contact and dynamics.lead, in the shape of int_contacts_unioned
{{ config(enabled = 'dynamics' in var('crm_vendors') + var('help_desk_vendors')) }}

with

people as (

    select * from {{ ref('base_dynamics__people') }}

),

accounts as (

    select source_account_id from {{ ref('base_dynamics__accounts') }}
    where version_number = 1

),

labels as (

    select * from {{ ref('base_dynamics__option_labels') }}
    where field_name = 'leadsourcecode'

),

shaped as (

    select
        'dynamics' as source_system,
        people.source_table as contact_type,
        people.*,
        cast(null as string) as external_id,
        -- the parent is an organisation or another person; without a word the id itself tells
        case
            when coalesce(people.parent_customer_type in ('account', '1'), accounts.source_account_id is not null)
                then people.parent_customer_id
        end as source_account_id,
        coalesce(labels.option_label, people.lead_source_code) as lead_source,
        cast(null as string) as language,
        cast(null as string) as time_zone

    from people

    left join accounts
        on people.parent_customer_id = accounts.source_account_id

    left join labels
        on people.source_table = labels.table_name
        and people.lead_source_code = labels.option_code

)

select * from shaped
