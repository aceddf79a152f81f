"""Raw data of a made-up company of any size, as Parquet in the layouts of the connectors.

    python -m benchmarks.raw_data S|M|L|<tickets> [folder]

S has 100 thousand tickets, M 1 million, L 10 million: about 4 comments and 6 field changes a
ticket, 0.3 scored survey answers, one CRM contact per 5 tickets. DuckDB makes all of it, from
hashes of the row numbers: the same rows each time. Help desk is Zendesk, CRM Salesforce, surveys
are Qualtrics and Zendesk's own ratings.

What real data has is in it: several channels, agents, schedules and zones, reopened, reassigned,
merged, unanswered and unsolved tickets, notes and automatic answers, people under several records
(the same address in another spelling, another address with the id of the CRM), rows that came
twice, in several versions or late, rows without a time or from the future, and rows of tickets
that do not exist.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "target" / "benchmarks"
SIZES = {"S": 100_000, "M": 1_000_000, "L": 10_000_000}
# the var as_of of dbt_project.yml; nothing but the bad rows happens after it
AS_OF = "timestamp '2026-07-01 00:00:00'"

# dice: a whole number below `sides`; share: a number from 0 to 1. The salt makes them independent,
# but for the lower bits of a hash of two values: they need a second one
MACROS = """
create or replace macro mixed(key, salt) as hash(hash(key, salt));
create or replace macro dice(key, salt, sides) as cast(mixed(key, salt) % sides as bigint);
create or replace macro share(key, salt) as cast(mixed(key, salt) % 1000003 as double) / 1000003;
create or replace macro pick(list, key, salt) as list[1 + dice(key, salt, len(list))];
create or replace macro step(number) as cast(cast(number as integer) as varchar);
create or replace macro synced(key, instant) as
    case when dice(key, 'late', 50) = 0 then instant + interval 2 day
    else instant + interval 10 minute end;
-- people write their address as they please
create or replace macro written(email, key) as
    case dice(key, 'spelling', 8) when 0 then upper(email) when 1 then ' ' || email else email end;
