-- What an analyst would write who needs these figures once, from these very files, on DuckDB alone: tickets on both
-- clocks, customers, issues, answers and a scorecard. No contract, no quarantine, no test, no second vendor.
-- benchmarks/harness.py runs it step by step and checks that its scorecard is that of the dbt build.
-- {raw} is the folder of benchmarks/raw_data.py; {as_of} the instant that the figures speak for.

-- step: customers
create temp table records as
with crm as (
    select id, email from '{raw}/salesforce/contact.parquet'
    qualify row_number() over (partition by id order by last_modified_date desc) = 1
)
select hash('c', id) as record, lower(trim(email)) as email, id as crm_id from crm
union all
select hash('u', id), lower(trim(email)), external_id from '{raw}/zendesk/user.parquet' where role = 'end-user'
union all
select hash('d', id), lower(trim(email)), ext_ref from '{raw}/qualtrics/directory_contact.parquet'
union all
select hash('r', id), lower(trim(recipient_email)), null from '{raw}/qualtrics/survey_response.parquet';

create temp table edges as
select
    record,
    hash(case when email like '%@gmail.com' then replace(email, '.', '') else email end) as identifier
from records where email is not null
union all
select record, hash('id', crm_id) from records where crm_id is not null;

create temp table labels as select record, record as customer from records;

-- step: components
-- repeat until no label changes
create or replace temp table labels as
with least as (
    select edges.identifier, min(labels.customer) as customer
    from edges inner join labels using (record) group by 1
),
best as (
    select edges.record, min(least.customer) as customer
    from edges inner join least using (identifier) group by 1
)
select labels.record, least(labels.customer, best.customer) as customer, best.customer < labels.customer as is_changed
from labels left join best using (record);

-- step: tickets
create temp table agents as select id from '{raw}/zendesk/user.parquet' where role <> 'end-user';

create temp table tags as
select
    ticket_id, bool_or(tag = 'closed_by_merge') as is_merged, bool_or(tag in ('spam', 'test')) as is_junk
from '{raw}/zendesk/ticket_tag.parquet' group by 1;

create temp table tickets as
with landed as (
    select
        id, requester_id, submitter_id, via_channel, merged_ticket_ids, custom_category, created_at
    from '{raw}/zendesk/ticket.parquet'
    qualify row_number() over (partition by id order by updated_at desc nulls last, _fivetran_synced desc) = 1
),
accepted as (
    select * from landed where created_at <= {as_of}
),
swallowed as (
    select listed.survivor, min(accepted.created_at) as created_at
    from (
        select id as survivor, unnest(regexp_extract_all(merged_ticket_ids, '[0-9]+'))::bigint as loser
        from landed where merged_ticket_ids is not null
    ) as listed
    inner join accepted on listed.loser = accepted.id
    inner join tags on listed.loser = tags.ticket_id and tags.is_merged
    group by 1
),
schedules as (
    select ticket_id, max(schedule_id) as schedule_id from '{raw}/zendesk/ticket_schedule.parquet' group by 1
)
select
    accepted.id, labels.customer, coalesce(accepted.custom_category, '') as category,
    accepted.via_channel in ('chat', 'voice') as is_synchronous,
    agents.id is not null as is_agent_created,
    accepted.created_at, least(accepted.created_at, swallowed.created_at) as clock_started_at,
    coalesce(tags.is_merged or tags.is_junk, false) as is_excluded,
    coalesce(schedules.schedule_id, 1) as schedule_id
from accepted
left join labels on hash('u', accepted.requester_id) = labels.record
left join agents on accepted.submitter_id = agents.id
left join tags on accepted.id = tags.ticket_id
left join swallowed on accepted.id = swallowed.survivor
left join schedules on accepted.id = schedules.ticket_id;

