"""From the purchases of customers to what each is still worth, or why nobody can tell."""

from dataclasses import dataclass
from importlib.metadata import version

import numpy as np

from lifetime_value import bg_nbd, gamma_gamma

WEEKS_A_MONTH = 365.25 / 12 / 7
MONTHS_A_YEAR = 12
# Without a horizon: what comes after fifty years is worth less than a hundredth at 10 % a year
FOR_EVER = 600
# Spend and frequency are related from this correlation on: Gamma-Gamma does not hold
HIGHEST_CORRELATION = 0.3


@dataclass(frozen=True)
class Rules:
    """How far to look ahead, what a year costs, and how few customers are too few."""

    horizon_months: int
    yearly_discount: float
    minimum_n: int


@dataclass(frozen=True)
class Prediction:
    """What is predicted for one customer; `method` is None where there is no model."""

    method: str | None
    no_model_reason: str | None
    p_alive: float | None = None
    expected_purchases: float | None = None
    expected_spend: float | None = None
    discounted_purchases: float | None = None


@dataclass(frozen=True)
class Models:
    """Both models as fitted, and how spend and frequency go together."""

    purchases: bg_nbd.BgNbd | None = None
    spend: gamma_gamma.GammaGamma | None = None
    correlation: float | None = None
    no_model_reason: str | None = None


def fit(repeats, recency, age, mean_spend, minimum_n: int) -> Models:
    """Fit both models; too few customers with a repeat purchase give none."""
    repeats = np.asarray(repeats, dtype=float)
    mean_spend = np.asarray(mean_spend, dtype=float)
    has_repeat = repeats > 0
    if int(has_repeat.sum()) < minimum_n:
        return Models(no_model_reason="too_few_customers")
    purchases = bg_nbd.fit(repeats, recency, age)
    if purchases is None:
        return Models(no_model_reason="no_convergence")
    x, spend = repeats[has_repeat], mean_spend[has_repeat]
    related = correlation(x, spend)
    is_unrelated = related is None or abs(related) < HIGHEST_CORRELATION
    return Models(purchases, gamma_gamma.fit(x, spend) if is_unrelated else None, related)


def correlation(x, spend) -> float | None:
    """Return Pearson's rho; None where one of them never varies."""
    if len(x) < 2 or np.ptp(x) == 0 or np.ptp(spend) == 0:
        return None
    return float(np.corrcoef(x, spend)[0, 1])


def predict(models, repeats, recency, age, mean_spend, weeks, kept, rules) -> list[Prediction]:
    """Return a prediction for each customer; purchases are those of the next `weeks`.

    `mean_spend` is the mean over the repeat purchases, or the first where there is none; `kept` is
    the share of all revenue that is not paid back.
    """
    if models.purchases is None:
        return [Prediction(None, models.no_model_reason)] * len(repeats)
    x, t_x, age, own = (np.asarray(one, dtype=float) for one in (repeats, recency, age, mean_spend))
    method = "bg_nbd_gamma_gamma" if models.spend else "bg_nbd_mean_spend"
    spend = kept * (models.spend.expected_spend(x, own) if models.spend else own)
    columns = zip(
        models.purchases.p_alive(x, t_x, age),
        models.purchases.expected_purchases(x, t_x, age, weeks),
        spend,
        discounted_purchases(models.purchases, x, t_x, age, rules),
        strict=True,
    )
    return [Prediction(method, None, *(float(one) for one in row)) for row in columns]


def discounted_purchases(model: bg_nbd.BgNbd, x, t_x, age, rules: Rules) -> np.ndarray:
    """Return the purchases of the months up to the horizon, each month at its value today."""
    monthly_discount = (1 + rules.yearly_discount) ** (1 / MONTHS_A_YEAR) - 1
    total = np.zeros(len(x))
    before = np.zeros(len(x))
    for month in range(1, rules.horizon_months + 1):
        until = model.expected_purchases(x, t_x, age, month * WEEKS_A_MONTH)
        total += np.maximum(until - before, 0) / (1 + monthly_discount) ** month
        before = until
    return total


def model_version(models: Models) -> str | None:
    """Name the library and the fitted parameters; None without a model."""
    if models.purchases is None:
        return None
    fitted = [models.purchases.r, models.purchases.alpha, models.purchases.a, models.purchases.b]
    text = "bg_nbd(" + ", ".join(f"{one:.4g}" for one in fitted) + ")"
    if models.spend:
        spend = (models.spend.p, models.spend.q, models.spend.v)
        text += " gamma_gamma(" + ", ".join(f"{one:.4g}" for one in spend) + ")"
    return f"{text} scipy {version('scipy')}"
