"""The health scores of the demo company against those computed from its simulated objects."""

import pytest
from scipy import stats

from tests.python.test_demo_truth import connection, others, rows, vendor_set  # noqa: F401

PARTS = ("nps", "csat", "ces", "support", "commercial")


def test_every_payer_has_its_score(connection):  # noqa: F811
    """If this fails, a component, a weight or who is a customer is wrong for single payers."""
    compared = rows(
        connection,
        f"""
        with
        -- of every resolved payer what it is in truth: an account, or a person without one
        payers as (
            select distinct payer_id, truth.true_id
            from intermediate.int_customer_keys as people
            inner join true_source_records as truth
                on truth.source_system = people.source_system
                and truth.source_record_id = people.source_contact_id
                and truth.entity = 'person' and truth.true_id is not null
            where people.payer_id = people.customer_id
            union
            select distinct map.account_id, truth.true_id
            from intermediate.int_account_map as map
            inner join true_source_records as truth
                on map.account_record_id
                    = truth.source_system || ':' || truth.source_record_id
                and truth.entity = 'account' and truth.true_id is not null
        ),
        found as (
            select payers.true_id, facts.* from marts.fct_customer_health as facts
            left join payers on facts.payer_id = payers.payer_id
            where facts.month_start in (
                select distinct cast(month_start as date) from true_customer_health
            )
        )
        select truth.true_payer_id, truth.month_start, found.true_id, found.payer_id,
            {", ".join(f"cast(truth.{part} as double), found.{part}_component" for part in PARTS)},
            cast(truth.health_score as double), found.health_score
        from true_customer_health as truth
        full join found
            on truth.true_payer_id = found.true_id
            and cast(truth.month_start as date) = found.month_start
        """,
    )
    assert len(compared) > 50
    for true_id, start, found_id, payer_id, *numbers in compared:
        assert true_id == found_id, (true_id, start, found_id, payer_id)
        for true_number, number in zip(numbers[::2], numbers[1::2], strict=True):
            if true_number is None or number is None:
                assert true_number is number, (true_id, start, numbers)
            else:
                assert number == pytest.approx(true_number, rel=1e-9, abs=1e-6), (true_id, start)


def test_the_back_test_is_that_of_scipy(connection):  # noqa: F811
    """Each quarter's AUC, from the scores and the customers as the facts tell them."""
    outcomes = rows(
        connection,
        """
        select cast(scores.month_start + interval 1 month as date), scores.health_score,
            not later.is_active_end
        from marts.fct_customer_health as scores
        inner join marts.fct_customer_months as later
            on scores.payer_id = later.payer_id
            and scores.month_start + interval 3 month = later.month_start
        where scores.health_score is not null and month(scores.month_start) % 3 = 0
        """,
    )
    told = rows(
        connection,
        """
        select quarter_start, payer_count, churned_count, auc
        from reports.rpt_health_backtest where group_type = 'all'
        """,
    )
    assert len(told) >= 7
    assert {start for start, *_ in told} == {start for start, *_ in outcomes}
    for start, payer_count, churned_count, auc in told:
        scores = [row[1:] for row in outcomes if row[0] == start]
        left = [score for score, has_left in scores if has_left]
        kept = [score for score, has_left in scores if not has_left]
        assert (payer_count, churned_count) == (len(scores), len(left))
        if left:
            expected = stats.mannwhitneyu(kept, left).statistic / len(left) / len(kept)
            assert auc == pytest.approx(expected, abs=1e-9)


def test_every_customer_of_a_payer_shows_its_value(connection):  # noqa: F811
    """The sum over payers is the revenue of all months; who never bought shows nothing."""
    ((shown, revenue),) = rows(
        connection,
        """
        select
            (select sum(clv) from (
                select payer_id, max(clv_historic) as clv from reports.rpt_customer_360 group by 1
            )),
            (select sum(net_revenue) from marts.fct_customer_months where payer_id in (
                select payer_id from reports.rpt_customer_360
            ))
        """,
    )
    assert shown == pytest.approx(revenue) and shown > 0
    ((wrong,),) = rows(
        connection,
        """
        select count(*) from reports.rpt_customer_360
        where (clv_historic is null) <> (is_active is null)
            or (churned_month is null) <> coalesce(is_active, true)
            or is_active and health_month <> date '2026-06-01'
        """,
    )
    assert wrong == 0
