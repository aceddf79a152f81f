"""The demo company: reproducible, small, plausible, and its truth agrees with itself."""

import csv
import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

import pytest

from demo import schema
from demo.tools import SETS

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "demo"
AS_OF = datetime(2026, 7, 1)

# fault, table, outcome, rule, reason
PLANTED = """
repeated row|zendesk/ticket|superseded|GOV-03|exact_duplicate
repeated row|zendesk/ticket_comment|superseded|GOV-03|exact_duplicate
repeated row|zendesk/ticket_field_history|superseded|GOV-03|exact_duplicate
repeated row|qualtrics/question_response|superseded|GOV-03|exact_duplicate
repeated row|salesforce/contact|superseded|GOV-03|exact_duplicate
repeated row|servicenow/task|superseded|GOV-03|exact_duplicate
repeated row|salesforce/order|superseded|GOV-03|exact_duplicate
order of less than nothing|salesforce/order|rejected|GOV-05|negative_amount
order without an amount|salesforce/order|rejected|GOV-07|missing_mandatory:amount
currency without a rate|salesforce/order|unmapped|GOV-11|no_exchange_rate
unknown loss reason|salesforce/opportunity|unmapped|GOV-11|unmapped_loss_reason
older version arrives late|zendesk/ticket|superseded|GOV-03|superseded_version
older version arrives late|zendesk/user|superseded|GOV-03|superseded_version
older version arrives late|salesforce/account|superseded|GOV-03|superseded_version
older version arrives late|servicenow/incident|superseded|GOV-03|superseded_version
rating changed from bad to good|zendesk/satisfaction_rating|superseded|GOV-03|superseded_version
row without key|zendesk/ticket_comment|rejected|GOV-07|missing_mandatory:id
row without key|salesforce/contact|rejected|GOV-07|missing_mandatory:id
score outside its scale|qualtrics/question_response|rejected|GOV-05|score_out_of_range
text instead of a score|qualtrics/question_response|rejected|GOV-05|score_not_numeric
resolved before opened|servicenow/incident|rejected|GOV-06|negative_duration
closed before opened|servicenow/incident|rejected|GOV-06|negative_duration
solved before created|zendesk/ticket_field_history|rejected|GOV-06|negative_duration
closed before created|zendesk/ticket_field_history|rejected|GOV-06|negative_duration
ticket without creation time|zendesk/ticket|rejected|GOV-07|missing_mandatory:created_at
ticket from the future|zendesk/ticket|rejected|GOV-10|future_timestamp
row without its parent|zendesk/ticket_comment|rejected|GOV-04|orphan_ticket
row without its parent|zendesk/ticket_field_history|rejected|GOV-04|orphan_ticket
row without its parent|zendesk/satisfaction_rating|rejected|GOV-04|orphan_ticket
row without its parent|servicenow/sys_journal_field|rejected|GOV-04|orphan_ticket
row without its parent|qualtrics/question_response|rejected|GOV-04|orphan_response
row without its parent|servicenow/task|rejected|GOV-04|orphan_task
row without its parent|servicenow/incident|rejected|GOV-04|orphan_incident
repeated row|freshdesk/tickets|superseded|GOV-03|exact_duplicate
repeated row|freshdesk/conversations|superseded|GOV-03|exact_duplicate
repeated row|intercom/conversation_part_history|superseded|GOV-03|exact_duplicate
repeated row|hubspot/contact|superseded|GOV-03|exact_duplicate
repeated row|dynamics/contact|superseded|GOV-03|exact_duplicate
repeated row|typeform/responses|superseded|GOV-03|exact_duplicate
repeated row|surveymonkey/survey_responses|superseded|GOV-03|exact_duplicate
older version arrives late|freshdesk/tickets|superseded|GOV-03|superseded_version
older version arrives late|intercom/conversation_history|superseded|GOV-03|superseded_version
row without key|freshdesk/conversations|rejected|GOV-07|missing_mandatory:id
score outside its scale|typeform/responses.answers|rejected|GOV-05|score_out_of_range
ticket from the future|freshdesk/tickets|rejected|GOV-10|future_timestamp
row without its parent|freshdesk/conversations|rejected|GOV-04|orphan_ticket
row without its parent|freshdesk/tickets.description|rejected|GOV-04|orphan_ticket
row without its parent|intercom/conversation_part_history|rejected|GOV-04|orphan_ticket
unknown requester|freshdesk/tickets|kept|GOV-04|unknown_customer
merged contact|hubspot/contact|kept|GOV-02|merged_record
merged contact|dynamics/contact|kept|GOV-02|merged_record
internal ticket|freshdesk/tickets|excluded|GOV-36|internal
internal ticket|intercom/conversation_history|excluded|GOV-36|internal
spam ticket|freshdesk/tickets|excluded|GOV-36|spam
deleted ticket|freshdesk/tickets|excluded|GOV-36|deleted
outbound ticket|freshdesk/tickets|excluded|GOV-36|outbound
unfinished response|typeform/responses|excluded|GOV-36|unfinished
unfinished response|surveymonkey/survey_responses|excluded|GOV-36|unfinished
preview response|surveymonkey/survey_responses|excluded|GOV-36|preview
second answer|typeform/responses|excluded|GOV-29|duplicate
second answer|surveymonkey/survey_responses|excluded|GOV-29|duplicate
phone format|freshdesk/contacts|normalised|GOV-02|phone_format
padded e-mail|intercom/contact_history|normalised|GOV-02|email_format
unknown requester|zendesk/ticket|kept|GOV-04|unknown_customer
unknown channel|zendesk/ticket|unmapped|GOV-11|unmapped_channel
unknown status|zendesk/ticket|unmapped|GOV-11|unmapped_status
unknown priority|zendesk/ticket|unmapped|GOV-11|unmapped_priority
mixed-case e-mail|zendesk/user|normalised|GOV-02|email_format
padded e-mail|zendesk/user|normalised|GOV-02|email_format
plus tag in e-mail|zendesk/user|normalised|GOV-02|email_format
gmail dots|zendesk/user|normalised|GOV-02|email_format
phone format|zendesk/user|normalised|GOV-02|phone_format
phone format|salesforce/contact|normalised|GOV-02|phone_format
non-Latin name|salesforce/contact|normalised|GOV-02|non_latin_name
test response|qualtrics/survey_response|excluded|GOV-36|test
preview response|qualtrics/survey_response|excluded|GOV-36|preview
spam response|qualtrics/survey_response|excluded|GOV-36|spam
unfinished response|qualtrics/survey_response|excluded|GOV-36|unfinished
internal response|qualtrics/survey_response|excluded|GOV-36|internal
internal ticket|zendesk/ticket|excluded|GOV-36|internal
spam ticket|zendesk/ticket|excluded|GOV-36|spam
test ticket|zendesk/ticket|excluded|GOV-36|test
merged ticket|zendesk/ticket|excluded|GOV-36|merged
deleted ticket|zendesk/ticket|excluded|GOV-36|deleted
outbound ticket|zendesk/ticket|excluded|GOV-36|outbound
canceled ticket|servicenow/incident|excluded|GOV-36|canceled
deleted comment|zendesk/ticket_comment|kept|GOV-36|deleted_comment
shared inbox|salesforce/contact|kept|GOV-02|shared_value
shared inbox|zendesk/user|kept|GOV-02|shared_value
placeholder e-mail|salesforce/contact|kept|GOV-02|placeholder_value
placeholder phone|salesforce/contact|kept|GOV-02|placeholder_value
company main line|salesforce/contact|kept|GOV-02|shared_value
recycle-bin contact|salesforce/contact|kept|GOV-02|recycle_bin
recycle-bin account|salesforce/account|kept|GOV-02|recycle_bin
merged contact|salesforce/contact|kept|GOV-02|merged_record
merged account|salesforce/account|kept|GOV-02|merged_record
converted lead|salesforce/lead|kept|GOV-02|converted_lead
second answer|qualtrics/survey_response|excluded|GOV-29|duplicate
misspelt key|qualtrics/survey_embedded_data|kept|GOV-04|misspelt_key
unknown outcome|zendesk/call|unmapped|GOV-11|unmapped_outcome
negative talk time|zendesk/call|rejected|GOV-06|negative_duration
row without its parent|zendesk/call_leg|rejected|GOV-04|orphan_call
repeated row|zendesk/call|superseded|GOV-03|exact_duplicate
bot reply counted by the tool|zendesk/ticket_metrics|kept|GOV-27|bot_reply_counted
other schedule in the tool|zendesk/ticket_metrics|kept|GOV-27|other_schedule
deleted reply counted by the tool|zendesk/ticket_metrics|kept|GOV-27|deleted_reply_counted
merged ticket timed from its own creation|zendesk/ticket_metrics|kept|GOV-27|own_creation
statistics not renewed|intercom/conversation_history|kept|GOV-27|statistics_before_reopening
resolve time kept at a reopening|servicenow/incident|kept|GOV-27|resolve_time_before_reopening
breach taken back by hand|servicenow/task_sla|kept|GOV-27|breach_taken_back
repeated row|segment/tracks|superseded|GOV-03|exact_duplicate
repeated row|segment/pages|superseded|GOV-03|exact_duplicate
row without key|segment/tracks|rejected|GOV-07|missing_mandatory:id
row without key|segment/pages|rejected|GOV-07|missing_mandatory:id
event of nobody|segment/tracks|rejected|GOV-07|missing_mandatory:visitor
event of nobody|segment/pages|rejected|GOV-07|missing_mandatory:visitor
event without time|segment/tracks|rejected|GOV-07|missing_mandatory:created_at
event without time|segment/pages|rejected|GOV-07|missing_mandatory:created_at
event from the future|segment/tracks|rejected|GOV-10|future_timestamp
event from the future|segment/pages|rejected|GOV-10|future_timestamp
received before it was sent|segment/tracks|rejected|GOV-06|received_before_sent
received before it was sent|segment/pages|rejected|GOV-06|received_before_sent
event without a name|segment/tracks|rejected|GOV-07|missing_mandatory:event
""".split("\n")[1:-1]


