"""The worked examples of KPI-19 to KPI-22, and the rules of revenue beside them."""

import math
from datetime import date, timedelta

import duckdb
import pytest
import yaml

from tests.python.conftest import ROOT
from tests.python.test_worked_examples import close, estimated

SALE = {
    "source_system": "crm",
    "customer_id": "unknown",
    "account_id": "none",
    "segment": "mid_market",
    "revenue_event_type": "order",
    "revenue_type": "order",
    "currency_code": "EUR",
    "is_recurring": False,
}
CONTRACT = {
    "revenue_event_type": "opportunity_won",
    "revenue_type": "contract",
    "contract_role": "new",
    "is_recurring": True,
}


def sale(payer, day, amount, **more):
    """One row of int_revenue_scope: an order, unless more is said."""
    key = f"{payer}/{day}/{more.get('revenue_event_type', '')}"
    given = {"revenue_event_id": key, "source_revenue_event_id": key, "payer_id": payer}
    return SALE | given | {"amount": amount, "occurred_at": f"{day} 09:00:00"} | more


def contract(payer, starts, ends, amount=120.0, **more):
    """A contract with its days of service."""
    days = {"service_start_date": starts, "service_end_date": ends}
    return sale(payer, starts, amount, **(CONTRACT | days | more))


def lost(payer, day, reason, kind):
    """A renewal that was lost."""
    named = {"churn_reason": reason, "churn_type": kind, "contract_role": "renewal"}
    return sale(payer, day, 1.0, **(CONTRACT | named | {"revenue_event_type": "opportunity_lost"}))


def payer_month(payer, month, mrr, **more):
    """One row of int_payer_months: a customer as far as it is worth something."""
    first = date.fromisoformat(month)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return {
        "customer_month_id": f"{payer}|{month}",
        "payer_id": payer,
        "source_system": "crm",
        "segment": "mid_market",
        "churn_rule": "contractual",
        "net_revenue": 0.0,
        "revenue_event_count": 0,
        "order_count": 0,
        "loss_count": 0,
        "mrr": mrr,
        "is_active_end": mrr > 0,
        "is_unconverted": False,
        "is_partial_month": False,
        "cohort_month": "2024-01-01",
        "month_start": month,
        "last_day": str(last),
    } | more


