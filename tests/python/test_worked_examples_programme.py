"""The worked examples of KPI-31 to KPI-34: segments, initiatives, their returns, and maturity."""

from collections import defaultdict
from datetime import date, datetime
from math import sqrt
from random import Random

import pytest

from tests.python.test_worked_examples import close

Z = 1.959964


# --- KPI-31: segments


def customer_months(sizes, month="2025-06-01"):
    """Rows of fct_customer_months: active payers, named by the segment that they will be in."""
    return [
        {
            "customer_month_id": f"{segment}{number}|{month}",
            "payer_id": f"{segment}{number}",
            "source_system": "crm",
            "month_start": month,
            "is_partial_month": False,
            "is_active_end": True,
        }
        for segment, size in sizes.items()
        for number in range(size)
    ]


def memberships(sizes, scheme="size"):
    """Rows of fct_segment_memberships that hold all the time; nobody else is in a segment."""
    return [
        {
            "segment_membership_id": f"{scheme}|{segment}{number}",
            "payer_id": f"{segment}{number}",
            "scheme_code": scheme,
            "segment_code": segment,
            "is_included": True,
            "valid_from": "2024-01-01",
        }
        for segment, size in sizes.items()
        if segment != "unassigned"
        for number in range(size)
    ]


SCHEME = {"scheme_code": "size", "scheme_name": "Size", "measure": "employee_count"}
SIZES = {"enterprise": 50, "smb": 150, "consumer": 780, "unassigned": 20}


def test_segment_e1_shares_add_up_only_with_the_unassigned(run_model):
    customers = run_model(
        "int_segment_customers",
        {
            "fct_customer_months": customer_months(SIZES),
            "fct_segment_memberships": memberships(SIZES),
            "segment_schemes": [SCHEME],
        },
        as_of="2025-07-01 00:00:00",
    )
    rows = run_model("rpt_segment_months", {"int_segment_customers": customers})
    shares = {row["segment_code"]: row["customer_share"] for row in rows}
    assert {row["segment_code"]: row["active_customer_count"] for row in rows} == SIZES
    assert shares == {
        "enterprise": close(0.05),
        "smb": close(0.15),
        "consumer": close(0.78),
        "unassigned": close(0.02),
    }
    assert sum(shares.values()) == close(1.0)
    observed = run_model("int_kpi_observations_programme", {"int_segment_customers": customers})
    assert len({row["observation_id"] for row in observed}) == len(observed)
    month = [row for row in observed if row["period_grain"] == "month"]
    assert sum(row["observed_value"] for row in month if row["kpi_code"] == "segment_size") == 1000
    assigned = [row["observed_value"] for row in month if row["kpi_code"] == "assigned_share"]
    assert sum(assigned) / len(assigned) == close(0.98)


def test_a_year_has_the_customers_of_its_last_month(run_model):
    """If this fails, the customers of twelve months are added up."""
    months = [
        row
        for month in ("2025-01-01", "2025-02-01", "2025-04-01")
        for row in customer_months({"smb": 3 if month < "2025-04" else 2}, month)
    ]
    customers = run_model(
        "int_segment_customers",
        {
            "fct_customer_months": months,
            "fct_segment_memberships": memberships({"smb": 3}),
            "segment_schemes": [SCHEME],
        },
    )
    observed = run_model("int_kpi_observations_programme", {"int_segment_customers": customers})
    counted = defaultdict(int)
    for row in observed:
        if row["kpi_code"] == "segment_size":
            counted[row["period_grain"], f"{row['observed_on']:%Y-%m}"] += 1
    assert counted == {
        ("month", "2025-01"): 3,
        ("month", "2025-02"): 3,
        ("month", "2025-04"): 2,
        ("quarter", "2025-02"): 3,
        ("quarter", "2025-04"): 2,
        ("year", "2025-04"): 2,
        ("all", "2025-04"): 2,
    }


NEEDS = {"scheme_code": "needs", "scheme_name": "Needs", "measure": "assigned"}


def assigned(run_model, history, as_of="2025-06-01 00:00:00"):
    """Rows of fct_segment_memberships of the account C, from (segment, from, to)."""
    assignments = run_model(
        "int_segment_assignments",
        {
            "segment_assignments": [
                {
                    "scheme_code": "needs",
                    "source_system": "crm",
                    "source_account_id": "1",
                    "segment_code": segment,
                    "valid_from": starts,
                    "valid_to": ends,
                    "assigned_on": starts,
                }
                for segment, starts, ends in history
            ],
            "segment_schemes": [NEEDS],
            "segment_definitions": [
                {"scheme_code": "needs", "segment_code": segment}
                for segment in ("smb", "enterprise")
            ],
            "int_account_map": [{"account_record_id": "crm:1", "account_id": "C"}],
        },
        as_of=as_of,
    )
    return run_model(
        "fct_segment_memberships",
        {
            "int_segment_assignments": assignments,
            "segment_schemes": [NEEDS],
            "dim_accounts": [
                {"account_id": account, "first_seen_at": "2023-01-01"} for account in ("C", "D")
            ],
        },
        as_of=as_of,
    )


def segments_on(rows, payer, day):
    """The segments of a payer at an instant."""
    at = datetime.fromisoformat(day)
    return [
        row["segment_code"]
        for row in rows
        if row["payer_id"] == payer
        and row["is_included"]
        and row["valid_from"] <= at
        and (row["valid_to"] is None or at < row["valid_to"])
    ]