def read(path: Path) -> list[dict]:
    """Rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def files(folder: Path) -> dict[str, bytes]:
    """Content of all CSV files below a folder, by relative path."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*.csv"))}


def moment(text: str) -> datetime | None:
    """Read a timestamp as written in the CSV files."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S") if text else None


@pytest.fixture(scope="module")
def truth() -> dict[str, list[dict]]:
    """Read all truth tables."""
    return {path.stem: read(path) for path in sorted((DEMO / "truth").glob("*.csv"))}


def test_runs_are_identical_and_equal_the_committed_files(tmp_path):
    """A difference means a hidden source of chance, or files not regenerated after a change."""
    made, seeds = [], ROOT / "seeds"
    for hash_seed in ("1", "2"):
        out = tmp_path / hash_seed
        command = [sys.executable, "-m", "demo.generate", "--out", str(out)]
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "TZ": f"UTC+{hash_seed}"}
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        made.append(files(out))
        for path in (tmp_path / "seeds").glob("*.csv"):
            assert path.read_bytes() == (seeds / path.name).read_bytes(), path.name
    committed = files(DEMO)
    assert list(made[0]) == list(made[1]) == list(committed)
    assert [
        name for name in committed if not made[0][name] == made[1][name] == committed[name]
    ] == []


def test_files_stay_small():
    """The demo travels with the repository: 7.6 MB of raw files, 2.6 MB of truth."""
    assert sum(len(content) for content in files(DEMO / "raw").values()) <= 8_500_000
    assert sum(len(content) for content in files(DEMO / "truth").values()) <= 3_700_000


def test_counts_are_in_range(truth):
    """Volumes a KPI needs to be readable by month."""
    tickets = Counter(row["source_system"] for row in truth["tickets"])
    about = {"zendesk": 3_900, "freshdesk": 1_500, "intercom": 1_100, "servicenow": 1_500}
    assert set(tickets) == set(about)
    for tool, count in about.items():
        assert 0.95 * count <= tickets[tool] <= 1.05 * count, tool
    responses = {(row["source_system"], row["source_response_id"]) for row in truth["answers"]}
    assert 5_900 <= len(responses) <= 6_300
    metrics = Counter((r["source_system"], r["metric_code"]) for r in truth["answers"])
    for tool, counts in {
        "qualtrics": {"nps": 1_500, "csat": 700, "ces": 700},
        "typeform": {"nps": 550, "csat": 300, "ces": 300},
        "surveymonkey": {"nps": 400, "csat": 250, "ces": 250},
        "zendesk": {"csat": 800},
        "freshdesk": {"csat": 380},
        "intercom": {"csat": 380},
        "servicenow": {"csat": 150},
    }.items():
        for metric, count in counts.items():
            assert metrics[tool, metric] >= count, (tool, metric)
    people = {r["true_id"] for r in truth["source_records"] if r["entity"] == "person"}
    assert 1_900 <= len(people) <= 2_500


def known_by(truth, entity, *tools) -> set:
    """True ids of the people or accounts that each of the tools knows."""
    found = defaultdict(set)
    for row in truth["source_records"]:
        if row["entity"] == entity and row["kind"] != "respondent" and row["true_id"]:
            found[row["source_system"]].add(row["true_id"])
    return set.intersection(*(found[tool] for tool in tools))


def test_the_two_companies_overlap(truth):
    """Tidewater's accounts are in HubSpot, some of Salesforce's too; ServiceNow's in Dynamics."""
    assert len(known_by(truth, "account", "hubspot")) == 60
    assert 10 <= len(known_by(truth, "account", "hubspot", "salesforce")) <= 20
    assert len(known_by(truth, "person", "hubspot", "salesforce")) >= 30
    assert len(known_by(truth, "person", "freshdesk", "hubspot")) >= 200
    assert not known_by(truth, "account", "freshdesk", "zendesk")
    for desk in ("zendesk", "freshdesk"):
        assert len(known_by(truth, "person", "intercom", desk)) >= 50
    accounts = known_by(truth, "account", "servicenow")
    assert accounts == known_by(truth, "account", "dynamics") and len(accounts) == 60