def customer_months(run_model, sales, as_of):
    """From the revenue events to the months of their payers."""
    revenue = run_model("fct_revenue", {"int_revenue_scope": sales}, as_of)
    covers = run_model("int_revenue_covers", {"fct_revenue": revenue}, as_of)
    days = [{"date_day": date(2023 + place // 12, place % 12 + 1, 1)} for place in range(48)]
    inputs = {"int_revenue_covers": covers, "int_dates": days}
    months = run_model("int_payer_months", inputs, as_of)
    inputs = {"int_payer_months": months, "int_revenue_scope": sales}
    return revenue, run_model("fct_customer_months", inputs, as_of)


def retention(run_model, months, month):
    """The row of rpt_retention for all customers of a month."""
    rows = run_model("rpt_retention", {"fct_customer_months": months})
    (row,) = [r for r in rows if r["segment"] == "all" and str(r["month_start"]) == month]
    return row


def figures(run_model, codes, months=(), revenue=(), grain="month", start=None):
    """The values of KPIs in one period, as the scorecard has them."""
    periods = run_model("int_customer_periods", {"fct_customer_months": months})
    inputs = {"int_customer_periods": periods, "fct_revenue": revenue}
    observations = [
        row
        for row in run_model("int_kpi_observations_value", inputs)
        if row["kpi_code"] in codes and row["period_grain"] in (grain, None)
    ]
    estimates = estimated(run_model, observations)
    return {
        row["kpi_code"]: row
        for row in estimates
        if row["kpi_code"] in codes
        and row["cut_type"] == "all"
        and (row["value"] is None or row["period_grain"] == grain)
        and (start is None or row["period_start"] in (None, date.fromisoformat(start)))
    }


def two_months(run_model, customers):
    """Customer months of (name, worth in January, worth in February)."""
    rows = []
    for name, before, after in customers:
        rows += [payer_month(name, "2025-01-01", before), payer_month(name, "2025-02-01", after)]
    return run_model("fct_customer_months", {"int_payer_months": rows})


def test_churn_e1_new_customers_are_in_neither_sum(run_model):
    customers = [(f"S{place}", 10.0, 0.0 if place < 8 else 10.0) for place in range(200)]
    customers += [(f"N{place}", 0.0, 10.0) for place in range(30)]
    months = two_months(run_model, customers)
    found = figures(run_model, {"logo_churn", "retention"}, months, start="2025-02-01")
    assert (found["logo_churn"]["n"], found["logo_churn"]["value_sum"]) == (200, 8)
    assert found["logo_churn"]["value"] == close(0.04)
    assert found["logo_churn"]["ci_lo"] == close(0.020406)
    assert found["logo_churn"]["ci_hi"] == close(0.076932)
    assert found["retention"]["value"] == close(0.96)
    month = retention(run_model, months, "2025-02-01")
    assert (month["customers_end"], month["customers_new"]) == (222, 30)
    formula = (month["customers_end"] - month["customers_new"]) / month["customers_start"]
    assert formula == close(0.96)


def test_churn_e2_point_to_point_with_reasons(run_model):
    year = ("2024-06-01", "2025-05-31")
    until_april = ("2024-04-09", "2025-04-08")
    sales = [
        contract("A", *year),
        contract("B", *until_april),
        lost("B", "2025-04-08", "price", "voluntary"),
        # cancelled on the 3rd, gone after the days of grace, and back on the 20th
        contract("C", "2024-04-04", "2025-04-03"),
        contract("C", "2025-04-20", "2026-04-19"),
        contract("D", "2025-04-02", "2025-04-10"),
        contract("E", "2025-04-15", "2026-04-14"),
        contract("F", *until_april),
        lost("F", "2025-04-08", "payment_failure", "involuntary"),
        contract("G", *until_april),
        lost("G", "2025-04-08", "moved", "uncontrollable"),
    ]
    _, months = customer_months(run_model, sales, "2025-05-01 00:00:00")
    april = {r["payer_id"]: r for r in months if str(r["month_start"]) == "2025-04-01"}
    shown = {name: (r["is_active_start"], r["is_active_end"]) for name, r in april.items()}
    assert shown == {
        "A": (True, True),
        "B": (True, False),
        "C": (True, True),
        "D": (False, False),
        "E": (False, True),
        "F": (True, False),
        "G": (True, False),
    }
    codes = {"logo_churn", "voluntary_churn", "involuntary_churn", "uncontrollable_churn"}
    codes |= {"event_churn", "unknown_churn_reason"}
    found = figures(run_model, codes, months, start="2025-04-01")
    assert (found["logo_churn"]["n"], found["logo_churn"]["value_sum"]) == (5, 3)
    assert {code: row["value"] for code, row in found.items()} == {
        "logo_churn": close(0.6),
        "voluntary_churn": close(0.2),  # the controllable one
        "involuntary_churn": close(0.2),
        "uncontrollable_churn": close(0.2),
        "event_churn": close(0.8),
        "unknown_churn_reason": close(0.0),
    }
    assert april["F"]["churn_reason"] == "payment_failure"


def test_churn_e3_ninety_days_without_a_purchase(run_model):
    last = {"X": "2025-04-01", "Y": "2025-03-31"}
    sales = [sale(name, day, 10.0) for name, day in last.items()]
    revenue, months = customer_months(run_model, sales, "2025-07-01 00:00:00")
    since = {row["payer_id"]: (date(2025, 6, 30) - row["revenue_date"]).days for row in revenue}
    assert since == {"X": 90, "Y": 91}
    june = {r["payer_id"]: r for r in months if str(r["month_start"]) == "2025-06-01"}
    assert {name: row["is_churned"] for name, row in june.items()} == {"X": False, "Y": True}
    assert {row["churn_rule"] for row in months} == {"non_contractual"}
    assert (june["Y"]["churn_reason"], june["Y"]["churn_type"]) == ("inactivity", "unknown")


def test_churn_e4_nobody_at_the_start_and_a_year_of_months(run_model):
    months = two_months(run_model, [("N", 0.0, 10.0)])
    month = retention(run_model, months, "2025-02-01")
    assert (month["customers_start"], month["logo_churn"]) == (0, None)
    assert month["annualised_churn"] is None
    assert figures(run_model, {"logo_churn"}, months)["logo_churn"]["value"] is None
    lost_4 = [(f"S{place}", 10.0, 0.0 if place < 4 else 10.0) for place in range(100)]
    month = retention(run_model, two_months(run_model, lost_4), "2025-02-01")
    assert month["annualised_churn"] == close(0.38729)
    assert 12 * month["logo_churn"] == close(0.48)  # what it is not


@pytest.mark.parametrize(
    ("customers", "expected"),
    [
        pytest.param(
            [("A", 100, 100), ("B", 200, 0), ("C", 300, 250), ("D", 400, 460), ("E", 0, 150)],
            (1000.0, 200.0, 50.0, 60.0, 0.75, 0.81, 0.25, 0.19, 0.25),
            id="REVRET-E1",
        ),
        pytest.param(
            [("A", 100, 180), ("B", 100, 0), ("C", 100, 150)],
            (300.0, 100.0, 0.0, 130.0, 0.666667, 1.1, 0.333333, -0.1, 0.333333),
            id="REVRET-E2",
        ),
    ],
)
def test_revenue_retention(run_model, customers, expected):
    months = two_months(run_model, customers)
    row = retention(run_model, months, "2025-02-01")
    names = "mrr_start mrr_churned mrr_contraction mrr_expansion grr nrr gross_revenue_churn "
    names += "net_revenue_churn logo_churn"
    assert [row[name] for name in names.split()] == [close(value) for value in expected]
    # the scorecard has the same from the observations
    codes = ("grr", "nrr", "revenue_churn", "net_revenue_churn", "logo_churn")
    found = figures(run_model, set(codes), months, start="2025-02-01")
    assert [found[code]["value"] for code in codes] == [close(value) for value in expected[4:]]
    assert found["grr"]["value"] <= 1


def test_revret_e3_who_comes_back_is_no_expansion(run_model):
    worth = {"2024-11-01": 100.0, "2024-12-01": 0.0, "2025-01-01": 0.0, "2025-02-01": 90.0}
    rows = [payer_month("Z", month, mrr) for month, mrr in worth.items()]
    months = run_model("fct_customer_months", {"int_payer_months": rows})
    row = retention(run_model, months, "2025-02-01")
    assert (row["mrr_start"], row["grr"], row["nrr"]) == (0.0, None, None)
    assert (row["mrr_reactivated"], row["mrr_expansion"], row["mrr_new"]) == (90.0, 0.0, 0.0)
    only = [month for month in months if str(month["month_start"]) == "2025-02-01"]
    found = figures(run_model, {"grr", "nrr"}, only)
    assert [found[code]["value"] for code in ("grr", "nrr")] == [None, None]


def test_retention_e1_a_year_of_such_months(run_model):
    customers = [(f"S{place}", 10.0, 0.0 if place < 8 else 10.0) for place in range(200)]
    row = retention(run_model, two_months(run_model, customers), "2025-02-01")
    assert (row["logo_churn"], row["logo_retention"]) == (close(0.04), close(0.96))
    assert row["annualised_retention"] == close(0.61271)


def test_retention_e2_the_short_formula_counts_who_came_back(run_model):
    rows = []
    for place in range(100):
        rows.append(payer_month(f"S{place}", "2025-01-01", 10.0))
        rows.append(payer_month(f"S{place}", "2025-02-01", 0.0 if place < 10 else 10.0))
    for place in range(4):
        for month, mrr in (("2024-12-01", 10.0), ("2025-01-01", 0.0), ("2025-02-01", 10.0)):
            rows.append(payer_month(f"R{place}", month, mrr))
    rows += [payer_month(f"N{place}", "2025-02-01", 10.0) for place in range(5)]
    months = run_model("fct_customer_months", {"int_payer_months": rows})
    row = retention(run_model, months, "2025-02-01")
    names = ("start", "churned", "new", "reactivated", "end")
    assert [row[f"customers_{name}"] for name in names] == [100, 10, 5, 4, 99]
    assert row["logo_retention"] == close(0.9)
    wrong = (row["customers_end"] - row["customers_new"]) / row["customers_start"]
    assert wrong == close(0.94)


def test_retention_e3_twelve_months_are_no_product_of_months(run_model):
    worth = {
        "A": [400.0] + [460.0] * 11 + [520.0],
        # left, and came back smaller
        "B": [300.0] * 4 + [0.0] * 4 + [200.0] * 5,
        "C": [300.0] * 6 + [0.0] * 7,
        "D": [0.0] * 10 + [500.0] * 3,
        # a part of what it was worth a year ago has no exchange rate
        "E": [50.0] + [900.0] * 12,
    }
    rows = [
        payer_month(name, f"{2024 + place // 12}-{place % 12 + 1:02}-01", mrr)
        | {"is_unconverted": (name, place) == ("E", 0)}
        for name, values in worth.items()
        for place, mrr in enumerate(values)
    ]
    months = run_model("fct_customer_months", {"int_payer_months": rows})
    found = figures(run_model, {"grr_12m", "nrr_12m"}, months, start="2025-01-01")
    assert found["grr_12m"]["value"] == close(0.6)
    assert found["nrr_12m"]["value"] == close(0.72)


def per_customer(run_model, sales, codes=("revenue_per_customer",)):
    """The values of a month of sales."""
    revenue, months = customer_months(run_model, sales, "2025-02-01 00:00:00")
    return figures(run_model, set(codes), months, revenue, start="2025-01-01")


def test_rpc_e1_guests_are_shown_apart(run_model):
    sales = [sale(f"C{place}", "2025-01-10", 80.0) for place in range(150)]
    sales.append(sale("unknown", "2025-01-11", 500.0, exclusion_reason="unattributed"))
    codes = ("revenue_per_customer", "unattributed_revenue", "unattributed_share")
    found = per_customer(run_model, sales, codes)
    assert found["revenue_per_customer"]["value"] == close(80.0)
    assert found["revenue_per_customer"]["n"] == 150
    assert found["unattributed_revenue"]["value"] == close(500.0)
    assert found["unattributed_share"]["value"] == close(0.04)
    assert found["unattributed_share"]["weight_sum"] == close(12500.0)


def test_rpc_e2_who_only_gave_back_is_a_customer(run_model):
    refund = {"revenue_event_type": "refund", "revenue_type": "refund"}
    sales = [
        sale("A", "2025-01-10", 100.0),
        sale("A", "2025-01-12", 50.0),
        sale("B", "2025-01-12", 30.0, **refund),
        sale("C", "2025-01-15", 60.0),
    ]
    found = per_customer(run_model, sales)["revenue_per_customer"]
    assert (found["n"], found["value_sum"], found["value"]) == (3, close(180.0), close(60.0))


def test_rpc_e3_segments_are_not_averaged(run_model):
    sales = [sale(f"L{n}", "2025-01-10", 100.0, segment="enterprise") for n in range(10)]
    sales += [sale(f"S{n}", "2025-01-10", 10.0) for n in range(90)]
    found = per_customer(run_model, sales)["revenue_per_customer"]
    assert (found["n"], found["value"]) == (100, close(19.0))
    assert (1000 / 10 + 900 / 90) / 2 == close(55.0)  # what it is not
    assert per_customer(run_model, [])["revenue_per_customer"]["value"] is None


def test_money_is_added_up_in_one_currency(run_model):
    """If this fails, pounds are added to euros, or what has no rate is taken for nothing."""
    rates = [
        {"currency_code": "USD", "valid_from": "2024-01-01", "rate_to_reporting": 0.9},
        {"currency_code": "USD", "valid_from": "2025-01-01", "rate_to_reporting": 0.8},
        {"currency_code": "USD", "valid_from": "2025-06-01", "rate_to_reporting": 2.0},
    ]
    days = ("2023-12-31", "2024-12-31", "2025-01-01")
    sales = [sale("A", day, 100.0, currency_code="USD") for day in days]
    sales += [sale("B", "2025-01-02", 100.0), sale("C", "2025-01-02", 7.0, currency_code="CHF")]
    inputs = {"int_revenue_scope": sales, "exchange_rates": rates}
    rows = run_model("fct_revenue", inputs, "2025-05-31 00:00:00")
    shown = [
        (str(r["revenue_date"]), r["currency_code"], r["net_revenue"], r["exclusion_reason"])
        for r in sorted(rows, key=lambda r: r["revenue_id"])
    ]
    assert shown == [
        ("2023-12-31", "USD", None, "no_exchange_rate"),
        ("2024-12-31", "USD", close(90.0), None),
        ("2025-01-01", "USD", close(80.0), None),
        ("2025-01-02", "EUR", close(100.0), None),
        ("2025-01-02", "CHF", None, "no_exchange_rate"),
    ]
    # what it is worth a month is told at the last rate known, so that no currency grows
    assert [r["constant_revenue"] for r in rows if r["net_revenue"] == close(90.0)] == [close(80.0)]


def test_a_customer_without_a_rate_is_no_lost_customer(run_model):
    """If this fails, a missing rate makes churn, or money that is not known is divided."""
    sales = [
        contract("A", "2024-02-01", "2025-01-31"),
        contract("A", "2025-02-01", "2026-01-31", contract_role="renewal", currency_code="CHF"),
    ]
    _, months = customer_months(run_model, sales, "2025-03-01 00:00:00")
    last = max(months, key=lambda month: month["month_start"])
    assert (last["is_active_end"], last["is_churned"], last["mrr_end"]) == (True, False, 0.0)
    assert (last["is_included"], last["exclusion_reason"]) == (False, "no_exchange_rate")
    found = figures(run_model, {"logo_churn", "grr"}, [last])
    assert (found["logo_churn"]["value"], found["grr"]["value"]) == (0.0, None)


def test_an_addition_ends_with_its_contract(run_model):
    """If this fails, who did not renew stays a customer for what was once added."""
    sales = [
        contract("A", "2024-01-01", "2024-12-31", 1200.0),
        contract("A", "2024-10-01", "2025-09-30", 600.0, contract_role="add_on"),
    ]
    _, months = customer_months(run_model, sales, "2025-03-01 00:00:00")
    worth = {str(month["month_start"])[:7]: month["mrr_end"] for month in months}
    assert [worth[key] for key in ("2024-09", "2024-10", "2024-12", "2025-01")] == [
        close(100.0),
        close(150.0),
        close(150.0),
        0.0,
    ]


@pytest.mark.parametrize(
    ("renewed", "lost_in"),
    [
        pytest.param("2025-01-08", None, id="in the days of grace"),
        pytest.param("2025-01-09", "2025-01-01", id="too late"),
        pytest.param("2024-11-20", None, id="early, and no double"),
    ],
)
def test_a_renewal_continues(run_model, renewed, lost_in):
    """If this fails, a renewal is counted beside its contract, or a late one is no loss."""
    ends = str(date.fromisoformat(renewed) + timedelta(days=364))
    sales = [
        contract("A", "2024-01-01", "2024-12-31", 1200.0),
        contract("A", renewed, ends, 1200.0, contract_role="renewal"),
    ]
    _, months = customer_months(run_model, sales, "2025-03-01 00:00:00")
    assert {round(month["mrr_end"], 6) for month in months} == {100.0}
    losses = [str(month["month_start"]) for month in months if month["loss_count"]]
    assert losses == ([lost_in] if lost_in else [])


def test_cohorts_keep_their_size_and_say_when_they_are_too_young(run_model):
    sales = [contract("A", "2024-12-10", "2025-12-09"), contract("B", "2024-12-20", "2025-01-10")]
    sales.append(sale("C", "2025-01-05", 30.0))
    _, months = customer_months(run_model, sales, "2025-02-15 00:00:00")
    rows = run_model("rpt_retention_cohorts", {"fct_customer_months": months})
    shown = {
        (str(r["cohort_month"])[:7], r["tenure_months"]): (
            r["cohort_size"],
            r["active_count"],
            r["retention_rate"],
            r["is_mature"],
        )
        for r in rows
    }
    assert shown == {
        ("2024-12", 0): (2, 2, 1.0, True),
        ("2024-12", 1): (2, 1, 0.5, True),
        ("2024-12", 2): (2, 1, 0.5, False),
        ("2025-01", 0): (1, 1, 1.0, True),
        ("2025-01", 1): (1, 1, 1.0, False),
    }


@pytest.mark.parametrize(
    ("file", "model", "more"),
    [
        ("marts/kpis/_kpis", "fct_customer_months", "true as is_included, null exclusion_reason"),
        ("reports/_reports", "rpt_retention", "0 as customers_start, 0 as customers_end"),
    ],
)
def test_the_test_of_the_bridge_bears_rounding_and_no_cent(file, model, more):
    """If this fails, currencies with large amounts stop the build, or money vanishes unseen."""
    text = (ROOT / "models" / f"{file}__models.yml").read_text()
    (found,) = [one for one in yaml.safe_load(text)["models"] if one["name"] == model]
    tests = [one["expression_is_true"]["arguments"]["expression"] for one in found["data_tests"]]
    (bridge,) = [one for one in tests if "mrr_reactivated" in one]
    zeros = "0 as customers_new, 0 as customers_reactivated, 0 as customers_churned, "
    zeros += "0e0 as mrr_new, 0e0 as mrr_reactivated, 0e0 as mrr_contraction, 0e0 as mrr_churned"
    connection = duckdb.connect()

    def holds(start: float, grown: float, end: float) -> bool:
        row = f"{start!r}::double as mrr_start, {grown!r}::double as mrr_expansion, "
        row += f"{end!r}::double as mrr_end, {more}, {zeros}"
        return connection.execute(f"select {bridge} from (select {row})").fetchone()[0]

    assert holds(2e10, 1e10, math.nextafter(3e10, math.inf))
    assert holds(200.0, 100.0, 300.0)
    assert not holds(200.0, 100.0, 300.01)
    assert not holds(2e10, 1e10, 3e10 + 1)
