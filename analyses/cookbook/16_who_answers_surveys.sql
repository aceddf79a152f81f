-- Do those who answer our surveys look like those whom we asked?
-- How to read it: compare answered_share with asked_share. A segment whose interval leaves
-- out the response rate of the survey (is_different) speaks too loudly or too softly in NPS
-- and CSAT. The channel is that of the ticket, unknown where the survey is about none (in the
-- demo always). Equal shares do not prove the absence of bias: within a segment the angry may
-- still answer more. Invitations that bounced or are too young to judge are left out.
with

invitations as (

    select * from {{ ref('fct_survey_invitations') }}
    where is_included

),

counted as (

    select
        survey_id,
        segment,
        channel,
        sum(delivered_count) as n,
        sum(finished_count) as answered
    from invitations
    group by survey_id, segment, channel

),

totalled as (

    select
        *,
        sum(n) over (partition by survey_id) as n_of_survey,
        sum(answered) over (partition by survey_id) as answered_of_survey,
        {{ wilson_bound('answered', 'n', '-') }} as ci_lo,
        {{ wilson_bound('answered', 'n', '+') }} as ci_hi
    from counted
    where n > 0

)

select
    survey_id,
    segment,
    channel,
    n,
    answered,
    cast(answered as double) / n as response_rate,
    ci_lo,
    ci_hi,
    cast(answered_of_survey as double) / n_of_survey as response_rate_of_survey,
    cast(n as double) / n_of_survey as asked_share,
    cast(answered as double) / nullif(answered_of_survey, 0) as answered_share,
    cast(answered_of_survey as double) / n_of_survey not between ci_lo and ci_hi as is_different

from totalled

order by survey_id, n desc, segment, channel
