"""Properties that hold for any input, against independent references in Python."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import numpy as np
import phonenumbers
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

quick = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def estimate(run_model, kpi_code, statistic_rows):
    """Estimate one KPI from its sums; return the row."""
    rows = run_model("int_kpi_estimates", {"int_kpi_aggregates": [statistic_rows]})
    return next(row for row in rows if row["kpi_code"] == kpi_code)


def sums(kpi_code, values):
    values = np.asarray(values, dtype=float)
    return {
        "kpi_value_id": "x",
        "kpi_code": kpi_code,
        "period_grain": "all",
        "cut_type": "all",
        "cut_value": "all",
        "n": len(values),
        "value_sum": float(values.sum()),
        "value_square_sum": float((values**2).sum()),
        "value_median": float(np.median(values)),
        "pending_count": 0,
    }


@quick
@given(st.integers(0, 400), st.integers(0, 400))
def test_proportions_have_the_wilson_interval_of_scipy(run_model, hits, misses):
    n = hits + misses
    if n == 0:
        return
    row = estimate(run_model, "csat", sums("csat", [1] * hits + [0] * misses))
    expected = stats.binomtest(hits, n).proportion_ci(0.95, method="wilson")
    assert row["value"] == pytest.approx(hits / n)
    assert row["ci_lo"] == pytest.approx(expected.low, abs=1e-6)
    assert row["ci_hi"] == pytest.approx(expected.high, abs=1e-6)


@quick
@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
def test_net_scores_have_the_adjusted_wald_interval(run_model, promoters, passives, detractors):
    n = promoters + passives + detractors
    if n == 0:
        return
    answers = [1] * promoters + [0] * passives + [-1] * detractors
    row = estimate(run_model, "nps", sums("nps", answers))
    share_for, share_against = (promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)
    centre = 100 * (share_for - share_against)
    spread = share_for + share_against - (share_for - share_against) ** 2
    half = 100 * stats.norm.ppf(0.975) * np.sqrt(spread / (n + 3))
    assert row["value"] == pytest.approx(100 * (promoters - detractors) / n, abs=1e-9)
    assert row["standard_error"] == pytest.approx(100 * np.std(answers) / np.sqrt(n), abs=1e-6)
    assert row["ci_lo"] == pytest.approx(max(centre - half, -100), abs=1e-4)
    assert row["ci_hi"] == pytest.approx(min(centre + half, 100), abs=1e-4)


@quick
@given(st.lists(st.floats(1, 5, allow_nan=False), min_size=2, max_size=200))
def test_means_have_the_normal_interval(run_model, efforts):
    row = estimate(run_model, "ces", sums("ces", efforts))
    error = stats.sem(efforts)
    assert row["value"] == pytest.approx(np.mean(efforts))
    assert row["ci_lo"] == pytest.approx(np.mean(efforts) - 1.959964 * error, abs=1e-5)
    assert row["ci_hi"] == pytest.approx(np.mean(efforts) + 1.959964 * error, abs=1e-5)


@quick
@given(
    st.sampled_from(["effort", "ease"]),
    st.integers(0, 1),
    st.integers(2, 10),
    st.floats(0, 1, allow_nan=False),
)
def test_effort_keeps_order_and_ends(run_model, wording, low, width, position):
    high = low + width
    score = low + position * width
    answer = {
        "survey_answer_id": "a",
        "metric_code": "ces",
        "wording": wording,
        "score": score,
        "scale_min": low,
        "scale_max": high,
    }
    (row,) = run_model("fct_ces", {"int_survey_scores_deduplicated": [answer]})
    share = position if wording == "effort" else 1 - position
    assert row["effort_score"] == pytest.approx(1 + 4 * share)


ZONE = ZoneInfo("Europe/Berlin")
HOLIDAYS = {"2024-12-25", "2024-12-26", "2025-01-01", "2025-05-01", "2025-12-25", "2025-12-26"}
HOLIDAYS |= {"2026-01-01", "2026-05-01"}


def business_minutes(started, ended):
    """Overlap with Monday to Friday, 09:00 to 17:00 in Berlin, day by day."""
    day, seconds = started.astimezone(ZONE).date(), 0.0
    while day <= ended.astimezone(ZONE).date():
        if day.isoweekday() <= 5 and str(day) not in HOLIDAYS:
            opened = datetime(day.year, day.month, day.day, 9, tzinfo=ZONE)
            closed = datetime(day.year, day.month, day.day, 17, tzinfo=ZONE)
            overlap = min(ended, closed).timestamp() - max(started, opened).timestamp()
            seconds += max(overlap, 0)
        day += timedelta(days=1)
    return seconds / 60


@pytest.fixture(scope="module")
def calendar(demo):
    with duckdb.connect(str(demo.database), read_only=True) as connection:
        yield connection


@settings(max_examples=150, deadline=None)
@given(
    start=st.datetimes(datetime(2024, 7, 1), datetime(2026, 6, 1)),
    length=st.timedeltas(timedelta(0), timedelta(days=20)),
)
def test_business_minutes_are_the_overlap_with_the_opening_hours(calendar, start, length):
    """Daylight saving, holidays and weekends included; the demo's two years."""
    ended = start + length
    (minutes,) = calendar.execute(
        """
        with instants as (select unnest([$1::timestamp, $2::timestamp]) as instant),
        opened as (
            select slot.open_seconds_before + coalesce(greatest(0, least(
                slot.open_seconds, epoch(instant) - epoch(slot.open_from))), 0) as seconds
            from instants
            inner join intermediate.int_business_calendar as slot
                on date_trunc('hour', instant) = slot.slot_started_at
        )
        select (max(seconds) - min(seconds)) / 60 from opened
        """,
        [start, ended],
    ).fetchone()
    expected = business_minutes(start.replace(tzinfo=UTC), ended.replace(tzinfo=UTC))
    assert minutes == pytest.approx(expected, abs=1e-4)