"""

# one row a person. No two different names are as close as a slip of the pen, and namesakes share
# neither company nor postcode, nor are their addresses alike: who is who is beyond doubt, so that
# the script's plain connected components find the same customers as the identity engine
PEOPLE = """
create or replace temp table people as
with named as (
    select
        person,
        pick(['Anneliese', 'Benedikt', 'Carlotta', 'David', 'Elif', 'Ferdinand', 'Greta', 'Hugo',
            'Jonas', 'Rashid', 'Leonie', 'Marco', 'Nadezhda', 'Oskar', 'Paula', 'Quentin',
            'Rosalind', 'Stephan', 'Tessa', 'Verena', 'Yusuf', 'Bianca', 'Cemal', 'Dorothea',
            'Fatima', 'Georg', 'Ivan', 'Judith', 'Kaya', 'Luis', 'Majda', 'Noah', 'Xenia',
            'Wolfgang', 'Zbigniew', 'Ingrid', 'Thomas', 'Philippe', 'Khadija', 'Mustafa',
            'Svetlana', 'Emilie'], person, 'given') as given_name,
        pick(['Brack', 'Costel', 'Dornf', 'Feltin', 'Gulmh', 'Haxom', 'Kilb', 'Lundst', 'Meckv',
            'Nystar', 'Povrek', 'Roschu', 'Sindq', 'Tarkow', 'Ulvy', 'Vendel', 'Wexhi', 'Zimtu',
            'Adlis', 'Ektor'], person, 'family 1')
        || pick(['abalo', 'odepi', 'ifiru', 'ugomo', 'ekazy', 'allen', 'osmit', 'unaqua', 'ipevo',
            'erric', 'assod', 'otulk', 'ivogh', 'uzzem', 'ejota', 'agyre'], person, 'family 2')
        || pick(['berg', 'dahlin', 'forsyth', 'gren', 'holtz', 'lundqvist', 'manneck', 'nicki',
            'rezac', 'sson', 'kowski', 'tonelli', 'vich', 'wellow', 'witzke', 'zziotti'],
            person, 'family 3') as family_name
    from range({people}) as numbers (person)
),
ranked as (
    select
        *,
        row_number() over (partition by given_name, family_name order by person) as namesake,
        row_number() over (partition by family_name order by person) as relative,
        dice(given_name || family_name, 'home', 80000) as home
    from named
),
placed as (
    select
        *,
        -- three of five people belong to a company
        case when person % 5 < 3 then (home + namesake * 7919) % {companies} end as company,
        cast(10000 + (home * 7919 + namesake * 11119) % 80000 as varchar) as postcode,
        '003' || lpad(cast(person as varchar), 9, '0') as crm_id,
        case when dice(person, 'phone', 3) = 0
            then '+49171' || lpad(cast(person as varchar), 8, '3') end as phone,
        -- no two of a family on the same day
        case when dice(person, 'born', 4) = 0
            then date '1945-01-01'
                + cast((dice(family_name, 'birth', 20000) + relative * 7919) % 20000 as integer)
        end as birth_date
    from ranked
)
select
    -- nor on that of a neighbour of the same given name
    * replace (case
        when row_number() over (partition by given_name, postcode, birth_date order by person) = 1
            then birth_date
    end as birth_date),
    -- addresses made of names would be alike among namesakes, as are short ones by chance
    lower(left(given_name, 1)) || '.' || substr(md5(cast(person as varchar)), 1, 20) || '@'
    || coalesce('company' || company || '.example',
        pick(['gmail.com', 'gmx.de', 'outlook.com', 'proton.me', 'yahoo.com'], person, 'provider'))
        as email,
    pick(['en', 'de', 'fr', 'es'], person, 'locale') as locale
