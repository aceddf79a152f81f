"""The demo warehouse against what the generator knows of itself, for both sets of tools."""

import duckdb
import pytest

from demo.tools import SETS
from tests.python.conftest import ROOT, UNTESTED, dbt

RAW = ROOT / "demo" / "raw"
TRUTH = ROOT / "demo" / "truth"
# The tools that the default vars leave out
OTHERS = {
    "crm_vendors": ["dynamics"],
    "help_desk_vendors": ["servicenow"],
    "survey_vendors": ["surveymonkey", "servicenow"],
    "digital_vendors": [],
}


@pytest.fixture(scope="module")
def others(built_once):
    arguments = ("build", *UNTESTED)
    return built_once("others", lambda folder: dbt(folder, *arguments, variables=OTHERS))


@pytest.fixture(scope="module", params=SETS)
def vendor_set(request):
    return request.param


@pytest.fixture(scope="module")
def connection(vendor_set, request):
    built = request.getfixturevalue("demo" if vendor_set == "default" else vendor_set)
    with duckdb.connect(str(built.database), read_only=True) as opened:
        for path in TRUTH.glob("*.csv"):
            tools = ", ".join(f"'{tool}'" for tool in SETS[vendor_set])
            names = path.read_text().split("\n", 1)[0].split(",")
            where = "true"  # what only one set of tools can tell
            if "source_system" in names:
                where = f"source_system in ({tools})"
            elif "vendor_set" in names:
                where = f"vendor_set = '{vendor_set}'"
            opened.execute(
                f"""
                create temp view true_{path.stem} as
                from read_csv('{path}', all_varchar = true) where {where}
                """
            )
        yield opened


def rows(connection, query):
    return connection.execute(query).fetchall()


def test_every_kpi_value_is_the_truth(connection):
    """If this fails, a number on the scorecard is wrong."""
    compared = rows(
        connection,
        """
        select truth.kpi_code, truth.period_grain, truth.period_start,
            cast(truth.n as bigint), card.n, cast(truth.value as double), card.value
        from true_kpis as truth
        left join reports.rpt_kpi_scorecard as card
            on truth.kpi_code = card.kpi_code
            and truth.period_grain = card.period_grain
            and coalesce(truth.period_start, '') = coalesce(cast(card.period_start as varchar), '')
            and card.cut_type = 'all'
        """,
    )
    assert len(compared) > 100
    for *key, true_n, n, true_value, value in compared:
        assert n == true_n, key
        assert value == pytest.approx(true_value, rel=1e-9), key


def test_every_ticket_is_timed_as_it_happened(connection):
    """If this fails, a clock, an exclusion or a reopening is wrong on single tickets."""
    differing = rows(
        connection,
        """
        select truth.source_system, truth.source_ticket_id
        from true_tickets as truth
        left join marts.fct_first_response_time as first
            on truth.source_system = first.source_system
            and truth.source_ticket_id = first.source_ticket_id
        left join marts.fct_resolution_time as whole on first.ticket_id = whole.ticket_id
        left join intermediate.int_ticket_scope as scope on first.ticket_id = scope.ticket_id
        where try_cast(truth.first_response_at as timestamp)
                is distinct from first.first_response_at
            or abs(cast(truth.frt_calendar_minutes as double)
                - first.first_response_calendar_minutes) > 1e-9
            or abs(cast(truth.frt_business_minutes as double)
                - first.first_response_business_minutes) > 1e-9
            or try_cast(truth.first_resolved_at as timestamp)
                is distinct from whole.first_resolved_at
            or try_cast(truth.resolved_at as timestamp) is distinct from whole.resolved_at
            or abs(cast(truth.full_resolution_minutes as double)
                - whole.full_resolution_minutes) > 1e-9
            or truth.resolution_type is distinct from whole.resolution_type
            or cast(truth.reopen_count as bigint) is distinct from whole.reopen_count
            or cast(truth.public_agent_reply_count as bigint)
                is distinct from whole.agent_reply_count
            -- the truth leaves zero empty
            or abs(coalesce(cast(truth.requester_wait_minutes as double), 0)
                - whole.requester_wait_minutes) > 1e-6
            or abs(coalesce(cast(truth.requester_wait_business_minutes as double), 0)
                - whole.requester_wait_business_minutes) > 1e-6
            or abs(coalesce(cast(truth.agent_wait_minutes as double), 0)
                - whole.agent_wait_minutes) > 1e-6
            or abs(coalesce(cast(truth.agent_wait_business_minutes as double), 0)
                - whole.agent_wait_business_minutes) > 1e-6
            or abs(coalesce(cast(truth.on_hold_minutes as double), 0)
                - whole.on_hold_minutes) > 1e-6
            or truth.exclusion_reason is distinct from scope.exclusion_reason
            or truth.channel is distinct from scope.channel
            or truth.category is distinct from scope.category
        """,
    )
    assert differing == []