HISTORY_E2 = [("smb", "2024-01-01", "2025-03-01"), ("enterprise", "2025-03-01", None)]


def test_segment_e2_the_day_of_the_change_belongs_to_the_new_segment(run_model):
    rows = assigned(run_model, HISTORY_E2)
    assert segments_on(rows, "C", "2025-02-28") == ["smb"]
    assert segments_on(rows, "C", "2025-03-01") == ["enterprise"]
    # before the first, and for who has none, unassigned is a row
    assert segments_on(rows, "C", "2023-12-31") == ["unassigned"]
    assert segments_on(rows, "D", "2025-03-01") == ["unassigned"]
    assert [
        row["segment_code"] for row in rows if row["is_current"] and row["payer_id"] == "C"
    ] == ["enterprise"]


def test_segment_e3_an_overlap_does_not_count_twice(run_model):
    history = [("smb", "2024-01-01", "2025-03-02"), ("enterprise", "2025-03-01", None)]
    rows = assigned(run_model, history)
    (refused,) = [row for row in rows if not row["is_included"]]
    assert (refused["segment_code"], refused["exclusion_reason"]) == (
        "enterprise",
        "segment_overlap",
    )
    assert refused["overlap_days"] == 1
    assert segments_on(rows, "C", "2025-03-01") == ["smb"]
    assert segments_on(rows, "D", "2025-03-01") == ["unassigned"]


def test_assignments_that_cannot_be_are_listed(run_model):
    rows = assigned(run_model, [("luck", "2024-01-01", None), ("smb", "2024-05-01", "2024-05-01")])
    reasons = {
        row["segment_code"]: row["exclusion_reason"] for row in rows if not row["is_included"]
    }
    assert reasons == {"luck": "unknown_segment", "smb": "impossible_interval"}


def test_memberships_cover_any_history_without_gaps_or_overlaps(run_model):
    """Property: for random assignments each instant has exactly one segment, the earliest made."""
    random = Random(31)
    for _ in range(6):
        history = []
        for _ in range(random.randint(1, 5)):
            starts = date.fromordinal(date(2024, 1, 1).toordinal() + random.randint(0, 300))
            ends = date.fromordinal(starts.toordinal() + random.randint(1, 120))
            segment = random.choice(["smb", "enterprise"])
            history.append((segment, starts.isoformat(), random.choice([ends.isoformat(), None])))
        rows = assigned(run_model, sorted(set(history), key=lambda row: row[1]))
        for month in range(1, 13):
            assert len(segments_on(rows, "C", f"2024-{month:02d}-15")) == 1, history


def sizes_known(run_model, versions=(), logged=()):
    """Rows of int_segment_size_changes of the account A."""
    rows = run_model(
        "int_segment_size_changes",
        {
            "int_accounts_golden": [
                {
                    "account_id": "A",
                    "employee_count_record_id": "crm:1",
                    "first_seen_at": "2023-01-01",
                }
            ],
            "int_accounts_checked": [
                {
                    "source_system": "crm",
                    "source_account_id": "1",
                    "employee_count": employees,
                    "updated_at": changed,
                    "reason_code": reason,
                }
                for employees, changed, reason in versions
            ],
            "fct_customer_history_log": [
                {
                    "customer_id": customer,
                    "account_id": "A",
                    "event": "changed",
                    "segment": segment,
                    "logged_at": at,
                }
                for customer, segment, at in logged
            ],
        },
    )
    return sorted((str(row["changed_at"])[:10], row["segment_code"]) for row in rows)


def test_the_size_has_the_history_that_the_crm_keeps(run_model):
    versions = [
        (30, "2024-02-01", "superseded_version"),
        (60, "2024-09-01", "superseded_version"),
        (7000, "2024-10-01", "future_timestamp"),
        (1200, "2025-05-01", None),
    ]
    # before the first version that is known the account had no other size
    assert sizes_known(run_model, versions) == [
        ("2023-01-01", "small_business"),
        ("2024-09-01", "mid_market"),
        ("2025-05-01", "enterprise"),
    ]


def test_without_versions_the_size_has_the_history_of_the_runs(run_model):
    logged = [
        ("p", "small_business", "2025-01-01"),
        ("q", "small_business", "2025-01-01"),
        ("p", "mid_market", "2025-06-01"),
    ]
    assert sizes_known(run_model, logged=logged) == [
        ("2023-01-01", "small_business"),
        ("2025-06-01", "mid_market"),
    ]


def test_the_value_goes_by_the_twelve_months_before_a_quarter(run_model):
    months = [
        {
            "payer_id": "A",
            "month_start": f"{2024 + (place // 12)}-{place % 12 + 1:02d}-01",
            "net_revenue": 4000 if place == 2 else 0,
            "order_count": 1 if place == 2 else 0,
        }
        for place in range(16)
    ]
    definitions = [
        {"scheme_code": "value", "segment_code": "low", "priority": 2, "value_below": 3000},
        {"scheme_code": "value", "segment_code": "high", "priority": 1, "value_min": 3000},
        {"scheme_code": "orders", "segment_code": "buyer", "priority": 1, "value_min": 1},
    ]
    schemes = [
        {"scheme_code": "value", "measure": "net_revenue_12_months"},
        {"scheme_code": "orders", "measure": "order_count_12_months"},
    ]
    rows = run_model(
        "int_segment_value_changes",
        {
            "fct_customer_months": months,
            "segment_definitions": definitions,
            "segment_schemes": schemes,
        },
    )
    found = {(row["scheme_code"], str(row["changed_at"])[:10]): row["segment_code"] for row in rows}
    # the revenue of March 2024 is in the twelve months before 2025-01-01, not before 2025-04-01
    assert found == {
        ("value", "2024-04-01"): "high",
        ("value", "2024-07-01"): "high",
        ("value", "2024-10-01"): "high",
        ("value", "2025-01-01"): "high",
        ("value", "2025-04-01"): "low",
        ("orders", "2024-04-01"): "buyer",
        ("orders", "2024-07-01"): "buyer",
        ("orders", "2024-10-01"): "buyer",
        ("orders", "2025-01-01"): "buyer",
        ("orders", "2025-04-01"): "unassigned",
    }


