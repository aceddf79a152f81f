-- one row per raw revenue row of any vendor, with the reason why it is not taken in (null: it is)
with

-- a domain without a vendor is empty, not absent: the columns and their types stand here
handed_over as (

    select
        cast(null as string) as source_system,
        cast(null as string) as source_table,
        cast(null as string) as raw_row_id,
        cast(null as integer) as version_number,
        cast(null as boolean) as is_exact_duplicate,
        cast(null as string) as source_revenue_event_id,
        cast(null as string) as source_account_id,
        cast(null as string) as source_contact_id,
        cast(null as string) as revenue_event_type,
        cast(null as string) as raw_type,
        cast(null as string) as raw_status,
        cast(null as string) as raw_loss_reason,
        cast(null as string) as source_campaign_id,
        cast(null as string) as lead_source,
        cast(null as string) as product,
        cast(null as string) as currency_code,
        cast(null as string) as billing_interval,
        cast(null as double) as amount,
        cast(null as boolean) as is_recurring,
        cast(null as boolean) as is_deleted,
        cast(null as date) as service_start_date,
        cast(null as date) as service_end_date,
        cast(null as timestamp) as occurred_at,
        cast(null as timestamp) as updated_at,
        cast(null as timestamp) as loaded_at,
        cast(null as string) as raw_record
    where false

    {% for vendor in vendors('revenue_events') %}
    union all
    select
        source_system, source_table, raw_row_id, version_number, is_exact_duplicate,
        source_revenue_event_id, source_account_id, source_contact_id,
        revenue_event_type, raw_type, raw_status, raw_loss_reason, source_campaign_id, lead_source,
        product, currency_code, billing_interval, amount, is_recurring, is_deleted, service_start_date,
        service_end_date, occurred_at, updated_at, loaded_at, raw_record
    from {{ ref('stg_' ~ vendor ~ '__revenue_events') }}
    {% endfor %}

),

-- what an erased person did stays; who it was, and what was said, does not
received as (

    select
        handed_over.{{ all_but('source_contact_id, raw_record') }},
        coalesce(erased.erased_contact_id, handed_over.source_contact_id) as source_contact_id,
        case when erased.erased_contact_id is null then handed_over.raw_record else '[erased]' end as raw_record

    from handed_over

    cross join (select max(erasure_key) as erasure_key from {{ ref('stg_landing__erasure_keys') }}) as keys

    left join {{ ref('int_erased_contacts') }} as erased
        on {{ erasure_hash('record', "handed_over.source_system || ':' || handed_over.source_contact_id") }} = erased.erased_record_hash

),

judged as (

    select
        received.*,
        case
            when received.source_revenue_event_id is null then 'missing_mandatory:id'
            when received.version_number > 1 and received.is_exact_duplicate
                then 'exact_duplicate'
            when received.version_number > 1 then 'superseded_version'
            -- opportunities and orders share their ids in no tool; if they do, the opportunity stays
            when row_number()
                    over (
                        partition by received.source_system, received.source_revenue_event_id, received.version_number
                        order by received.source_table, received.raw_row_id
                    )
                > 1 then 'duplicate_key'
            when received.occurred_at is null then 'missing_mandatory:created_at'
            -- what is still open or was lost may be without a price
            when received.amount is null
                and received.revenue_event_type in ('opportunity_won', 'order', 'refund')
                then 'missing_mandatory:amount'
            -- money that goes back is a refund, which says so
            when received.amount < 0
                and received.revenue_event_type in ('opportunity_won', 'order')
                then 'negative_amount'
        end as reason_code

    from received

),

slimmed as (

    select
        {{ all_but('raw_record') }},
        -- the row as it came is kept where it is turned away
        case when reason_code is not null then raw_record end as raw_record

    from judged

)

select * from slimmed
