"""Segments, initiatives, returns and maturity of the demo company, against its truth."""

import csv
from collections import defaultdict
from datetime import datetime

import pytest

from tests.python.conftest import ROOT

TRUTH = ROOT / "demo" / "truth"


def truth(name):
    with (TRUTH / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def at(text):
    return datetime.fromisoformat(text) if text else None


@pytest.fixture(scope="module")
def stays(demo):
    """Times in segments that the warehouse knows of each Salesforce account."""
    found = defaultdict(list)
    for key, *stay in demo.rows(
        """
        select map.account_record_id, m.scheme_code, m.segment_code, m.valid_from, m.valid_to
        from marts.fct_segment_memberships as m
        inner join intermediate.int_account_map as map on map.account_id = m.payer_id
        where m.is_included
        """
    ):
        found[key, stay[0]].append(tuple(stay[1:]))
    return found


def test_accounts_that_grew_or_shrank_have_both_sizes(stays):
    """If this fails, the history of the size is lost, or a change is at another instant."""
    changed = [row for row in truth("segment_stays") if row["scheme_code"] == "size"]
    assert len(changed) == 48
    for row in changed:
        known = stays[f"salesforce:{row['source_account_id']}", "size"]
        if row["valid_to"]:
            # the account may be known for longer than it is in this tool
            ends = {(segment, ends) for segment, _, ends in known}
            assert (row["segment_code"], at(row["valid_to"])) in ends, row
        else:
            assert (row["segment_code"], at(row["valid_from"]), None) in known, row


def test_needs_are_those_that_people_gave(demo, stays):
    """If this fails, an assignment is lost, shifted, or counts although it must not."""
    rows = [row for row in truth("segment_stays") if row["scheme_code"] == "needs"]
    expected = defaultdict(set)
    for row in rows:
        if not row["exclusion_reason"]:
            days = [at(row[name][:10]) for name in ("valid_from", "valid_to")]
            key = f"salesforce:{row['source_account_id']}"
            expected[key].add((row["segment_code"], *days))
    assert len(expected) > 100
    for key, wanted in expected.items():
        known = {stay for stay in stays[key, "needs"] if stay[0] != "unassigned"}
        assert known == wanted, key
    refused = demo.rows(
        """
        select exclusion_reason, count(*) from marts.fct_segment_memberships
        where not is_included group by 1 order by 1
        """
    )
    reasons = defaultdict(int)
    for row in rows:
        if row["exclusion_reason"]:
            reasons[row["exclusion_reason"]] += 1
    assert dict(refused) == dict(reasons)
    assert reasons["segment_overlap"] == 8


def test_every_active_customer_is_in_one_segment_of_each_scheme(demo):
    """If this fails, the sizes do not add up to the customers of the month."""
    differing = demo.rows(
        """
        with active as (
            select month_start, count(*) as n from marts.fct_customer_months
            where is_active_end group by 1
        )
        select m.scheme_code, m.month_start, sum(m.active_customer_count), any_value(active.n)
        from reports.rpt_segment_months as m
        inner join active on active.month_start = m.month_start
        group by 1, 2
        having sum(m.active_customer_count) <> any_value(active.n)
            or sum(m.net_migration) <> 0
            or abs(sum(m.customer_share) - 1) > 1e-9
        """
    )
    assert differing == []
    card = demo.rows(
        """
        select value from reports.rpt_kpi_scorecard
        where kpi_code = 'segment_size' and cut_type = 'all' and period_grain = 'month'
        order by period_start
        """
    )
    months = {
        row["month_start"]: int(row["customers_end"])
        for row in truth("customer_months")
        if row["vendor_set"] == "default"
    }
    ends = [months[month] for month in sorted(months)][-len(card) :]
    assert [int(value) for (value,) in card] == ends


def test_the_effect_that_was_planted_is_found_and_nothing_else(demo):
    """If this fails, an initiative that works is missed, or one that does nothing is praised."""
    effects = {
        row[0]: row[1:]
        for row in demo.rows(
            """
            select initiative_id, ci_lo, effect, ci_hi, clustered_ci_lo, clustered_ci_hi,
                is_significant, is_significant_clustered, has_pre_trend
            from reports.rpt_initiative_effects
            """
        )
    }
    planted = {row["initiative_id"]: row for row in truth("initiatives")}
    assert len(planted) == len(effects) == 2
    for name, row in planted.items():
        lo, _, hi, clustered_lo, clustered_hi, is_found, is_found_clustered, went = effects[name]
        true_effect = float(row["true_effect"])
        assert lo < true_effect < hi, name
        assert clustered_lo < true_effect < clustered_hi, name
        is_effective = row["is_effective"] == "true"
        assert (is_found, is_found_clustered) == (is_effective, is_effective), name
        assert went is False, name


def test_each_group_has_the_journeys_that_the_generator_made(demo):
    """If this fails, journeys of a group are lost or stand in the wrong window."""
    found = {
        (name, arm, period): (n, numerator)
        for name, arm, period, n, numerator in demo.rows(
            """
            select initiative_id, arm, period, n, numerator from marts.fct_initiative_results
            """
        )
    }
    for row in truth("initiatives"):
        if row["period"] == "before":
            # the three months before the start are 90 days; those after it 91, the last is left out
            key = (row["initiative_id"], row["arm"], row["period"])
            assert found[key] == (int(row["n"]), int(row["completed"])), key
        if row["period"] == "after":
            n, _ = found[row["initiative_id"], row["arm"], row["period"]]
            assert int(row["n"]) - 6 <= n <= int(row["n"])


def test_whoever_is_observed_can_be_found_by_the_key_of_the_observation(demo):
    """If this fails, an initiative on that KPI stays unmeasured, and nothing says why."""
    known = dict(
        demo.rows(
            """
            select observations.kpi_code, count(units.unit_id)
            from intermediate.int_kpi_observations as observations
            inner join seeds.kpi_catalog as kpis on observations.kpi_code = kpis.kpi_code
            left join intermediate.int_kpi_observation_units as units
                on kpis.model_name = units.model_name
                and observations.observation_key = units.observation_key
            where observations.observed_value is not null
                and coalesce(observations.period_grain, 'month') = 'month'
            group by 1
            """
        )
    )
    of_employees = {"employee_engagement", "engagement_index", "attrition", "training_coverage"}
    of_employees |= {"agent_scorecard", "agent_occupancy"}
    of_nobody = {"referral_rate", "referral_unknown_share", "segment_size", "assigned_share"}
    of_nobody |= {"nps_account", "profile_unification", "unattributed_revenue"}
    of_nobody |= {"unattributed_share"}
    # nobody logs in before paying
    of_nobody |= {"cart_abandonment"}
    assert {code for code, count in known.items() if not count} <= of_employees | of_nobody
    priced = {code for (code,) in demo.rows("select kpi_code from seeds.initiative_benefit_kinds")}
    assert {code for code in priced if not known.get(code)} == set()


def test_returns_and_maturity_are_shown(demo):
    """If this fails, the scorecard lacks a figure of the programme."""
    card = demo.rows(
        """
        select kpi_code, cut_value, value is not null from reports.rpt_kpi_scorecard
        where kpi_code in ('cx_roi', 'did_effect', 'cx_maturity', 'cx_maturity_index')
        order by 1, 2
        """
    )
    assert card == [
        ("cx_maturity", "all", True),
        ("cx_maturity_index", "all", True),
        ("cx_roi", "I-01", True),
        ("cx_roi", "I-02", True),
        # effects of different initiatives have no sum
        ("cx_roi", "all", False),
        ("did_effect", "I-01", True),
        ("did_effect", "I-02", True),
        ("did_effect", "all", False),
    ]
    ((roi, lo, hi, gained, cost),) = demo.rows(
        """
        select roi, roi_lo, roi_hi, incremental_margin, cost from reports.rpt_cx_roi
        where initiative_id = 'I-01'
        """
    )
    assert lo < roi < hi
    # booked savings of 1600 a year, for 90 days
    assert roi == pytest.approx((gained + 1600 * 90 / 365 - cost) / cost)