def test_every_service_level_target_is_judged_as_it_happened(connection):
    """If this fails, a target, its clock or its exclusion is wrong on single tickets."""
    differing = rows(
        connection,
        """
        select truth.source_system, truth.source_sla_target_id, fact.sla_target_id
        from true_sla_targets as truth
        full join (
            select * from marts.fct_sla_targets where created_date >= date '2026-04-01'
        ) as fact
            on truth.source_system || ':' || truth.source_sla_target_id = fact.sla_target_id
        where truth.source_ticket_id is distinct from fact.source_ticket_id
            or truth.sla_metric is distinct from fact.sla_metric
            or cast(truth.target_minutes as double) is distinct from fact.target_minutes
            or truth.outcome is distinct from fact.outcome
            or truth.vendor_outcome is distinct from fact.vendor_outcome
            or truth.exclusion_reason is distinct from fact.exclusion_reason
        """,
    )
    assert differing == []


def test_the_tools_figures_differ_where_planted_and_nowhere_else(connection):
    """Beyond the tolerance only for the known reasons; so do the verdicts on targets."""
    differing = rows(
        connection,
        """
        select compared.source_system || ':' || compared.source_ticket_id
        from intermediate.int_ticket_figures_compared as compared
        inner join reports.rpt_vendor_reconciliation as report
            on compared.source_system = report.source_system
            and compared.figure = report.figure
            and coalesce(compared.clock, 'none') = report.clock
        where abs(round(compared.difference, 9)) > report.tolerance_minutes
        union
        select sla_target_id from marts.fct_sla_targets
        where is_included and not is_vendor_agreeing
        """,
    )
    planted = rows(
        connection,
        """
        select source_system || ':' || source_record_id from true_planted_faults
        where rule_id = 'GOV-27'
        """,
    )
    assert planted
    assert sorted(differing) == sorted(planted)


def test_every_answer_to_a_customer_is_timed_as_it_happened(connection):
    """If this fails, a run of messages is cut in the wrong place, or its clock is wrong."""
    compared = rows(
        connection,
        """
        with found as (
            select ticket_id, count(response_calendar_minutes) as response_count,
                sum(response_calendar_minutes) as response_minutes,
                sum(response_business_minutes) as response_business_minutes,
                count(*) filter (where is_pending) as waiting_count
            from marts.fct_response_time group by 1
        )
        select truth.source_system, truth.source_ticket_id,
            coalesce(cast(truth.response_count as bigint), 0), coalesce(found.response_count, 0),
            cast(truth.response_minutes as double), found.response_minutes,
            coalesce(cast(truth.response_business_minutes as double), 0),
            coalesce(found.response_business_minutes, 0),
            case when truth.exclusion_reason is null
                then coalesce(cast(truth.waiting_count as bigint), 0) else 0 end,
            coalesce(found.waiting_count, 0)
        from true_tickets as truth
        left join found
            on truth.source_system || ':' || truth.source_ticket_id = found.ticket_id
        """,
    )
    assert sum(row[3] for row in compared) > 1_500
    assert sum(row[9] for row in compared) > 0
    for system, ticket, *pairs in compared:
        assert pairs[1::2] == pytest.approx(pairs[::2], abs=1e-6, nan_ok=True), (system, ticket)


