"""Customer months of the demo warehouse against those of the generator, for both sets of tools."""

import pytest

from tests.python.test_demo_truth import connection, others, rows, vendor_set

# the fixtures of the other module, so that both compare the same two warehouses
__all__ = ["connection", "others", "vendor_set"]

COUNTS = ("start", "new", "reactivated", "churned", "end")
MONEY = ("start", "new", "reactivated", "expansion", "contraction", "churned", "end")


def test_every_month_of_customers_and_money_is_the_truth(connection):
    """If this fails, the bridge from one month to the next tells something that did not happen."""
    names = [f"customers_{name}" for name in COUNTS]
    names += [f"mrr_{name}" for name in MONEY] + ["net_revenue"]
    true = ", ".join(f"cast(truth.{name} as double)" for name in names)
    found = ", ".join(f"cast(month.{name} as double)" for name in names)
    compared = rows(
        connection,
        f"""
        select coalesce(truth.month_start, cast(month.month_start as varchar)), {true}, {found}
        from true_customer_months as truth
        full join (select * from reports.rpt_retention where segment = 'all') as month
            on truth.month_start = cast(month.month_start as varchar)
        """,
    )
    assert len(compared) == 60
    for start, *values in compared:
        told, shown = values[: len(names)], values[len(names) :]
        assert shown == pytest.approx(told, abs=2e-6), start


def test_every_kind_of_movement_happens(connection, vendor_set):
    """A branch of a CASE that hides the next one would leave a kind of movement empty."""
    # without types nobody comes back in time to be told from a renewal
    kinds = MONEY if vendor_set == "default" else [k for k in MONEY if k != "reactivated"]
    sums = ", ".join(f"sum(mrr_{kind})" for kind in kinds)
    (totals,) = rows(connection, f"select {sums} from marts.fct_customer_months")
    assert min(totals) > 0, dict(zip(kinds, totals, strict=True))


def test_what_does_not_count_is_shown(connection, vendor_set):
    """If this fails, guests, francs or cancelled orders are lost, or counted."""
    found = rows(
        connection,
        """
        select exclusion_reason, count(*) from marts.fct_revenue
        where not is_included group by 1 order by 1
        """,
    )
    (unpriced,) = rows(
        connection,
        "select count(*) from true_planted_faults where reason_code = 'no_exchange_rate'",
    )[0]
    expected = [
        ("cancelled", 16),
        ("duplicate", 4),
        ("no_exchange_rate", unpriced),
        ("unattributed", 14),
    ]
    assert found == (expected if vendor_set == "default" else [])