def test_migration_counts_who_stayed_a_customer(run_model):
    def customer(payer, segment, month):
        return {
            "payer_id": payer,
            "scheme_code": "size",
            "segment_code": segment,
            "month_start": month,
            "is_partial_month": False,
        }

    rows = run_model(
        "rpt_segment_months",
        {
            "int_segment_customers": [
                customer("grows", "smb", "2025-01-01"),
                customer("grows", "enterprise", "2025-02-01"),
                customer("leaves", "smb", "2025-01-01"),
                customer("comes", "enterprise", "2025-02-01"),
            ]
        },
    )
    moved = {
        row["segment_code"]: (row["moved_in_count"], row["moved_out_count"], row["net_migration"])
        for row in rows
        if str(row["month_start"]) == "2025-02-01"
    }
    assert moved == {"enterprise": (1, 0, 1), "smb": (0, 1, -1)}


# --- KPI-33: effects


INITIATIVE = {
    "initiative_id": "I",
    "initiative_name": "Initiative",
    "action": "call before the renewal",
    "kpi_code": "logo_churn",
    "benefit": "fewer customers who leave",
    "owner": "CX programme lead",
    "is_pilot": True,
    "is_approved": True,
    "starts_on": "2025-04-01",
    "ramp_up_ends_on": "2025-04-30",
    "cost": 8000.0,
    "margin_per_unit": 120.0,
}


def cell(arm, period, count, n, losses=0):
    """The row of int_initiative_periods of one group: `count` ones and `losses` minus ones of n."""
    return {
        "initiative_period_id": f"{arm}{period}",
        "initiative_id": "I",
        "kpi_code": "logo_churn",
        "unit_type": "customer",
        "unit_id": f"{arm}{period}",
        "arm": arm,
        "period_number": -1 if period == "before" else 1,
        "period_side": period,
        "is_monthly": False,
        "n": n,
        "value_sum": float(count - losses),
        "value_square_sum": float(count + losses),
        "weight_sum": float(n),
        "weight_square_sum": float(n),
        "product_sum": float(count - losses),
    }


def measured(run_model, periods, initiative=INITIATIVE, arms=()):
    """The row of rpt_initiative_effects, and those of fct_initiative_results by arm and period."""
    cells = run_model("int_initiative_cells", {"int_initiative_periods": periods})
    baselines = run_model(
        "fct_kpi_baselines", {"int_initiative_cells": cells, "cx_initiatives": [initiative]}
    )
    arms = [*arms] + [
        {"initiative_id": "I", "unit_type": "customer", "arm": arm, "is_included": True}
        for arm in sorted({row["arm"] for row in periods})
    ]
    results = run_model(
        "fct_initiative_results",
        {
            "cx_initiatives": [initiative],
            "int_initiative_cells": cells,
            "fct_kpi_baselines": baselines,
            "int_initiative_arms": arms,
        },
    )
    (row,) = run_model(
        "rpt_initiative_effects",
        {
            "cx_initiatives": [initiative],
            "int_initiative_differences": run_model(
                "int_initiative_differences", {"fct_initiative_results": results}
            ),
            "int_initiative_checks": run_model(
                "int_initiative_checks",
                {"int_initiative_cells": cells, "int_initiative_periods": periods},
            ),
            "int_initiative_arms": arms,
        },
    )
    return row, {(r["arm"], r["period"]): r for r in results}


def did_cells(counts, ns):
    """Four groups of shares: treated before and after, control before and after."""
    places = [(arm, period) for arm in ("treated", "control") for period in ("before", "after")]
    return [
        cell(arm, period, count, n)
        for (arm, period), count, n in zip(places, counts, ns, strict=True)
    ]


def test_did_e1_the_change_of_the_control_group_is_taken_off(run_model):
    row, _ = measured(run_model, did_cells([60, 45, 62, 59], [1000] * 4))
    assert (row["treated_before"], row["treated_after"]) == (close(0.06), close(0.045))
    assert (row["control_before"], row["control_after"]) == (close(0.062), close(0.059))
    assert row["effect"] == close(-0.012)
    assert row["naive_difference"] == close(-0.015)
    assert row["method"] == "did"


def test_did_e2_the_interval_of_four_groups(run_model):
    row, results = measured(run_model, did_cells([120, 90, 186, 177], [2000, 2000, 3000, 3000]))
    assert row["effect"] == close(-0.012)
    assert row["standard_error"] == close(0.009358)
    assert (row["ci_lo"], row["ci_hi"]) == (close(-0.030342), close(0.006342))
    assert row["is_significant"] is False
    assert (row["is_below_minimum_n"], row["verdict"]) == (False, "no change found")
    before = results["treated", "before"]
    assert (before["numerator"], before["n"], before["is_frozen"]) == (120, 2000, True)
    assert before["variance"] == close(0.06 * 0.94)