def test_tickets_are_the_accepted_ones(connection):
    query = "select source_system, source_ticket_id from {}"
    accepted = rows(connection, query.format("intermediate.int_tickets_unioned"))
    assert sorted(accepted) == sorted(rows(connection, query.format("true_tickets")))


def test_every_issue_holds_the_tickets_that_belong_together(connection):
    """If this fails, chains of repeat contacts are cut in the wrong place."""
    ((tickets, found, issues, resolved_issues, pairs),) = rows(
        connection,
        """
        select count(*), count(issue.issue_id), count(distinct truth.issue_id),
            count(distinct issue.issue_id), count(distinct truth.issue_id || ' ' || issue.issue_id)
        from true_tickets as truth
        left join intermediate.int_issue_tickets as issue
            on truth.source_system || ':' || truth.source_ticket_id = issue.ticket_id
        where truth.issue_id is not null
        """,
    )
    assert found == tickets > 1_000
    assert issues == resolved_issues == pairs


def test_every_mature_issue_is_judged_as_it_happened(connection):
    differing = rows(
        connection,
        """
        select truth.source_system, truth.source_ticket_id
        from true_tickets as truth
        left join marts.fct_first_contact_resolution as issue
            on truth.source_system = issue.source_system
            and truth.source_ticket_id = issue.source_ticket_id
        where truth.is_one_contact is not null
            and (
                cast(truth.is_mature as boolean) is distinct from issue.is_mature
                or issue.is_mature and cast(truth.is_one_contact as boolean)
                    is distinct from (issue.first_contact_resolution_count = 1)
            )
        """,
    )
    assert differing == []


def test_every_answer_counts_or_not_for_the_true_reason(connection):
    differing = rows(
        connection,
        """
        select truth.source_system, truth.source_response_id, truth.exclusion_reason,
            scores.source_system, scores.source_response_id, scores.exclusion_reason
        from true_answers as truth
        full join intermediate.int_survey_scores_deduplicated as scores
            on truth.source_system = scores.source_system
            and truth.source_response_id = scores.source_response_id
            and truth.source_question_id = scores.source_question_id
        where truth.exclusion_reason is distinct from scores.exclusion_reason
            or truth.raw_score is distinct from scores.raw_score
            or truth.source_response_id is null
            or scores.source_response_id is null
        """,
    )
    assert differing == []


def test_every_agent_gets_what_happened_while_the_agent_had_it(connection):
    """If this fails, ratings and solves count for whoever has the ticket now."""
    compared = rows(
        connection,
        """
        select truth.source_system, truth.source_agent_id, truth.month_start,
            cast(truth.replied_ticket_count as bigint), card.replied_ticket_count,
            cast(truth.resolved_count as bigint), card.resolved_count,
            cast(truth.rating_count as bigint), card.rating_count,
            cast(truth.satisfied_count as bigint), card.satisfied_count
        from true_agent_months as truth
        full join intermediate.int_agent_months as card
            on truth.source_system || ':' || truth.source_agent_id = card.agent_id
            and truth.month_start = cast(card.month_start as varchar)
        where truth.source_system is not null
            or card.replied_ticket_count + card.resolved_count + card.rating_count > 0
        """,
    )
    assert len(compared) > 100
    for *key, a, b, c, d, e, f, g, h in compared:
        assert (a, c, e, g) == (b, d, f, h), key


