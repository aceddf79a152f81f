-- one row per text and theme of which a term was found in it
with

readings as (

    select
        reading_id,
        {{ plain_words('plain_text') }} as words

    from {{ ref('int_feedback_readings') }}

),

terms as (

    select
        theme_code,
        term,
        match_type,
        confidence,
        {{ plain_words('term') }} as term_words

    from {{ ref('feedback_theme_terms') }}

),

-- words and phrases match whole words, stems their beginning; every language meets every text,
-- because people mix them and short texts are easily taken for another one
found as (

    select
        readings.reading_id,
        terms.theme_code,
        terms.term,
        terms.confidence,
        row_number() over (
            partition by readings.reading_id, terms.theme_code
            order by terms.confidence desc, length(terms.term) desc, terms.term
        ) as term_rank

    from readings

    inner join terms
        on position(
            case terms.match_type
                when 'stem' then rtrim(terms.term_words)
                else terms.term_words
            end in readings.words
        ) > 0

),

grouped as (

    select
        reading_id,
        theme_code,
        max(case when term_rank = 1 then term end) as matched_term,
        count(*) as matched_term_count,
        max(confidence) as theme_confidence

    from found

    group by 1, 2

)

select
    *,
    reading_id || '|' || theme_code as theme_match_id

from grouped