def test_issues_and_waves_reach_over_tools(truth):
    """Some people ask again in another tool, and some answer a wave in two tools."""
    tools = defaultdict(set)
    for row in truth["tickets"]:
        if row["issue_id"]:
            tools[row["issue_id"]].add(row["source_system"])
    assert sum(len(found) > 1 for found in tools.values()) >= 30
    for vendor_set, systems in SETS.items():
        issues = {issue for issue, found in tools.items() if found & set(systems)}
        assert issues and {issue[0] for issue in issues} == {vendor_set[0].upper()}


def expected_kpis(tickets: list[dict], answers: list[dict]) -> dict:
    """KPI values from the truth rows, written independently of the generator."""
    found = defaultdict(list)
    for row in answers:
        if not row["exclusion_reason"]:
            found[row["metric_code"], row["submitted_at"][:7]].append(float(row["score"]))
    for row in (r for r in tickets if not r["exclusion_reason"]):
        if row["first_response_at"]:
            found["frt", row["created_at"][:7]].append(float(row["frt_calendar_minutes"]))
            found["frt_business", row["created_at"][:7]].append(float(row["frt_business_minutes"]))
        if row["resolution_type"] == "solved":
            hours = float(row["full_resolution_minutes"]) / 60
            month = row["resolved_at"][:7]
            found["resolution_time", month].append(hours)
            first = moment(row["first_resolved_at"]) - moment(row["created_at"])
            found["first_resolution_time", month].append(first.total_seconds() / 3600)
            waited = float(row["requester_wait_minutes"] or 0) / 60
            found["requester_wait", month].append(waited)
            found["reopen_rate", month].append(float(row["reopen_count"] != "0"))
            few = int(row["public_agent_reply_count"]) < 2
            found["fcr_one_touch", month].append(float(few))
        if row["is_mature"] == "true" and row["is_one_contact"]:
            found["fcr", row["created_at"][:7]].append(float(row["is_one_contact"] == "true"))
    for kpi, month in list(found):
        found[kpi, ""].extend(found[kpi, month])
    return found


