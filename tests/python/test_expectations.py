"""The governance checks: quiet on a good warehouse, and each rule heard when it is broken."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from expectations import quality_page
from expectations import validate as runner
from expectations.offenders import sample_keys
from expectations.results import load_rules
from expectations.suites import PRIMARY_KEYS, RULES
from expectations.suites.customers import person_match_rules
from scripts.write_governance_page import PAGE, render

ROOT = Path(__file__).resolve().parents[2]

PAGE_TABLES = (
    "seeds.kpi_inputs",
    "seeds.retention_policy",
    "reports.rpt_source_coverage",
    "marts.dim_segment_definitions",
)

# rule, table, statement that breaks the rule, offending rows, one of their keys
BREAKS = {
    "GOV-01 customer twice": (
        "GOV-01",
        "marts.dim_customers",
        "insert into marts.dim_customers select * from marts.dim_customers"
        " where customer_id = 'unknown'",
        2,
        "unknown",
    ),
    "GOV-02 record tied by no known rule": (
        "GOV-02",
        "marts.dim_customer_source_records",
        "insert into marts.dim_customer_source_records by name select * replace ("
        "'crm:1' as contact_record_id, '1' as source_record_id, 'hunch' as match_rule)"
        " from marts.dim_customer_source_records limit 1",
        1,
        "crm:1",
    ),
    "GOV-03 ticket twice": (
        "GOV-03",
        "intermediate.int_tickets_unioned",
        "insert into intermediate.int_tickets_unioned by name"
        " select 'desk:1' as ticket_id from range(2)",
        2,
        "desk:1",
    ),
    "GOV-04 fact without parent": (
        "GOV-04",
        "marts.fct_orphan_facts",
        "insert into marts.fct_orphan_facts by name select 'fct_nps|1' as orphan_fact_id",
        1,
        "fct_nps|1",
    ),
    "GOV-05 effort off its scale": (
        "GOV-05",
        "marts.fct_ces",
        "insert into marts.fct_ces by name select * replace ("
        "'survey:1' as survey_answer_id, 5.5 as effort_score) from marts.fct_ces"
        # a copy of an answer that counts would count the customer twice
        " where not is_included order by survey_answer_id limit 1",
        1,
        "survey:1",
    ),
    "GOV-06 solved before created": (
        "GOV-06",
        "marts.fct_resolution_time",
        "insert into marts.fct_resolution_time by name select * replace ("
        "'desk:1' as ticket_id, created_at - interval 1 day as resolved_at)"
        " from marts.fct_resolution_time limit 1",
        1,
        "desk:1",
    ),
    "GOV-07 answer without channel": (
        "GOV-07",
        "marts.fct_nps",
        "insert into marts.fct_nps by name select * replace ("
        "'survey:1' as survey_answer_id, null as channel) from marts.fct_nps"
        " where not is_included order by survey_answer_id limit 1",
        1,
        "survey:1",
    ),
    "GOV-09 table that was not loaded": (
        "GOV-09",
        "marts.fct_row_reconciliation",
        "update marts.fct_row_reconciliation set is_stale = true"
        " where source_table_id = 'zendesk.ticket'",
        1,
        "zendesk.ticket",
    ),
    "GOV-10 visit of the last century": (
        "GOV-10",
        "marts.fct_visits",
        "insert into marts.fct_visits by name select * replace ("
        "'site:1' as visit_id, timestamp '1999-12-31' as started_at) from marts.fct_visits limit 1",
        1,
        "site:1",
    ),
    "GOV-11 channel of its own": (
        "GOV-11",
        "marts.fct_touchpoints",
        "insert into marts.fct_touchpoints by name select * replace ("
        "'touch:1' as touchpoint_id, 'pigeon' as channel) from marts.fct_touchpoints limit 1",
        1,
        "touch:1",
    ),
    "GOV-12 segment of no scheme": (
        "GOV-12",
        "marts.fct_segment_memberships",
        "insert into marts.fct_segment_memberships by name select * replace ("
        "'member:1' as segment_membership_id, 'p:1' as payer_id, 'none' as segment_code)"
        " from marts.fct_segment_memberships where is_included limit 1",
        1,
        "member:1",
    ),
    "GOV-13 currency without a code": (
        "GOV-13",
        "marts.fct_revenue",
        "insert into marts.fct_revenue by name select * replace ("
        "'revenue:1' as revenue_id, 'Euro' as currency_code)"
        " from marts.fct_revenue where is_included limit 1",
        1,
        "revenue:1",
    ),
    "GOV-15 address in a text": (
        "GOV-15",
        "marts.fct_feedback_items",
        "insert into marts.fct_feedback_items by name select * replace ("
        "'text:1' as feedback_item_id, 'write to jane@doe.example' as redacted_text)"
        " from marts.fct_feedback_items limit 1",
        1,
        "text:1",
    ),
    "GOV-16 card in a text": (
        "GOV-16",
        "marts.fct_feedback_items",
        "insert into marts.fct_feedback_items by name select * replace ("
        "'text:2' as feedback_item_id, 'charged 4111 1111 1111 1111 twice' as redacted_text)"
        " from marts.fct_feedback_items limit 1",
        1,
        "text:2",
    ),
    "GOV-18 kept too long": (
        "GOV-18",
        "restricted.fct_retention_due",
        "insert into restricted.fct_retention_due by name select 'c:1' as customer_id",
        1,
        "c:1",
    ),
    "GOV-19 found after all": (
        "GOV-19",
        "marts.fct_erasure_leaks",
        "insert into marts.fct_erasure_leaks by name select 'erased-1|words' as erasure_leak_id",
        1,
        "erased-1|words",
    ),
    "GOV-17 survey mail after an objection": (
        "GOV-17",
        "marts.fct_consent_violations",
        "insert into marts.fct_consent_violations by name select"
        " 'survey_mail|survey:1' as consent_violation_id,"
        " 'sent_after_objected' as violation",
        1,
        "survey_mail|survey:1",
    ),
    "GOV-21 analyst reads contact details": (
        "GOV-21",
        "seeds.access_grants",
        "insert into seeds.access_grants values ('analyst', 'restricted', '*')",
        1,
        "analyst.restricted.*",
    ),
    "GOV-22 suppressed figure shown": (
        "GOV-22",
        "reports.rpt_kpi_scorecard",
        "insert into reports.rpt_kpi_scorecard by name select * replace ("
        "'csat|2' as kpi_value_id, true as is_suppressed)"
        " from reports.rpt_kpi_scorecard where value is not null limit 1",
        1,
        "csat|2",
    ),
    "GOV-24 KPI that nobody registered": (
        "GOV-24",
        "reports.rpt_kpi_scorecard",
        "insert into reports.rpt_kpi_scorecard by name select * replace ("
        "'mood|1' as kpi_value_id, 'mood' as kpi_code) from reports.rpt_kpi_scorecard limit 1",
        1,
        "mood|1",
    ),
    "GOV-25 row lost": (
        "GOV-25",
        "marts.fct_row_reconciliation",
        "update marts.fct_row_reconciliation set is_balanced = false"
        " where source_table_id = 'zendesk.ticket'",
        1,
        "zendesk.ticket",
    ),
    "GOV-26 quarantined without a reason": (
        "GOV-26",
        "restricted.fct_rejected_records",
        "insert into restricted.fct_rejected_records by name select * replace ("
        "'rejected:1' as rejected_record_id, null as reason_code)"
        " from restricted.fct_rejected_records limit 1",
        1,
        "rejected:1",
    ),
    "GOV-27 tickets of a month lost": (
        "GOV-27",
        "marts.fct_total_reconciliation",
        "update marts.fct_total_reconciliation set is_reconciled = false"
        " where total_reconciliation_id = 'tickets|rows|zendesk|2026-05-01'",
        1,
        "tickets|rows|zendesk|2026-05-01",
    ),
    "GOV-29 ticket answered twice": (
        "GOV-29",
        "marts.fct_ces",
        "insert into marts.fct_ces by name select answers.* replace ("
        "'survey:1' as survey_answer_id, 'desk:1' as ticket_id) from (select * from marts.fct_ces"
        " where is_included and customer_id <> 'unknown' limit 1) as answers, range(2)",
        2,
        "survey:1",
    ),
    "GOV-31 three times as many": (
        "GOV-31",
        "marts.fct_daily_volumes",
        "insert into marts.fct_daily_volumes by name select 'tickets|desk|1' as daily_volume_id,"
        " 3 as ratio_to_median",
        1,
        "tickets|desk|1",
    ),
    "GOV-32 changed, and nobody answers for it": (
        "GOV-32",
        "marts.fct_kpi_values_published",
        "insert into marts.fct_kpi_values_published by name select * replace ("
        "kpi_value_id || '|2' as kpi_value_version_id, 2 as version_number,"
        " timestamp '2026-06-16' as restated_at) from marts.fct_kpi_values_published"
        " where kpi_value_id = 'frt|month|2026-01-01|all|all'",
        1,
        "frt|month|2026-01-01|all|all|2",
    ),
    "GOV-33 records of nobody": (
        "GOV-33",
        "reports.rpt_identity_quality",
        "insert into reports.rpt_identity_quality by name select 'unification_rate|x'"
        " as identity_figure_id, 'unification_rate' as figure, 0.5 as figure_value",
        1,
        "unification_rate|x",
    ),
    "GOV-34 channel fallen silent": (
        "GOV-34",
        "marts.dim_channels",
        "insert into marts.fct_touchpoints by name select * replace ('touch:2' as touchpoint_id,"
        " 'in_person' as channel, timestamp '2026-05-10' as occurred_at)"
        " from marts.fct_touchpoints limit 1",
        1,
        "in_person",
    ),
    "GOV-35 rule that nothing checks": (
        "GOV-35",
        "seeds.governance_rules",
        "insert into seeds.governance_rules by name select 'GOV-99' as rule_id",
        1,
        "GOV-99",
    ),
    "GOV-14 column without a class": (
        "GOV-14",
        "governance.dim_columns",
        "update governance.dim_columns set pii_class = null"
        " where column_id = 'marts.dim_dates.date_day'",
        1,
        "marts.dim_dates.date_day",
    ),
    "GOV-20 health data that analysts read": (
        "GOV-20",
        "governance.dim_models",
        "update governance.dim_columns set pii_class = 'phi'"
        " where column_id = 'marts.fct_nps.customer_id'",
        1,
        "marts.fct_nps",
    ),
    "GOV-23 model without an owner": (
        "GOV-23",
        "governance.dim_models",
        "update governance.dim_models set owner = null where relation_id = 'marts.dim_channels'",
        1,
        "marts.dim_channels",
    ),
    "GOV-30 column of another type": (
        "GOV-30",
        "governance.dim_columns",
        "update governance.dim_columns set deviation = 'other type'"
        " where column_id = 'intermediate.int_tickets_unioned.status'",
        1,
        "intermediate.int_tickets_unioned.status",
    ),
    "GOV-36 counts in spite of a reason": (
        "GOV-36",
        "marts.fct_visits",
        "insert into marts.fct_visits by name select * replace ("
        "'site:2' as visit_id, true as is_included, 'bot' as exclusion_reason)"
        " from marts.fct_visits limit 1",
        1,
        "site:2",
    ),
    "GOV-28 rate above one": (
        "GOV-28",
        "reports.rpt_kpi_scorecard",
        "insert into reports.rpt_kpi_scorecard by name select * replace ("
        "'csat|1' as kpi_value_id, 3 as numerator, 2 as denominator)"
        " from reports.rpt_kpi_scorecard where unit = 'rate' limit 1",
        1,
        "csat|1",
    ),
}

# one statement for each other kind of check: the checks that fail, as table.column
FURTHER = {
    "GOV-01 violations": (
        "insert into marts.fct_identity_violations by name"
        " select 'GOV-01' as rule_id, 'v|1' as identity_violation_id",
        ["marts.fct_identity_violations where rule_id == GOV-01"],
    ),
    "GOV-02 tool's id twice": (
        "update marts.dim_customer_source_records"
        " set source_system = 'crm', source_record_id = '1'"
        " where contact_record_id in ("
        "select contact_record_id from marts.dim_customer_source_records limit 2)",
        ["marts.dim_customer_source_records.source_system, source_record_id"],
    ),
    "GOV-05 score that counts": (
        "update marts.fct_nps set score = 11 where survey_answer_id in ("
        "select min(survey_answer_id) from marts.fct_nps where is_included)",
        ["marts.fct_nps.score", "marts.fct_nps.score where response_count == 1"],
    ),
    "GOV-05 score that does not count": (
        "update marts.fct_nps set score = -1 where survey_answer_id in ("
        "select min(survey_answer_id) from marts.fct_nps where not is_included)",
        ["marts.fct_nps.score"],
    ),
    "GOV-06 business time above calendar time": (
        "update marts.fct_first_response_time"
        " set first_response_business_minutes = first_response_calendar_minutes + 1"
        " where ticket_id in (select min(ticket_id) from marts.fct_first_response_time"
        " where first_response_calendar_minutes is not null)",
        ["marts.fct_first_response_time.first_response_business_minutes"],
    ),
    "GOV-08 no category, and resolved by nobody": (
        "update marts.fct_resolution_time set category = 'unknown', agent_id = 'unassigned'",
        [
            "marts.fct_resolution_time.agent_id where is_resolved == True",
            "marts.fct_resolution_time.category",
        ],
    ),
    "GOV-10 after as_of": (
        "insert into marts.fct_visits by name select * replace ('site:1' as visit_id,"
        " timestamp '2030-01-01' as started_at) from marts.fct_visits limit 1",
        ["marts.fct_visits.started_at"],
    ),
    "GOV-11 channel that no map covers": (
        "insert into reports.rpt_unmapped_values by name select 'ticket_channel_map|x'"
        " as unmapped_value_id, 'ticket_channel_map' as map_name, 'desk' as source_system,"
        " 'x' as raw_value, 1 as row_count",
        ["reports.rpt_unmapped_values where map_name == ticket_channel_map"],
    ),
    "GOV-12 two segments at once": (
        "insert into marts.fct_segment_memberships by name select members.* replace ("
        "'member:' || number as segment_membership_id, 'p:1' as payer_id)"
        " from (select * from marts.fct_segment_memberships"
        " where is_included and valid_to is not null limit 1) as members,"
        " range(2) as twice (number)",
        ["marts.fct_segment_memberships.valid_from"],
    ),
    "GOV-12 segment after one that has not ended": (
        "insert into marts.fct_segment_memberships by name select members.* replace ("
        "'member:open:' || number as segment_membership_id, 'p:2' as payer_id,"
        " valid_from + to_days(cast(number as integer)) as valid_from)"
        " from (select * from marts.fct_segment_memberships"
        " where is_included and valid_to is null limit 1) as members,"
        " range(2) as twice (number)",
        ["marts.fct_segment_memberships.valid_from"],
    ),
    "GOV-13 rate of 150 percent": (
        "insert into reports.rpt_kpi_scorecard by name select * replace ("
        "'csat|1' as kpi_value_id, 1.5 as value)"
        " from reports.rpt_kpi_scorecard where unit = 'rate' limit 1",
        ["reports.rpt_kpi_scorecard.value where unit == rate"],
    ),
    "GOV-14 unknown class": (
        "update governance.dim_columns set pii_class = 'secret'"
        " where column_id = 'marts.dim_dates.date_day'",
        ["governance.dim_columns.pii_class"],
    ),
    "GOV-14 column without an owner": (
        "update governance.dim_columns set owner = null"
        " where column_id = 'marts.dim_dates.date_day'",
        ["governance.dim_columns.owner"],
    ),
    "GOV-18 words older than the policy": (
        "insert into marts.fct_feedback_items by name select * replace ("
        "'old:1' as feedback_item_id, 'it is me' as redacted_text,"
        " timestamp '2020-01-01' as feedback_at) from marts.fct_feedback_items limit 1;"
        " insert into intermediate.int_survey_responses_unioned by name select"
        " 'old:1' as survey_answer_id, 'it is me' as answer_text,"
        " timestamp '2020-01-01' as submitted_at;"
        " insert into intermediate.int_ticket_messages_unioned by name select"
        " 'old:1' as message_id, 'it is me' as body, timestamp '2020-01-01' as sent_at;"
        " insert into intermediate.int_tickets_unioned by name select"
        " 'old:1' as ticket_id, 'it is me' as subject, timestamp '2020-01-01' as created_at",
        [
            "marts.fct_feedback_items.feedback_at",
            "intermediate.int_survey_responses_unioned.submitted_at",
            "intermediate.int_ticket_messages_unioned.sent_at",
            "intermediate.int_tickets_unioned.created_at",
        ],
    ),
    "GOV-18 words older than the policy in a row that was turned away": (
        ";".join(
            f"insert into intermediate.{table} by name select"
            f" 'old:1' as raw_row_id, '{{}}' as raw_record, {written_at}"
            for table, written_at in {
                "int_calls_checked": "timestamp '2020-01-01' as ended_at",
                "int_lookup_rows_checked": "timestamp '2020-01-01' as loaded_at",
                "int_survey_responses_received": "timestamp '2020-01-01' as submitted_at",
                "int_ticket_events_checked": "timestamp '2020-01-01' as occurred_at",
                "int_ticket_messages_checked": "timestamp '2020-01-01' as sent_at",
                # a row without a date of its own is as old as its landing
                "int_tickets_checked": "timestamp '2020-01-01' as loaded_at",
            }.items()
        ),
        [
            "intermediate.int_calls_checked.raw_record",
            "intermediate.int_lookup_rows_checked.raw_record",
            "intermediate.int_survey_responses_received.raw_record",
            "intermediate.int_ticket_events_checked.raw_record",
            "intermediate.int_ticket_messages_checked.raw_record",
            "intermediate.int_tickets_checked.raw_record",
        ],
    ),
    "GOV-23 placeholder for a description": (
        "update governance.dim_models set description_length = 3"
        " where relation_id = 'marts.dim_channels'",
        ["governance.dim_models.description_length"],
    ),
    "GOV-23 model from nowhere": (
        "update governance.dim_models set has_upstream = false"
        " where relation_id = 'marts.dim_channels'",
        ["governance.dim_models.has_upstream"],
    ),
    "GOV-16 phone in a text": (
        "insert into marts.fct_feedback_items by name select * replace ("
        "'text:1' as feedback_item_id, 'ring 555 123 4567' as redacted_text)"
        " from marts.fct_feedback_items limit 1",
        ["marts.fct_feedback_items.redacted_text"],
    ),
    "GOV-18 words kept too long": (
        "insert into marts.fct_feedback_items by name select * replace ("
        "'text:3' as feedback_item_id, 'too old' as redacted_text,"
        " timestamp '2024-06-30' as feedback_at) from marts.fct_feedback_items limit 1",
        ["marts.fct_feedback_items.feedback_at"],
    ),
    "GOV-18 messages kept too long": (
        "insert into intermediate.int_ticket_messages_unioned by name select * replace ("
        "'message:1' as message_id, 'too old' as body, timestamp '2024-06-30' as sent_at)"
        " from intermediate.int_ticket_messages_unioned limit 1",
        ["intermediate.int_ticket_messages_unioned.sent_at"],
    ),
    "GOV-19 erased before it was asked for": (
        "insert into marts.fct_erasures by name select 'erased-1' as erased_person_id,"
        " date '2026-02-02' as requested_on, date '2026-02-01' as erased_on",
        ["marts.fct_erasures.erased_on, requested_on"],
    ),
    "GOV-19 erased too late": (
        "insert into marts.fct_erasures by name select 'erased-2' as erased_person_id,"
        " date '2026-02-02' as requested_on, date '2026-04-01' as erased_on",
        ["marts.fct_erasures.erased_on"],
    ),
    "GOV-17 consent record that fits nobody": (
        "insert into marts.fct_consent_violations by name select"
        " 'consent_record|crm:1' as consent_violation_id, 'record_of_nobody' as violation",
        ["marts.fct_consent_violations.customer_id"],
    ),
    "GOV-17 purpose of its own": (
        "insert into marts.dim_customer_consents by name select * replace ("
        "'c:1' as customer_consent_id, 'profit' as purpose)"
        " from marts.dim_customer_consents limit 1",
        ["marts.dim_customer_consents.purpose"],
    ),
    "GOV-17 basis of its own": (
        "insert into marts.dim_customer_consents by name select * replace ("
        "'c:2' as customer_consent_id, 'curiosity' as legal_basis)"
        " from marts.dim_customer_consents limit 1",
        ["marts.dim_customer_consents.legal_basis"],
    ),
    "GOV-22 four people": (
        "insert into reports.rpt_employee_engagement by name select * replace ("
        "'team|1' as employee_figure_id, 4 as people_count)"
        " from reports.rpt_employee_engagement where value is not null limit 1",
        ["reports.rpt_employee_engagement.people_count"],
    ),
    "GOV-24 two targets a day": (
        "insert into seeds.kpi_targets select * from seeds.kpi_targets where kpi_code = 'nps'",
        ["seeds.kpi_targets.kpi_code, target_kind, valid_from"],
    ),
    "GOV-26 too long in quarantine": (
        "update restricted.fct_quarantine_log set open_days = 31"
        " where rejected_record_id = (select min(rejected_record_id)"
        " from restricted.fct_quarantine_log where is_open)",
        ["restricted.fct_quarantine_log.open_days"],
    ),
    "GOV-26 too many in quarantine": (
        "update marts.fct_row_reconciliation set rejected_row_count = raw_row_count"
        " where source_system = 'zendesk'",
        ["marts.fct_row_reconciliation.rejected_row_count"],
    ),
    "GOV-27 no control total": (
        "update marts.fct_total_reconciliation set control_total = null"
        " where total_reconciliation_id = 'tickets|rows|zendesk|2026-05-01'",
        ["marts.fct_total_reconciliation.control_total"],
    ),
    "GOV-28 violations": (
        "insert into marts.fct_kpi_invariant_violations by name"
        " select 'v|1' as kpi_invariant_violation_id",
        ["marts.fct_kpi_invariant_violations"],
    ),
    "GOV-31 business day without rows": (
        "insert into marts.fct_daily_volumes by name select 'tickets|desk|1' as daily_volume_id,"
        " 0 as ratio_to_median, true as is_business_day",
        ["marts.fct_daily_volumes.ratio_to_median", "marts.fct_daily_volumes.row_count"],
    ),
    "GOV-32 version twice": (
        "insert into marts.fct_kpi_values_published select * from marts.fct_kpi_values_published"
        " where kpi_value_id = 'frt|month|2026-01-01|all|all'",
        ["marts.fct_kpi_values_published.kpi_value_id, version_number"],
    ),
    # approved for another KPI and for another day: neither counts
    "GOV-32 changed today": (
        "insert into marts.fct_kpi_values_published by name select * replace ("
        "kpi_value_id || '|2' as kpi_value_version_id, 2 as version_number,"
        " timestamp '2026-07-01' as restated_at) from marts.fct_kpi_values_published"
        " where kpi_code in ('frt', 'nps', 'ces') and period_grain = 'month'"
        " and period_start = '2026-02-01';"
        " insert into seeds.kpi_restatements values"
        " ('2026-07-01', 'frt', null, 'A. Person', 'tickets that came late'),"
        " ('2026-06-30', null, null, 'A. Person', 'a merger of two tools')",
        ["marts.fct_kpi_values_published.event"],
    ),
    "GOV-32 baseline before its end": (
        "update marts.fct_kpi_baselines set frozen_at = baseline_ends_on - interval 1 day"
        " where kpi_baseline_id = 'I-01|treated'",
        ["marts.fct_kpi_baselines.frozen_at"],
    ),
    "GOV-32 approved by nobody": (
        "insert into seeds.kpi_restatements values ('2026-06-29', null, null, null, null)",
        ["seeds.kpi_restatements.approved_by", "seeds.kpi_restatements.reason"],
    ),
}


@pytest.fixture(scope="module")
def good(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small file with the tables that the checks and the page read, and nothing to warn of."""
    path = tmp_path_factory.mktemp("quality") / "good.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute(f"attach '{warehouse}' as source (read_only)")
        for table in (*PRIMARY_KEYS, *PAGE_TABLES):
            connection.execute(f"create schema if not exists {table.split('.')[0]}")
            connection.execute(f"create table {table} as from source.{table}")
        connection.execute("update marts.fct_row_reconciliation set is_stale = false")
        connection.execute("delete from restricted.fct_retention_due")
        connection.execute(
            "delete from reports.rpt_unmapped_values where map_name = 'ticket_channel_map'"
        )
    return path