def test_did_e3_without_a_control_group_nothing_is_causal(run_model):
    # 60 promoters and 20 detractors of 100 before, 67 and 20 after
    nps = INITIATIVE | {"kpi_code": "nps"}
    periods = [cell("treated", "before", 60, 100, 20), cell("treated", "after", 67, 100, 20)]
    row, _ = measured(run_model, periods, nps)
    assert (row["treated_before"], row["treated_after"]) == (close(40.0), close(47.0))
    assert (row["effect"], row["standard_error"], row["ci_lo"]) == (None, None, None)
    assert row["naive_difference"] == close(7.0)
    assert (row["method"], row["verdict"]) == ("before_after", "before/after, not causal")


def reference(cells):
    """Plain Python: the effect, its error by four groups, and by customers."""
    mean = {key: sum(v for _, v in rows) / len(rows) for key, rows in cells.items()}
    effect = (mean["treated", "after"] - mean["treated", "before"]) - (
        mean["control", "after"] - mean["control", "before"]
    )
    variance = sum(
        sum((v - mean[key]) ** 2 for _, v in rows) / (len(rows) - 1) / len(rows)
        for key, rows in cells.items()
    )
    influence = defaultdict(float)
    for (arm, period), rows in cells.items():
        sign = 1 if (arm == "treated") == (period == "after") else -1
        for customer, value in rows:
            influence[customer] += sign * (value - mean[arm, period]) / len(rows)
    people = len(influence)
    clustered = sqrt(sum(x * x for x in influence.values()) * people / (people - 1))
    return effect, sqrt(variance), clustered


def test_the_intervals_are_those_of_a_plain_reference(run_model):
    """If this fails, an error is wrong where customers are observed more than once."""
    random = Random(33)
    cells = {(arm, period): [] for arm in ("treated", "control") for period in ("before", "after")}
    for arm in ("treated", "control"):
        for number in range(60):
            own = random.gauss(0, 2)
            for period in ("before", "after"):
                for _ in range(random.randint(1, 4)):
                    lift = 1.5 if (arm, period) == ("treated", "after") else 0.0
                    value = round(10 + own + lift + random.gauss(0, 1), 6)
                    cells[arm, period].append((f"{arm}{number}", value))
    periods = []
    for (arm, period), rows in cells.items():
        grouped = defaultdict(list)
        for customer, value in rows:
            grouped[customer].append(value)
        for customer, values in grouped.items():
            periods.append(
                cell(arm, period, 0, 0)
                | {
                    "initiative_period_id": f"{customer}{period}",
                    "unit_id": customer,
                    "n": len(values),
                    "value_sum": sum(values),
                    "value_square_sum": sum(v * v for v in values),
                    "weight_sum": float(len(values)),
                    "weight_square_sum": float(len(values)),
                    "product_sum": sum(values),
                }
            )
    row, _ = measured(run_model, periods, INITIATIVE | {"kpi_code": "aht"})
    effect, error, clustered = reference(cells)
    assert row["effect"] == pytest.approx(effect, abs=1e-9)
    assert row["standard_error"] == pytest.approx(error, abs=1e-9)
    assert row["clustered_error"] == pytest.approx(clustered, abs=1e-9)
    assert row["ci_lo"] == pytest.approx(effect - Z * error, abs=1e-9)
    assert row["clustered_ci_hi"] == pytest.approx(effect + Z * clustered, abs=1e-9)
    # the groups differ by customers, and the customers stay the same: pairing them makes it surer
    assert clustered < error


def test_groups_that_went_apart_before_tell_nothing(run_model):
    """If this fails, a trend that began before the start passes as an effect."""
    periods = []
    for number, treated in ((-3, 100), (-2, 150), (-1, 200), (1, 250)):
        side = "before" if number < 0 else "after"
        for arm, count in (("treated", treated), ("control", 100)):
            row = cell(arm, side, count, 500)
            periods.append(row | {"period_number": number, "unit_id": f"{arm}{number}"})
    row, _ = measured(run_model, periods)
    assert row["earlier_period_count"] == 3
    # the gap grows from 0 over 0.1 to 0.2: 0.1 a period
    assert row["pre_trend"] == close(0.1)
    ends = 0.2 * 0.8 / 500 + 0.4 * 0.6 / 500 + 2 * 0.2 * 0.8 / 500
    assert row["pre_trend_error"] == close(sqrt(ends) / 2)
    assert row["has_pre_trend"] is True
    assert row["verdict"].startswith("the groups went apart")


def test_a_group_with_too_few_observations_is_marked(run_model):
    row, results = measured(run_model, did_cells([50, 90, 50, 50], [100, 100, 100, 99]))
    assert row["is_below_minimum_n"] is True
    assert row["verdict"] == "too few observations in a group"
    assert results["control", "after"]["is_below_minimum_n"] is True
    assert results["treated", "after"]["is_below_minimum_n"] is False


