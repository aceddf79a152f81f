"""Contacts and moments of truth of the demo company against the truth, for both sets of tools."""

import csv

import duckdb
import pytest

from tests.python.conftest import ROOT
from tests.python.test_demo_truth import others, vendor_set  # noqa: F401  (fixtures)

TRUTH = ROOT / "demo" / "truth"


def told(name, vendor_set):  # noqa: F811
    """Rows of a truth table for one set of tools."""
    with (TRUTH / f"{name}.csv").open() as file:
        return [row for row in csv.DictReader(file) if row["vendor_set"] == vendor_set]


@pytest.fixture(scope="module")
def found(vendor_set, request):  # noqa: F811
    """Return a function that runs a query on the warehouse of a set."""
    built = request.getfixturevalue("demo" if vendor_set == "default" else vendor_set)
    with duckdb.connect(str(built.database), read_only=True) as connection:
        yield lambda query: connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def counts(vendor_set):  # noqa: F811
    """Contacts by period, kind and touchpoint."""
    names = ("period_grain", "period_start", "contact_kind", "touchpoint")
    rows = told("touchpoints", vendor_set)
    return {tuple(row[name] for name in names): int(row["n"]) for row in rows}


def test_every_contact_is_met_once_at_its_touchpoint(found, counts):
    """If this fails, contacts are lost, doubled, or stand at the wrong touchpoint."""
    rows = found(
        """
        select 'all', '', contact_kind, touchpoint, count(*) from marts.fct_touchpoints
        where is_included and contact_kind not in ('purchase', 'refund', 'journey')
        group by all
        union all
        select 'month', cast(cast(date_trunc('month', touched_on) as date) as varchar),
            contact_kind, '', count(*)
        from marts.fct_touchpoints
        where is_included and contact_kind not in ('purchase', 'refund', 'journey')
        group by all
        """
    )
    assert {tuple(key): n for *key, n in rows} == counts
    assert sum(n for (grain, *_), n in counts.items() if grain == "all") > 3_000


def test_sales_and_journeys_are_contacts_too(found):
    """Compared with their own facts, which have truths of their own."""
    ((sales, refunds, journeys, all_sales, all_journeys),) = found(
        """
        select count(*) filter (where contact_kind = 'purchase' and is_included),
            count(*) filter (where contact_kind = 'refund' and is_included),
            count(*) filter (where contact_kind = 'journey' and is_included),
            (
                select count(*) from marts.fct_revenue
                where coalesce(exclusion_reason, 'no_exchange_rate') = 'no_exchange_rate'
            ),
            (select count(*) from marts.fct_journeys where is_included)
        from marts.fct_touchpoints
        """
    )
    assert sales + refunds == all_sales > 0
    assert journeys == all_journeys


def test_moments_of_truth_are_the_true_ones(found, vendor_set):  # noqa: F811
    """If this fails, an experience is paired with the wrong answer, or a flag is wrong."""
    rows = found(
        """
        select period_grain, coalesce(cast(period_start as varchar), ''), touchpoint,
            rated_count, satisfied_count, n_good, n_bad, nps_good, nps_bad, impact_points, z,
            is_moment_of_truth
        from reports.rpt_moments_of_truth
        """
    )
    true = {}
    for row in told("moments_of_truth", vendor_set):
        key = (row["period_grain"], row["period_start"], row["touchpoint"])
        numbers = ("n_good", "n_bad", "nps_good", "nps_bad", "impact_points", "z")
        true[key] = [float(row[name]) for name in ("rated_count", "satisfied_count")]
        true[key] += [float(row[name]) if row[name] else None for name in numbers]
        true[key].append({"true": True, "false": False, "": None}[row["is_moment_of_truth"]])
    assert {tuple(row[:3]) for row in rows} == set(true)
    for row in rows:
        # what is not known is null on both sides
        for told_value, value in zip(true[tuple(row[:3])], row[3:], strict=True):
            assert (value is None) == (told_value is None), row[:3]
            assert value is None or value == pytest.approx(told_value, abs=1e-9), row[:3]
    if vendor_set == "default":
        assert any(row[-1] for row in rows)


def test_the_order_of_a_customer_has_no_gap(found):
    """The first contact is number 1, and the times rise with the numbers."""
    broken = found(
        """
        select customer_id from (
            select customer_id, sequence_number,
                row_number() over (
                    partition by customer_id order by sequence_number
                ) as place,
                occurred_at < lag(occurred_at) over (
                    partition by customer_id order by sequence_number
                ) as is_back
            from marts.fct_touchpoints where sequence_number is not null
        )
        where place <> sequence_number or is_back
        """
    )
    assert broken == []


def test_a_journey_has_the_stage_that_its_definition_says(found):
    """Two seeds speak of the stage of a digital journey."""
    differing = found(
        """
        select definitions.journey_code from seeds.journey_definitions as definitions
        left join seeds.touchpoint_map as maps
            on maps.maps_from = 'journey' and maps.raw_touchpoint = definitions.journey_code
        left join seeds.touchpoints as touchpoints using (touchpoint)
        where definitions.kind = 'journey'
            and touchpoints.stage_code is distinct from definitions.stage_code
        """
    )
    assert differing == []


def test_loyalty_adds_up(found):
    """Whoever is in a state at the end of a quarter is in it at the start of the next."""
    rows = found("select * exclude (loyalty_transition_id) from reports.rpt_loyalty_transitions")
    assert {row[0] for row in rows} >= {"dissatisfied", "satisfied", "loyal", "silent"}
    starts, ends = {}, {}
    for from_state, to_state, n, from_count, _, _, _, quarter in rows:
        after = (quarter.year + quarter.month // 10, (quarter.month + 2) % 12 + 1)
        ends[(*after, to_state)] = ends.get((*after, to_state), 0) + n
        starts[(quarter.year, quarter.month, from_state)] = from_count
    shared = {key for key in starts if key[2] != "silent" and key[:2] != min(starts)[:2]}
    assert shared
    for key in shared:
        assert starts[key] == ends[key], key