@pytest.fixture
def warehouse_copy(good: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(good, tmp_path / "cx.duckdb"))


def execute(database: Path, statement: str) -> list[tuple]:
    with duckdb.connect(database) as connection:
        return connection.execute(statement).fetchall()


def run(database: Path, capsys: pytest.CaptureFixture) -> tuple[int, str]:
    """Run the command in this process: the import costs seconds."""
    page = database.with_name("quality.html")
    code = runner.main(["--database", str(database), "--page", str(page)])
    return code, capsys.readouterr().out


def test_a_good_warehouse_passes_and_its_results_are_kept(warehouse_copy, capsys):
    assert run(warehouse_copy, capsys)[0] == 0
    summary = runner.validate(warehouse_copy)
    assert (summary.failed_critical, summary.failed_warnings) == (0, 0)
    table = "governance.fct_governance_checks"
    checks, keys, runs, failed, rules = execute(
        warehouse_copy,
        "select count(*), count(distinct check_id), count(distinct run_id),"
        f" count(*) filter (not is_success), count(distinct rule_id) from {table}",
    )[0]
    assert checks == keys == 2 * summary.checks > 100
    assert (runs, failed, rules) == (2, 0, len(RULES))
    as_of, of_scorecard, ordered = execute(
        warehouse_copy,
        "select min(as_of), (select max(computed_at) from reports.rpt_kpi_scorecard),"
        f" min(checked_at) < max(checked_at) from {table}",
    )[0]
    assert as_of == of_scorecard
    assert ordered
    # every kind of check knows how to look for its rows, and finds those that a floor allows
    with duckdb.connect(warehouse_copy) as connection:
        for result in summary.results:
            assert bool(sample_keys(connection, result)) == bool(result.unexpected_count)


