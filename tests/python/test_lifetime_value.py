"""The models of customers without a contract: against the paper, integrals and made-up histories.

Fader, Hardie and Lee (2005) publish r 0.243, alpha 4.414, a 0.793, b 2.426 for 2,357 customers of
CDNOW over 39 weeks. Their data are not copied here: customers are drawn from those parameters.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import beta as beta_function
from scipy.special import betaln
from scipy.special import gamma as gamma_function

from lifetime_value import bg_nbd, gamma_gamma, prediction
from lifetime_value.bg_nbd import BgNbd
from lifetime_value.gamma_gamma import GammaGamma

CDNOW = BgNbd(0.243, 4.414, 0.793, 2.426)
CDNOW_SPEND = GammaGamma(6.25, 3.74, 15.44)
RULES = prediction.Rules(horizon_months=60, yearly_discount=0.1, minimum_n=30)


def simulate(model, customers, seed, weeks=39.0):
    """Customers in the paper's format (x, t_x, T), who first bought in the first 12 weeks."""
    rng = np.random.default_rng(seed)
    age = weeks - rng.integers(1, 85, customers) / 7
    rate = rng.gamma(model.r, 1 / model.alpha, customers)
    leaving = rng.beta(model.a, model.b, customers)
    x, t_x = np.zeros(customers), np.zeros(customers)
    clock, is_here = np.zeros(customers), np.ones(customers, dtype=bool)
    while is_here.any():
        clock += rng.exponential(1, customers) / np.maximum(rate, 1e-300)
        is_here &= clock <= age
        x[is_here] += 1
        t_x[is_here] = clock[is_here]
        is_here &= rng.random(customers) >= leaving
    return x, t_x, age


def standard_errors(model, customers):
    """Standard errors of the parameters' logs, from the curvature of the likelihood."""
    logs, step = np.log([model.r, model.alpha, model.a, model.b]), 1e-3

    def total(moved):
        return BgNbd(*np.exp(moved)).log_likelihood(*customers).sum()

    steps = np.eye(4) * step
    curvature = [
        [
            (
                total(logs + one + other)
                - total(logs + one - other)
                - total(logs - one + other)
                + total(logs - one - other)
            )
            / (4 * step * step)
            for other in steps
        ]
        for one in steps
    ]
    return np.sqrt(np.diag(np.linalg.inv(-np.array(curvature))))


def parameters(model):
    return np.array([model.r, model.alpha, model.a, model.b])


@pytest.mark.parametrize(
    ("x", "t_x", "purchases", "alive"),
    [
        pytest.param(2, 30.43, 1.226028, 0.726579, id="CLVPRED-E4"),
        pytest.param(0, 0, 0.195098, 1.0, id="CLVPRED-E5"),
    ],
)
def test_purchases_of_a_customer_of_the_paper(x, t_x, purchases, alive):
    assert CDNOW.expected_purchases(x, t_x, 38.86, 39) == pytest.approx(purchases, abs=1e-6)
    assert CDNOW.p_alive(x, t_x, 38.86) == pytest.approx(alive, abs=1e-6)


def test_clvpred_e6_spend_shrinks_towards_the_mean_of_all():
    spend = CDNOW_SPEND.expected_spend([2, 0], [30.0, np.nan])
    assert spend == pytest.approx([30.93832, 35.218978], abs=1e-6)


def test_the_parameters_of_the_paper_are_found_again():
    """A sample of the paper's size tells them within its error, a far larger one closely."""
    customers = simulate(CDNOW, 2357, seed=2005)
    found = bg_nbd.fit(*customers)
    errors = standard_errors(found, customers)
    off = np.abs(np.log(parameters(found)) - np.log(parameters(CDNOW)))
    assert (errors < 0.6).all() and (off < 1.96 * errors).all()
    # of the paper's customers 1,411 never came back
    assert (customers[0] == 0).sum() == pytest.approx(1411, abs=60)
    many = simulate(CDNOW, 2357 * 40, seed=2005)
    assert parameters(bg_nbd.fit(*many)) == pytest.approx(parameters(CDNOW), rel=0.05)