def test_no_answer_of_an_employee_can_be_told(connection, vendor_set):
    """If this fails, a team of four can be read, or computed from the total and the others."""
    teams = rows(
        connection,
        """
        select kpi_code, wave_id, team, people_count, n, numerator, is_suppressed
        from reports.rpt_employee_engagement where team <> 'all'
        """,
    )
    assert any(is_suppressed for *_, is_suppressed in teams)
    hidden = {}
    for kpi_code, wave_id, _, people, _, numerator, is_suppressed in teams:
        assert (numerator is None) == is_suppressed
        assert is_suppressed or people >= 5
        if is_suppressed:
            hidden.setdefault((kpi_code, wave_id), []).append(people)
    assert all(len(found) >= 2 and sum(found) >= 5 for found in hidden.values())
    ((cuts,),) = rows(
        connection,
        """
        select count(*) from reports.rpt_kpi_scorecard as card
        inner join seeds.kpi_catalog as kpis using (kpi_code)
        where kpis.is_confidential and card.cut_type <> 'all'
        """,
    )
    assert cuts == 0
    # no column leads from an answer to a person, in either direction
    keys = rows(
        connection,
        """
        select column_name from duckdb_columns()
        where table_name = 'fct_employee_feedback' and column_name in
            ('respondent_record_id', 'survey_response_id', 'survey_answer_id', 'submitted_at',
            'source_response_id', 'agent_id', 'customer_id', 'respondent_identity')
        """,
    )
    assert keys == []


def test_every_call_counts_or_not_for_the_true_reason(connection):
    """If this fails, a wait, an end of a call, a transfer or a repeat is wrong on single calls."""
    differing = rows(
        connection,
        """
        select truth.source_system, truth.source_call_id
        from true_calls as truth
        left join marts.fct_queue_contacts as queue
            on truth.source_system = queue.source_system
            and truth.source_call_id = queue.source_call_id
        left join marts.fct_handling_time as handled on queue.call_id = handled.call_id
        left join marts.fct_first_call_resolution as first on queue.call_id = first.call_id
        where queue.call_id is null
            or truth.outcome_class is distinct from queue.outcome_class
            or cast(truth.wait_seconds as double) is distinct from queue.wait_seconds
            or truth.queue_exclusion is distinct from queue.exclusion_reason
            or truth.aht_exclusion is distinct from handled.exclusion_reason
            or cast(truth.handle_seconds as double) is distinct from handled.handle_seconds
            or truth.fcr_exclusion is distinct from first.exclusion_reason
            or truth.kind = 'call' and (
                cast(truth.transfers as integer) is distinct from first.transfer_count
                or cast(truth.is_callback_kept as boolean) is distinct from
                    case when queue.outcome_class = 'callback'
                        then coalesce(queue.callback_wait_seconds <= 3600, false) end
                or truth.has_repeat is not null and (
                    cast(truth.is_resolved as boolean) is distinct from first.is_resolved
                    or cast(truth.has_repeat as boolean) is distinct from first.has_repeat
                )
            )
        """,
    )
    assert differing == []


def test_calls_are_the_accepted_ones(connection):
    query = "select source_system, source_call_id from {}"
    accepted = rows(connection, query.format("intermediate.int_calls_unioned"))
    assert sorted(accepted) == sorted(rows(connection, query.format("true_calls")))


def test_every_aspect_is_as_satisfying_as_it_was(connection, vendor_set):
    """Aspects have no sum on the scorecard: each stands in a cut of its own."""
    found = rows(
        connection,
        """
        select cut_value, n, value from reports.rpt_kpi_scorecard
        where kpi_code = 'csat_aspect' and period_grain = 'all' and cut_type = 'aspect'
        """,
    )
    truths = rows(
        connection,
        """
        select source_question_id, count(*), avg(cast(score as double)) from true_answers
        where metric_code = 'csat_aspect' and exclusion_reason is null group by 1
        """,
    )
    names = {"QID6": "service_speed", "QID7": "employee_friendliness"}
    assert len(truths) == (2 if vendor_set == "default" else 0)
    assert {aspect: n for aspect, n, _ in found} == {names[key]: n for key, n, _ in truths}
    values = {aspect: value for aspect, _, value in found}
    for key, _, value in truths:
        assert values[names[key]] == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize(
    ("entity", "map_table", "record", "resolved"),
    [
        ("person", "marts.dim_customer_source_records", "contact_record_id", "customer_id"),
        ("account", "intermediate.int_account_map", "account_record_id", "account_id"),
    ],
)
def test_who_is_who(connection, entity, map_table, record, resolved):
    """If this fails, two people were made one, or one was made two."""
    ((records, found, true_ids, resolved_ids, pairs),) = rows(
        connection,
        f"""
        select count(*), count(mapped.{resolved}), count(distinct truth.true_id),
            count(distinct mapped.{resolved}),
            count(distinct truth.true_id || ' ' || mapped.{resolved})
        from true_source_records as truth
        left join {map_table} as mapped
            on truth.source_system || ':' || truth.source_record_id = mapped.{record}
        where truth.entity = '{entity}' and truth.true_id is not null
        """,
    )
    assert found == records
    assert true_ids == resolved_ids == pairs


