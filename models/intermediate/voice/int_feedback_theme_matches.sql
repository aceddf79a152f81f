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

-- every language meets every text, because people mix them and short texts are easily taken for another one
read_words as (

    select
        reading_id,
        words,
        {{ each() }}({{ split_function() }}(trim(words), ' ')) as word

    from readings

),

-- words and phrases match whole words: only who has the first of them is asked for the rest
whole as (

    select
        read_words.reading_id,
        terms.theme_code,
        terms.term,
        terms.confidence

    from read_words

    inner join terms
        on read_words.word = split_part(trim(terms.term_words), ' ', 1)
        and position(terms.term_words in read_words.words) > 0

    where terms.match_type <> 'stem'

),

-- stems match the beginning of a word
found as (

    select * from whole

    union all

    select
        readings.reading_id,
        terms.theme_code,
        terms.term,
        terms.confidence

    from readings

    inner join terms
        on position(rtrim(terms.term_words) in readings.words) > 0

    where terms.match_type = 'stem'

),

ranked as (

    select
        *,
        row_number() over (
            partition by reading_id, theme_code
            order by confidence desc, length(term) desc, term
        ) as term_rank

    from found

),

grouped as (

    select
        reading_id,
        theme_code,
        max(case when term_rank = 1 then term end) as matched_term,
        -- a term that two languages share is one term
        count(distinct term) as matched_term_count,
        max(confidence) as theme_confidence

    from ranked

    group by 1, 2

)

select
    *,
    reading_id || '|' || theme_code as theme_match_id

from grouped