def test_every_broken_rule_is_heard_and_no_other(warehouse_copy, capsys):
    """One breach of each rule at a time would take a run for each; together they take one."""
    rules = load_rules()
    for _, _, statement, _, _ in BREAKS.values():
        execute(warehouse_copy, statement)
    code, output = run(warehouse_copy, capsys)
    assert code == 1
    lines = [line for line in output.splitlines() if line.startswith(("FAILED", "WARNING"))]
    stored = execute(
        warehouse_copy,
        "select rule_id, table_schema || '.' || table_name, unexpected_count, sample_keys"
        " from governance.fct_governance_checks where not is_success",
    )
    kept = {row[0]: (*row[1:3], json.loads(row[3])) for row in stored}
    page = warehouse_copy.with_name("quality.html").read_text(encoding="utf-8")
    for rule_id, table, _, rows, key in BREAKS.values():
        rule = rules[rule_id]
        word = "FAILED" if rule.severity == "critical" else "WARNING"
        (line,) = [line for line in lines if f" {rule_id} " in line]
        assert line.startswith(f"{word} {rule_id} {rule.statement} | {table}")
        assert f" | {rows} row{'s' if rows > 1 else ''} | " in line
        assert line.endswith(key)
        assert kept[rule_id] == (table, rows, [key])
        assert f"<code>{key}</code>" in page
    assert len(lines) == len(stored) == len(BREAKS)
    critical = sum(rules[rule_id].severity == "critical" for rule_id, *_ in BREAKS.values())
    assert f"Not publishable: {critical} critical checks failed." in page


