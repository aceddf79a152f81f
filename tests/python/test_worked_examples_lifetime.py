"""The worked examples of KPI-17, KPI-18 and KPI-23, and what they rest on.

CLVPRED-E4 to E6 are in test_lifetime_value.py.
"""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.python.test_worked_examples import close, estimate, estimated

RATES = [{"currency_code": "USD", "valid_from": "2020-01-01", "rate_to_reporting": 1.1}]


def event(number, kind, amount, day="2025-03-01", record="crm:1", currency="EUR"):
    """A revenue event of an account as the input contract has it."""
    return {
        "revenue_event_id": f"crm:{number}",
        "source_system": "crm",
        "source_revenue_event_id": str(number),
        "account_record_id": record,
        "revenue_event_type": kind,
        "amount": amount,
        "currency_code": currency,
        "is_deleted": False,
        "occurred_at": f"{day} 00:00:00",
    }


def historic(run_model, events, accounts, people=(), as_of="2025-06-30 23:59:59"):
    """Historic revenue by payer, from raw events to the fact."""
    scope = run_model(
        "int_revenue_scope",
        {
            "int_revenue_events_unioned": events,
            "int_account_map": [
                {"account_record_id": record, "account_id": payer}
                for record, payer in accounts.items()
            ],
        },
        as_of=as_of,
    )
    revenue = run_model(
        "fct_revenue", {"int_revenue_scope": scope, "exchange_rates": RATES}, as_of=as_of
    )
    payers = run_model(
        "int_payer_history", {"fct_revenue": revenue, "dim_customers": people}, as_of=as_of
    )
    rows = run_model("fct_customer_lifetime_value", {"int_payer_history": payers}, as_of=as_of)
    return {row["payer_id"]: row for row in rows}


def test_clvhist_e1_refunds_are_taken_off_and_cancelled_orders_left_out(run_model):
    """CLVHIST-E1: no event is made of the tax line: amounts come without tax."""
    events = [
        event(1, "order", 100.0),
        event(2, "order", 50.0),
        event(3, "refund", 20.0),
        event(4, "order_cancelled", 70.0),
    ]
    payer = historic(run_model, events, {"crm:1": "A"})["A"]
    assert (payer["clv_historic_revenue"], payer["purchase_count"]) == (close(130.0), 2)
    assert payer["clv_historic_margin"] == close(130.0 * 0.6)


def test_clvhist_e2_the_rate_of_the_day_and_nothing_after_as_of(run_model):
    """CLVHIST-E2, with the euro as the reporting currency: the currencies change places."""
    events = [
        event(1, "order", 100.0, "2025-01-10", currency="USD"),
        event(2, "order", 40.0, "2025-06-30"),
        event(3, "order", 500.0, "2025-07-01"),
    ]
    payer = historic(run_model, events, {"crm:1": "A"})["A"]
    assert payer["clv_historic_revenue"] == close(150.0)


def test_clvhist_e3_two_records_of_one_payer_and_a_payer_without_orders(run_model):
    events = [event(1, "order", 80.0, record="crm:1"), event(2, "order", 20.0, record="crm:9")]
    people = [
        {"customer_id": payer, "payer_id": payer, "segment": "consumer"} for payer in ("G1", "G2")
    ]
    found = historic(run_model, events, {"crm:1": "G1", "crm:9": "G1"}, people)
    assert found["G1"]["clv_historic_revenue"] == close(100.0)
    assert found["G2"]["clv_historic_revenue"] == 0.0
    assert (found["G1"]["is_included"], found["G2"]["exclusion_reason"]) == (True, "prospect")


def test_revenue_without_a_rate_is_no_zero_in_the_mean(run_model):
    found = historic(run_model, [event(1, "order", 9.0, currency="XXX")], {"crm:1": "A"})["A"]
    assert (found["is_included"], found["exclusion_reason"]) == (False, "no_counted_revenue")