def test_a_fit_is_the_same_whatever_the_unit_of_time_and_the_run():
    x, t_x, age = simulate(CDNOW, 500, seed=1)
    weekly, again, daily = (bg_nbd.fit(x, t_x * unit, age * unit) for unit in (1.0, 1.0, 7.0))
    assert weekly == again
    in_weeks = BgNbd(daily.r, daily.alpha / 7, daily.a, daily.b)
    assert parameters(in_weeks) == pytest.approx(parameters(weekly), rel=1e-4)


positive = st.floats(0.1, 8)
histories = st.integers(0, 12).flatmap(
    lambda x: st.tuples(
        st.just(x),
        st.floats(0.5, 50) if x else st.just(0.0),
        st.floats(0.1, 60),
    )
)


@given(st.builds(BgNbd, positive, positive, positive, positive), histories)
@settings(max_examples=60, deadline=None)
def test_the_likelihood_is_the_integral_over_all_customers(model, history):
    """The published closed form against the integral over rates and chances that it solves."""
    x, t_x, since = history
    age = t_x + since

    def rates(until):
        """Mean of rate^x e^(-rate until) over the gamma distribution of rates."""
        scale = model.alpha + until
        inner, _ = quad(lambda u: u ** (model.r + x - 1) * np.exp(-u), 0, 1, limit=200)
        outer, _ = quad(lambda u: u ** (model.r + x - 1) * np.exp(-u), 1, np.inf, limit=200)
        power = model.alpha**model.r / gamma_function(model.r) / scale ** (model.r + x)
        return power * (inner + outer)

    def chances(left, stayed):
        """Mean of p^left (1 - p)^stayed over the beta distribution of chances to leave."""
        # weights that fit the ends, where the density may be infinite
        weights = (model.a + left - 1, model.b + stayed - 1)
        whole, _ = quad(lambda p: 1.0, 0, 1, weight="alg", wvar=weights)
        return whole / beta_function(model.a, model.b)

    likelihood = chances(0, x) * rates(age)
    if x:
        likelihood += chances(1, x - 1) * rates(t_x)
    found = float(np.exp(model.log_likelihood(x, t_x, age)))
    assert found == pytest.approx(likelihood, rel=1e-5)


def test_expected_purchases_are_those_that_come():
    """A closed form against 400,000 customers, half of whose story is told."""
    model = BgNbd(0.9, 6.0, 0.9, 3.0)
    rng = np.random.default_rng(5)
    n, seen, ahead = 400_000, 26.0, 20.0
    rate, leaving = rng.gamma(model.r, 1 / model.alpha, n), rng.beta(model.a, model.b, n)
    x, t_x, later, clock = (np.zeros(n) for _ in range(4))
    is_here = np.ones(n, dtype=bool)
    while is_here.any():
        clock += rng.exponential(1, n) / np.maximum(rate, 1e-300)
        is_here &= clock <= seen + ahead
        is_seen = is_here & (clock <= seen)
        x[is_seen] += 1
        t_x[is_seen] = clock[is_seen]
        later[is_here & ~is_seen] += 1
        is_here &= rng.random(n) >= leaving
    for repeats in (0, 1, 2, 4):
        mine = x == repeats
        expected = model.expected_purchases(repeats, t_x[mine], seen, ahead)
        error = later[mine].std() / np.sqrt(mine.sum())
        assert expected.mean() == pytest.approx(later[mine].mean(), abs=4 * error)


@given(st.builds(BgNbd, positive, positive, positive, positive), histories, st.floats(1, 300))
@settings(max_examples=200, deadline=None)
def test_predictions_stay_possible(model, history, weeks):
    x, t_x, since = history
    age = t_x + since
    alive = float(model.p_alive(x, t_x, age))
    assert 0 <= alive <= 1
    near = float(model.expected_purchases(x, t_x, age, weeks))
    far = float(model.expected_purchases(x, t_x, age, weeks * 2))
    # nobody buys more than the mean rate of those who stay allows
    most = alive * weeks * (model.r + x) / (model.alpha + age)
    assert -1e-9 <= near <= far + 1e-6
    assert near <= most * (1 + 1e-6) + 1e-6