def expected_call_kpis(calls: list[dict]) -> dict:
    """Counts of the KPIs of calls from their truth rows: KPI -> (n, numerator)."""
    queue = [row for row in calls if not row["queue_exclusion"]]
    of = {
        name: [row for row in queue if row["outcome_class"] == name]
        for name in ("answered", "abandoned", "short_abandon", "callback")
    }
    offered = len(queue) - len(of["short_abandon"])
    in_time = [
        row
        for row in of["answered"]
        if int(row["wait_seconds"]) <= (20 if row["kind"] == "call" else 60)
    ]
    takers = of["callback"]
    asked = [row for row in queue if row["kind"] == "call" and int(row["wait_seconds"]) >= 60]
    # only the phone tells who left
    phone = [row for row in queue if row["kind"] == "call"]
    left = [row for row in phone if row["outcome_class"] in ("answered", "abandoned")]
    waits = {name: sum(int(row["wait_seconds"]) for row in rows) for name, rows in of.items()}
    judged = [row for row in calls if row["kind"] == "call" and not row["fcr_exclusion"]]
    solved = [
        row
        for row in judged
        if (row["is_resolved"], row["has_repeat"], row["transfers"]) == ("true", "false", "0")
    ]
    handled = [int(row["handle_seconds"]) for row in calls if not row["aht_exclusion"]]
    eligible = [row for row in calls if row["has_repeat"]]
    return {
        "queue_wait": (len(of["answered"]), waits["answered"]),
        "queue_wait_all": (len(left), sum(int(row["wait_seconds"]) for row in left)),
        "service_level": (offered, len(in_time)),
        "queue_abandonment": (len(phone) - len(of["short_abandon"]), len(of["abandoned"])),
        "callback": (len(asked), len(takers)),
        "callback_kept": (len(takers), sum(r["is_callback_kept"] == "true" for r in takers)),
        "first_call_resolution": (len(judged), len(solved)),
        "transfer_rate": (len(eligible), sum(row["transfers"] != "0" for row in eligible)),
        "aht": (len(handled), sum(handled)),
    }