-- step: calendar
create temp table calendar as
with days as (
    select
        schedules.id as schedule_id,
        timezone(schedules.zone, day + schedules.start_time % 1440 * interval 1 minute)::timestamp as opens,
        timezone(schedules.zone, day + schedules.end_time % 1440 * interval 1 minute)::timestamp as closes
    from (
        select
            id, start_time, end_time, start_time // 1440 as weekday,
            case time_zone when 'Berlin' then 'Europe/Berlin' when 'Sydney' then 'Australia/Sydney'
                else 'America/New_York' end as zone
        from '{raw}/zendesk/schedule.parquet'
    ) as schedules
    inner join (
        select unnest(generate_series(timestamp '2024-06-01', timestamp '2026-07-31', interval 1 day)) as day
    ) as dates on dayofweek(dates.day) = schedules.weekday
    left join '{raw}/zendesk/schedule_holiday.parquet' as holidays
        on schedules.id = holidays.schedule_id and dates.day between holidays.start_date and holidays.end_date
    where holidays.id is null
),
touched as (
    select schedule_id, opens, closes, unnest(generate_series(
        date_trunc('hour', opens), closes - interval 1 second, interval 1 hour)) as hour
    from days
),
hours as (
    select schedules.schedule_id, hours.hour
    from (select distinct schedule_id from days) as schedules
    cross join (
        select unnest(generate_series(timestamp '2024-06-01', timestamp '2026-07-31', interval 1 hour)) as hour
    ) as hours
)
select
    hours.schedule_id * 1000000 + epoch(hours.hour)::bigint // 3600 as slot,
    case when touched.hour is null then 0 else epoch(greatest(touched.opens, hours.hour))::bigint end as open_from,
    case when touched.hour is null then 0
        else epoch(least(touched.closes, hours.hour + interval 1 hour))::bigint - open_from end as open_seconds,
    (sum(open_seconds) over (partition by hours.schedule_id order by hours.hour))::bigint - open_seconds as open_before
from hours left join touched on hours.schedule_id = touched.schedule_id and hours.hour = touched.hour;

create macro slot(schedule_id, instant) as schedule_id * 1000000 + epoch(instant)::bigint // 3600;
create macro open_until(c, instant) as
    c.open_before + greatest(0, least(c.open_seconds, epoch(instant)::bigint - c.open_from));

-- step: comments
create temp table messages as
with landed as (
    select distinct id, ticket_id, user_id, created from '{raw}/zendesk/ticket_comment.parquet'
    where public and user_id <> -1 and created <= {as_of}
)
select landed.ticket_id, landed.created, agents.id is not null as is_agent
from landed left join agents on landed.user_id = agents.id;

create temp table talks as
select
    ticket_id,
    count(*) filter (where is_agent) as agent_replies,
    count(*) filter (where not is_agent) as customer_messages,
    arg_min(is_agent, created) as is_agent_first,
    min(created, 2) filter (where is_agent) as replies
from messages group by 1;

-- step: history
create temp table periods as
with landed as (
    select distinct ticket_id, updated, value, user_id is null as is_automatic
    from '{raw}/zendesk/ticket_field_history.parquet'
    where field_name = 'status' and updated <= {as_of}
)
select
    landed.ticket_id, landed.value as status, landed.is_automatic, landed.updated as started_at,
    lag(landed.value) over ticket_order as previous,
    lead(landed.updated) over ticket_order as next_at,
    open_until(calendar, landed.updated) as open_start,
    lead(open_start) over ticket_order as open_next,
    tickets.schedule_id
from landed
inner join tickets on landed.ticket_id = tickets.id
inner join calendar on slot(tickets.schedule_id, landed.updated) = calendar.slot
window ticket_order as (partition by landed.ticket_id order by landed.updated);

create temp table spells as
with closed as (
    select
        periods.*, epoch(coalesce(next_at, {as_of})) - epoch(started_at) as seconds,
        coalesce(open_next, open_until(today, {as_of})) - open_start as open_seconds
    from periods inner join calendar as today on slot(periods.schedule_id, {as_of}) = today.slot
)
select
    ticket_id,
    min(started_at) filter (where status = 'solved') as first_solved_at,
    max(started_at) filter (where status = 'solved' and previous is distinct from 'solved') as last_solved_at,
    min(started_at) filter (where status = 'closed') as first_closed_at,
    max(started_at) filter (where status = 'closed') as last_closed_at,
    arg_max(status, started_at) as last_status,
    coalesce(bool_or(status = 'closed' and previous = 'pending' and is_automatic), false) as is_given_up,
    count(*) filter (where previous in ('solved', 'closed') and status not in ('solved', 'closed')) as reopens,
    coalesce(sum(seconds) filter (where status in ('new', 'open', 'hold')), 0) as wait_seconds,
    coalesce(sum(seconds) filter (where status = 'pending'), 0) as agent_wait_seconds,
    coalesce(sum(seconds) filter (where status = 'hold'), 0) as hold_seconds,
    coalesce(sum(open_seconds) filter (where status in ('new', 'open', 'hold')), 0) as wait_open_seconds,
    coalesce(sum(open_seconds) filter (where status = 'pending'), 0) as agent_wait_open_seconds,
    coalesce(sum(open_seconds) filter (where status = 'hold'), 0) as hold_open_seconds
from closed group by 1;