def arms(run_model, assignments, keys, first_seen):
    """Rows of int_initiative_arms by kind of unit and unit."""
    rows = run_model(
        "int_initiative_arms",
        {
            "cx_initiatives": [INITIATIVE],
            "initiative_assignments": [
                {
                    "initiative_id": "I",
                    "source_system": "crm",
                    "source_contact_id": contact,
                    "arm": arm,
                    "assigned_on": "2025-03-20",
                }
                for contact, arm in assignments
            ],
            "int_customer_keys": [
                {
                    "contact_record_id": f"crm:{contact}",
                    "customer_id": customer,
                    "payer_id": payer,
                    "is_internal": False,
                }
                for contact, customer, payer in keys
            ],
            "dim_customers": [
                {"customer_id": customer, "first_seen_at": seen}
                for customer, seen in first_seen.items()
            ],
        },
    )
    return {(row["unit_type"], row["unit_id"]): row for row in rows}


def test_who_is_in_both_arms_or_new_does_not_count(run_model):
    found = arms(
        run_model,
        [("1", "treated"), ("2", "control"), ("3", "treated"), ("4", "control"), ("9", "treated")],
        # 1 and 2 are records of one person; 4 is a colleague of 3
        [("1", "C1", "P1"), ("2", "C1", "P1"), ("3", "C3", "P2"), ("4", "C4", "P2")],
        {"C1": "2024-01-01", "C3": "2024-01-01", "C4": "2025-04-01"},
    )
    reasons = {key: (row["arm"], row["exclusion_reason"]) for key, row in found.items()}
    assert reasons == {
        ("customer", "C1"): ("several", "switcher"),
        ("customer", "C3"): ("treated", None),
        ("customer", "C4"): ("control", "new_after_start"),
        ("customer", "crm:9"): ("treated", "unknown_customer"),
        ("payer", "P1"): ("several", "switcher"),
        ("payer", "P2"): ("several", "switcher"),
    }


def observed_periods(run_model, days, grain=None, as_of="2026-07-01 00:00:00", **changes):
    """Period number by day of observations of one treated customer."""
    rows = run_model(
        "int_initiative_periods",
        {
            "cx_initiatives": [
                INITIATIVE | {"kpi_code": "journey_completion", "topic": "checkout"}
            ],
            "kpi_catalog": [{"kpi_code": "journey_completion", "model_name": "fct_journeys"}],
            "int_kpi_observations": [
                {
                    "kpi_code": "journey_completion",
                    "observation_key": day,
                    "observed_on": day,
                    "topic": "checkout",
                    "observed_value": 1.0,
                    "observed_weight": 1.0,
                    "period_grain": grain,
                }
                | changes
                for day in days
            ],
            "int_kpi_observation_units": [
                {
                    "model_name": "fct_journeys",
                    "observation_key": day,
                    "unit_type": "customer",
                    "unit_id": "C",
                }
                for day in days
            ],
            "int_initiative_arms": [
                {
                    "initiative_id": "I",
                    "unit_type": "customer",
                    "unit_id": "C",
                    "arm": "treated",
                    "is_included": True,
                }
            ],
        },
        as_of,
    )
    return {row["period_number"]: row["n"] for row in rows}


def test_windows_are_equal_and_leave_the_ramp_up_out(run_model):
    days = ["2024-12-31", "2025-01-01", "2025-01-30", "2025-01-31", "2025-03-01", "2025-03-02"]
    days += ["2025-03-31", "2025-04-01", "2025-04-30", "2025-05-01", "2025-05-30", "2025-05-31"]
    days += ["2025-07-29", "2025-07-30"]
    # 90 days before 2025-04-01 and 90 days from 2025-05-01 on, in periods of 30
    assert observed_periods(run_model, days) == {-3: 2, -2: 2, -1: 2, 1: 2, 2: 1, 3: 1}


def test_what_is_known_by_the_month_is_compared_by_months(run_model):
    months = [f"2025-{month:02d}-01" for month in range(1, 10)] + ["2024-12-01"]
    assert observed_periods(run_model, months, "month") == {-3: 1, -2: 1, -1: 1, 1: 1, 2: 1, 3: 1}
    assert observed_periods(run_model, months, "quarter") == {}
    assert observed_periods(run_model, months, topic="booking") == {}
    # eleven days of July are no month in which somebody could have left; days are days
    until = {-3: 1, -2: 1, -1: 1, 1: 1, 2: 1}
    assert observed_periods(run_model, months, "month", "2025-07-11 00:00:00") == until
    until[3] = 1
    assert observed_periods(run_model, months, "month", "2025-08-01 00:00:00") == until
    assert observed_periods(run_model, ["2025-07-05"], None, "2025-07-11 00:00:00") == {3: 1}