CALL_KPIS = expected_call_kpis([])


def test_kpis_of_calls_follow_from_the_calls(truth):
    """The whole of each KPI from calls.csv, and the months add up to it."""
    for kpi, (count, total) in expected_call_kpis(truth["calls"]).items():
        rows = [row for row in truth["kpis"] if row["kpi_code"] == kpi]
        (whole,) = [row for row in rows if row["period_grain"] == "all"]
        months = [row for row in rows if row["period_grain"] == "month"]
        assert (int(whole["n"]), float(whole["numerator"])) == (count, total), kpi
        assert float(whole["value"]) == pytest.approx(total / count)
        assert sum(int(row["n"]) for row in months) == count
        assert sum(float(row["numerator"]) for row in months) == pytest.approx(total)


def test_calls_are_plausible(truth):
    """About 500 calls of two queues' worth, with every end that a call can have."""
    calls = [row for row in truth["calls"] if row["kind"] == "call"]
    assert 450 <= len(calls) <= 650
    ends = Counter(row["outcome_class"] for row in calls)
    for end, least in {
        "answered": 200,
        "abandoned": 40,
        "short_abandon": 20,
        "callback": 30,
        "voicemail": 30,
        "abandoned_in_ivr": 10,
        "unmapped": 3,
    }.items():
        assert ends[end] >= least, end
    assert sum(row["transfers"] != "0" for row in calls) >= 20


@pytest.mark.parametrize("vendor_set", SETS)
def test_kpis_of_feedback_agree_with_each_other(truth, vendor_set):
    """Texts with a theme and texts without one are all texts; what is unscored has no sentiment."""
    total = {
        row["kpi_code"]: row
        for row in truth["kpis"]
        if row["vendor_set"] == vendor_set and row["period_grain"] == "all"
    }
    themes = {row["theme_code"]: row for row in truth["themes"] if row["vendor_set"] == vendor_set}
    texts = {row["text_count"] for row in themes.values()}
    assert texts == {total["voc_coverage"]["n"]}
    with_theme = int(total["voc_coverage"]["n"]) - int(themes["unclassified"]["mention_count"])
    assert float(total["voc_coverage"]["numerator"]) == with_theme
    scored = float(total["sentiment_coverage"]["numerator"])
    assert scored == int(total["net_sentiment_all"]["n"]) > int(total["net_sentiment"]["n"])


@pytest.mark.parametrize("vendor_set", SETS)
def test_kpis_follow_from_tickets_and_answers(truth, vendor_set):
    """These rows of kpis.csv must be nothing but an aggregate of the other truth files."""
    tickets, answers = (
        [row for row in truth[name] if row["source_system"] in SETS[vendor_set]]
        for name in ("tickets", "answers")
    )
    found = expected_kpis(tickets, answers)
    rows = {
        (r["kpi_code"], r["period_start"][:7]): r
        for r in truth["kpis"]
        if r["vendor_set"] == vendor_set
    }
    # aspects have no sum; what needs more than tickets and answers is compared in test_demo_truth
    found = {key: values for key, values in found.items() if key[0] != "csat_aspect"}
    codes = {kpi for kpi, _ in found}
    assert {key for key in rows if key[0] in codes} == set(found)
    for key, values in found.items():
        row, count = rows[key], len(values)
        is_time = key[0].startswith("frt") or key[0] in ("requester_wait", "first_resolution_time")
        is_median = is_time or key[0] == "resolution_time"
        value = median(values) if is_median else sum(values) / count
        if key[0] in ("nps", "tnps"):
            value = 100 * (sum(v >= 9 for v in values) - sum(v <= 6 for v in values)) / count
        assert int(row["n"]) == int(row["denominator"]) == count
        assert float(row["value"]) == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize("vendor_set", SETS)
def test_share_of_targets_met_follows_from_the_targets(truth, vendor_set):
    """In the months whose targets are listed, the KPI is nothing but their share."""
    created = {
        (row["source_system"], row["source_ticket_id"]): row["created_at"][:7]
        for row in truth["tickets"]
    }
    found = defaultdict(list)
    for row in truth["sla_targets"]:
        assert row["outcome"] in ("met", "missed", "pending", "")
        if row["source_system"] in SETS[vendor_set] and not row["exclusion_reason"]:
            if row["outcome"] != "pending":
                month = created[row["source_system"], row["source_ticket_id"]]
                found[month].append(row["outcome"] == "met")
    assert len(found) == 3
    for row in truth["kpis"]:
        if (row["vendor_set"], row["kpi_code"]) == (vendor_set, "sla_met"):
            values = found.get(row["period_start"][:7])
            if values:
                assert int(row["n"]) == len(values)
                assert float(row["value"]) == pytest.approx(sum(values) / len(values), abs=1e-9)