def purchases_by_quadrature(model, x, t_x, age, weeks):
    """Purchases to come of one customer: the sum over all chances to leave, on the log odds."""
    shape, stayed = model.a, model.b + x
    odds = np.linspace(-45 / shape - 30, 45 / stayed + 30, 400_001)
    leaving = np.exp(-np.logaddexp(0, -odds))
    density = np.exp(
        -shape * np.logaddexp(0, -odds) - stayed * np.logaddexp(0, odds) - betaln(shape, stayed)
    )
    growth = weeks / (model.alpha + age)
    until_gone = -np.expm1(-(model.r + x) * np.log1p(leaving * growth)) / leaving
    return np.trapezoid(until_gone * density, odds) * float(model.p_alive(x, t_x, age))


@pytest.mark.parametrize("x", [0, 3, 50, 230, 600, 700, 1200, 1500])
@pytest.mark.parametrize(
    "model",
    [
        pytest.param(BgNbd(0.5, 5, 0.8, 2.5), id="as usual"),
        pytest.param(BgNbd(0.5, 5, 3, 2.5), id="soon gone"),
        pytest.param(BgNbd(0.5, 5, 20, 1000), id="almost alike"),
        pytest.param(BgNbd(35.3, 1.2, 375.5, 1.1), id="gone after one or two"),
    ],
)
def test_those_who_buy_often_have_a_number_too(model, x):
    """If this fails, the best customers have no value, or one beyond all numbers."""
    for age, weeks in ((104.0, 261.0), (260.0, 261.0), (104.0, 2609.0)):
        t_x = age - 1 if x else 0.0
        expected = purchases_by_quadrature(model, x, t_x, age, weeks)
        found = float(model.expected_purchases(x, t_x, age, weeks))
        assert found == pytest.approx(expected, rel=1e-6, abs=1e-9), (age, weeks)


def test_one_is_no_hole_in_the_formula():
    beside = [BgNbd(0.5, 5, a, 2).expected_purchases(3, 20, 30, 52) for a in (0.9999, 1, 1.0001)]
    assert beside[0] > beside[1] > beside[2] > beside[0] * 0.999


def test_gamma_gamma_finds_the_parameters_of_made_up_spending():
    rng = np.random.default_rng(13)
    x = rng.integers(1, 8, 40_000)
    scale = 1 / rng.gamma(CDNOW_SPEND.q, 1 / CDNOW_SPEND.v, len(x))
    mean_spend = rng.gamma(CDNOW_SPEND.p * x, scale) / x
    found = gamma_gamma.fit(x, mean_spend)
    assert (found.p, found.q, found.v) == pytest.approx((6.25, 3.74, 15.44), rel=0.05)


@given(
    st.builds(GammaGamma, st.floats(0.5, 10), st.floats(1.5, 8), st.floats(1, 50)),
    st.integers(1, 20),
    st.floats(1, 500),
)
@settings(max_examples=100, deadline=None)
def test_expected_spend_lies_between_the_own_mean_and_that_of_all(model, x, mean_spend):
    own, everybody = mean_spend, model.p * model.v / (model.q - 1)
    spend = float(model.expected_spend(x, mean_spend))
    assert min(own, everybody) * (1 - 1e-9) <= spend <= max(own, everybody) * (1 + 1e-9)


def customers_of_a_shop(n=300, related=False):
    x, t_x, age = simulate(BgNbd(0.8, 6, 0.8, 3), n, seed=3, weeks=80)
    rng = np.random.default_rng(4)
    spend = 40 * rng.gamma(4, 0.25, n) * (1 + x if related else 1)
    return x, t_x, age, spend


def test_discounting_takes_each_month_at_its_value_today():
    x, t_x, age, _ = customers_of_a_shop(5)
    model = BgNbd(0.8, 6, 0.8, 3)
    plain = prediction.discounted_purchases(model, x, t_x, age, prediction.Rules(60, 0.0, 30))
    weeks = 60 * prediction.WEEKS_A_MONTH
    assert plain == pytest.approx(model.expected_purchases(x, t_x, age, weeks))
    one = prediction.discounted_purchases(model, x, t_x, age, prediction.Rules(1, 0.1, 30))
    first = model.expected_purchases(x, t_x, age, prediction.WEEKS_A_MONTH)
    assert one == pytest.approx(first / 1.1 ** (1 / 12))
    assert (prediction.discounted_purchases(model, x, t_x, age, RULES) < plain).all()


