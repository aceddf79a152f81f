-- one row per raw row of hubspot.company, in the shape of int_accounts_unioned
{{ config(enabled = 'hubspot' in var('crm_vendors') + var('help_desk_vendors')) }}

with

companies as (

    select * from {{ ref('base_hubspot__companies') }}

),

options as (

    select
        property_name,
        option_value,
        min(option_label) as option_label

    from {{ ref('base_hubspot__property_options') }}

    where version_number = 1
        and hubspot_object = 'company'

    group by 1, 2

),

-- the survivor lists the companies that were merged into it
merged_companies as (

    select
        {{ each() }}({{ split_function() }}(
            {{ replace_all("replace(merged_source_account_ids, ',', ';')", "'[^0-9A-Za-z;_-]'", "''") }},
            ';'
        )) as merged_source_account_id,
        source_account_id as surviving_source_account_id

    from companies

    where version_number = 1
        and merged_source_account_ids is not null

),

survivors as (

    select
        merged_source_account_id,
        min(surviving_source_account_id) as surviving_source_account_id

    from merged_companies

    where merged_source_account_id <> surviving_source_account_id

    group by 1

),

shaped as (

    select
        'hubspot' as source_system,
        'company' as source_table,
        companies.*,
        cast(null as string) as external_id,
        survivors.surviving_source_account_id as merged_into_source_account_id,
        coalesce(types.option_label, companies.account_type_code) as account_type,
        coalesce(industries.option_label, companies.industry_code) as industry

    from companies

    left join survivors
        on companies.source_account_id = survivors.merged_source_account_id

    left join options as types
        on companies.account_type_code = types.option_value
        and types.property_name = 'type'

    left join options as industries
        on companies.industry_code = industries.option_value
        and industries.property_name = 'industry'

)

select * from shaped