def test_staff_are_no_customers(connection):
    staff = rows(
        connection,
        """
        select mapped.customer_id
        from true_source_records as truth
        inner join marts.dim_customer_source_records as mapped
            on truth.source_system || ':' || truth.source_record_id = mapped.contact_record_id
        where truth.entity = 'person' and truth.true_id is null
        """,
    )
    assert staff
    assert {row[0] for row in staff} == {"internal"}


def test_the_quarantine_holds_the_planted_faults_and_nothing_else(connection):
    """If this fails, a bad row was taken in, or a good one turned away."""
    differing = rows(
        connection,
        """
        with
        planted as (
            select source_system, source_table, coalesce(source_record_id, '') as record,
                rule_id, reason_code, count(*) as row_count
            from true_planted_faults
            where outcome in ('rejected', 'superseded')
            group by all
        ),
        rejected as (
            select source_system, source_table, coalesce(source_record_id, '') as record,
                rule_id, reason_code, count(*) as row_count
            from restricted.fct_rejected_records
            group by all
        )
        (from planted except from rejected) union all (from rejected except from planted)
        """,
    )
    assert differing == []


def test_rejected_rows_keep_the_row_as_it_came(connection):
    ((without,),) = rows(
        connection,
        """
        select count(*) from restricted.fct_rejected_records
        where raw_record is null or not json_valid(raw_record)
        """,
    )
    assert without == 0


def test_unmapped_values_are_the_planted_ones(connection):
    unmapped = rows(connection, "select raw_value from reports.rpt_unmapped_values order by 1")
    planted = rows(
        connection,
        "select distinct note from true_planted_faults where outcome = 'unmapped' order by 1",
    )
    assert unmapped == planted


def test_raw_rows_are_accounted_for_in_every_table(connection, vendor_set):
    """Raw rows, counted here from the files, are contract rows, rejected or superseded."""
    reconciled = rows(
        connection,
        """
        select source_system, source_table, raw_row_count,
            contract_row_count + rejected_row_count + superseded_row_count
        from marts.fct_row_reconciliation where is_present and raw_row_count > 0
        """,
    )
    files = [path for tool in SETS[vendor_set] for path in (RAW / tool).glob("*.csv")]
    filled = {path for path in files if path.read_bytes().count(b"\n") > 1}
    assert {RAW / tool / f"{table}.csv" for tool, table, *_ in reconciled} == filled
    for source_system, source_table, raw_row_count, accounted in reconciled:
        path = RAW / source_system / f"{source_table}.csv"
        ((in_file,),) = rows(connection, f"select count(*) from read_csv('{path}')")
        assert in_file == raw_row_count == accounted, path


PLANTED_TEXTS = """
    from true_feedback as truth
    inner join intermediate.int_survey_responses_unioned as answer
        on truth.source_system = answer.source_system
        and truth.source_response_id = answer.source_response_id
        and truth.source_question_id = answer.source_question_id
    inner join marts.fct_feedback_items as item
        on answer.survey_answer_id = item.survey_answer_id
        and item.feedback_source = 'survey'
"""


