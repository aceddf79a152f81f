"""Gamma-Gamma: what a purchase of a customer is worth, between its own mean and that of all.

Fader and Hardie, "The Gamma-Gamma Model of Monetary Value", 2013. It holds only where those who
buy more often do not spend more or less on each purchase.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln

START = (1.0, 2.0, 1.0)
LOWEST, HIGHEST = 1e-3, 1e4


@dataclass(frozen=True)
class GammaGamma:
    """The parameters p, q and v; the mean over all customers is p v / (q - 1)."""

    p: float
    q: float
    v: float

    def log_likelihood(self, x, mean_spend) -> np.ndarray:
        """Return the log likelihood of each customer's mean over x purchases."""
        x, mean_spend = (np.asarray(one, dtype=float) for one in (x, mean_spend))
        return (
            gammaln(self.p * x + self.q)
            - gammaln(self.p * x)
            - gammaln(self.q)
            + self.q * np.log(self.v)
            + (self.p * x - 1) * np.log(mean_spend)
            + self.p * x * np.log(x)
            - (self.p * x + self.q) * np.log(x * mean_spend + self.v)
        )

    def expected_spend(self, x, mean_spend) -> np.ndarray:
        """Return what the next purchase is worth; without a repeat purchase the mean of all."""
        x = np.asarray(x, dtype=float)
        total = np.where(x > 0, x * np.nan_to_num(np.asarray(mean_spend, dtype=float)), 0.0)
        return self.p * (self.v + total) / (self.p * x + self.q - 1)


def fit(x, mean_spend) -> GammaGamma | None:
    """Return the most likely parameters of customers with x >= 1; None where the search fails.

    Without q > 1 the mean over all customers is infinite, and there is no fit either.
    """
    x, mean_spend = (np.asarray(one, dtype=float) for one in (x, mean_spend))
    scale = float(np.mean(mean_spend))

    def loss(logs) -> float:
        return -float(np.mean(GammaGamma(*np.exp(logs)).log_likelihood(x, mean_spend / scale)))

    bounds = [(np.log(LOWEST), np.log(HIGHEST))] * 3
    found = minimize(loss, np.log(START), method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-12})
    p, q, v = (float(one) for one in np.exp(found.x))
    if not found.success or not np.isfinite(found.fun) or q <= 1:
        return None
    return GammaGamma(p, q, v * scale)
