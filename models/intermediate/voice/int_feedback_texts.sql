-- one row per text that a customer gave, as it was written: raw, and so for models in between only
with

given as (

    select * from {{ ref('int_feedback_verbatims') }}
    union all
    select * from {{ ref('int_feedback_ticket_words') }}

),

customers as (

    select
        customer_id,
        country

    from {{ ref('int_customers_golden') }}

),

plain as (

    select
        *,
        md5(lower(trim({{ replace_all("feedback_text", "'\\s+'", "' '") }}))) as text_hash,
        ' ' || {{ replace_all("lower(feedback_text)", "'[^\\p{L}\\p{N}]+'", "' '") }} || ' '
            as lower_words

    from given

),

-- a name of two letters is too often a word
name_words as (

    select distinct
        customer_id,
        {{ each() }}(
            {{ split_function() }}(
                trim({{ replace_all("lower(attribute_value)", "'[^\\p{L}\\p{N}]+'", "' '") }}), ' '
            )
        ) as name_word

    from {{ ref('int_customer_attributes') }}

    where attribute in ('first_name', 'last_name', 'full_name')

),

named as (

    select
        plain.feedback_item_id,
        {{ joined_text('name_words.name_word', ' ', 'name_words.name_word') }} as names_in_text

    from plain

    inner join name_words
        on plain.customer_id = name_words.customer_id
        and length(name_words.name_word) >= 3
        and position(' ' || name_words.name_word || ' ' in plain.lower_words) > 0

    group by 1

),

-- the same text of two people is read once, unless it holds a name or a number
identified as (

    select
        plain.feedback_item_id,
        plain.source_system,
        plain.customer_id,
        plain.account_id,
        plain.payer_id,
        plain.agent_id,
        plain.ticket_id,
        plain.survey_id,
        plain.survey_response_id,
        plain.survey_answer_id,
        plain.message_id,
        plain.source_kind,
        plain.feedback_source,
        plain.segment,
        plain.channel,
        plain.agent_group,
        plain.feedback_text,
        plain.text_hash,
        plain.giver_exclusion_reason,
        named.names_in_text,
        case
            when regexp_matches(plain.feedback_text, '\p{N}')
                then coalesce(customers.country, '{{ var("default_country") }}')
        end as phone_country,
        plain.feedback_at

    from plain

    left join named
        on plain.feedback_item_id = named.feedback_item_id

    left join customers
        on plain.customer_id = customers.customer_id

)

select
    *,
    md5(
        feedback_text || '|' || coalesce(names_in_text, '') || '|'
        || coalesce(phone_country, '')
    ) as reading_id

from identified