def test_what_belongs_to_the_payer_is_found_by_the_keys_of_the_observations(run_model):
    """If this fails, an initiative against churn has no result, whatever its customers do."""
    months = [
        {
            "customer_month_id": f"P|2025-{month:02d}-01",
            "payer_id": "P",
            "source_system": "crm",
            "segment": "consumer",
            "mrr_start": 10.0,
            "mrr_end": 0.0 if month == 7 else 10.0,
            "mrr_12_months_before": 0.0,
            "net_revenue": 10.0,
            "revenue_event_count": 1,
            "loss_count": 0,
            "is_active_start": True,
            "is_active_end": month != 7,
            "is_churned": month == 7,
            "is_unconverted_12_months_before": False,
            "is_included": True,
            "month_start": f"2025-{month:02d}-01",
        }
        for month in range(1, 8)
    ]
    healths = [
        {
            "customer_health_id": row["customer_month_id"],
            "payer_id": "P",
            "health_score": 80.0,
            "is_included": True,
            "month_start": row["month_start"],
            "month_end_date": row["month_start"][:8] + "28",
        }
        for row in months
    ]
    periods = run_model("int_customer_periods", {"fct_customer_months": months})
    observations = [
        *run_model("int_kpi_observations_value", {"int_customer_periods": periods}),
        *run_model("int_kpi_observations_health", {"fct_customer_health": healths}),
    ]
    # the referrals have fewer columns: what they lack is the same for all
    observations += run_model("int_kpi_observations_referrals", {"fct_customer_months": months})
    for row in observations:
        row.setdefault("observed_weight", 1.0)
    units = run_model(
        "int_kpi_observation_units",
        {"int_customer_periods": periods, "fct_customer_health": healths},
    )
    assert len({row["observation_unit_id"] for row in units}) == len(units)
    arm = {"initiative_id": "I", "unit_id": "P", "arm": "treated", "is_included": True}
    sums = {
        "logo_churn": {-3: 0, -2: 0, -1: 0, 1: 0, 2: 0, 3: 1},
        "nrr": {-3: 10, -2: 10, -1: 10, 1: 10, 2: 10, 3: 0},
        "revenue_per_customer": dict.fromkeys((-3, -2, -1, 1, 2, 3), 10),
        "customer_health": dict.fromkeys((-3, -2, -1, 1, 2, 3), 80),
        "advocacy_rate": dict.fromkeys((-3, -2, -1, 1, 2, 3), 0),
    }
    for kpi_code, expected in sums.items():
        rows = run_model(
            "int_initiative_periods",
            {
                "cx_initiatives": [INITIATIVE | {"kpi_code": kpi_code}],
                "int_kpi_observations": observations,
                "int_kpi_observation_units": units,
                "int_initiative_arms": [
                    arm | {"unit_type": kind} for kind in ("customer", "payer")
                ],
            },
        )
        found = {row["period_number"]: row["value_sum"] for row in rows}
        assert (found, {row["unit_type"] for row in rows}) == (expected, {"payer"}), kpi_code


# --- KPI-32: returns


def returned(run_model, effect, initiative=None, finance=None, claims=None):
    """The row of rpt_cx_roi for an initiative whose effect is given."""
    effect = {
        "initiative_id": "I",
        "kpi_code": "logo_churn",
        "kpi_name": "Churn Rate (logo)",
        "better": "lower",
        "method": "before_after",
        "measured_from": "2025-05-01",
        "measured_until": "2026-05-01",
    } | effect
    (row,) = run_model(
        "rpt_cx_roi",
        {
            "rpt_initiative_effects": [effect],
            "cx_initiatives": [INITIATIVE | (initiative or {})],
            "initiative_finance": [{"initiative_id": "I"} | (finance or {})],
            "int_initiative_claims": [
                {"initiative_id": "I", "has_baseline": True} | (claims or {})
            ],
        },
    )
    return row


CHURN_E1 = {"naive_difference": -0.01, "treated_n_after": 10000}


def test_roi_e1_savings_from_reduced_churn(run_model):
    row = returned(run_model, CHURN_E1, finance={"support_savings": 2000.0})
    assert row["units_gained"] == close(100.0)
    assert row["churn_savings"] == close(12000.0)
    assert (row["benefit"], row["net_benefit"]) == (close(14000.0), close(6000.0))
    assert row["roi"] == close(0.75)
    assert row["payback_months"] == close(6.857143)
    assert row["effect_method"] == "before_after"


def test_roi_e1_from_the_customers_themselves(run_model):
    """The same savings, from 5 % and 4 % churn of observed customers on."""
    periods = [cell("treated", "before", 500, 10000), cell("treated", "after", 400, 10000)]
    effect, _ = measured(run_model, periods)
    assert effect["naive_difference"] == close(-0.01)
    row = returned(run_model, effect)
    assert (row["units_gained"], row["churn_savings"]) == (close(100.0), close(12000.0))


@pytest.mark.parametrize(
    ("ramp_up_ends_on", "measured_from", "days"),
    [
        pytest.param(None, date(2025, 5, 1), 92, id="begins inside a month"),
        pytest.param("2025-04-30", date(2025, 5, 1), 92, id="begins with a month"),
        pytest.param("2025-05-01", date(2025, 6, 1), 92, id="a day after its begin"),
    ],
)
def test_the_window_of_months_has_whole_months(run_model, ramp_up_ends_on, measured_from, days):
    """If this fails, what finance booked for a year counts for days that nobody looked at."""
    late = INITIATIVE | {"starts_on": "2025-04-02", "ramp_up_ends_on": ramp_up_ends_on}
    periods = [row | {"is_monthly": True} for row in did_cells([60, 45, 62, 59], [1000] * 4)]
    effect, _ = measured(run_model, periods, late)
    window = (effect["measured_from"], (effect["measured_until"] - effect["measured_from"]).days)
    assert window == (measured_from, days)
    row = returned(run_model, effect, late, {"support_savings": 365.0})
    assert row["support_savings"] == close(days)


def test_roi_e2_the_replacement_view_is_no_benefit(run_model):
    row = returned(run_model, CHURN_E1, finance={"retention_cost": 40.0})
    assert row["acquisition_cost"] == close(200.0)
    assert row["avoided_acquisition_cost"] == close(20000.0)
    assert row["net_of_retention_cost"] == close(16000.0)
    assert row["benefit"] == close(12000.0)
    own = returned(run_model, CHURN_E1, finance={"retention_cost": 40.0, "acquisition_cost": 150.0})
    assert own["acquisition_cost"] == 150.0


