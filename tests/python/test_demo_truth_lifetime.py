"""Referrals and lifetime values of the demo against what the generator knows, for both sets.

The KPI values are compared in test_demo_truth.py.
"""

from tests.python.test_demo_truth import connection, others, rows, vendor_set

__all__ = ["connection", "others", "vendor_set"]

# the payer behind each true account or private consumer
PAYERS = """
    select truth.true_id, mapped.account_id as payer_id
    from true_source_records as truth
    inner join intermediate.int_account_map as mapped
        on truth.source_system || ':' || truth.source_record_id = mapped.account_record_id
    where truth.entity = 'account'
    union
    select truth.true_id, mapped.payer_id
    from true_source_records as truth
    inner join intermediate.int_customer_keys as mapped
        on truth.source_system || ':' || truth.source_record_id = mapped.contact_record_id
    where truth.entity = 'person'
"""


def test_every_new_customer_was_referred_by_whom_it_was(connection, vendor_set):
    """If this fails, a referral counts that must not, or a chain is cut."""
    told = rows(
        connection,
        f"""
        with payers as ({PAYERS})
        select truth.true_id, truth.validity, coalesce(referrers.payer_id, ''),
            cast(truth.chain_depth as integer), cast(truth.acquired_on as date), found.validity,
            coalesce(found.referrer_payer_id, ''), found.chain_depth, found.acquired_on
        from true_referrals as truth
        left join payers on truth.true_id = payers.true_id
        left join payers as referrers on truth.referrer_true_id = referrers.true_id
        left join marts.fct_referrals as found on payers.payer_id = found.payer_id
        """,
    )
    for payer, *values in told:
        assert values[:4] == values[4:], payer
    ((counted,),) = rows(
        connection, "select count(*) from marts.fct_referrals where validity <> 'none'"
    )
    assert counted == len(told)
    kinds = {row[1] for row in told}
    planted = {"self", "employee", "partner", "unknown_referrer"}
    planted |= {"not_yet_customer", "already_customer"}
    assert kinds == ({"valid"} | planted if vendor_set == "default" else {"valid"})
    assert max(row[3] for row in told) >= (5 if vendor_set == "default" else 1)


def test_the_whole_value_is_past_and_future(connection, vendor_set):
    """If this fails, a payer is left out, or a prediction has no method."""
    found = rows(
        connection,
        """
        select method, count(*), count(clv_predicted_revenue), min(clv_predicted_revenue),
            bool_and(clv_total_revenue is not distinct from
                clv_historic_revenue + clv_predicted_revenue)
        from marts.fct_customer_lifetime_value where is_included group by 1
        """,
    )
    methods = {method: (count, valued, least) for method, count, valued, least, _ in found}
    assert all(is_sum for *_, is_sum in found)
    for name in {"too_few_customers", "no_exchange_rate"} & set(methods):
        assert methods.pop(name)[1] == 0
    assert all(count == valued and least >= 0 for count, valued, least in methods.values())
    expected = {"contractual_formula", "churned"}
    # today spend and frequency of the few consumers happen to be related, half a year ago not
    expected |= {"bg_nbd_mean_spend"} if vendor_set == "default" else set()
    assert expected <= set(methods)


def test_the_model_is_right_about_the_half_year_it_has_not_seen(connection, vendor_set):
    """In all about as many purchases as came; the more it foretold of a customer, the more came."""
    found = rows(connection, "select * from reports.rpt_lifetime_value_backtest")
    names = [column[0] for column in connection.description]
    by_decile = {row[0]: dict(zip(names, row, strict=True)) for row in found}
    if vendor_set == "others":
        assert by_decile == {}
        return
    assert len(by_decile) == 11 and by_decile["all"]["method"] == "bg_nbd_gamma_gamma"
    assert 0.7 < by_decile["all"]["purchases_calibration"] < 1.4
    low = sum(by_decile[str(decile)]["actual_purchases"] for decile in range(1, 6))
    high = sum(by_decile[str(decile)]["actual_purchases"] for decile in range(6, 11))
    assert high > 2 * low


def test_costs_are_those_of_the_seeds(connection, vendor_set):
    (month,) = rows(
        connection,
        """
        select acquisition_cost, new_customer_count, cost_per_new_customer,
            cost_to_serve_per_customer * active_customer_count, cost_to_serve, contact_count
        from reports.rpt_unit_economics where month_start = date '2025-03-01'
        """,
    )
    ((spent,),) = rows(
        connection,
        "select sum(cost) from seeds.acquisition_costs where month_start = date '2025-03-01'",
    )
    assert month[0] == spent
    assert month[2] is None or abs(month[2] * month[1] - spent) < 1e-6
    assert abs(month[3] - month[4]) < 1e-6 and 0 < month[4] < month[5] * 10.4
    last = "select clv_to_cac_missing_reason from reports.rpt_unit_economics "
    assert rows(connection, last + "where month_start = date '2026-06-01'") == [
        ("no_acquisition_costs",)
    ]