-- a word of thanks reopens too: solved again within a day without an answer does not count
create temp table reopens as
with reopened as (
    select ticket_id, started_at, next_at from periods
    where previous in ('solved', 'closed') and status not in ('solved', 'closed')
),
again as (
    select reopened.ticket_id, reopened.started_at, min(periods.started_at) as solved_at
    from reopened left join periods
        on reopened.ticket_id = periods.ticket_id and periods.status = 'solved'
        and periods.started_at > reopened.started_at
    group by 1, 2
),
answered as (
    select again.ticket_id, again.started_at, again.solved_at, count(messages.ticket_id) as replies
    from again left join messages
        on again.ticket_id = messages.ticket_id and messages.is_agent
        and messages.created between again.started_at and again.solved_at
    group by 1, 2, 3
)
select
    ticket_id,
    count(*) filter (
        where not coalesce(solved_at <= started_at + interval 24 hour and replies = 0, false)
    ) as counted_reopens
from answered group by 1;

-- step: ticket fact
create table ticket_fact as
with known as (
    select
        tickets.*, talks.agent_replies, talks.customer_messages, spells.* exclude (ticket_id),
        coalesce(reopens.counted_reopens, 0) as counted_reopens,
        case
            when tickets.is_agent_created and talks.is_agent_first then talks.replies[2] else talks.replies[1]
        end as first_response_at,
        case when last_status in ('solved', 'closed') then coalesce(last_solved_at, last_closed_at) end
            as resolved_at,
        coalesce(first_solved_at, first_closed_at) as first_resolved_at,
        case
            when last_status not in ('solved', 'closed') then 'open'
            when last_solved_at is not null then 'solved'
            when is_given_up then 'no_response' else 'closed_without_solve'
        end as resolution_type,
        tickets.is_excluded or (
            tickets.is_agent_created and not tickets.is_synchronous
            and talks.agent_replies > 0 and talks.customer_messages = 0
        ) as is_out
    from tickets
    inner join spells on tickets.id = spells.ticket_id
    left join talks on tickets.id = talks.ticket_id
    left join reopens on tickets.id = reopens.ticket_id
)
select
    known.* exclude (is_excluded, is_out),
    coalesce(is_out, false) as is_excluded,
    (epoch(first_response_at) - epoch(clock_started_at)) / 60 as first_response_minutes,
    (open_until(answered, first_response_at) - open_until(clock, clock_started_at)) / 60
        as first_response_business_minutes,
    (epoch(resolved_at) - epoch(created_at)) / 3600 as resolution_hours,
    (open_until(resolved, resolved_at) - open_until(started, created_at)) / 3600 as resolution_business_hours,
    (epoch(first_resolved_at) - epoch(created_at)) / 3600 as first_resolution_hours,
    (open_until(first_resolved, first_resolved_at) - open_until(started, created_at)) / 3600
        as first_resolution_business_hours
from known
left join calendar as clock on slot(schedule_id, clock_started_at) = clock.slot
left join calendar as started on slot(schedule_id, created_at) = started.slot
left join calendar as answered on slot(schedule_id, first_response_at) = answered.slot
left join calendar as resolved on slot(schedule_id, resolved_at) = resolved.slot
left join calendar as first_resolved on slot(schedule_id, first_resolved_at) = first_resolved.slot;

-- step: issues
-- tickets of one customer about one thing, each begun within seven days of the last solution
create table issues as
with timed as (
    select
        id, customer, category, created_at, resolved_at, resolution_type, counted_reopens, agent_replies,
        is_synchronous,
        max(coalesce(resolved_at, timestamp '9999-12-31')) over (
            partition by customer, category order by created_at, 'zendesk:' || id
            rows between unbounded preceding and 1 preceding
        ) as earlier_until
    from ticket_fact where not is_excluded and customer is not null
),
numbered as (
    select *, sum(case
        when earlier_until is null then 1 when earlier_until = timestamp '9999-12-31' then 0
        when created_at <= earlier_until + interval 7 day then 0 else 1 end) over (
            partition by customer, category order by created_at, 'zendesk:' || id
            rows between unbounded preceding and current row) as issue
    from timed
)
select
    min(created_at) as begun_at, count(*) as tickets, sum(counted_reopens) as reopens,
    sum(coalesce(agent_replies, 0)) as replies, arg_min(is_synchronous, created_at) as is_synchronous,
    bool_and(resolution_type = 'solved') as is_resolved,
    case when is_resolved then max(resolved_at) + interval 7 day else min(created_at) + interval 30 day end
        <= {as_of} as is_mature
from numbered group by customer, category, issue;