def test_roi_e3_no_cost_no_roi_and_losses_stay_losses(run_model):
    free = returned(
        run_model,
        {"naive_difference": None, "treated_n_after": 0},
        {"cost": 0.0},
        {"support_savings": 5000.0},
    )
    assert (free["roi"], free["churn_savings"], free["no_roi_reason"]) == (None, None, "no_cost")
    worse = returned(
        run_model,
        {"naive_difference": 0.01, "treated_n_after": 1000},
        {"cost": 500.0, "margin_per_unit": 100.0},
    )
    assert (worse["roi"], worse["churn_savings"]) == (close(-3.0), close(-1000.0))


def test_the_interval_of_the_roi_is_that_of_the_effect(run_model):
    effect = {"method": "did", "effect": -0.01, "ci_lo": -0.03, "ci_hi": 0.005}
    row = returned(run_model, effect | {"treated_n_after": 10000, "naive_difference": -0.02})
    # 100 customers, 300 at best, 50 lost at worst, of 120 each, at a cost of 8000
    assert row["roi"] == close((12000 - 8000) / 8000)
    assert (row["roi_lo"], row["roi_hi"]) == (
        close((-6000 - 8000) / 8000),
        close((36000 - 8000) / 8000),
    )


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        pytest.param({"initiative": {"is_approved": False}}, "not_approved", id="not approved"),
        pytest.param({"initiative": {"cost": None}}, "no_cost", id="no cost"),
        pytest.param({"claims": {"has_baseline": False}}, "no_baseline", id="no baseline"),
        pytest.param({"effect": {"naive_difference": None}}, "not_measured_yet", id="not measured"),
        pytest.param(
            {"claims": {"claimed_by_initiative_id": "H"}}, "benefit_claimed_elsewhere", id="claimed"
        ),
        pytest.param({"effect": {"kpi_code": "nps"}}, "benefit_not_in_money", id="not in money"),
    ],
)
def test_without_a_roi_there_is_a_reason(run_model, given, reason):
    effect = CHURN_E1 | given.get("effect", {})
    row = returned(run_model, effect, given.get("initiative"), claims=given.get("claims"))
    assert (row["roi"], row["roi_lo"], row["no_roi_reason"]) == (None, None, reason)
    assert returned(run_model, CHURN_E1)["no_roi_reason"] is None


def test_the_business_case_is_one_sentence(run_model):
    """Document 003: we propose to do A, to improve B, which will bring us C, at a cost of D."""
    assert returned(run_model, CHURN_E1)["business_case"] == (
        "We propose to call before the renewal to improve churn rate (logo), which will bring us "
        "fewer customers who leave, at a cost of 8000.00 EUR."
    )


def test_a_benefit_is_claimed_once(run_model):
    def initiative(name, starts, ends=None, topic=None):
        return INITIATIVE | {
            "initiative_id": name,
            "starts_on": starts,
            "ends_on": ends,
            "topic": topic,
        }

    def treated(name, customer, arm="treated"):
        return {
            "initiative_id": name,
            "unit_type": "customer",
            "unit_id": customer,
            "arm": arm,
            "is_included": True,
        }

    rows = run_model(
        "int_initiative_claims",
        {
            "cx_initiatives": [
                initiative("first", "2025-01-01", "2025-06-01"),
                initiative("second", "2025-03-01"),
                initiative("late", "2025-06-01", topic="x"),
                initiative("other", "2025-07-01"),
                # two topics have nothing in common, the whole KPI has both
                initiative("topic x", "2025-03-01", topic="x"),
                initiative("topic y", "2025-04-01", topic="y"),
                initiative("more of y", "2025-04-02", topic="y"),
                initiative("whole", "2025-05-01"),
                # the last day of the first is the first day of the one, and over for the other
                initiative("same day", "2025-06-01"),
                initiative("next day", "2025-06-02"),
            ],
            "int_initiative_arms": [
                *(treated("first", customer) for customer in "abde"),
                *(treated("second", customer) for customer in "abc"),
                treated("late", "a"),
                treated("same day", "d"),
                treated("next day", "e"),
                treated("topic x", "g"),
                treated("topic y", "g"),
                treated("more of y", "h"),
                treated("more of y", "g"),
                treated("whole", "g"),
                treated("other", "z"),
                treated("other", "a", "control"),
            ],
        },
    )
    claimed = {
        row["initiative_id"]: (row["claimed_by_initiative_id"], row["shared_customer_count"])
        for row in rows
    }
    assert claimed == {
        "first": (None, 0),
        "second": ("first", 2),
        "late": ("first", 1),
        "other": (None, 0),
        "topic x": (None, 0),
        "topic y": (None, 0),
        "more of y": ("topic y", 1),
        "whole": ("topic x", 1),
        "same day": ("first", 1),
        "next day": (None, 0),
    }