from placed
order by person
"""

# one row a ticket, with all that its tables are made of; `pace` is the seconds between two messages
TICKETS = f"""
create or replace temp table tickets as
with numbered as (
    select
        number + 1 as id,
        -- the first of two tickets swallows the second, of the same customer
        number % 2 = 1 and dice(number, 'merge', 100) < 2 as is_merged,
        number % 2 = 0 and dice(number + 1, 'merge', 100) < 2 as is_survivor,
        case when number % 2 = 1 and dice(number, 'merge', 100) < 2 then number else number + 1 end
            as key
    from range({{tickets}}) as numbers (number)
),
aged as (
    select
        *,
        -- few people ask often; 17 of 20 have ever asked
        cast(floor({{people}} // 20 * 17 * pow(share(key, 'person'), 1.5)) as bigint) as asker,
        timestamp '2024-07-01' + cast(floor(share(key, 'day') * 730) as integer) * interval 1 day
        + case when dice(key, 'shift', 10) < 7 then 25200 + dice(key, 'second', 43200)
            else dice(key, 'second', 86400) end * interval 1 second
        - case when is_merged then 600 else 0 end * interval 1 second as created,
        cast(round(exp(ln(300) + share(id, 'pace') * ln(576))) as bigint) as pace,
        case when dice(id, 'silent', 100) = 0 then 1 else 2 + dice(id, 'messages', 5) end
            as messages,
        1 + dice(id, 'agent', {{agents}}) as agent,
        dice(id, 'agent created', 100) = 0 as is_agent_created,
        case when dice(id, 'end', 100) < 93 then 'solved'
            when dice(id, 'end', 100) < 95 then 'no_response' else 'open' end as ending,
        dice(id, 'reopen', 20) = 0 as is_reopened
    from numbered
),
placed as (
    select
        *,
        asker // 17 * 20 + asker % 17 as person,
        created + ((messages - 1) * pace + pace // 2 + 60) * interval 1 second as ended
    from aged
),
solved as (
    select
        *,
        case when ending = 'solved' then ended end as solved_at,
        case when ending = 'solved' and is_reopened
            then ended + (3600 + dice(id, 'reopened', 172800)) * interval 1 second end
            as reopened_at
    from placed
),
closed as (
    select
        *,
        reopened_at + pace * interval 1 second as solved_again_at,
        case when ending <> 'open' then
            coalesce(reopened_at + pace * interval 1 second, ended) + interval 4 day
        end as closed_at
    from solved
)
select
    *,
    case
        when closed_at < {AS_OF} then 'closed'
        when solved_again_at < {AS_OF} then 'solved'
        when reopened_at < {AS_OF} then 'open'
        when solved_at < {AS_OF} then 'solved'
        when ending = 'no_response' and ended < {AS_OF} then 'pending'
        when created + (pace // 2 + 1) * interval 1 second < {AS_OF} then 'open'
        else 'new'
    end as status
from closed
"""

# who is a contact of a survey, and answered which of the eight waves
WAVES = """
create or replace temp table answered_waves as
select
    person, wave, 'R_' || (person * 8 + wave) as response_id,
    timestamp '2024-07-15 09:00:00' + wave * interval 3 month
    + dice(person * 8 + wave, 'answered', 1728000) * interval 1 second as answered_at
from people
cross join range(8) as waves (wave)
where person % 4 = 0 and dice(person * 8 + wave, 'answers', 1000) < 125
"""

COMMENTS = f"""
with numbered as (
    select tickets.*, numbers.number
    from tickets
    cross join range(-1, 7) as numbers (number)
    where numbers.number < messages and numbers.number <> 6
        -- an automatic answer, and a word of an agent after a reopening
        and (number <> -1 or dice(id, 'automatic', 10) = 0)
    union all
    select tickets.*, 7 as number
    from tickets
    where reopened_at is not null and dice(id, 'reply again', 2) = 0
),
written as (
    select
        id * 10 + 1 + number as id,
        id as ticket_id,
        case
            when number = -1 then -1
            when number = 7 then agent
            when (number % 2 = 1) <> is_agent_created then agent
            else 1000000 + person
        end as user_id,
        case number
            when -1 then 'We got your message and answer soon.'
            when 0 then pick(['I was charged twice for order ', 'My parcel has not come: ',
                'The app stops when I log in, case ', 'How do I change my plan? Account ',
                'Please send me the invoice of '], id, 'opening')
            else pick(['Thank you, we look into it. Reference ', 'It still does not work: ',
                'Here is what you asked for, number ', 'That solved it, thanks. '], id, number)
        end || case when number = -1 then '' else cast(id as varchar) end as body,
        not (number > 0 and (number % 2 = 1) <> is_agent_created
            and dice(id * 8 + number, 'note', 12) = 0) as public,
        case
            when number = -1 then created + interval 1 second
            when number = 7 then reopened_at + pace // 2 * interval 1 second
            when number = 0 then created
            else created + (number * pace + dice(id * 8 + number, 'jitter', pace // 2))
                * interval 1 second
        end as created
    from numbered
),
named as (
    select
        id,
        -- some of tickets that were never landed
        case when dice(id, 'orphan', 1000) = 0 then -ticket_id else ticket_id end as ticket_id,
        user_id, body, public, created, false as _fivetran_deleted,
        synced(id, created) as _fivetran_synced
    from written
    where created < {AS_OF}
)
select * from named
union all
select * from named
where dice(id, 'twice', 333) = 0
"""

HISTORY = f"""
with changes as (
    select
        id, unnest([
            {{{{'field': 'status', 'value': 'new', 'at': created, 'by': 1000000 + person}}}},
            {{{{'field': 'group_id', 'value': cast(agent % 5 + 1 as varchar),
                'at': case when id % 2 = 0 then created + interval 1 second end, 'by': null}}}},
            {{{{'field': 'priority', 'value': pick(['low', 'normal', 'high', 'urgent'], id,
                'priority'), 'at': case when dice(id, 'priority set', 2) = 0
                then created + interval 2 second end, 'by': agent}}}},
            {{{{'field': 'assignee_id', 'value': cast(case when dice(id, 'moved', 8) = 0
                then 1 + agent % {{agents}} else agent end as varchar),
                'at': created + pace // 2 * interval 1 second, 'by': agent}}}},
            {{{{'field': 'status', 'value': 'open',
                'at': created + (pace // 2 + 1) * interval 1 second, 'by': agent}}}},
            {{{{'field': 'assignee_id', 'value': cast(agent as varchar),
                'at': case when dice(id, 'moved', 8) = 0
                then created + (pace // 2 + 30) * interval 1 second end, 'by': agent}}}},
            {{{{'field': 'status', 'value': case when id % 7 = 0 then 'hold' else 'pending' end,
                'at': case when messages >= 5
                then created + (pace + pace // 2) * interval 1 second end, 'by': agent}}}},
            {{{{'field': 'status', 'value': 'open', 'at': case when messages >= 5
                then created + (2 * pace + pace // 2 + 1) * interval 1 second end,
                'by': 1000000 + person}}}},
            {{{{'field': 'status', 'value': 'pending',
                'at': case when ending = 'no_response' then ended end, 'by': agent}}}},
            {{{{'field': 'status', 'value': 'solved', 'at': solved_at, 'by': agent}}}},
            {{{{'field': 'status', 'value': 'open', 'at': reopened_at, 'by': 1000000 + person}}}},
            {{{{'field': 'status', 'value': 'solved', 'at': solved_again_at, 'by': agent}}}},
            {{{{'field': 'status', 'value': 'closed', 'at': closed_at, 'by': null}}}}
        ]) as change
    from tickets
),
named as (
    select
        id as ticket_id, change.field as field_name, change.at as updated,
        change.value as value, cast(change.by as bigint) as user_id,
        synced(id, change.at) as _fivetran_synced
    from changes
    where change.at < {AS_OF}
)
select * from named
union all
select * from named
where dice(ticket_id, updated, 333) = 0
"""

RATED = f"""
select
    id, person, agent, coalesce(solved_again_at, solved_at) + interval 1 hour as offered_at
from tickets
where ending = 'solved' and coalesce(solved_again_at, solved_at) + interval 5 day < {AS_OF}
"""

# one row per response: after a ticket (one of twelve) or about the relationship
RESPONSES = """
select
    'R_t' || id as response_id, 'SV_post' as survey_id, person, id as ticket_id, null as wave,
    offered_at + dice(id, 'answered', 259200) * interval 1 second as answered_at
from rated
where dice(id, 'post survey', 12) = 0
union all
select response_id, 'SV_nps', person, null, wave, answered_at
from answered_waves
union all
-- some answer a second time, by another link
select response_id || '_2', 'SV_nps', person, null, wave, answered_at + interval 30 minute
from answered_waves
where dice(response_id, 'again', 40) = 0
"""

ANSWERS = """
with asked as (
    select *, unnest(
        case survey_id when 'SV_nps' then ['QID1', 'QID2'] else ['QID1', 'QID2', 'QID3'] end
    ) as question_id
    from responses
)
select
    'A_' || response_id || question_id as _fivetran_id,
    response_id,
    question_id,
    case
        when survey_id || question_id in ('SV_npsQID2', 'SV_postQID3') then null
        -- a test value, and one that no scale has
        when dice(response_id, question_id, 500) = 0 then '99'
        when dice(response_id, question_id, 500) = 1 then 'n/a'
        when survey_id = 'SV_nps'
            then step(floor(10.99 * pow(share(response_id, 'score'), 0.45)))
        when question_id = 'QID1'
            then step(1 + floor(6.99 * pow(share(response_id, 'score'), 0.6)))
        else step(1 + floor(4.99 * pow(share(response_id, 'score'), 0.5)))
    end as value,
    case when survey_id || question_id in ('SV_npsQID2', 'SV_postQID3') then
        pick(['Great service, thank you', 'It took far too long', 'Delivery was late again',
            'The price went up', 'The agent was friendly and quick', 'I had to ask three times',
            'The app is slow', 'Everything was easy'], response_id, 'words') || '. '
        || pick(['I will come back.', 'I expected more.', 'Please call me.', ''],
            response_id, 'more')
    end as text,
    synced(response_id, answered_at) as _fivetran_synced
from asked
where survey_id || question_id not in ('SV_npsQID2', 'SV_postQID3')
    or dice(response_id, 'comments', 5) < 2
"""

WEEK = """
select id, name, time_zone, (day * 24 + opens) * 60 as start_time,
    (day * 24 + closes) * 60 as end_time, created_at, false as _fivetran_deleted
from (values
    (1, 'Europe', 'Berlin', 8, 18, timestamp '2023-01-01 08:00:00'),
    (2, 'Americas', 'Eastern Time (US & Canada)', 9, 17, timestamp '2023-02-01 08:00:00'),
    (3, 'Pacific', 'Sydney', 8, 20, timestamp '2023-03-01 08:00:00')
) as schedules (id, name, time_zone, opens, closes, created_at)
cross join range(1, 6) as days (day)
order by id, day
"""

TABLES = {
    "zendesk/ticket": f"""
with named as (
    select
        tickets.id, 1000000 + person as requester_id,
        case when is_agent_created then agent else 1000000 + person end as submitter_id,
        case when status <> 'new' then agent end as assignee_id,
        people.company + 1 as organization_id,
        agent % 5 + 1 as group_id, status,
        pick(['low', 'normal', 'high', 'urgent', null], id, 'priority') as priority,
        pick(['email', 'email', 'email', 'web', 'web', 'chat', 'voice', 'twitter', 'api',
            'mobile_sdk'], id, 'channel') as via_channel,
        case when is_survivor then '[' || (id + 1) || ']' end as merged_ticket_ids,
        pick(['billing', 'shipping', 'login', 'returns', 'product', null], key, 'category')
            as custom_category,
        'Ticket ' || id as subject,
        case dice(id, 'bad', 2000)
            when 0 then null when 1 then timestamp '2030-01-01' else created end as created_at,
        greatest(created, case status
            when 'closed' then closed_at
            when 'solved' then coalesce(case when solved_again_at < {AS_OF} then solved_again_at
                end, solved_at)
            else created + pace // 2 * interval 1 second end) as updated_at
    from tickets
    inner join people using (person)
),
landed as (
    select *, false as _fivetran_deleted, synced(id, updated_at) as _fivetran_synced from named
)
select * from landed
union all
-- the version before, and rows that were loaded twice
select * replace ('open' as status, created_at as updated_at,
    created_at + interval 1 minute as _fivetran_synced)
from landed where dice(id, 'older', 100) = 0
union all
select * from landed where dice(id, 'twice', 500) = 0
""",
    "zendesk/ticket_comment": COMMENTS,
    "zendesk/ticket_field_history": HISTORY,
    "zendesk/ticket_tag": """
select id as ticket_id, 'closed_by_merge' as tag from tickets where is_merged
union all
select id, pick(['spam', 'spam', 'test'], id, 'tag') from tickets where dice(id, 'tagged', 66) = 0
""",
    "zendesk/ticket_schedule": """
select id as ticket_id, case when dice(id, 'schedule', 4) = 0 then 3 else 2 end as schedule_id,
    created + interval 3 second as created_at, created + interval 1 hour as _fivetran_synced
from tickets where dice(id, 'region', 4) = 0
""",
    "zendesk/user": """
select agent as id, 'Agent ' || agent as name, 'agent' || agent || '@harborline.example' as email,
    null as phone, 'agent' as role, null as organization_id, null as external_id,
    agent % 5 + 1 as default_group_id, 'en' as locale, true as active, false as suspended,
    timestamp '2023-06-01' as created_at, timestamp '2023-06-01' as updated_at,
    timestamp '2023-06-02' as _fivetran_synced
from range(1, {agents} + 1) as agents (agent)
union all
-- one of twelve writes from another address, but carries the id of the CRM
select 1000000 + person, given_name || ' ' || family_name,
    case when dice(person, 'private', 12) = 0 then 'me' || person || '@mail.com'
        else written(email, person) end,
    phone, 'end-user', company + 1,
    case when dice(person, 'private', 12) = 0 or dice(person, 'known', 10) = 0 then crm_id end,
    null, locale, true, false,
    timestamp '2023-01-01' + dice(person, 'since', 30000000) * interval 1 second,
    timestamp '2024-06-01', timestamp '2024-06-02'
from people where person % 20 < 17
""",
    "zendesk/organization": """
select company + 1 as id, 'Company ' || company as name,
    '001' || lpad(cast(company as varchar), 9, '0') as external_id,
    timestamp '2022-01-01' as created_at, timestamp '2022-01-01' as updated_at
from range({companies}) as companies (company)
""",
    "zendesk/domain_name": """
select company + 1 as organization_id, 'company' || company || '.example' as domain_name
from range({companies}) as companies (company)
""",
    "zendesk/group": """
select number + 1 as id, ['Billing', 'Shipping', 'Product', 'General', 'Returns'][number + 1]
    as name
from range(5) as numbers (number)
""",
    "zendesk/schedule": WEEK,
    "zendesk/schedule_holiday": """
select number as id, schedule_id, name, first_day as start_date, last_day as end_date,
    false as _fivetran_deleted
from (values
    (1, 1, 'Christmas', date '2024-12-25', date '2024-12-26'),
    (2, 1, 'Christmas', date '2025-12-25', date '2025-12-26'),
    (3, 1, 'New Year', date '2025-01-01', date '2025-01-01'),
    (4, 2, 'Independence Day', date '2025-07-04', date '2025-07-04'),
    (5, 3, 'Australia Day', date '2026-01-26', date '2026-01-26')
) as holidays (number, schedule_id, name, first_day, last_day)
""",
    # half of the solved tickets are offered a rating, three of ten of those are rated
    "zendesk/satisfaction_rating": """
select
    id + 500000000 as id, id as ticket_id, 1000000 + person as requester_id, agent as assignee_id,
    case when dice(id, 'rates', 10) < 3
        then case when dice(id, 'rating', 100) < 86 then 'good' else 'bad' end
        else 'offered' end as score,
    case when dice(id, 'rates', 50) = 0
        then pick(['Quick and friendly', 'Too slow', 'Not solved', 'Thanks'], id, 'comment') end
        as comment,
    offered_at as created_at,
    offered_at + dice(id, 'rated', 172800) * interval 1 second as updated_at,
    offered_at + interval 3 day as _fivetran_synced
from rated where dice(id, 'offered', 2) = 0
""",
    "salesforce/account": """
select
    '001' || lpad(cast(company as varchar), 9, '0') as id, 'Company ' || company || ' Ltd' as name,
    'Customer' as type,
    pick(['Retail', 'Media', 'Energy', 'Finance', 'Health'], company, 'industry') as industry,
    10 + dice(company, 'staff', 5000) as number_of_employees,
    1e5 + dice(company, 'revenue', 100000) * 1e3 as annual_revenue,
    'https://www.company' || company || '.example' as website,
    pick(['DE', 'US', 'GB', 'FR', 'AU'], company, 'country') as billing_country,
    false as is_deleted, timestamp '2022-01-01' as created_date,
    timestamp '2024-01-01' as last_modified_date, timestamp '2024-01-02' as _fivetran_synced
from range({companies}) as companies (company)
""",
    "salesforce/contact": """
with named as (
    select
        crm_id as id, '001' || lpad(cast(company as varchar), 9, '0') as account_id,
        given_name as first_name, family_name as last_name, email, phone,
        postcode as mailing_postal_code,
        pick(['DE', 'US', 'GB', 'FR', 'AU'], person, 'country') as mailing_country,
        birth_date as birthdate,
        dice(person, 'opted out', 20) = 0 as has_opted_out_of_email, false as is_deleted,
        timestamp '2022-01-01' + dice(person, 'met', 60000000) * interval 1 second as created_date,
        timestamp '2024-06-01' as last_modified_date, timestamp '2024-06-02' as _fivetran_synced
    from people
)
select * from named
union all
-- a second contact of the same person, and an older version
select * replace ('003D' || substr(id, 5) as id, null as account_id,
    created_date + interval 200 day as created_date)
from named where dice(id, 'second', 50) = 0
union all
select * replace (null as phone, created_date as last_modified_date)
from named where dice(id, 'older', 50) = 0
""",
    "salesforce/opportunity": """
select
    '006' || lpad(cast(company * 3 + year as varchar), 9, '0') as id,
    '001' || lpad(cast(company as varchar), 9, '0') as account_id,
    'Contract ' || year as name, 1000 + dice(company, 'amount', 50000) as amount,
    'EUR' as currency_iso_code,
    case when year > 0 and dice(company, 'leaves', 12) < year then 'Closed Lost' else 'Closed Won'
        end as stage_name,
    case when year = 0 then 'New Business' else 'Renewal' end as type,
    pick(['Web', 'Referral', 'Event'], company, 'source') as lead_source,
    true as is_closed, not (year > 0 and dice(company, 'leaves', 12) < year) as is_won,
    date '2023-07-01' + cast(dice(company, 'won', 350) + 365 * year as integer) as close_date,
    timestamp '2023-06-01' + dice(company, 'won', 350) * interval 1 day
        + year * interval 365 day as created_date,
    false as is_deleted, timestamp '2026-06-30' as _fivetran_synced
from range({companies}) as companies (company) cross join range(3) as years (year)
""",
    "qualtrics/survey": """
select * from (values
    ('SV_nps', 'Relationship NPS', 'Active', 'CX', false),
    ('SV_post', 'After your ticket', 'Active', 'CX', false)
) as surveys (id, survey_name, survey_status, project_category, _fivetran_deleted)
""",
    "qualtrics/question": """
select * from (values
    ('SV_nps', 'QID1', 'nps', 'How likely are you to recommend us?', 'MC', 'NPS'),
    ('SV_nps', 'QID2', 'nps_comment', 'Why this score?', 'TE', 'SL'),
    ('SV_post', 'QID1', 'ces', 'It was easy to solve my issue', 'MC', 'SAVR'),
    ('SV_post', 'QID2', 'csat', 'How satisfied are you with the help you got?', 'MC', 'SAVR'),
    ('SV_post', 'QID3', 'post_comment', 'Anything else?', 'TE', 'SL')
) as questions (survey_id, id, data_export_tag, question_text, question_type, selector)
""",
    "qualtrics/survey_response": """
select
    response_id as id, survey_id,
    case dice(response_id, 'status', 200) when 0 then 1 when 1 then 8 else 0 end as status,
    'email' as distribution_channel,
    written(email, response_id) as recipient_email,
    case when dice(response_id, 'named', 2) = 0 then given_name end as recipient_first_name,
    case when dice(response_id, 'named', 2) = 0 then family_name end as recipient_last_name,
    upper(locale) as user_language,
    dice(response_id, 'finished', 25) > 0 as finished,
    answered_at - (30 + dice(response_id, 'seconds', 600)) * interval 1 second as start_date,
    -- a clock that ran backwards
    answered_at - case when dice(response_id, 'clock', 2000) = 0 then 7200 else 0 end
        * interval 1 second as end_date,
    answered_at + interval 5 second as recorded_date,
    synced(response_id, answered_at) as _fivetran_synced
from responses
inner join people using (person)
""",
    "qualtrics/question_response": ANSWERS,
    "qualtrics/survey_embedded_data": """
select response_id, 'ticket_id' as key, cast(ticket_id as varchar) as value,
    answered_at as _fivetran_synced
from responses where ticket_id is not null
union all
select response_id, 'wave_id', 'wave ' || wave, answered_at from responses where wave is not null
""",
    "qualtrics/directory_contact": """
select
    'CID_' || person as id, crm_id as ext_ref, given_name as first_name,
    family_name as last_name, email, false as directory_unsubscribed,
    timestamp '2024-06-01' as creation_date, timestamp '2024-06-01' as last_modified,
    timestamp '2024-06-02' as _fivetran_synced
from people where person % 4 = 0
""",
    "qualtrics/distribution": """
select 'EMD_' || wave as id, 'Invite' as request_type, 'SV_nps' as survey_link_survey_id
from range(8) as waves (wave)
""",
    "qualtrics/distribution_contact": """
select
    'EMD_' || wave as distribution_id, 'CID_' || person as contact_id,
    timestamp '2024-07-15 08:00:00' + wave * interval 3 month as sent_at,
    answered_waves.answered_at - interval 20 minute as opened_at, answered_waves.response_id,
    answered_waves.answered_at as response_completed_at,
    case when answered_waves.response_id is null then 'Success' else 'SurveyFinished' end as status
from people
cross join range(8) as waves (wave)
left join answered_waves using (person, wave)
where person % 4 = 0
order by wave, person
""",
}


def numbers(tickets: int) -> dict[str, int]:
    """Return how many people, companies and agents go with so many tickets."""
    people = max(tickets // 5, 20)
    return {
        "tickets": tickets,
        "people": people,
        "companies": max(people // 12, 2),
        "agents": max(min(tickets // 5000, 400), 10),
    }


def generate(folder: Path, tickets: int, memory_limit: str = "8GB") -> dict[str, int]:
    """Write the Parquet files of so many tickets below a folder; return the rows of each table."""
    counts = numbers(tickets)
    folder.mkdir(parents=True, exist_ok=True)
    scratch = folder / "scratch.duckdb"
    scratch.unlink(missing_ok=True)
    rows = {}
    with duckdb.connect(str(scratch)) as connection:
        connection.execute(
            f"set memory_limit = '{memory_limit}'; set TimeZone = 'UTC';"
            "set enable_progress_bar = false"
        )
        connection.execute(MACROS)
        connection.execute(PEOPLE.format(**counts))
        connection.execute(TICKETS.format(**counts))
        connection.execute(f"create or replace temp table rated as {RATED}")
        connection.execute(WAVES)
        connection.execute(f"create or replace temp table responses as {RESPONSES}")
        for table, query in TABLES.items():
            path = folder / f"{table}.parquet"
            path.parent.mkdir(exist_ok=True)
            (rows[table],) = connection.execute(
                f"copy ({query.format(**counts)}) to '{path}' (format parquet)"
            ).fetchone()
    scratch.unlink()
    return rows


def raw_data(size: str) -> Path:
    """Return the folder with the raw data of a size, and write it where it is not there yet."""
    tickets = SIZES.get(size) or int(size)
    folder = FOLDER / f"raw_{size}"
    done = folder / "done"
    if not done.is_file():
        generate(folder, tickets)
        done.touch()
    return folder


def main() -> None:
    """Write the raw data of the size on the command line, and say how much that is."""
    size = sys.argv[1] if len(sys.argv) > 1 else "S"
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else FOLDER / f"raw_{size}"
    started = time.monotonic()
    for table, count in generate(folder, SIZES.get(size) or int(size)).items():
        print(f"{table:<32} {count:>12,}")
    print(f"in {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