def test_a_customer_of_every_day_has_a_value():
    """Also without a horizon: fifty years are looked at."""
    model = BgNbd(0.5, 5, 0.8, 2.5)
    frequent = np.array([230.0, 590.0, 1500.0]), np.full(3, 104.0), np.full(3, 104.0)
    for months in (60, prediction.FOR_EVER):
        rules = prediction.Rules(months, 0.1, 30)
        found = prediction.discounted_purchases(model, *frequent, rules)
        assert np.isfinite(found).all() and (np.diff(found) > 0).all()


def test_both_models_and_the_share_that_is_paid_back():
    shop = customers_of_a_shop()
    models = prediction.fit(*shop, minimum_n=30)
    whole = prediction.predict(models, *shop, 52, 1.0, RULES)
    less = prediction.predict(models, *shop, 52, 0.9, RULES)
    assert {one.method for one in whole} == {"bg_nbd_gamma_gamma"}
    assert less[7].expected_spend == pytest.approx(0.9 * whole[7].expected_spend)
    assert "gamma_gamma(" in prediction.model_version(models)


def test_spend_that_goes_with_frequency_is_no_case_for_gamma_gamma():
    shop = customers_of_a_shop(related=True)
    models = prediction.fit(*shop, minimum_n=30)
    assert abs(models.correlation) >= 0.3 and models.spend is None
    found = prediction.predict(models, *shop, 52, 1.0, RULES)
    assert found[0].method == "bg_nbd_mean_spend"
    assert [one.expected_spend for one in found] == pytest.approx(list(shop[3]))


@pytest.mark.parametrize(
    ("customers", "reason"),
    [
        pytest.param(([], [], [], []), "too_few_customers", id="nobody"),
        pytest.param(([1] * 29, [5] * 29, [9] * 29, [10] * 29), "too_few_customers", id="29"),
        pytest.param(
            ([0] * 90, [0] * 90, [9] * 90, [10] * 90), "too_few_customers", id="no repeat"
        ),
    ],
)
def test_purchases_that_tell_nothing_give_no_model(customers, reason):
    models = prediction.fit(*customers, minimum_n=30)
    assert (models.no_model_reason, prediction.model_version(models)) == (reason, None)
    found = prediction.predict(models, *customers, 52, 1.0, RULES)
    assert [one.no_model_reason for one in found] == [reason] * len(customers[0])
    assert all(one.method is None and one.p_alive is None for one in found)


def test_a_search_that_fails_gives_no_model(monkeypatch):
    shop = customers_of_a_shop()
    whole = bg_nbd.minimize

    def fail(*arguments, **options):
        found = whole(*arguments, **options)
        found.success = False
        return found

    monkeypatch.setattr(bg_nbd, "minimize", fail)
    assert prediction.fit(*shop, minimum_n=30).no_model_reason == "no_convergence"
    monkeypatch.undo()
    monkeypatch.setattr(gamma_gamma, "minimize", fail)
    models = prediction.fit(*shop, minimum_n=30)
    assert models.purchases and not models.spend


def test_spend_without_a_mean_is_no_case_for_gamma_gamma():
    rng = np.random.default_rng(13)
    x = rng.integers(1, 8, 5_000)
    mean_spend = rng.gamma(6 * x, 1 / rng.gamma(0.6, 1 / 15, len(x))) / x
    assert gamma_gamma.fit(x, mean_spend) is None


def test_customers_who_are_all_alike_have_a_model():
    """The parameters run to the edge, and foretell what any beyond it would."""
    customers = [3] * 90, [6.0] * 90, [9.0] * 90
    model = bg_nbd.fit(*customers)
    assert max(parameters(model)) > 100
    beyond = BgNbd(*(parameters(model) * [10, 10, 1, 1]))
    near, far = (one.expected_purchases(3, 6, 9, 9) for one in (model, beyond))
    assert near == pytest.approx(far, rel=0.05) and 0.5 < near < 4
