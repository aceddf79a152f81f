"""Whether the values can be true (GOV-05, 06, 10, 13, 28, 29)."""

import great_expectations.expectations as gxe
from great_expectations.expectations.row_conditions import Column

from expectations.suites.common import PRIMARY_KEYS, Checks, critical, unexpected_rows

# columns of time that cannot be negative, beside those of the first response and the resolution
DURATIONS = {
    "fct_detractor_follow_ups": ["follow_up_calendar_hours", "follow_up_business_hours"],
    "fct_handling_time": ["talk_seconds", "hold_seconds", "wrap_up_seconds", "handle_seconds"],
    "fct_journeys": ["duration_minutes"],
    "fct_queue_contacts": ["wait_seconds", "callback_wait_seconds"],
    "fct_response_time": ["response_calendar_minutes", "response_business_minutes"],
    "fct_sla_targets": ["target_minutes", "elapsed_minutes"],
    "fct_task_attempts": ["task_seconds", "task_click_count"],
    "fct_visits": ["duration_minutes"],
}
# when a thing happened, in the facts that everything else is made of
INSTANTS = {
    "fct_feedback_items": "feedback_at",
    "fct_first_response_time": "created_at",
    "fct_journeys": "started_at",
    "fct_queue_contacts": "arrived_at",
    "fct_revenue": "occurred_at",
    "fct_survey_responses": "submitted_at",
    "fct_touchpoints": "occurred_at",
    "fct_visits": "started_at",
}


def scores_inside_their_scale() -> Checks:
    """GOV-05: scores stay inside their scale, those that count and those that do not."""
    rule = critical("GOV-05")
    is_included = Column("response_count") == 1
    return [
        (
            "marts",
            "fct_nps",
            [
                gxe.ExpectColumnValuesToBeBetween(
                    column="score", min_value=0, max_value=10, row_condition=is_included, **rule
                ),
                gxe.ExpectColumnValuesToBeBetween(
                    column="score", min_value=0, max_value=10, **rule
                ),
            ],
        ),
        (
            "marts",
            "fct_csat",
            [
                gxe.ExpectColumnValuesToBeBetween(
                    column="score_position", min_value=0, max_value=1, **rule
                )
            ],
        ),
        (
            "marts",
            "fct_ces",
            [
                gxe.ExpectColumnValuesToBeBetween(
                    column="effort_score", min_value=1, max_value=5, **rule
                )
            ],
        ),
        *(
            (
                "marts",
                fact,
                [
                    gxe.ExpectColumnValuesToBeBetween(
                        column="sentiment_score", min_value=-1, max_value=1, **rule
                    )
                ],
            )
            for fact in ("fct_feedback_items", "fct_touchpoints")
        ),
        (
            "marts",
            "fct_customer_health",
            [
                gxe.ExpectColumnValuesToBeBetween(
                    column="health_score", min_value=0, max_value=100, **rule
                )
            ],
        ),
    ]


def possible_durations() -> Checks:
    """GOV-06: nothing ends before it begins, and business time is within calendar time."""
    rule = critical("GOV-06")
    return [
        (
            "marts",
            "fct_resolution_time",
            [
                gxe.ExpectColumnValuesToBeBetween(
                    column="full_resolution_minutes", min_value=0, **rule
                ),
                gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                    column_A="resolved_at",
                    column_B="created_at",
                    or_equal=True,
                    ignore_row_if="either_value_is_missing",
                    **rule,
                ),
            ],
        ),
        (
            "marts",
            "fct_first_response_time",
            [
                gxe.ExpectColumnValuesToBeBetween(
                    column="first_response_calendar_minutes", min_value=0, **rule
                ),
                gxe.ExpectColumnValuesToBeBetween(
                    column="first_response_business_minutes", min_value=0, **rule
                ),
                # both are made of the same seconds: only rounding may part them
                unexpected_rows(
                    "select ticket_id from {batch} where first_response_business_minutes"
                    " > first_response_calendar_minutes + 0.000001",
                    "first_response_business_minutes",
                    rule,
                ),
            ],
        ),
        *(
            (
                "marts",
                fact,
                [
                    gxe.ExpectColumnValuesToBeBetween(column=name, min_value=0, **rule)
                    for name in names
                ],
            )
            for fact, names in DURATIONS.items()
        ),
    ]


