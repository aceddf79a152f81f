"""BG/NBD: how often a customer without a contract buys, and whether it has left for good.

Fader, Hardie and Lee, "Counting Your Customers" the Easy Way, Marketing Science 24(2), 2005.
A customer is x (days with a purchase after the first), t_x (from the first to the last of them) and
T (from the first purchase to today), all in one unit of time.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import betaln, gammaln, hyp2f1

START = (1.0, 1.0, 1.0, 1.0)
# At the upper end customers are alike in that respect: what lies beyond foretells the same
LOWEST, HIGHEST = 1e-3, 1e3


@dataclass(frozen=True)
class BgNbd:
    """The parameters: r and alpha of how often customers buy, a and b of how they leave."""

    r: float
    alpha: float
    a: float
    b: float

    def log_likelihood(self, x, t_x, age) -> np.ndarray:
        """Return the log likelihood of each customer."""
        x, t_x, age = np.broadcast_arrays(*(np.asarray(one, dtype=float) for one in (x, t_x, age)))
        common = (
            gammaln(self.r + x)
            - gammaln(self.r)
            + self.r * np.log(self.alpha)
            + betaln(self.a, self.b + x)
            - betaln(self.a, self.b)
        )
        stayed = -(self.r + x) * np.log(self.alpha + age)
        # nobody leaves before the first repeat purchase; B(a + 1, b + x - 1) / B(a, b + x) is
        # a / (b + x - 1)
        left = np.where(
            x > 0,
            np.log(self.a)
            - np.log(self.b + np.maximum(x, 1) - 1)
            - (self.r + x) * np.log(self.alpha + t_x),
            -np.inf,
        )
        return common + np.logaddexp(stayed, left)

    def p_alive(self, x, t_x, age) -> np.ndarray:
        """Return the probability that a customer still buys; 1 without a repeat purchase."""
        x, t_x, age = np.broadcast_arrays(*(np.asarray(one, dtype=float) for one in (x, t_x, age)))
        log_odds = (
            np.log(self.a)
            - np.log(self.b + np.maximum(x, 1) - 1)
            + (self.r + x) * (np.log(self.alpha + age) - np.log(self.alpha + t_x))
        )
        return np.where(x > 0, 1 / (1 + np.exp(np.minimum(log_odds, 700))), 1.0)

    def expected_purchases(self, x, t_x, age, weeks) -> np.ndarray:
        """Return the purchases of a customer in the weeks to come: equation 10 of the paper."""
        x, t_x, age = np.broadcast_arrays(*(np.asarray(one, dtype=float) for one in (x, t_x, age)))
        # the closed form divides by a - 1; its limit is as good as a value beside it
        a = self.a if abs(self.a - 1) > 1e-6 else 1 + 1e-6
        whole = a + self.b + x - 1
        until = self.alpha + age + weeks
        # of the two forms by Euler the one whose series stays small: the other grows beyond all
        # numbers for those who buy often, while its power goes to zero
        is_frequent = self.r + x > a - 1
        power = np.where(is_frequent, a - 1, self.r + x)
        series = hyp2f1(
            np.where(is_frequent, whole - self.r - x, self.r + x),
            np.where(is_frequent, a - 1, self.b + x),
            whole,
            weeks / until,
        )
        shrinking = np.exp(power * np.log((self.alpha + age) / until))
        expected = whole / (a - 1) * (1 - shrinking * series)
        return np.maximum(expected * self.p_alive(x, t_x, age), 0.0)


def fit(x, t_x, age) -> BgNbd | None:
    """Return the most likely parameters; None where the search for them fails.

    The scale of time is taken out first, so that the start fits every business.
    """
    x, t_x, age = (np.asarray(one, dtype=float) for one in (x, t_x, age))
    scale = float(age.max()) / 10

    def loss(logs) -> float:
        model = BgNbd(*np.exp(logs))
        return -float(np.mean(model.log_likelihood(x, t_x / scale, age / scale)))

    bounds = [(np.log(LOWEST), np.log(HIGHEST))] * 4
    found = minimize(loss, np.log(START), method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-12})
    if not found.success or not np.isfinite(found.fun):
        return None
    r, alpha, a, b = (float(one) for one in np.exp(found.x))
    return BgNbd(r, alpha * scale, a, b)