def test_the_first_year_compares_customers_of_different_age(run_model):
    events = [
        event(1, "order", 100.0, "2024-01-10"),
        event(2, "order", 40.0, "2025-01-09"),
        event(3, "order", 500.0, "2025-01-10"),
        event(4, "order", 70.0, "2024-07-05", record="crm:2"),
    ]
    found = historic(run_model, events, {"crm:1": "A", "crm:2": "B"})
    assert found["A"]["clv_first_year_revenue"] == close(140.0)
    assert found["B"]["clv_first_year_revenue"] is None


def predicted(run_model, expectations, predictions=()):
    """Rows of the fact for payers of whom only their expectations are known."""
    payers = [
        {"payer_id": str(number), "segment": "s", "net_revenue": 0.0, "has_revenue_rows": True}
        | {"source_system": "crm", "purchase_count": 1, "acquired_on": "2025-01-01"}
        for number in range(len(expectations))
    ]
    given_rows = [
        {"payer_id": str(number), "churn_rule": "contractual", "is_active": True, "is_new": False}
        | expected
        for number, expected in enumerate(expectations)
    ]
    rows = run_model(
        "fct_customer_lifetime_value",
        {
            "int_payer_history": payers,
            "int_payer_expectations": given_rows,
            "int_purchase_predictions": predictions,
        },
    )
    return sorted(rows, key=lambda row: int(row["payer_id"]))


def contract(m, r, d, horizon):
    return {
        "mean_monthly_revenue": m,
        "retention_rate": r,
        "monthly_discount": d,
        "horizon_months": horizon,
    }


def test_clvpred_e1_the_margin_multiple(run_model):
    (row,) = predicted(run_model, [contract(100.0, 0.8, 0.1, None)])
    value = row["clv_predicted_revenue"]
    assert value == close(266.666667)
    assert value / 100 == close(2.666667)
    # an immediate margin would add m; ours comes one period from now
    assert value + 100 == close(366.666667)


def test_clvpred_e2_the_horizon_cuts_the_value(run_model):
    rows = predicted(run_model, [contract(20.0, 0.97, 0.01, h) for h in (36, 60, None)])
    values = [row["clv_predicted_revenue"] for row in rows]
    assert values == [close(371.771771), close(442.069755), close(485.0)]


def test_clvpred_e3_nobody_stays_or_everybody_does(run_model):
    cases = [contract(50.0, 0.0, 0.01, 60), contract(50.0, 1.0, 0.0, 60)]
    rows = predicted(run_model, cases)
    assert [row["clv_predicted_revenue"] for row in rows] == [0.0, 3000.0]
    assert {row["method"] for row in rows} == {"contractual_formula"}


rates = st.one_of(st.sampled_from([0.0, 1.0]), st.floats(0, 1))
contracts = st.tuples(
    st.floats(-100, 10_000), rates, st.one_of(st.just(0.0), st.floats(0, 0.2)), st.integers(1, 120)
)