def test_every_rule_is_broken_and_has_its_words():
    """Register, suites and these tests stay in step."""
    broken = {rule_id for rule_id, *_ in BREAKS.values()} | {name.split()[0] for name in FURTHER}
    assert broken == set(RULES) == set(load_rules())


def test_every_kind_of_check_hears_its_breach(warehouse_copy):
    """What the breaches above leave out, in one run too."""
    for statement, _ in FURTHER.values():
        execute(warehouse_copy, statement)
    summary = runner.validate(warehouse_copy)
    found = {
        (result.rule_id, result.subject): result
        for result in summary.results
        if not result.is_success
    }
    expected = {
        (name.split()[0], subject)
        for name, (_, subjects) in FURTHER.items()
        for subject in subjects
    }
    assert set(found) == expected
    assert all(result.sample_keys for result in found.values())
    assert found["GOV-05", "marts.fct_nps.score"].unexpected_count == 2
    assert found["GOV-12", "marts.fct_segment_memberships.valid_from"].unexpected_count == 2
    unapproved = found["GOV-32", "marts.fct_kpi_values_published.event"]
    assert (unapproved.severity, unapproved.unexpected_count) == ("warning", 2)


def test_a_warning_is_told_and_does_not_fail(warehouse_copy, capsys):
    execute(
        warehouse_copy,
        "update marts.dim_customer_source_records set match_confidence = 1.5 where"
        " contact_record_id in ("
        "select contact_record_id from marts.dim_customer_source_records limit 7)",
    )
    code, output = run(warehouse_copy, capsys)
    assert code == 0
    assert output.startswith("WARNING GOV-02")
    # a sample, not the whole list
    assert output.splitlines()[0].count(", ") >= 4
    kept = execute(
        warehouse_copy,
        "select sample_keys from governance.fct_governance_checks where not is_success",
    )
    assert len(json.loads(kept[0][0])) == 5