-- step: surveys
create table answers as
with responses as (
    select
        id, survey_id, status, finished, start_date, end_date, labels.customer
    from '{raw}/qualtrics/survey_response.parquet' as responses
    left join labels on hash('r', responses.id) = labels.record
),
keys as (
    select
        response_id, max(value) filter (where key = 'ticket_id') as ticket_id,
        max(value) filter (where key = 'wave_id') as wave
    from '{raw}/qualtrics/survey_embedded_data.parquet' group by 1
),
given as (
    select
        case survey_id || question_id when 'SV_npsQID1' then 'nps' when 'SV_postQID1' then 'ces' else 'csat' end
            as metric,
        answers.response_id, try_cast(answers.value as double) as score, responses.customer, responses.end_date as submitted_at,
        tickets.id as ticket_id, coalesce(tickets.is_excluded, false) as is_excluded,
        case when survey_id = 'SV_nps' then coalesce('wave|' || keys.wave, 'month|' || strftime(end_date, '%Y-%m'))
            else coalesce('ticket|' || tickets.id, 'month|' || strftime(end_date, '%Y-%m')) end as subject,
        case survey_id || question_id when 'SV_npsQID1' then score between 0 and 10
            when 'SV_postQID1' then score between 1 and 7 else score between 1 and 5 end as is_valid,
        case metric when 'csat' then score >= 4 end as is_satisfied,
        case metric when 'csat' then score = 5 end as is_top_box
    from '{raw}/qualtrics/question_response.parquet' as answers
    inner join responses on answers.response_id = responses.id
    left join keys on responses.id = keys.response_id
    left join ticket_fact as tickets on try_cast(keys.ticket_id as bigint) = tickets.id
    where survey_id || question_id in ('SV_npsQID1', 'SV_postQID1', 'SV_postQID2')
        and responses.status = 0 and responses.finished and responses.end_date >= responses.start_date
    union all
    select
        'csat', cast(ratings.id as varchar), null, tickets.customer, ratings.updated_at, tickets.id,
        tickets.is_excluded, 'ticket|' || tickets.id, true, ratings.score = 'good', ratings.score = 'good'
    from '{raw}/zendesk/satisfaction_rating.parquet' as ratings
    inner join ticket_fact as tickets on ratings.ticket_id = tickets.id
    where ratings.score in ('good', 'bad')
)
select * from given
where is_valid and submitted_at <= {as_of} and not (is_excluded and metric <> 'nps')
qualify row_number() over (
    partition by metric, customer, subject order by submitted_at desc, response_id desc) = 1;

-- step: scorecard
create table scorecard as
with observations as (
    select unnest([
        {{'kpi': 'frt', 'day': created_at, 'value': first_response_minutes}},
        {{'kpi': 'frt_business', 'day': created_at, 'value': first_response_business_minutes}}
    ], recursive := true)
    from ticket_fact
    where not is_excluded and (first_response_at is not null or resolution_type = 'open')
    union all
    select unnest([
        {{'kpi': 'resolution_time', 'day': resolved_at, 'value': resolution_hours}},
        {{'kpi': 'first_resolution_time', 'day': resolved_at, 'value': first_resolution_hours}},
        {{'kpi': 'resolution_time_business', 'day': resolved_at, 'value': resolution_business_hours}},
        {{'kpi': 'requester_wait', 'day': resolved_at, 'value': wait_seconds / 3600}},
        {{'kpi': 'reopen_rate', 'day': resolved_at, 'value': cast(reopens > 0 as double)}},
        {{'kpi': 'fcr_one_touch', 'day': resolved_at, 'value': cast(coalesce(agent_replies, 0) < 2 as double)}}
    ], recursive := true)
    from ticket_fact where not is_excluded and resolution_type = 'solved'
    union all
    select 'fcr', begun_at, cast(
        is_resolved and tickets = 1 and reopens = 0 and (replies <= 1 or is_synchronous) as double)
    from issues where is_mature
    union all
    select 'nps', submitted_at, 100.0 * (cast(score >= 9 as integer) - cast(score <= 6 as integer))
    from answers where metric = 'nps'
    union all
    select 'csat', submitted_at, cast(is_satisfied as double) from answers where metric = 'csat'
    union all
    select 'csat_top_box', submitted_at, cast(is_top_box as double) from answers where metric = 'csat'
    union all
    select 'ces', submitted_at, 1 + 4 * (7 - score) / 6 from answers where metric = 'ces'
),
grouped as (
    select
        kpi as kpi_code, date_trunc('month', day)::date as month, count(value) as n, avg(value) as mean,
        median(value) filter (where kpi in (
            'frt', 'frt_business', 'resolution_time', 'first_resolution_time', 'resolution_time_business',
            'requester_wait')) as middle
    from observations group by grouping sets ((1, 2), (1))
)
select kpi_code, month, n, coalesce(middle, mean) as value from grouped;