def test_every_planted_comment_is_read_as_it_should_be(connection, vendor_set):
    """If this fails, a language, a label, a theme or an exclusion is wrong on single texts."""
    ((planted, found),) = rows(
        connection,
        f"select (select count(*) from true_feedback), count(*) {PLANTED_TEXTS}",
    )
    assert planted == found == (124 if vendor_set == "default" else 0)
    differing = rows(
        connection,
        f"""
        select truth.source_response_id, item.redacted_text, item.language, item.sentiment_label,
            item.exclusion_reason, themes.theme_codes
        {PLANTED_TEXTS}
        left join (
            select feedback_item_id, string_agg(theme_code, '|' order by theme_code) as theme_codes
            from marts.fct_feedback_themes group by 1
        ) as themes on item.feedback_item_id = themes.feedback_item_id
        where truth.exclusion_reason is distinct from item.exclusion_reason
            or truth.read_label is distinct from item.sentiment_label
            or truth.exclusion_reason is null and truth.language is distinct from item.language
            or truth.exclusion_reason is null
                and coalesce(truth.themes, 'unclassified') is distinct from themes.theme_codes
        """,
    )
    assert differing == []


def test_no_praise_is_taken_for_a_complaint(connection):
    """What the lexicon may not know it leaves unscored; it must not turn a text round."""
    turned = rows(
        connection,
        f"""
        select item.redacted_text, truth.felt_label, item.sentiment_label {PLANTED_TEXTS}
        where truth.felt_label <> 'neutral'
            and item.sentiment_label in ('positive', 'negative')
            and truth.felt_label <> item.sentiment_label
            or item.language <> 'en' and item.sentiment_label <> 'unscored'
        """,
    )
    assert turned == []


def test_every_theme_has_its_share(connection):
    """If this fails, a text was lost or counted twice, or a theme found in the wrong text."""
    differing = rows(
        connection,
        """
        with found as (
            select cut_value as theme_code, n as text_count,
                cast(numerator as bigint) as mention_count
            from reports.rpt_kpi_scorecard
            where kpi_code = 'voc_theme_share' and period_grain = 'all' and cut_type = 'theme'
                and numerator > 0
        ),
        truth as (
            select theme_code, cast(text_count as bigint) as text_count,
                cast(mention_count as bigint) as mention_count
            from true_themes
        )
        (from truth except from found) union all (from found except from truth)
        """,
    )
    assert differing == []
    assert rows(connection, "select count(*) > 5 from true_themes") == [(True,)]


def test_no_personal_data_leave_the_raw_text(connection, vendor_set):
    """An address, number or account that a customer wrote must stand in no mart and no report."""
    planted = rows(
        connection,
        "select distinct unnest(string_split(personal_data, '|')) from true_feedback",
    )
    # a name is taken out of the text; the profile may know it
    contact_data = sorted(datum for (datum,) in planted if any(c.isdigit() for c in datum))
    assert len(contact_data) > 10 or vendor_set != "default"
    public = rows(
        connection,
        """
        select schema_name, table_name, string_agg(column_name, ', ')
        from duckdb_columns()
        where schema_name in ('marts', 'reports') and data_type = 'VARCHAR'
        group by all
        """,
    )
    assert len(public) > 30
    forms = {form for datum in contact_data for form in (datum, datum.replace(" ", ""))}
    leaks = [
        (table, form)
        for schema, table, columns in public
        for form in forms
        if rows(
            connection,
            f"""
            select 1 from {schema}.{table}
            where contains(concat_ws('|', {columns}), '{form}') limit 1
            """,
        )
    ]
    assert leaks == []
    named = rows(
        connection,
        f"""
        select item.redacted_text {PLANTED_TEXTS}
        where len(list_filter(
            string_split(truth.personal_data, '|'),
            lambda datum: contains(lower(item.redacted_text), lower(datum))
        )) > 0
        """,
    )
    assert named == []