def test_a_warning_stands_beside_the_kpis_that_it_touches(warehouse_copy, capsys):
    """A stale tool touches what it feeds, a fact its own KPIs; the next run forgets."""
    statements = (
        "update marts.fct_row_reconciliation set is_stale = true where source_system = 'segment'",
        "update marts.fct_resolution_time set category = 'unknown'",
        "update marts.dim_customer_source_records set match_confidence = 1.5",
    )
    for statement in statements:
        execute(warehouse_copy, statement)
    assert run(warehouse_copy, capsys)[0] == 0
    query = "select kpi_code, rule_id, severity from governance.fct_kpi_warnings"
    warnings = execute(warehouse_copy, query)
    fed = execute(
        warehouse_copy,
        "select distinct kpi_code from seeds.kpi_inputs where source_system = 'segment'",
    )
    stale = {(code, "GOV-09", "warning") for (code,) in fed}
    assert ("page_load", "GOV-09", "warning") in stale
    assert stale < set(warnings)
    assert {rule for code, rule, _ in warnings if code == "fcr_one_touch"} == {"GOV-08"}
    # how sure a link is touches no KPI alone, but all that a tool feeds
    assert "GOV-02" in {rule for _, rule, _ in warnings}
    page = warehouse_copy.with_name("quality.html").read_text(encoding="utf-8")
    assert "The KPIs that a failed check touches" in page

    execute(warehouse_copy, "update marts.fct_row_reconciliation set is_stale = false")
    execute(warehouse_copy, "update marts.fct_resolution_time set category = 'x'")
    execute(warehouse_copy, "update marts.dim_customer_source_records set match_confidence = 1")
    run(warehouse_copy, capsys)
    assert execute(warehouse_copy, query) == []
    page = warehouse_copy.with_name("quality.html").read_text(encoding="utf-8")
    runs = page[page.index('id="history"') :]
    assert runs.count("GOV-02, GOV-08, GOV-09") == 1