def test_records_of_one_cluster_are_the_connected_ones(demo):
    """The clusters are SciPy's connected components of the links, no more and no less."""
    links = demo.rows("select record_key, hub_record_key from intermediate.int_identity_links")
    clusters = dict(
        demo.rows("select record_key, cluster_key from intermediate.int_record_clusters")
    )
    place = {key: number for number, key in enumerate(clusters)}
    pairs = np.array([(place[a], place[b]) for a, b in links])
    graph = coo_matrix((np.ones(len(pairs)), pairs.T), shape=(len(place), len(place)))
    count, labels = connected_components(graph, directed=False)
    assert count == len(set(clusters.values()))
    assert len({(labels[place[key]], cluster) for key, cluster in clusters.items()}) == count


def person(number, **values):
    """One record of int_person_records, of the CRM unless told otherwise."""
    return {
        "contact_record_id": f"salesforce:{number}",
        "source_system": "salesforce",
        "source_contact_id": str(number),
        "record_key": f"{number:032d}",
        "is_internal": False,
    } | values


def refusals(run_model, people):
    """Identifiers of the given records with the guard that refused each."""
    identifiers = run_model("int_person_identifiers", {"int_person_records": people})
    guarded = run_model("int_identity_identifiers", {"int_person_identifiers": identifiers})
    return {
        (row["record_key"], row["identifier_type"]): row["refusal_reason"]
        for row in guarded
        if row["identifier_type"] in ("email", "phone_and_name")
    }


def test_guards_refuse_shared_and_placeholder_values(run_model):
    people = [
        person(1, email_normalised="info@acme.example", name_key="a|a"),
        person(2, email_normalised="none@example.com", name_key="b|b"),
        person(3, email_normalised="family@acme.example", name_key="smith|j"),
        person(4, email_normalised="family@acme.example", name_key="smith|k"),
        person(5, email_normalised="jo@acme.example", name_key="smith|j"),
        person(6, email_normalised="jo@acme.example", name_key=None),
        person(7, phone_normalised="+490000000000", name_key="smith|j"),
        person(8, phone_normalised="+493012345678", name_key="smith|j"),
    ]
    found = refusals(run_model, people)
    reasons = {int(key): reason for (key, _), reason in found.items()}
    assert reasons == {
        1: "role_inbox",
        2: "placeholder",
        3: "shared_by_several_names",
        4: "shared_by_several_names",
        5: None,
        6: None,
        7: "placeholder",
        8: None,
    }


def normalised(run_model, **contact):
    """Normalise one contact."""
    base = {"contact_record_id": "x:1", "source_system": "x", "source_contact_id": "1"}
    (row,) = run_model("int_person_records", {"int_contacts_unioned": [base | contact]})
    return row


@pytest.mark.parametrize(
    ("email", "expected"),
    [
        ("Jo.Smith@Acme.Example", "jo.smith@acme.example"),
        ("jo.smith+news@acme.example", "jo.smith@acme.example"),
        ("jo.smith+news@gmail.com", "josmith@gmail.com"),
        ("not an address", None),
        (None, None),
    ],
)
def test_email_addresses_in_normal_form(run_model, email, expected):
    assert normalised(run_model, email=email)["email_normalised"] == expected


@pytest.mark.parametrize("country", ["DE", "GB", "US", "FR", "AE", "NL", "AT", "EG"])
@pytest.mark.parametrize("style", ["international", "national", "double_zero", "e164"])
def test_phone_numbers_in_normal_form(run_model, country, style):
    """Google's rules agree on the example number of each country, in every way to write it."""
    kind = phonenumbers.PhoneNumberType.FIXED_LINE
    number = phonenumbers.example_number_for_type(country, kind)
    expected = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    written = {
        "international": phonenumbers.PhoneNumberFormat.INTERNATIONAL,
        "national": phonenumbers.PhoneNumberFormat.NATIONAL,
    }.get(style, phonenumbers.PhoneNumberFormat.E164)
    phone = phonenumbers.format_number(number, written)
    if style == "double_zero":
        phone = "00" + phone[1:]
    row = normalised(run_model, phone=phone, country=country)
    assert row["phone_normalised"] == expected