@given(st.lists(contracts, min_size=20, max_size=60))
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_closed_form_is_the_sum_of_the_months(run_model, cases):
    rows = predicted(run_model, [contract(*case) for case in cases])
    for row, (m, r, d, horizon) in zip(rows, cases, strict=True):
        months = sum(max(m, 0) * (r / (1 + d)) ** month for month in range(1, horizon + 1))
        assert row["clv_predicted_revenue"] == pytest.approx(months, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(
    ("expected", "method", "value"),
    [
        pytest.param({"is_active": False}, "churned", 0.0, id="left"),
        pytest.param({"retention_rate": None}, "too_few_customers", None, id="no retention"),
        pytest.param(
            {"is_new": True, "segment_monthly_revenue": 10.0, "mean_monthly_revenue": 99.0},
            "segment_prior",
            10.0 * 3,
            id="new",
        ),
        pytest.param(
            {"is_new": True, "mean_monthly_revenue": 99.0},
            "too_few_customers",
            None,
            id="new, and no segment",
        ),
        pytest.param({"mean_monthly_revenue": None}, "no_exchange_rate", None, id="no rate"),
        pytest.param({"churn_rule": "non_contractual"}, "inactivity_formula", 150.0, id="no model"),
    ],
)
def test_who_is_predicted_how(run_model, expected, method, value):
    (row,) = predicted(run_model, [contract(50.0, 1.0, 0.0, 3) | expected])
    found = row["clv_predicted_revenue"]
    assert (row["method"], found) == (method, value if value is None else close(value))


def test_the_models_speak_for_payers_without_a_contract(run_model):
    """Also for those who have bought nothing for long: the model weighs that itself."""
    model = {"payer_id": "0", "method": "bg_nbd_gamma_gamma", "p_alive": 0.4}
    model |= {"expected_purchases": 1.5, "expected_spend": 20.0, "discounted_purchases": 4.0}
    (row,) = predicted(
        run_model,
        [contract(50.0, 0.9, 0.01, 60) | {"churn_rule": "non_contractual", "is_active": False}],
        [
            model | {"purchase_history_id": "0|as_of", "sample": "as_of"},
            model | {"purchase_history_id": "0|backtest", "sample": "backtest"},
        ],
    )
    assert (row["method"], row["clv_predicted_revenue"]) == ("bg_nbd_gamma_gamma", close(80.0))
    assert (row["clv_predicted_margin"], row["p_alive"]) == (close(48.0), 0.4)


def customer_month(payer, month, mrr=10.0, segment="s", start=True, end=True, **more):
    return {
        "customer_month_id": f"{payer}|{month}",
        "payer_id": payer,
        "segment": segment,
        "churn_rule": "contractual",
        "mrr_end": mrr,
        "net_revenue": 0.0,
        "is_active_start": start,
        "is_active_end": end,
        "is_partial_month": False,
        "is_included": True,
        "month_start": month,
    } | more


def expectations(run_model, months):
    rows = run_model("int_payer_expectations", {"fct_customer_months": months})
    return {row["payer_id"]: row for row in rows}


def test_retention_and_revenue_are_those_of_the_last_twelve_complete_months(run_model):
    months = []
    for number in range(30):
        # the months before the twelve were dear, and everybody stayed
        months.append(customer_month(f"B{number}", "2025-06-01", 500.0, "big"))
        months.append(customer_month(f"B{number}", "2025-07-01", 10.0, "big"))
        months.append(customer_month(f"B{number}", "2026-06-01", 30.0, "big", end=number > 2))
    months.append(customer_month("S", "2026-05-01", 7.0, "small", start=False))
    months.append(customer_month("S", "2026-06-01", 9.0, "small"))
    found = expectations(run_model, months)
    assert found["B9"]["retention_rate"] == close(57 / 60)
    assert (found["B9"]["retention_segment"], found["B9"]["retention_n"]) == ("big", 30)
    assert found["B9"]["mean_monthly_revenue"] == close(20.0)
    assert (found["B2"]["is_active"], found["B9"]["is_active"]) == (False, True)
    # one customer is no segment: all together stand for it
    assert (found["S"]["retention_segment"], found["S"]["retention_n"]) == ("all", 31)
    assert found["S"]["retention_rate"] == close(58 / 61)
    assert (found["S"]["observed_month_count"], found["S"]["is_new"]) == (2, True)
    # 27 active payers are too few again: none of them speaks for a new one
    assert found["S"]["segment_monthly_revenue"] is None
    assert found["S"]["monthly_discount"] == close(1.1 ** (1 / 12) - 1)


def test_a_missing_rate_hides_money_and_no_customer(run_model):
    """If this fails, customers without a rate are no customers, or worth nothing."""
    no_rate = {"mrr": 0.0, "is_included": False}
    months = []
    for number in range(60):
        # half of them never had a rate; of these three leave
        unknown = no_rate if number % 2 else {}
        stays = not unknown or number > 5
        months.append(customer_month(f"C{number}", "2026-04-01", **unknown))
        months.append(customer_month(f"C{number}", "2026-05-01", **unknown))
        months.append(customer_month(f"C{number}", "2026-06-01", end=stays, **unknown))
    # one whose new contract has none
    months.append(customer_month("N", "2026-05-01", 30.0))
    months.append(customer_month("N", "2026-06-01", **no_rate))
    found = expectations(run_model, months)
    assert (found["C0"]["retention_n"], found["C0"]["retention_rate"]) == (61, close(179 / 182))
    assert (found["N"]["is_active"], found["N"]["observed_month_count"]) == (True, 2)
    assert found["N"]["mean_monthly_revenue"] == close(30.0)
    assert (found["C7"]["is_active"], found["C1"]["is_active"]) == (True, False)
    assert found["C7"]["mean_monthly_revenue"] is None
    # the thirty whose money is known speak for a new one
    assert found["N"]["segment_monthly_revenue"] == close(10.0)


def test_without_a_contract_money_is_what_came_in(run_model):
    months = [
        customer_month(
            "N", f"2026-0{month}-01", 99.0, churn_rule="non_contractual", net_revenue=net
        )
        for month, net in ((3, 30.0), (4, 0.0), (5, 0.0), (6, -6.0))
    ]
    found = expectations(run_model, months)["N"]
    assert (found["mean_monthly_revenue"], found["retention_rate"]) == (close(6.0), None)


purchases = st.lists(
    st.tuples(
        st.integers(0, 4), st.dates(date(2025, 1, 1), date(2026, 6, 30)), st.floats(-50, 200)
    ),
    min_size=1,
    max_size=40,
)


@given(purchases)
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_purchase_histories_of_random_purchases(run_model, cases):
    cases = [(f"P{payer}", day, round(amount, 2)) for payer, day, amount in cases]
    payers = {payer for payer, _, _ in cases}
    rows = run_model(
        "int_purchase_histories",
        {
            "fct_customer_months": [
                customer_month(payer, "2026-06-01", churn_rule="non_contractual")
                for payer in payers
            ]
            + [customer_month("C", "2026-06-01")],
            "fct_revenue": [
                {"revenue_id": str(number), "payer_id": payer, "net_revenue": amount}
                | {"is_included": True, "revenue_date": day}
                for number, (payer, day, amount) in enumerate([*cases, ("C", date(2026, 1, 1), 9)])
            ]
            + [{"revenue_id": "x", "payer_id": "P1", "is_included": False}],
        },
    )
    found = {(row["payer_id"], row["sample"]): row for row in rows}
    expected = {}
    for payer in payers:
        mine = [(day, amount) for who, day, amount in cases if who == payer]
        days = sorted({day for day, amount in mine if amount > 0})
        for sample, until in (("as_of", date(2026, 7, 1)), ("backtest", date(2026, 1, 1))):
            seen = [day for day in days if day < until]
            if not seen:
                continue
            spent = [
                sum(amount for on, amount in mine if on == day and amount > 0)
                for day in (seen[1:] or seen[:1])
            ]
            later = [(day, amount) for day, amount in mine if day >= until]
            expected[payer, sample] = (
                len(seen) - 1,
                (seen[-1] - seen[0]).days / 7,
                (until - seen[0]).days / 7,
                sum(spent) / len(spent),
                sum(amount for day, amount in mine if amount > 0 and day < until),
                sum(amount for day, amount in mine if amount < 0 and day < until),
                *(
                    (None, None, None)
                    if sample == "as_of"
                    else (
                        sum(day >= until for day in days),
                        sum(amount for _, amount in later),
                        181 / 7,
                    )
                ),
            )
    names = "repeat_purchase_count recency_weeks age_weeks mean_spend purchased_revenue "
    names += "refunded_revenue held_out_purchase_count held_out_revenue held_out_weeks"
    assert set(found) == set(expected)
    for key, values in expected.items():
        mine = [found[key][name] for name in names.split()]
        assert mine == [value if value is None else close(value) for value in values], key


@pytest.mark.parametrize("error", [0.0, 1.0])
def test_the_back_test_shows_errors_that_cancel_out(run_model, error):
    """Ten customers of whom half buy more and half less than foretold."""
    rows = run_model(
        "rpt_lifetime_value_backtest",
        {
            "int_purchase_predictions": [
                {
                    "purchase_history_id": f"{number}|backtest",
                    "payer_id": str(number),
                    "sample": "backtest",
                    "method": "bg_nbd_gamma_gamma",
                    "expected_purchases": 2.0 + error * (-1) ** number,
                    "expected_spend": 10.0,
                    "held_out_purchase_count": 2,
                    "held_out_revenue": 20.0,
                }
                for number in range(10)
            ]
        },
    )
    by_decile = {row["decile"]: row for row in rows}
    assert set(by_decile) == {"all", *(str(number) for number in range(1, 11))}
    total = by_decile["all"]
    assert (total["purchases_mae"], total["purchases_calibration"]) == (close(error), close(1.0))
    assert (total["revenue_mae"], total["revenue_calibration"]) == (close(10 * error), close(1.0))
    assert by_decile["1"]["expected_purchases"] == close(2 - error)
    assert by_decile["10"]["purchases_calibration"] == close((2 + error) / 2)


def first_revenue(payer, day, **more):
    return {
        "revenue_id": f"r{payer}",
        "payer_id": payer,
        "source_system": "crm",
        "segment": "s",
        "is_included": True,
        "revenue_date": day,
        "occurred_at": f"{day} 00:00:00",
    } | more


def referral(number, referrer, referred, sent_on="2024-06-01", **more):
    return {
        "referral_id": f"R{number}",
        "referrer_payer_id": referrer,
        "referred_payer_id": referred,
        "is_by_employee": False,
        "is_partner_code": False,
        "sent_on": sent_on,
    } | more


def referred(run_model, firsts, sent):
    rows = run_model("fct_referrals", {"fct_revenue": firsts, "int_referrals": sent})
    return {row["payer_id"]: row for row in rows}


def test_referral_e1_six_of_forty(run_model):
    total = estimate(run_model, "referral_rate", [1.0] * 6 + [0.0] * 34)
    assert (total["n"], total["value"]) == (40, close(0.15))
    assert (total["ci_lo"], total["ci_hi"]) == (close(0.070612), close(0.290723))


def test_referral_e2_a_referrer_must_exist_be_another_and_have_been_a_customer(run_model):
    firsts = [first_revenue(f"N{number}", "2025-06-01") for number in range(1, 7)]
    firsts += [first_revenue("C1", "2024-01-01"), first_revenue("C2", "2025-09-09")]
    firsts += [first_revenue("C3", "2023-05-05")]
    sent = [
        referral(1, "C1", "N1"),
        referral(3, "N3", "N3"),
        referral(4, "C2", "N4"),
        referral(5, None, "N5"),
        referral(6, "C3", "N6"),
    ]
    rows = referred(run_model, firsts, sent)
    new = [row for payer, row in rows.items() if payer.startswith("N")]
    validity = {row["payer_id"]: row["validity"] for row in new}
    assert validity == {
        "N1": "valid",
        "N2": "none",
        "N3": "self",
        "N4": "not_yet_customer",
        "N5": "unknown_referrer",
        "N6": "valid",
    }
    valid = sum(row["is_referred"] for row in new)
    invalid = sum(row["validity"] not in ("valid", "none") for row in new)
    assert (len(new), valid, invalid) == (6, 2, 3)
    total = estimate(run_model, "referral_rate", [float(row["is_referred"]) for row in new])
    assert total["value"] == close(0.333333)


def test_referral_e3_nobody_is_new_and_the_advocacy_rate(run_model):
    assert estimate(run_model, "referral_rate", [])["value"] is None
    # a missing exchange rate hides money, not customers
    active = [
        customer_month(f"C{number}", "2025-03-01", is_included=number > 99) for number in range(400)
    ]
    # twelve referrers, one of whom brought two
    new = [
        {"payer_id": f"N{number}", "referrer_payer_id": f"C{number % 12}", "is_referred": True}
        | {"is_included": True, "is_unknown_source": False, "acquired_on": "2025-03-09"}
        for number in range(13)
    ]
    observed = run_model(
        "int_kpi_observations_referrals", {"fct_customer_months": active, "fct_referrals": new}
    )
    observed = run_model(
        "int_kpi_observations_lifetime", {"int_kpi_observations_referrals": observed}
    )
    rows = estimated(run_model, observed)
    values = {
        row["period_grain"]: (row["n"], row["value"])
        for row in rows
        if (row["kpi_code"], row["cut_type"]) == ("advocacy_rate", "all")
    }
    assert values == dict.fromkeys(("month", "quarter", "year", "all"), (400, close(0.03)))


def test_a_missing_exchange_rate_hides_no_new_customer(run_model):
    """If this fails, who pays in a currency without a rate is no customer, and refers nobody."""
    unpriced = {"is_included": False, "exclusion_reason": "no_exchange_rate"}
    firsts = [
        first_revenue("N", "2025-06-01", **unpriced),
        first_revenue("N", "2025-09-01", revenue_id="later"),
        first_revenue("C", "2024-01-01", **unpriced),
        first_revenue("T", "2024-01-01", is_included=False, exclusion_reason="test"),
    ]
    rows = referred(run_model, firsts, [referral(1, "C", "N", "2025-05-20")])
    assert set(rows) == {"N", "C"}
    row = rows["N"]
    assert (row["validity"], row["referrer_payer_id"]) == ("valid", "C")
    assert str(row["acquired_on"])[:10] == "2025-06-01"


def test_of_several_referrals_the_first_valid_one_wins(run_model):
    firsts = [first_revenue("N", "2025-06-01")]
    firsts += [first_revenue(f"C{number}", "2024-01-01") for number in range(5)]
    sent = [
        referral(1, "C1", "N", "2025-01-01", is_by_employee=True),
        referral(2, "C2", "N", "2025-01-02", is_partner_code=True),
        referral(3, "C3", "N", "2025-03-01"),
        referral(4, "C4", "N", "2025-02-01"),
    ]
    row = referred(run_model, firsts, sent)["N"]
    assert (row["referrer_payer_id"], row["referral_id"], row["referral_count"]) == ("C4", "R4", 4)
    row = referred(run_model, firsts, sent[:2])["N"]
    assert (row["validity"], row["referrer_payer_id"]) == ("employee", None)
    late = referred(run_model, firsts, [referral(1, "C1", "N", "2025-06-02")])["N"]
    assert late["validity"] == "already_customer"


def test_chains_are_followed_and_circles_cannot_hang(run_model):
    days = {name: f"2024-0{number}-01" for number, name in enumerate("ABCD", start=1)}
    firsts = [first_revenue(name, day) for name, day in days.items()]
    # a second event of a payer is no acquisition
    firsts += [first_revenue("A", "2025-01-01", revenue_id="again")]
    # X and Y name each other, and became customers on one day
    firsts += [first_revenue(name, "2024-05-01") for name in "XY"]
    sent = [
        referral(1, "A", "B", "2024-01-05"),
        referral(2, "B", "C", "2024-02-05"),
        referral(3, "C", "D", "2024-03-05"),
        referral(4, "D", "A", "2023-12-01"),
        referral(5, "X", "Y", "2024-04-01"),
        referral(6, "Y", "X", "2024-04-01"),
    ]
    rows = referred(run_model, firsts, sent)
    assert {payer: row["chain_depth"] for payer, row in rows.items()} == {
        **dict(zip("ABCD", range(4), strict=True)),
        "X": 0,
        "Y": 0,
    }
    assert {rows[payer]["validity"] for payer in "AXY"} == {"not_yet_customer"}


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 40)), max_size=30))
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_referrals_of_random_networks(run_model, cases):
    """Against a walk from customer to referrer; first revenues lie two days apart, some on one."""
    begin = date(2024, 1, 1)
    firsts = {str(number): begin + timedelta(days=number // 2 * 2) for number in range(10)}
    sent = [
        (f"R{number:02}", str(referrer), str(new), begin + timedelta(days=day - 20))
        for number, (referrer, new, day) in enumerate(cases)
    ]
    rows = referred(
        run_model,
        [first_revenue(payer, day) for payer, day in firsts.items()],
        [
            referral(0, referrer, new, day) | {"referral_id": name}
            for name, referrer, new, day in sent
        ],
    )
    by = {}
    for _, referrer, new, day in sorted(sent, key=lambda one: (one[3], one[0])):
        if firsts[referrer] < firsts[new] and day <= firsts[new]:
            by.setdefault(new, referrer)
    for payer, row in rows.items():
        depth, at = 0, payer
        while at in by:
            depth, at = depth + 1, by[at]
        assert (row["referrer_payer_id"], row["chain_depth"]) == (by.get(payer), depth)


def test_what_is_said_stands_apart_from_what_a_code_proves(run_model):
    firsts = [
        first_revenue("A", "2024-01-01", lead_source="Referral"),
        first_revenue("B", "2024-01-01", lead_source="Web"),
        first_revenue("C", "2024-01-01"),
        first_revenue("D", "2024-02-01"),
    ]
    rows = referred(run_model, firsts, [referral(1, "C", "D", "2024-01-01")])
    stated = {payer: row["is_stated_referral"] for payer, row in rows.items()}
    assert stated == {"A": True, "B": False, "C": False, "D": False}
    assert {payer for payer, row in rows.items() if row["is_unknown_source"]} == {"C"}
    assert {payer for payer, row in rows.items() if row["is_referred"]} == {"D"}


def test_a_referral_names_people_or_organisations_of_any_tool(run_model):
    people = [
        {"contact_record_id": "crm:1", "payer_id": "A", "is_internal": False},
        {"contact_record_id": "desk:1", "payer_id": "B", "is_internal": False},
        {"contact_record_id": "desk:9", "is_internal": True},
    ]
    accounts = [{"account_record_id": "crm:1", "account_id": "C"}]
    side = "{0}_source_system {0}_source_contact_id {0}_source_account_id".format
    sides = [
        ("crm", "1", None, "A", False),
        ("desk", "1", None, "B", False),
        ("crm", None, "1", "C", False),
        ("desk", "9", None, None, True),
        ("crm", "404", None, None, False),
    ]
    seed = [
        {"referral_id": str(number), "sent_on": "2024-01-01"}
        | dict(zip(side("referrer").split(), one, strict=False))
        | dict(zip(side("referred").split(), sides[number - 1], strict=False))
        for number, one in enumerate(sides)
    ]
    rows = run_model(
        "int_referrals",
        {"referrals": seed, "int_customer_keys": people, "int_account_map": accounts},
    )
    rows.sort(key=lambda row: row["referral_id"])
    assert [row["referrer_payer_id"] for row in rows] == [one[3] for one in sides]
    assert [row["is_by_employee"] for row in rows] == [one[4] for one in sides]
    assert [row["referred_payer_id"] for row in rows] == [sides[n - 1][3] for n in range(5)]


def economics(run_model, **inputs):
    """The only month of rpt_unit_economics: four customers, one of them new, and three contacts."""
    ticket = {"created_at": "2025-03-15 10:00:00"}
    given_rows = {
        "rpt_retention": [
            {"month_start": "2025-03-01", "segment": "all", "customers_start": 3}
            | {"customers_new": 1, "customers_reactivated": 0}
        ],
        "fct_referrals": [{"payer_id": "C1", "is_included": True, "acquired_on": "2025-03-07"}],
        "fct_customer_lifetime_value": [
            {"payer_id": "C1", "clv_total_margin": 900.0, "is_included": True}
        ],
        "int_ticket_scope": [
            ticket | {"ticket_id": "1", "channel": "email"},
            ticket | {"ticket_id": "2", "channel": "phone"},
            ticket | {"ticket_id": "3", "channel": "fax"},
            ticket | {"ticket_id": "4", "channel": "phone", "exclusion_reason": "spam"},
        ],
        "acquisition_costs": [
            {"month_start": "2025-03-01", "channel": channel, "cost": 150.0}
            for channel in ("search", "fairs")
        ],
        "contact_costs": [
            {"channel": "email", "cost_per_contact": 4.0, "valid_from": "2024-01-01"},
            {"channel": "phone", "cost_per_contact": 7.0, "valid_from": "2024-01-01"},
            {"channel": "phone", "cost_per_contact": 8.0, "valid_from": "2025-03-15"},
            {"channel": "phone", "cost_per_contact": 9.0, "valid_from": "2025-03-16"},
        ],
    } | inputs
    (row,) = run_model("rpt_unit_economics", given_rows)
    return row


def test_a_month_of_unit_economics(run_model):
    row = economics(run_model)
    assert (row["acquisition_cost"], row["cost_per_new_customer"]) == (300.0, 300.0)
    assert (row["mean_lifetime_margin"], row["clv_to_cac_ratio"]) == (900.0, close(3.0))
    assert (row["contact_count"], row["unpriced_contact_count"]) == (3, 1)
    assert (row["cost_to_serve"], row["cost_to_serve_per_customer"]) == (12.0, 3.0)
    assert row["clv_to_cac_missing_reason"] is row["cost_to_serve_missing_reason"] is None


@pytest.mark.parametrize(
    ("without", "column", "reason"),
    [
        ("acquisition_costs", "clv_to_cac", "no_acquisition_costs"),
        ("fct_referrals", "clv_to_cac", "no_new_customers"),
        ("fct_customer_lifetime_value", "clv_to_cac", "no_margin"),
        ("contact_costs", "cost_to_serve", "no_contact_costs"),
        ("int_ticket_scope", "cost_to_serve", "no_contacts"),
    ],
)
def test_a_figure_that_is_missing_says_why(run_model, without, column, reason):
    row = economics(run_model, **{without: []})
    value = "clv_to_cac_ratio" if column == "clv_to_cac" else "cost_to_serve_per_customer"
    assert (row[value], row[f"{column}_missing_reason"]) == (None, reason)
    unpriced = [{"payer_id": "C1", "is_included": True}]
    row = economics(run_model, fct_customer_lifetime_value=unpriced)
    assert (row["clv_to_cac_ratio"], row["clv_to_cac_missing_reason"]) == (None, "no_margin")


def test_a_new_customer_of_unknown_worth_had_its_cost(run_model):
    """If this fails, a missing exchange rate makes every other new customer cost more."""
    new = [
        {"payer_id": payer, "is_included": True, "acquired_on": "2025-03-07"}
        for payer in ("C1", "C2")
    ]
    worth = [
        {"payer_id": "C1", "clv_total_margin": 900.0, "is_included": True},
        {"payer_id": "C2", "clv_total_margin": 0.0, "is_included": False},
    ]
    row = economics(run_model, fct_referrals=new, fct_customer_lifetime_value=worth)
    assert (row["new_customer_count"], row["cost_per_new_customer"]) == (2, 150.0)
    assert (row["mean_lifetime_margin"], row["clv_to_cac_ratio"]) == (900.0, close(6.0))


def test_a_month_in_which_nothing_was_spent_has_no_ratio(run_model):
    """If this fails, a zero in the seed stops the build: an empty ratio without a reason."""
    spent = [{"month_start": "2025-03-01", "channel": "search", "cost": 0.0}]
    row = economics(run_model, acquisition_costs=spent)
    assert (row["acquisition_cost"], row["cost_per_new_customer"]) == (0.0, 0.0)
    assert row["clv_to_cac_ratio"] is None
    assert row["clv_to_cac_missing_reason"] == "no_acquisition_costs"