def test_the_page_of_the_docs_is_that_of_the_register():
    assert PAGE.read_text(encoding="utf-8") == render(load_rules())


def test_the_exposure_of_the_page_has_every_table_behind_it(demo):
    """Who changes a table must see in the lineage that the quality page rests on it."""
    manifest = demo.manifest()
    public = {
        f"{node['schema']}.{node['name']}"
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["access"] == "public"
    }
    queries = Path(quality_page.__file__).read_text(encoding="utf-8")
    read = set(re.findall(r"(?:from|join) (\w+\.\w+)", queries)) | set(PRIMARY_KEYS)
    (exposure,) = (one for one in manifest["exposures"].values() if one["name"] == "quality_page")
    nodes = [manifest["nodes"][parent] for parent in exposure["depends_on"]["nodes"]]
    parents = {f"{node['schema']}.{node['name']}" for node in nodes}
    assert parents == read & public


def test_missing_tables_and_columns_are_failed_checks(warehouse_copy, capsys):
    for statement in (
        "drop table seeds.kpi_targets",
        "drop table reports.rpt_unmapped_values",
        "alter table marts.fct_ces drop column effort_score",
    ):
        execute(warehouse_copy, statement)
    code, output = run(warehouse_copy, capsys)
    assert code == 1
    assert output.count("the table seeds.kpi_targets does not exist") == 1
    assert re.search(r"GOV-05 .* \| marts.fct_ces.effort_score \| .*does not exist", output)
    # the other checks of the same table still ran
    assert output.count("FAILED") == 2
    page = warehouse_copy.with_name("quality.html").read_text(encoding="utf-8")
    assert "<code>reports.rpt_unmapped_values</code> is not in this warehouse" in page