def test_average_response_times_follow_from_tickets(truth):
    """Of single answers only the sums of each ticket are told."""
    for vendor_set, systems in SETS.items():
        counted = [
            row
            for row in truth["tickets"]
            if row["source_system"] in systems and not row["exclusion_reason"]
        ]
        for kpi, clock in (("art", ""), ("art_business", "business_")):
            (total,) = [
                row
                for row in truth["kpis"]
                if (row["vendor_set"], row["kpi_code"], row["period_start"])
                == (vendor_set, kpi, "")
            ]
            assert int(total["n"]) == sum(int(row["response_count"] or 0) for row in counted)
            minutes = sum(float(row[f"response_{clock}minutes"] or 0) for row in counted)
            assert float(total["numerator"]) == pytest.approx(minutes / 60, rel=1e-9)


def test_measures_of_a_ticket_agree(truth):
    """Minutes are differences of the times beside them; nothing lies after AS_OF."""
    for row in truth["tickets"]:
        created, reply, solved = (
            moment(row[name]) for name in ("created_at", "first_response_at", "resolved_at")
        )
        assert max(x for x in (created, reply, solved) if x) <= AS_OF
        assert (row["resolution_type"] == "open") == (solved is None)
        if solved:
            taken = (solved - created).total_seconds() / 60
            assert float(row["full_resolution_minutes"]) == taken >= 0
        if reply:
            waited = float(row["frt_calendar_minutes"])
            assert waited >= (reply - created).total_seconds() / 60
            assert waited >= float(row["frt_business_minutes"]) >= 0


def test_issues_are_chains(truth):
    """Within an issue every ticket starts before, or at most 7 days after, an earlier solve."""
    issues = defaultdict(list)
    for row in truth["tickets"]:
        if row["issue_id"]:
            issues[row["issue_id"]].append(row)
        else:
            assert row["exclusion_reason"] or not row["true_person_id"]
    last_of = {}
    for rows in issues.values():
        rows.sort(key=lambda r: r["created_at"])
        solves = [moment(r["resolved_at"]) or datetime.max for r in rows]
        for place in range(1, len(rows)):
            until = max(solves[:place])
            started = moment(rows[place]["created_at"])
            assert until == datetime.max or started <= until + timedelta(days=7)
        assert len({(r["true_person_id"], r["category"]) for r in rows}) == 1
        assert [bool(r["is_one_contact"]) for r in rows] == [True] + [False] * (len(rows) - 1)
        assert rows[0]["is_one_contact"] == "false" or (len(rows) == 1 and solves[0] < AS_OF)
        # the chains of one person about one thing, in one set of tools
        key = (rows[0]["issue_id"][0], rows[0]["true_person_id"], rows[0]["category"])
        last_of.setdefault(key, []).append((moment(rows[0]["created_at"]), max(solves)))
    for chain in last_of.values():
        chain.sort()
        for earlier, later in zip(chain, chain[1:], strict=False):
            assert later[0] > earlier[1] + timedelta(days=7)


def test_tickets_of_an_unknown_channel_are_unmapped(truth):
    """A raw channel no map knows is `unmapped` in the truth, and nothing else is."""
    planted = {
        row["source_record_id"]
        for row in truth["planted_faults"]
        if row["reason_code"] == "unmapped_channel"
    }
    rows = {row["source_ticket_id"] for row in truth["tickets"] if row["channel"] == "unmapped"}
    assert rows == planted
    assert {row["channel"] for row in truth["tickets"]} == {
        *("email", "web", "chat", "phone", "social", "unmapped")
    }


