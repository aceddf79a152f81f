"""Bad input gets a clear sentence, or a place in quarantine."""

import csv

import pytest

from tests.python.conftest import UNTESTED, dbt

# so it is in the whole demo company; its initiatives are about journeys, which other tools tell
NOTHING_THAT_COUNTS = (
    "cx_roi hubspot",
    "cx_roi qualtrics",
    "cx_roi salesforce",
    "did_effect hubspot",
    "did_effect qualtrics",
    "did_effect salesforce",
    "employee_engagement typeform",
    "moments_of_truth intercom",
    "social_response intercom",
)


def land(tmp_path, raw_path, **variables):
    """Start a run over one seed: the raw tables are laid out and checked before it."""
    arguments = ("seed", "--select", "channels")
    return dbt(tmp_path, *arguments, variables={"raw_path": str(raw_path), **variables})


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        (
            {"help_desk_vendors": ["zendeks"]},
            "'zendeks' in the var help_desk_vendors is not a vendor this project knows",
        ),
        (
            {
                "crm_vendors": [],
                "help_desk_vendors": [],
                "survey_vendors": [],
                "digital_vendors": [],
            },
            "No source is connected",
        ),
        (
            {"digital_vendors": ["segmnet"]},
            "'segmnet' in the var digital_vendors is not a vendor this project knows",
        ),
        (
            {"help_desk_vendors": ["servicenow"], "survey_vendors": ["zendesk"]},
            "'zendesk' in survey_vendors needs 'zendesk' in help_desk_vendors",
        ),
    ],
)
def test_unusable_vendor_lists_stop_the_run(tmp_path, variables, sentence):
    run = dbt(tmp_path, "parse", variables=variables)
    assert run.code != 0
    assert sentence in run.output


def test_a_missing_required_table_is_named(tmp_path, raw_copy):
    (raw_copy / "zendesk" / "ticket_comment.csv").unlink()
    run = land(tmp_path, raw_copy)
    assert run.code != 0
    assert "zendesk.ticket_comment is a required table and was not found" in run.output
    assert "zendesk/ticket_comment.csv" in run.output


def test_a_missing_required_column_is_named(tmp_path, raw_copy):
    path = raw_copy / "zendesk" / "ticket.csv"
    path.write_text(path.read_text().replace("created_at", "created", 1))
    run = land(tmp_path, raw_copy)
    assert run.code != 0
    assert "zendesk.ticket lacks the required column created_at" in run.output


def test_an_empty_file_is_named(tmp_path, raw_copy):
    (raw_copy / "qualtrics" / "survey.csv").write_text("")
    run = land(tmp_path, raw_copy)
    assert run.code != 0
    assert "qualtrics.survey cannot be read from" in run.output
    assert "qualtrics/survey.csv: it is empty or no UTF-8 text" in run.output


def test_a_wrong_encoding_is_named(tmp_path, raw_copy):
    path = raw_copy / "salesforce" / "account.csv"
    text = path.read_text().splitlines()
    path.write_bytes(
        "\n".join([*text, text[-1].replace("001", "\xfc")]).encode("latin-1", "replace")
    )
    run = land(tmp_path, raw_copy)
    assert run.code != 0
    assert "account.csv" in run.output
    assert "utf-8" in run.output.lower()


def test_missing_and_empty_optional_input_leaves_kpis_unavailable(tmp_path, raw_copy):
    (raw_copy / "zendesk" / "ticket_field_history.csv").unlink()
    (raw_copy / "zendesk" / "satisfaction_rating.csv").unlink()
    (raw_copy / "qualtrics" / "directory_contact.csv").unlink()
    (raw_copy / "segment" / "pages.csv").unlink()
    tracks = raw_copy / "segment" / "tracks.csv"
    tracks.write_text(tracks.read_text().replace("context_user_agent", "agent_of_old"))
    lead = raw_copy / "salesforce" / "lead.csv"
    lead.write_text(lead.read_text().splitlines(keepends=True)[0])
    organization = raw_copy / "zendesk" / "organization.csv"
    organization.write_text(organization.read_text().replace("domain_names", "domains_of_old", 1))
    run = dbt(tmp_path, "build", *UNTESTED, variables={"raw_path": str(raw_copy)})
    assert run.code == 0, run.output
    reasons = dict(
        run.rows(
            """
            select kpi_code || ' ' || source_system, reason from reports.rpt_source_coverage
            where is_built and not is_available
            """
        )
    )
    assert reasons == {
        "resolution_time zendesk": "table not found: ticket_field_history",
        "fcr zendesk": "table not found: ticket_field_history",
        "csat zendesk": "table not found: satisfaction_rating",
        "channel_consistency zendesk": "table not found: satisfaction_rating",
        "page_load segment": "table not found: pages",
        # no call is known to have solved anything where the status of its ticket is not known
        "first_call_resolution zendesk": "the tables hold nothing that counts for it",
        "emotional_journey zendesk": "table not found: satisfaction_rating",
        "moments_of_truth zendesk": "table not found: satisfaction_rating",
    } | dict.fromkeys(NOTHING_THAT_COUNTS, "the tables hold nothing that counts for it")
    missing = dict(
        run.rows(
            """
            select source_table_id, missing_columns from marts.fct_row_reconciliation
            where missing_columns like '%domain_names%'
            """
        )
    )
    assert list(missing) == ["zendesk.organization"]


def test_bad_rows_go_to_quarantine_with_their_reason(tmp_path, raw_copy):
    """Rows that a file can hold and a fact must not."""
    ticket = raw_copy / "zendesk" / "ticket.csv"
    with ticket.open() as file:
        columns = next(csv.reader(file))

    def line(**values):
        return ",".join(str(values.get(column, "")) for column in columns)

    common = {"requester_id": 1, "status": "open", "via_channel": "email"}
    with ticket.open("a") as file:
        file.write(line(id=900001, **common) + "\n")
        file.write(line(id=900002, created_at="yesterday", **common) + "\n")
        file.write(line(id=900003, created_at="2031-01-01 00:00:00", **common) + "\n")
        file.write(line(created_at="2026-01-01 00:00:00", **common) + "\n")
    run = dbt(
        tmp_path,
        "build",
        *UNTESTED,
        "--select",
        "+fct_rejected_records",
        variables={"raw_path": str(raw_copy)},
    )
    assert run.code == 0, run.output
    found = run.rows(
        """
        select source_record_id, reason_code from restricted.fct_rejected_records
        where source_table = 'ticket'
            and (source_record_id is null or source_record_id like '90000%')
        order by 1 nulls last
        """
    )
    assert found == [
        ("900001", "missing_mandatory:created_at"),
        ("900002", "missing_mandatory:created_at"),
        ("900003", "future_timestamp"),
        (None, "missing_mandatory:id"),
    ]