def test_empty_tables_are_no_breach(warehouse_copy):
    for table in PRIMARY_KEYS:
        execute(warehouse_copy, f"delete from {table}")
    summary = runner.validate(warehouse_copy)
    assert (summary.failed_critical, summary.failed_warnings) == (0, 0)
    assert execute(warehouse_copy, "select max(as_of) from governance.fct_governance_checks") == [
        (None,)
    ]


def test_no_personal_value_reaches_the_results(warehouse_copy, capsys):
    statements = (
        "insert into intermediate.int_contacts_unioned by name select 'crm:1' as contact_record_id,"
        " 'jane@doe.example' as email, 'Jane Doe' as full_name from range(2)",
        "alter table marts.fct_resolution_time alter resolved_at type varchar",
        "update marts.fct_resolution_time set resolved_at = 'jane@doe.example'",
    )
    for statement in statements:
        execute(warehouse_copy, statement)
    code, output = run(warehouse_copy, capsys)
    page = warehouse_copy.with_name("quality.html").read_text(encoding="utf-8")
    kept = str(execute(warehouse_copy, "from governance.fct_governance_checks"))
    assert code == 1
    for text in (output, page, kept):
        assert "crm:1" in text
        assert not re.search("jane", text, re.IGNORECASE)


def test_the_page_stands_alone(warehouse_copy):
    execute(
        warehouse_copy,
        "insert into reports.rpt_unmapped_values by name"
        " select '<script>x</script>' as raw_value, 'm' as map_name, 's' as source_system,"
        " 1 as row_count",
    )
    path = warehouse_copy.with_name("quality.html")
    runner.validate(warehouse_copy, path, rules=["GOV-04"])
    page = path.read_text(encoding="utf-8")
    assert "Publishable: no critical check failed." in page
    assert not re.search(r"https?://|<script|<link|@import|url\(|src=", page)
    for rule_id, rule in load_rules().items():
        assert rule_id in page
        assert rule.statement in page
    for anchor in re.findall(r'href="#(\w+)"', page):
        assert f'id="{anchor}"' in page
    assert page.count("<table") == page.count("<caption") >= 4
    assert not re.search(r"<th(?![^>]*scope)[ >]", page)