# Raw rows that belong to a ticket or a response: table -> column, table of the parents
PARENTS = {
    "zendesk/ticket_comment": ("ticket_id", "zendesk/ticket"),
    "zendesk/ticket_field_history": ("ticket_id", "zendesk/ticket"),
    "zendesk/ticket_tag": ("ticket_id", "zendesk/ticket"),
    "zendesk/satisfaction_rating": ("ticket_id", "zendesk/ticket"),
    "zendesk/call_leg": ("call_id", "zendesk/call"),
    "zendesk/ticket_metrics": ("ticket_id", "zendesk/ticket"),
    "zendesk/ticket_sla_policy": ("ticket_id", "zendesk/ticket"),
    "freshdesk/conversations": ("ticket_id", "freshdesk/tickets"),
    "freshdesk/ticket_activities": ("ticket_id", "freshdesk/tickets"),
    "freshdesk/satisfaction_ratings": ("ticket_id", "freshdesk/tickets"),
    "intercom/conversation_part_history": ("conversation_id", "intercom/conversation_history"),
    "intercom/conversation_contact_history": ("conversation_id", "intercom/conversation_history"),
    "intercom/conversation_tag_history": ("conversation_id", "intercom/conversation_history"),
    "servicenow/sys_journal_field": ("element_id", "servicenow/task"),
    "servicenow/sys_audit": ("documentkey", "servicenow/task"),
    "servicenow/task_sla": ("task_value", "servicenow/task"),
    "qualtrics/question_response": ("response_id", "qualtrics/survey_response"),
    "qualtrics/survey_embedded_data": ("response_id", "qualtrics/survey_response"),
}
SCALES = {
    ("SV_nps", "QID1"): range(11),
    ("SV_rel", "QID3"): range(11),
    ("SV_post", "QID1"): range(1, 8),
    ("SV_post", "QID2"): range(1, 6),
    ("SV_employee", "QID1"): range(11),
    **{("SV_employee", f"QID{number}"): range(1, 6) for number in (2, 3, 4)},
    ("SV_nps", "QID3"): range(1, 11),
    ("SV_post", "QID4"): range(11),
    ("SV_post", "QID5"): range(2),
    ("SV_post", "QID6"): range(1, 6),
    ("SV_post", "QID7"): range(1, 6),
}


def faulty_rows() -> Counter:
    """Raw rows that must not be accepted, found in the raw files alone."""
    raw = {f"{path.parent.name}/{path.stem}": read(path) for path in (DEMO / "raw").rglob("*.csv")}
    found, latest = Counter(), {}
    changed = ("updated_at", "last_modified_date", "sys_updated_on")
    for table, rows in raw.items():
        best = {}
        for row in rows:
            key = schema.natural_key(table, row)
            stamp = max(row.get(name) or "" for name in changed)
            if not all(key.split("|")):
                found[table, key, "rejected"] += 1
                continue
            if key in best:
                found[table, key, "superseded"] += 1
            if key not in best or stamp > best[key][0]:
                best[key] = stamp, row
        latest[table] = {key: row for key, (_, row) in best.items()}

    def reject(table, is_bad, part="", suffix=""):
        for key in [key for key, row in latest[table].items() if is_bad(row)]:
            found[table, key, "rejected"] += 1
            if part:
                found[table + part, key + suffix, "rejected"] += 1
            del latest[table][key]

    tasks, responses = latest["servicenow/task"], latest["qualtrics/survey_response"]
    incidents, every_task = latest["servicenow/incident"], set(tasks)
    reject("servicenow/task", lambda r: r["sys_id"] not in incidents)
    reject("servicenow/incident", lambda r: r["sys_id"] not in every_task)
    opened = {key: row["opened_at"] for key, row in tasks.items()}
    closed = {key: row["closed_at"] for key, row in tasks.items()}
    reject(
        "servicenow/incident",
        lambda r: (
            "" < r["resolved_at"] < opened[r["sys_id"]]
            or "" < closed[r["sys_id"]] < opened[r["sys_id"]]
        ),
    )

    def is_impossible(row):
        return not row["created_at"] or row["created_at"] > str(AS_OF)

    def is_unusable_event(row):
        who, sent = row["anonymous_id"] or row["user_id"], row["timestamp"]
        is_named = row.get("event", "page")
        is_early = sent and row["received_at"] and moment(row["received_at"]) < moment(sent)
        return not (who and sent and is_named) or sent > str(AS_OF) or is_early

    reject("zendesk/ticket", is_impossible)
    # the text that opens a ticket goes with it
    reject("freshdesk/tickets", is_impossible, ".description", "|description")
    reject("intercom/conversation_history", is_impossible)
    reject("zendesk/call", lambda r: r["talk_time"].startswith("-"))
    for table in ("segment/tracks", "segment/pages"):
        reject(table, is_unusable_event)
    reject("salesforce/order", lambda r: not r["total_amount"])
    reject(
        "salesforce/order",
        lambda r: r["total_amount"].startswith("-") and r["is_reduction_order"] == "false",
    )
    for table, (column, parents) in PARENTS.items():
        known = latest[parents]
        reject(table, lambda r, column=column, known=known: r[column] not in known)
    tickets = latest["zendesk/ticket"]
    reject(
        "zendesk/ticket_field_history",
        lambda r: r["updated"] < tickets[r["ticket_id"]]["created_at"],
    )

    def is_off_scale(row):
        question = responses[row["response_id"]]["survey_id"], row["question_id"]
        return bool(row["value"]) and row["value"] not in map(str, SCALES[question])

    reject("qualtrics/question_response", is_off_scale)
    for key, row in latest["typeform/responses"].items():
        for answer in json.loads(row["answers"] or "[]"):
            ref, number = answer["field"]["ref"], answer.get("number")
            if number is not None and number not in SCALES[row["form_id"], ref]:
                found["typeform/responses.answers", f"{key}|{ref}|1", "rejected"] += 1
    return found