@pytest.mark.parametrize(
    ("unit_type", "claimed"),
    [
        # both count the account that stayed
        pytest.param("payer", ("z came first", 1), id="by payer"),
        # Anna and Bob answer for themselves
        pytest.param("customer", (None, 0), id="by customer"),
    ],
)
def test_the_benefit_of_a_payer_is_claimed_by_who_started_first(run_model, unit_type, claimed):
    """If this fails, an account that stays is counted twice, or the wrong initiative has it."""
    starts = {"z came first": "2025-01-01", "a came next": "2025-02-01", "m": "2025-03-01"}
    people = {"z came first": "Anna", "a came next": "Bob", "m": "Carl"}
    rows = run_model(
        "int_initiative_claims",
        {
            "cx_initiatives": [
                INITIATIVE | {"initiative_id": name, "starts_on": day}
                for name, day in starts.items()
            ],
            "int_initiative_arms": [
                {
                    "initiative_id": name,
                    "unit_type": kind,
                    "unit_id": unit,
                    "arm": "treated",
                    "is_included": True,
                }
                for name, person in people.items()
                for kind, unit in (("customer", person), ("payer", "P"))
            ],
            "int_initiative_periods": [
                {"initiative_id": "m", "kpi_code": "logo_churn", "unit_type": unit_type}
            ],
        },
    )
    found = {
        row["initiative_id"]: (row["claimed_by_initiative_id"], row["shared_customer_count"])
        for row in rows
    }
    assert found == {"z came first": (None, 0), "a came next": claimed, "m": claimed}


# --- KPI-34: maturity


def maturity(run_model, met, evidence=()):
    """Rows of rpt_cx_maturity where people judged so many criteria of a level as met."""
    criteria = [
        {
            "level": level,
            "level_name": name,
            "criterion_no": number,
            "criterion": f"criterion {level}.{number}",
            "evidence_code": "share" if (level, number) == (2, 4) and evidence else None,
            "met_when": ">=",
            "threshold": 0.5,
        }
        for level, name in enumerate(
            (
                "Reactive (Basic)",
                "Responsive (Developing)",
                "Proactive (Proficient)",
                "Predictive (Advanced)",
            ),
            start=1,
        )
        for number in range(1, 5)
    ]
    assessments = [
        {
            "assessed_on": day,
            "level": level,
            "criterion_no": number,
            "is_met": (number <= count) if day == "2025-06-30" else True,
            "evidence": "seen",
            "assessor": "lead",
        }
        for level, count in met.items()
        for number in range(1, 5)
        for day in ("2025-01-31", "2025-06-30", "2027-01-31")
    ]
    return run_model(
        "rpt_cx_maturity",
        {
            "cx_maturity_criteria": criteria,
            "maturity_assessments": assessments,
            "int_maturity_evidence": list(evidence),
        },
    )


def reached(rows):
    """The level, its name and the index: the same on every row."""
    (found,) = {
        (row["reached_level"], row["reached_level_name"], row["maturity_index"]) for row in rows
    }
    return found


def test_maturity_e1_three_of_four_at_each_level(run_model):
    rows = maturity(run_model, {2: 4, 3: 3, 4: 1})
    assert reached(rows) == (3, "Proactive (Proficient)", close(3.0))
    missing = {row["maturity_criterion_id"] for row in rows if row["is_missing_for_next_level"]}
    assert missing == {"4.2", "4.3", "4.4"}


def test_maturity_e2_no_level_is_skipped(run_model):
    rows = maturity(run_model, {2: 2, 3: 4, 4: 4})
    assert reached(rows) == (1, "Reactive (Basic)", close(3.5))
    missing = {row["maturity_criterion_id"] for row in rows if row["is_missing_for_next_level"]}
    assert missing == {"2.3", "2.4"}


def test_maturity_e3_nothing_assessed_is_no_level(run_model):
    rows = maturity(run_model, {})
    assert reached(rows) == (None, None, None)
    assert {row["evidence_source"] for row in rows} == {"not_assessed"}
    computed = run_model("int_kpi_computed_programme", {"rpt_cx_maturity": rows})
    assert {row["kpi_code"]: (row["n"], row["value"]) for row in computed} == {
        "cx_maturity": (0, None),
        "cx_maturity_index": (0, None),
    }


@pytest.mark.parametrize(("share", "is_met"), [(0.5, True), (0.49, False)])
def test_what_is_measured_is_not_asked(run_model, share, is_met):
    evidence = {"evidence_code": "share", "measured_value": share, "evidence": "1 of 2"}
    rows = maturity(run_model, {2: 2}, [evidence])
    (row,) = [row for row in rows if row["maturity_criterion_id"] == "2.4"]
    assert (row["is_met"], row["evidence_source"], row["evidence"]) == (
        is_met,
        "measured",
        "1 of 2",
    )
    assert reached(rows)[0] == (2 if is_met else 1)


@pytest.mark.parametrize(
    ("known", "count"),
    [
        pytest.param([("clv_predicted", "all", 30)], 1, id="predicted value"),
        pytest.param([("clv_predicted", "all", 29)], 0, id="of too few"),
        pytest.param([("customer_health", "quarter", 30)], 1, id="health score"),
        pytest.param([("customer_health", "all", 30)], 0, id="not in the quarter"),
        pytest.param(
            [("clv_predicted", "all", 30), ("customer_health", "quarter", 30)], 2, id="both"
        ),
    ],
)
def test_what_foretells_is_evidence(run_model, known, count):
    """If this fails, a predicted value never counts: it has no quarter."""
    rows = run_model(
        "int_maturity_evidence",
        {
            "int_kpi_aggregates": [
                {
                    "kpi_code": kpi_code,
                    "cut_type": "all",
                    "period_grain": grain,
                    "period_start": "2026-04-01" if grain == "quarter" else None,
                    "n": n,
                }
                for kpi_code, grain, n in known
            ]
        },
    )
    (row,) = [row for row in rows if row["evidence_code"] == "predictive_kpis"]
    assert row["measured_value"] == count
    assert row["evidence"].startswith(f"{count} of health score")