def test_a_match_rule_of_the_seed_is_known():
    with (ROOT / "seeds" / "identity_rules.csv").open(encoding="utf-8", newline="") as seed:
        persons = {row["match_rule"] for row in csv.DictReader(seed) if row["entity"] == "person"}
    assert set(person_match_rules()) == persons | {"internal"}


def test_every_input_contract_has_its_key_checked():
    contracts = {path.stem for path in ROOT.glob("models/intermediate/*/int_*_unioned.sql")}
    checked = {name.split(".")[1] for name in PRIMARY_KEYS if name.endswith("_unioned")}
    assert checked == contracts


def test_the_sources_of_the_rules_are_named():
    for rule in load_rules().values():
        assert rule.source_quote and rule.owner and rule.offenders
        assert f'"{rule.rule_id}": ' in (ROOT / rule.checked_in).read_text(encoding="utf-8")
        assert re.fullmatch(r"00\d L\d+", rule.source_document)


def test_without_a_warehouse_there_is_one_sentence(tmp_path, capsys):
    missing = tmp_path / "none.duckdb"
    assert runner.main(["--database", str(missing)]) == 2
    assert capsys.readouterr().err == f"There is no warehouse at {missing}; run dbt build first.\n"
    missing.write_text("not a database " * 1000)
    assert runner.main(["--database", str(missing)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_command_ends_quietly(warehouse_copy):
    page = warehouse_copy.with_name("quality.html")
    process = subprocess.run(
        [sys.executable, "-m", "expectations.validate", "--page", str(page)],
        cwd=ROOT,
        env=os.environ | {"CX_DATABASE": str(warehouse_copy)},
        capture_output=True,
        text=True,
    )
    assert process.returncode == 0
    assert process.stderr == ""
    assert process.stdout.count("\n") == 1
    assert page.is_file()
