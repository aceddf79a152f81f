-- one row per raw row of freshdesk.contacts, in the shape of int_contacts_unioned
{{ config(enabled = 'freshdesk' in var('help_desk_vendors')) }}

with

contacts as (

    select * from {{ ref('base_freshdesk__contacts') }}

),

shaped as (

    select
        'freshdesk' as source_system,
        'contacts' as source_table,
        'contact' as contact_type,
        contacts.*,
        -- a merge deletes the loser and keeps its addresses on the survivor; no id is left
        cast(null as string) as merged_into_source_contact_id,
        cast(null as string) as first_name,
        cast(null as string) as last_name,
        cast(null as string) as company_name,
        cast(null as string) as city,
        cast(null as string) as region,
        cast(null as string) as postcode,
        cast(null as string) as country,
        cast(null as string) as lead_source,
        cast(null as date) as birth_date,
        cast(null as boolean) as has_opted_out_of_email,
        -- `active` says that the address was verified, not that the contact may sign in
        cast(null as boolean) as is_active

    from contacts

)

select * from shaped