def test_planted_faults_are_the_rows_that_must_not_be_accepted(truth):
    """Both ways: every faulty raw row is listed, and every listed one is faulty."""
    listed = Counter(
        (f"{r['source_system']}/{r['source_table']}", r["source_record_id"], r["outcome"])
        for r in truth["planted_faults"]
        if r["outcome"] in ("rejected", "superseded")
    )
    assert listed == faulty_rows()


@pytest.mark.parametrize("vendor_set", SETS)
def test_bad_quarter_is_visible(truth, vendor_set):
    """The release of October 2025 must show in every KPI, else the demo tells no story."""
    value = {
        (r["kpi_code"], r["period_start"]): float(r["value"])
        for r in truth["kpis"]
        if r["vendor_set"] == vendor_set
    }
    bad, before, later = "2025-11-01", "2025-05-01", "2026-05-01"
    for kpi in ("nps", "csat", "fcr"):
        assert value[kpi, bad] < min(value[kpi, before], value[kpi, later])
    for kpi in ("ces", "frt", "resolution_time"):
        assert value[kpi, bad] > max(value[kpi, before], value[kpi, later])


def test_invitations_fit_the_responses():
    """An answered invitation names a response that began after it; nobody answers two."""
    rows = read(DEMO / "raw/qualtrics/distribution_contact.csv")
    responses = {row["id"]: row for row in read(DEMO / "raw/qualtrics/survey_response.csv")}
    answered = [row for row in rows if row["response_id"]]
    assert len({row["response_id"] for row in answered}) == len(answered) > 200
    for row in answered:
        response = responses[row["response_id"]]
        assert row["sent_at"] < response["start_date"] == row["opened_at"]
        assert response["distribution_channel"] == "email"
        assert bool(row["response_completed_at"]) == (response["finished"] == "1")
    kinds = {row["id"]: row for row in read(DEMO / "raw/qualtrics/distribution.csv")}
    assert {row["distribution_id"] for row in rows} == set(kinds)
    assert len({(r["distribution_id"], r["contact_id"]) for r in rows}) == len(rows) < 3_000
    assert Counter(row["request_type"] for row in kinds.values())["Reminder"] == 3


def test_answers_are_counted_once(truth):
    """One row an answer; scores inside their scale, and none where it does not count."""
    limits = {"nps": (0, 10), "tnps": (0, 10), "csat": (0, 1), "ces": (1, 5)}
    limits |= dict.fromkeys(("csat_overall", "csat_aspect", "fcr_survey"), (0, 1))
    for row in truth["answers"]:
        assert bool(row["score"]) == (row["exclusion_reason"] == "")
        if row["score"]:
            low, high = limits[row["metric_code"]]
            assert low <= float(row["score"]) <= high
    names = ("source_system", "source_response_id", "source_question_id")
    ids = [tuple(r[name] for name in names) for r in truth["answers"]]
    assert len(ids) == len(set(ids))


def test_source_records_are_unique(truth):
    """A source record belongs to exactly one person or account."""
    names = ("source_system", "entity", "kind", "source_record_id")
    keys = [tuple(row[name] for name in names) for row in truth["source_records"]]
    assert len(keys) == len(set(keys))
    known = {row["true_id"] for row in truth["source_records"]}
    for row in truth["tickets"] + truth["answers"]:
        assert row["true_person_id"] in known


@pytest.mark.parametrize("line", PLANTED)
def test_every_kind_of_fault_is_planted(truth, line):
    """Each fault of the list occurs, with its outcome, rule and reason."""
    fault, table, outcome, rule, reason = line.split("|")
    rows = [
        row
        for row in truth["planted_faults"]
        if row["fault"] == fault and f"{row['source_system']}/{row['source_table']}" == table
    ]
    assert rows
    assert {(r["outcome"], r["rule_id"], r["reason_code"]) for r in rows} == {
        (outcome, rule, reason)
    }
