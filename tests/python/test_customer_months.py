"""Random histories of contracts, orders and refunds: every customer month against a reference."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.python.model_chain import Chain
from tests.python.revenue_reference import DAY, Rates, Sale, customer_months

AS_OF = datetime(2026, 2, 10, 12)
FIRST = date(2023, 11, 1)
RATES = [
    ("USD", date(2023, 1, 1), 0.9),
    ("USD", date(2024, 6, 1), 0.95),
    ("USD", date(2026, 2, 11), 2.0),  # tomorrow's
    ("SEK", date(2025, 1, 1), 0.09),
]
# the last days of months and years, and those around the ends of contracts and of patience
GAPS = st.one_of(
    st.sampled_from(
        [0, 1, 7, 8, 9, 30, 89, 90, 91, 92, 274, 275, 276, 364, 365, 366, 372, 373, 374, 375]
    ),
    st.integers(0, 400),
)
AMOUNTS = st.integers(0, 40_000).map(lambda cents: cents / 100)


@st.composite
def payers(draw) -> list[Sale]:
    """What one payer bought and was lost over, in any order of days."""
    day, found = FIRST + draw(st.integers(0, 120)) * DAY, []
    shop = draw(st.booleans())
    kinds = ["order", "order", "order", "refund", "one_time", "lost"]
    if not shop:
        kinds += ["contract"] * 8
    for number in range(draw(st.integers(1, 9))):
        kind = draw(st.sampled_from(kinds))
        starts = ends = None
        if kind == "contract" and draw(st.integers(0, 3)) == 0:
            starts = day + draw(st.sampled_from([-3, 0, 5, 40])) * DAY
            ends = starts + draw(st.sampled_from([-1, 0, 14, 27, 30, 89, 180, 364, 365])) * DAY
        role = ""
        if kind in ("contract", "lost"):
            role = draw(st.sampled_from(["new", "renewal", "renewal", "add_on", "unknown"]))
        if kind == "lost" and role in ("new", "add_on"):
            role = "renewal"
        found.append(
            Sale(
                number,
                day,
                kind,
                draw(AMOUNTS),
                role,
                draw(st.sampled_from(["EUR", "EUR", "EUR", "USD", "SEK", "CHF"])),
                starts,
                ends,
                draw(st.sampled_from(["voluntary", "involuntary", "unknown"])),
            )
        )
        day += draw(GAPS) * DAY
    return found


def scope_rows(name: str, sales: list[Sale]) -> list[dict]:
    """Write the sales of a payer as int_revenue_scope has them."""
    kinds = {"order": "order", "refund": "refund", "lost": "opportunity_lost"}
    return [
        {
            "revenue_event_id": f"crm:{name}/{sale.number:02}",
            "source_system": "crm",
            "source_revenue_event_id": f"{name}/{sale.number:02}",
            "customer_id": "unknown",
            "account_id": name,
            "payer_id": name,
            "segment": "mid_market",
            "revenue_event_type": kinds.get(sale.kind, "opportunity_won"),
            "revenue_type": sale.kind if sale.kind != "lost" else "contract",
            "contract_role": sale.role or None,
            "churn_reason": sale.churn_type,
            "churn_type": sale.churn_type,
            "currency_code": sale.currency,
            "exclusion_reason": "future" if sale.day > AS_OF.date() else None,
            "amount": sale.amount,
            "term_months": None,
            "is_recurring": sale.kind == "contract",
            "service_start_date": sale.starts,
            "service_end_date": sale.ends,
            "occurred_at": datetime.combine(sale.day, time(9)),
        }
        for sale in sales
    ]


@pytest.fixture(scope="module", params=["by_payer", "contractual", "non_contractual"])
def chain(request) -> Chain:
    """The models from revenue events to customer months, under each rule of churn."""
    built = Chain(
        {"int_revenue_scope", "int_dates"},
        ("fct_customer_months",),
        as_of=f"{AS_OF:%Y-%m-%d %H:%M:%S}",
        churn_rule=request.param,
    )
    months = [date(2023 + place // 12, place % 12 + 1, 1) for place in range(60)]
    rates = [
        {"currency_code": code, "valid_from": day, "rate_to_reporting": rate}
        for code, day, rate in RATES
    ]
    built.build(
        {
            "int_dates": [{"date_day": day} for day in months],
            "exchange_rates": rates,
            "int_revenue_scope": [],
        }
    )
    return built


@settings(max_examples=8, deadline=None)
@given(st.lists(payers(), min_size=20, max_size=40))
def test_every_month_of_every_payer(chain, histories):
    """If this fails, a customer is lost, back or worth something else; the month is shown."""
    named = {f"P{place:02}": sales for place, sales in enumerate(histories)}
    chain.build(
        {
            "int_revenue_scope": [
                row for name, sales in named.items() for row in scope_rows(name, sales)
            ]
        }
    )
    rows = {
        (row["payer_id"], row["month_start"]): row for row in chain.table("fct_customer_months")
    }
    rates, expected = Rates(RATES, AS_OF), {}
    for name, sales in named.items():
        for start, month in customer_months(sales, rates, chain.variables["churn_rule"]).items():
            expected[name, start] = month
    assert set(rows) == set(expected)
    for key, month in expected.items():
        for column, value in month.items():
            wanted = pytest.approx(value, abs=1e-6) if isinstance(value, float) else value
            assert rows[key][column] == wanted, f"{key}: {column}, {named[key[0]]}"


def test_the_reference_sees_every_kind_of_movement():
    """A property that never meets a movement proves nothing of it."""
    day = date(2024, 1, 10)
    sales = [
        Sale(0, day, "contract", 1200.0, "new"),
        Sale(1, day + timedelta(days=40), "contract", 600.0, "add_on"),
        Sale(2, date(2025, 1, 10), "contract", 900.0, "renewal"),
    ]
    later = customer_months(sales, Rates(RATES, AS_OF))
    kinds = ("new", "expansion", "contraction", "churned")
    assert all(any(month[f"mrr_{kind}"] for month in later.values()) for kind in kinds)
    again = [Sale(0, day, "order", 9.0), Sale(1, date(2024, 9, 1), "order", 9.0)]
    assert any(m["mrr_reactivated"] for m in customer_months(again, Rates(RATES, AS_OF)).values())
