"""One row per payer without a contract and sample: what BG/NBD and Gamma-Gamma expect of it."""

import math

import pandas

from lifetime_value import prediction

TYPES = {
    "purchase_history_id": "string",
    "payer_id": "string",
    "sample": "string",
    "repeat_purchase_count": "Int64",
    "recency_weeks": "float64",
    "age_weeks": "float64",
    "mean_spend": "float64",
    "held_out_purchase_count": "Int64",
    "held_out_revenue": "float64",
    "method": "string",
    "no_model_reason": "string",
    "p_alive": "float64",
    "expected_purchases": "float64",
    "expected_spend": "float64",
    "discounted_purchases": "float64",
    "spend_correlation": "float64",
    "model_version": "string",
}


def model(dbt, session):
    """Fit the models on each sample alone, then predict each payer of the sample."""
    dbt.config(materialized="table")
    settings = dbt.config.get("meta")
    horizon = settings["horizon_months"]
    rules = prediction.Rules(
        prediction.FOR_EVER if horizon == "None" else int(horizon),
        float(settings["yearly_discount"]),
        int(settings["minimum_n"]),
    )
    columns = "purchase_history_id, payer_id, sample, repeat_purchase_count, recency_weeks"
    columns += ", age_weeks, mean_spend, held_out_purchase_count, held_out_revenue"
    columns += ", held_out_weeks, purchased_revenue, refunded_revenue"
    histories = sorted(dbt.ref("int_purchase_histories").project(columns).fetchall())
    rows = []
    for sample in ("as_of", "backtest"):
        payers = [row for row in histories if row[2] == sample]
        if not payers:
            continue
        measured = [[float(row[place]) for row in payers] for place in (3, 4, 5, 6)]
        models = prediction.fit(*measured, rules.minimum_n)
        year = prediction.MONTHS_A_YEAR * prediction.WEEKS_A_MONTH
        weeks = year if sample == "as_of" else float(payers[0][9])
        purchased, refunded = (math.fsum(row[place] for row in payers) for place in (10, 11))
        kept = max(1 + refunded / purchased, 0.0)
        found = prediction.predict(models, *measured, weeks, kept, rules)
        version = prediction.model_version(models)
        rows += [
            row[:9]
            + (one.method, one.no_model_reason, one.p_alive, one.expected_purchases)
            + (one.expected_spend, one.discounted_purchases, models.correlation, version)
            for row, one in zip(payers, found, strict=True)
        ]
    return pandas.DataFrame(rows, columns=list(TYPES)).astype(TYPES)