def disciplined_clocks() -> Checks:
    """GOV-10: nothing happened after `as_of` (five minutes of clocks apart), or before 2000."""
    return [
        (
            "marts",
            fact,
            [
                unexpected_rows(
                    f"select {PRIMARY_KEYS[f'marts.{fact}']} from {{batch}}"
                    f" where {column} < timestamp '2000-01-01' or {column} > ("
                    "select max(computed_at) from reports.rpt_kpi_scorecard) + interval 5 minute",
                    column,
                    critical("GOV-10"),
                )
            ],
        )
        for fact, column in INSTANTS.items()
    ]


def standard_units() -> Checks:
    """GOV-13: amounts have a currency and one in ours, rates lie in 0..1, answers have a scale."""
    rule = critical("GOV-13")
    counts = Column("is_included") == True  # noqa: E712
    return [
        (
            "marts",
            "fct_revenue",
            [
                gxe.ExpectColumnValuesToNotBeNull(
                    column="net_revenue", row_condition=counts, **rule
                ),
                unexpected_rows(
                    "select revenue_id from {batch} where is_included"
                    " and not coalesce(regexp_full_match(currency_code, '[A-Z][A-Z][A-Z]'), false)",
                    "currency_code",
                    rule,
                ),
            ],
        ),
        *(
            ("marts", fact, [gxe.ExpectColumnValuesToNotBeNull(column="scale_id", **rule)])
            for fact in ("fct_nps", "fct_csat", "fct_ces")
        ),
        (
            "reports",
            "rpt_kpi_scorecard",
            [
                gxe.ExpectColumnValuesToBeBetween(
                    column="value",
                    min_value=0,
                    max_value=1,
                    row_condition=Column("unit") == "rate",
                    **rule,
                )
            ],
        ),
    ]


def possible_kpi_values() -> Checks:
    """GOV-28: KPI values are logically possible."""
    rule = critical("GOV-28")
    return [
        (
            "marts",
            "fct_kpi_invariant_violations",
            [gxe.ExpectTableRowCountToEqual(value=0, **rule)],
        ),
        (
            "reports",
            "rpt_kpi_scorecard",
            [
                gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                    column_A="denominator",
                    column_B="numerator",
                    or_equal=True,
                    ignore_row_if="either_value_is_missing",
                    row_condition=Column("unit") == "rate",
                    **rule,
                ),
                gxe.ExpectColumnValuesToBeUnique(column="kpi_value_id", **rule),
            ],
        ),
    ]


def one_response_per_customer() -> Checks:
    """GOV-29: a customer counts once a wave (NPS), once a ticket (CSAT by aspect, CES)."""
    once = {
        "fct_nps": ("wave_id", "metric_code, survey_id, wave_id, customer_id"),
        "fct_csat": ("ticket_id", "ticket_id, scope, aspect"),
        "fct_ces": ("ticket_id", "ticket_id"),
    }
    return [
        (
            "marts",
            fact,
            [
                unexpected_rows(
                    "select survey_answer_id from (select survey_answer_id, count(*) over ("
                    f"partition by {columns}) as answer_count from {{batch}}"
                    f" where is_included and {scope} is not null and customer_id <> 'unknown')"
                    " as answers where answer_count > 1",
                    scope,
                    critical("GOV-29"),
                )
            ],
        )
        for fact, (scope, columns) in once.items()
    ]


SUITE = {
    "GOV-05": scores_inside_their_scale,
    "GOV-06": possible_durations,
    "GOV-10": disciplined_clocks,
    "GOV-13": standard_units,
    "GOV-28": possible_kpi_values,
    "GOV-29": one_response_per_customer,
}
