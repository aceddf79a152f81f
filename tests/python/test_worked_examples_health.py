"""The worked examples of the health score (KPI-04), and what else its models must hold to."""

from datetime import date, datetime, timedelta

import pytest

from tests.python.test_worked_examples import close, estimated

MAY = date(2025, 5, 1)
MAY_END = datetime(2025, 6, 1)
DAY = timedelta(days=1)
COMPONENTS = ("nps", "csat", "ces", "support", "commercial")


def month(payer="P1", start=MAY, **more):
    """One month of a payer without a contract, as fct_customer_months tells it."""
    return {
        "payer_id": payer,
        "source_system": "crm",
        "segment": "consumer",
        "churn_rule": "non_contractual",
        "month_start": start,
        "mrr_end": 0.0,
        "tenure_months": 3,
        "is_active_end": True,
        "is_included": True,
    } | more


def signals(payer="P1", start=MAY, **known):
    """What a payer's facts add up to; what is left out is not known."""
    return {
        "payer_id": payer,
        "month_start": start,
        "recent_revenue": 0.0,
        "earlier_revenue": 0.0,
        "long_open_ticket_count": 0,
    } | known


def with_components(nps, csat, ces, support, commercial, **key):
    """Signals that make the given components; None for what is missing."""
    return signals(
        nps_score=None if nps is None else nps / 10,
        csat_score_position=None if csat is None else csat / 100,
        ces_effort_score=None if ces is None else 5 - 4 * ces / 100,
        fcr_rate=None if support is None else support / 100,
        recent_revenue=commercial or 0.0,
        earlier_revenue=0.0 if commercial is None else 100.0,
        **key,
    )


def health(run_model, months, known, **seeds):
    """Run the parts and the fact; return the parts and the rows of the fact by payer and month."""
    inputs = {"fct_customer_months": months, "int_payer_health_signals": known}
    parts = run_model("int_customer_health_parts", inputs | seeds)
    facts = run_model(
        "fct_customer_health",
        {"int_customer_health_parts": parts, "int_payer_health_signals": known},
    )
    return parts, {(row["payer_id"], row["month_start"]): row for row in facts}


@pytest.mark.parametrize(
    ("components", "weight_available", "score", "band"),
    [
        pytest.param((90, 80, 75, 100, 60), 1.0, 79.75, "green", id="HEALTH-E1"),
        pytest.param((None, 50, 50, 100, 40), 0.75, 56.666667, "yellow", id="HEALTH-E2"),
        pytest.param((100, 100, None, None, None), 0.45, None, "unscored", id="HEALTH-E3"),
    ],
)
def test_health_from_components(run_model, components, weight_available, score, band):
    parts, facts = health(run_model, [month()], [with_components(*components)])
    row = facts["P1", MAY]
    for name, value in zip(COMPONENTS, components, strict=True):
        assert row[f"{name}_component"] == (None if value is None else close(value))
    assert row["weight_available"] == close(weight_available)
    assert row["health_score"] == (None if score is None else close(score))
    assert row["health_band"] == band
    assert row["is_included"] == (score is not None)
    # what is missing is not filled, and adds nothing
    assert {p["component"] for p in parts if p["component_value"] is None} == {
        name for name, value in zip(COMPONENTS, components, strict=True) if value is None
    }


def totals(run_model, facts):
    """Run facts through the statistics; return the figures of the whole by KPI."""
    observations = run_model("int_kpi_observations_health", {"fct_customer_health": facts})
    estimates = estimated(run_model, observations)
    changes = run_model("int_kpi_changes", {"int_kpi_estimates": estimates})
    rows = run_model("rpt_kpi_scorecard", {"int_kpi_changes": changes})
    return {
        (row["kpi_code"], row["period_grain"], row["period_start"]): row
        for row in rows
        if row["cut_type"] == "all"
    }


def fact(number, score, start=MAY):
    band = "unscored" if score is None else "green" if score >= 70 else "yellow"
    return {
        "customer_health_id": f"P{number}|{start}",
        "payer_id": f"P{number}",
        "source_system": "crm",
        "segment": "consumer",
        "health_band": band,
        "health_score": score,
        "is_included": score is not None,
        "month_start": start,
        "month_end_date": (start.replace(day=28) + 4 * DAY).replace(day=1) - DAY,
    }


def test_health_e4_the_mean_and_the_share(run_model):
    scores = [82.0, 71.0, 70.0, 69.9, 40.0, None]
    cards = totals(run_model, [fact(number, score) for number, score in enumerate(scores)])
    whole = cards["customer_health", "all", None]
    assert (whole["n"], whole["value"]) == (5, close(66.58))
    assert whole["status"] == "off_target"
    assert cards["share_healthy", "all", None]["value"] == close(0.6)
    scored = cards["health_scored_share", "all", None]
    assert scored["denominator"] - scored["numerator"] == 1


def test_health_e5_components_from_facts(run_model):
    at = MAY_END - 10 * DAY
    answers = run_model(
        "int_customer_answers",
        {
            "fct_nps": [answer("n", at, metric_code="nps", score=9)],
            "fct_csat": [
                answer("s1", at, scope="interaction", score_position=0.75),
                answer("s2", at, scope="interaction", score_position=1.0),
            ],
            "fct_ces": [answer("e1", at, effort_score=1.0), answer("e2", at, effort_score=3.0)],
        },
    )
    known = run_signals(
        run_model,
        int_customer_answers=answers,
        fct_first_contact_resolution=[issue(f"I{n}", at - 20 * DAY, n < 2) for n in range(4)],
        **open_ticket(created=at - 5 * DAY),
        fct_revenue=[
            revenue(MAY_END - 90 * DAY, 900.0),
            revenue(MAY_END - 91 * DAY, 700.0),
            revenue(MAY_END - 180 * DAY, 500.0),
            revenue(MAY_END - 181 * DAY, 1.0),
            revenue(MAY_END, 1.0),
        ],
    )
    parts, facts = health(run_model, [month()], known)
    row = facts["P1", MAY]
    found = {name: row[f"{name}_component"] for name in COMPONENTS}
    assert found == {
        "nps": close(90.0),
        "csat": close(87.5),
        "ces": close(75.0),
        "support": close(40.0),
        "commercial": close(75.0),
    }
    assert (row["health_score"], row["health_band"]) == (close(76.0), "green")
    assert (row["csat_answer_count"], row["ces_answer_count"]) == (2, 2)
    assert (row["settled_issue_count"], row["long_open_ticket_count"]) == (4, 1)
    assert sum(part["contribution"] for part in parts) == close(76.0)


def answer(key, at, customer="C1", payer="P1", **more):
    return {
        "survey_answer_id": key,
        "customer_id": customer,
        "payer_id": payer,
        "is_included": True,
        "submitted_at": at,
    } | more


def given(key, at, score, metric="nps", **more):
    """One answer as int_customer_answers tells it."""
    return {
        "customer_answer_id": f"{metric}|{key}",
        "survey_answer_id": key,
        "customer_id": "C1",
        "payer_id": "P1",
        "metric_code": metric,
        "score": score,
        "submitted_at": at,
    } | more


def issue(key, first, is_one_contact, solved_after=DAY, **more):
    return {
        "issue_id": key,
        "payer_id": "P1",
        "first_contact_resolution_count": int(is_one_contact),
        "is_resolved": solved_after is not None,
        "first_contact_date": first.date(),
        "first_contact_at": first,
        "resolved_at": None if solved_after is None else first + solved_after,
    } | more


def open_ticket(created, until=None, status="open", exclusion_reason=None):
    """A ticket that was open from its creation on."""
    period = {
        "status_period_id": "T1|1",
        "ticket_id": "T1",
        "status": status,
        "started_at": created,
        "ended_at": until or datetime(2026, 7, 1),
        "is_current": until is None,
    }
    ticket = {"ticket_id": "T1", "payer_id": "P1", "created_at": created}
    ticket["exclusion_reason"] = exclusion_reason
    return {"int_ticket_status_periods": [period], "int_ticket_scope": [ticket]}


def revenue(at, amount):
    return {
        "revenue_id": f"R{at}",
        "payer_id": "P1",
        "net_revenue": amount,
        "is_included": True,
        "revenue_date": at.date(),
    }


def run_signals(run_model, months=(MAY,), **inputs):
    days = [{"date_day": start} for start in months] + [{"date_day": MAY + DAY}]
    return run_model("int_payer_health_signals", {"int_dates": days} | inputs)


def one(rows, name):
    """The value of the only row, None where there is no row."""
    (row,) = rows or [{name: None}]
    return row[name]


@pytest.mark.parametrize(
    ("before_end", "is_known"),
    [(timedelta(seconds=1), True), (timedelta(0), False), (365 * DAY, True), (366 * DAY, False)],
)
def test_an_answer_counts_from_its_moment_to_its_age(run_model, before_end, is_known):
    rows = run_signals(run_model, int_customer_answers=[given("a", MAY_END - before_end, 9)])
    assert one(rows, "nps_score") == (9 if is_known else None)


def test_the_latest_answer_of_any_person_of_the_payer_stands(run_model):
    answers = [
        given("a", MAY_END - 40 * DAY, 10),
        given("c", MAY_END - 5 * DAY, 3, customer_id="C2"),
        given("b", MAY_END - 5 * DAY, 8, customer_id="C3"),
        given("d", MAY_END + DAY, 10),
    ]
    rows = run_signals(run_model, [date(2025, 4, 1), MAY], int_customer_answers=answers)
    # of two at one instant the greater id, as in the profile of a customer
    assert {row["month_start"].month: row["nps_score"] for row in rows} == {4: 10, 5: 3}


@pytest.mark.parametrize("metric", ["csat", "ces"])
@pytest.mark.parametrize(("days", "is_known"), [(180, True), (181, False)])
def test_other_answers_are_a_mean_of_half_a_year(run_model, metric, days, is_known):
    answers = [
        given("a", MAY_END - days * DAY, 1.0, metric),
        given("b", MAY_END - DAY, 0.5, metric),
        given("c", MAY_END, 0.0, metric),
    ]
    name = {"csat": "csat_score_position", "ces": "ces_effort_score"}[metric]
    rows = run_signals(run_model, int_customer_answers=answers)
    assert one(rows, name) == close(0.75 if is_known else 0.5)


@pytest.mark.parametrize(
    ("began", "solved_after", "is_one_contact", "rate"),
    [
        # quiet for a week by the month's end, or not yet
        (20 * DAY, 10 * DAY, True, 1.0),
        (20 * DAY, 14 * DAY, True, None),
        # unsolved at the month's end, whatever came later: 30 days are long
        (31 * DAY, 40 * DAY, True, 0.0),
        (31 * DAY, None, False, 0.0),
        (29 * DAY, None, False, None),
        # too long ago
        (181 * DAY, DAY, True, None),
        (180 * DAY, DAY, True, 1.0),
    ],
)
def test_an_issue_counts_once_its_outcome_is_known(
    run_model, began, solved_after, is_one_contact, rate
):
    issues = [issue("I", MAY_END - began, is_one_contact, solved_after)]
    rows = run_signals(run_model, fct_first_contact_resolution=issues)
    assert one(rows, "fcr_rate") == rate


def test_issues_that_do_not_count_are_left_out(run_model):
    issues = [
        issue("a", MAY_END - 20 * DAY, True, exclusion_reason="spam"),
        # not mature at as_of says nothing of an earlier month
        issue("b", MAY_END - 40 * DAY, False, None, exclusion_reason="immature"),
        issue("c", MAY_END - 20 * DAY, True, payer_id="unknown"),
    ]
    (row,) = run_signals(run_model, fct_first_contact_resolution=issues)
    assert (row["payer_id"], row["settled_issue_count"], row["fcr_rate"]) == ("P1", 1, 0)


@pytest.mark.parametrize(
    ("ticket", "count"),
    [
        ({"created": MAY_END - 8 * DAY}, 1),
        ({"created": MAY_END - 7 * DAY}, None),
        ({"created": MAY_END - 20 * DAY, "until": MAY_END + DAY}, 1),
        ({"created": MAY_END - 20 * DAY, "until": MAY_END - DAY}, None),
        ({"created": MAY_END - 20 * DAY, "status": "solved"}, None),
        ({"created": MAY_END - 20 * DAY, "exclusion_reason": "spam"}, None),
    ],
)
def test_tickets_open_for_long(run_model, ticket, count):
    rows = run_signals(run_model, **open_ticket(**ticket))
    assert one(rows, "long_open_ticket_count") == count


@pytest.mark.parametrize(
    ("share", "open_count", "value"), [(0.5, 1, 40), (0.1, 2, 0), (None, 3, None), (1.0, 0, 100)]
)
def test_support_is_never_below_zero_nor_known_without_an_issue(
    run_model, share, open_count, value
):
    known = [signals(fcr_rate=share, long_open_ticket_count=open_count)]
    _, facts = health(run_model, [month()], known)
    row = facts["P1", MAY]
    assert row["support_component"] == (None if value is None else close(value))


@pytest.mark.parametrize(
    ("recent", "earlier", "tenure", "value"),
    [
        (900.0, 1200.0, 12, 75),
        (1500.0, 1200.0, 12, 100),
        (10.0, 0.0, 0, 100),
        (0.0, 0.0, 6, 0),
        (0.0, 0.0, 5, None),
        # more was paid back than paid
        (-50.0, 100.0, 12, 0),
        (-50.0, 0.0, 12, 0),
    ],
)
def test_commercial_part_without_a_contract(run_model, recent, earlier, tenure, value):
    known = [signals(recent_revenue=recent, earlier_revenue=earlier)]
    _, facts = health(run_model, [month(tenure_months=tenure)], known)
    row = facts["P1", MAY]
    assert row["commercial_component"] == (None if value is None else close(value))


MONTHS = [date(2025, number, 1) for number in range(1, 6)]


@pytest.mark.parametrize(
    ("worth", "value"),
    [([90, 100, 90, 80, 60], 60), ([0, 50, 50, 50, 80], 100), ([0, 0, 50, 50, 10], 100)],
)
def test_commercial_part_of_a_contract_is_what_is_paid_a_month(run_model, worth, value):
    """What was invoiced in the 90 days does not matter, nor the months in between."""
    months = [
        month(start=start, mrr_end=float(paid), churn_rule="contractual")
        for start, paid in zip(MONTHS, worth, strict=True)
    ]
    known = [signals(recent_revenue=1.0, earlier_revenue=100.0)]
    _, facts = health(run_model, months, known)
    assert facts["P1", MAY]["commercial_component"] == close(value)


def test_what_has_no_exchange_rate_is_not_compared(run_model):
    months = [month(start=start, mrr_end=10.0, churn_rule="contractual") for start in MONTHS]
    months[1]["is_included"] = False
    _, facts = health(run_model, months, [])
    assert facts["P1", MAY]["commercial_component"] is None
    assert facts["P1", MONTHS[1]]["commercial_component"] is None
    assert facts["P1", MONTHS[3]]["commercial_component"] == close(100)


def test_only_whole_months_of_active_payers(run_model):
    months = [
        month("gone", is_active_end=False),
        month("now", start=date(2026, 7, 1)),
        month("last", start=date(2026, 6, 1)),
    ]
    _, facts = health(run_model, months, [])
    assert list(facts) == [("last", date(2026, 6, 1))]
    assert facts["last", date(2026, 6, 1)]["exclusion_reason"] == "unscored"


def test_the_parts_of_a_change_add_up_to_the_change(run_model):
    april, june = date(2025, 4, 1), date(2025, 6, 1)
    known = [
        with_components(90, 80, None, 100, 100, start=april),
        # NPS grew too old: what it weighed goes to the others, who did not move
        with_components(None, 80, None, 90, 100, start=MAY),
        with_components(100, None, None, None, 50, start=june),
    ]
    months = [month(start=start) for start in (april, MAY, june)]
    parts, facts = health(run_model, months, known)
    before, now = facts["P1", april], facts["P1", MAY]
    assert before["health_score_change"] is None
    changes = [now[f"{name}_change"] for name in COMPONENTS]
    assert sum(changes) == close(now["health_score_change"])
    assert now["health_score_change"] == close(now["health_score"] - before["health_score"])
    assert now["nps_change"] == close(-90 * 0.25 / 0.85)
    assert now["csat_change"] == close(80 * 0.2 / 0.6 - 80 * 0.2 / 0.85)
    drivers = run_model(
        "rpt_health_drivers",
        {"int_customer_health_parts": parts, "fct_customer_health": list(facts.values())},
    )
    told = {
        row["component"]: (row["what_changed"], row["component_value_before"])
        for row in drivers
        if row["month_start"] == MAY
    }
    assert told == {
        "nps": ("went missing", close(90)),
        "csat": ("as before", close(80)),
        "ces": ("still missing", None),
        "support": ("fell", close(100)),
        "commercial": ("as before", close(100)),
    }
    in_june = [row for row in drivers if row["month_start"] == june]
    assert {r["what_changed"] for r in in_june if r["component"] == "nps"} == {"newly known"}
    short = sum(row["shortfall"] for row in in_june if row["shortfall"] is not None)
    assert short == close(100 - facts["P1", june]["health_score"])


def test_a_month_away_is_no_month_before(run_model):
    march = date(2025, 3, 1)
    known = [with_components(90, 80, 50, 100, 100, start=start) for start in (march, MAY)]
    _, facts = health(run_model, [month(start=march), month()], known)
    assert facts["P1", MAY]["health_score_change"] is None
    assert facts["P1", MAY]["nps_change"] is None


def test_new_weights_leave_earlier_months_alone(run_model):
    old = dict.fromkeys(COMPONENTS, 0.2)
    weights = [
        {"component": name, "weight": weight, "valid_from": date(2015, 1, 1)}
        for name, weight in old.items()
    ]
    # on the last day of May
    weights += [
        {"component": "nps", "weight": 0.4, "valid_from": date(2025, 5, 31)},
        {"component": "csat", "weight": 0.0, "valid_from": date(2025, 5, 31)},
        {"component": "nps", "weight": 0.2, "valid_from": date(2025, 6, 1)},
        {"component": "csat", "weight": 0.2, "valid_from": date(2025, 6, 1)},
    ]
    april = date(2025, 4, 1)
    known = [with_components(100, 0, 50, 50, 50, start=start) for start in (april, MAY)]
    months = [month(start=april), month()]
    _, facts = health(run_model, months, known, health_score_weights=weights)
    assert facts["P1", april]["health_score"] == close(50)
    assert facts["P1", MAY]["health_score"] == close(70)


@pytest.mark.parametrize(
    ("score", "band"),
    [(70, "green"), (69.9999999999, "green"), (69.99, "yellow"), (50, "yellow"), (49.99, "red")],
)
def test_bands_begin_at_their_edge(run_model, score, band):
    known = [signals(nps_score=score / 10, csat_score_position=score / 100, ces_effort_score=None)]
    first = {"weight": 0.5, "valid_from": date(2015, 1, 1)}
    weights = [{"component": name} | first for name in ("nps", "csat")]
    _, facts = health(run_model, [month()], known, health_score_weights=weights)
    assert facts["P1", MAY]["health_band"] == band


def test_a_period_has_the_scores_of_its_last_month(run_model):
    facts = [
        fact(1, 20.0, date(2025, 4, 1)),
        fact(1, 60.0, MAY),
        fact(2, 80.0, MAY),
        fact(1, 40.0, date(2024, 12, 1)),
    ]
    cards = totals(run_model, facts)
    assert cards["customer_health", "month", date(2025, 4, 1)]["value"] == close(20)
    for grain, start in (("quarter", date(2025, 4, 1)), ("year", date(2025, 1, 1)), ("all", None)):
        card = cards["customer_health", grain, start]
        assert (card["n"], card["value"]) == (2, close(70))
    assert cards["customer_health", "year", date(2024, 1, 1)]["value"] == close(40)


def test_last_score_of_each_kind(run_model):
    """The latest answer that counts; of two at one instant the greater id."""
    day = datetime(2026, 1, 1)
    inputs = {
        "fct_nps": [
            answer("n6", day + 59 * DAY, metric_code="tnps", score=10),
            answer("n1", day, metric_code="nps", score=9),
            answer("n3", day + 31 * DAY, metric_code="nps", score=2),
            answer("n2", day + 31 * DAY, metric_code="nps", score=5),
            answer("n4", day + 59 * DAY, metric_code="nps", score=10, is_included=False),
            answer("n5", day + 59 * DAY, "unknown", "unknown", metric_code="nps", score=10),
        ],
        "fct_csat": [
            answer("s2", day + 5 * DAY, scope="aspect", score_position=0.0),
            answer("s1", day + 4 * DAY, scope="interaction", score_position=0.75),
        ],
        "fct_ces": [answer("e1", day + 5 * DAY, "C2", effort_score=1.5)],
    }
    answers = run_model("int_customer_answers", inputs)
    rows = run_model("int_customer_scores", {"int_customer_answers": answers})
    found = {row["customer_id"]: row for row in rows}
    assert set(found) == {"C1", "C2"}
    first, second = found["C1"], found["C2"]
    assert (first["last_nps_score"], first["last_nps_at"]) == (2, day + 31 * DAY)
    assert (first["last_csat_score_position"], first["last_csat_at"]) == (0.75, day + 4 * DAY)
    assert first["last_ces_effort_score"] is first["last_ces_at"] is None
    assert second["last_nps_score"] is second["last_csat_score_position"] is None
    assert (second["last_ces_effort_score"], second["last_ces_at"]) == (1.5, day + 5 * DAY)


def test_what_a_payer_is_worth_and_whether_it_left(run_model):
    starts = [date(2026, number, 1) for number in range(3, 7)]

    def history(payer, active, revenue):
        rows, before = [], False
        for start, is_active, paid in zip(starts, active, revenue, strict=True):
            gone = before and not is_active
            rows.append(
                month(
                    payer,
                    start,
                    is_active_start=before,
                    is_active_end=is_active,
                    is_churned=gone,
                    churn_reason="price" if gone else None,
                    churn_type="voluntary" if gone else None,
                    mrr_end=5.0 if is_active else 0.0,
                    net_revenue=paid,
                    segment="small" if start < starts[2] else "large",
                )
            )
            before = is_active
        return rows

    months = history("left", (True, False, False, False), (100.0, 0.0, 0.0, -10.0))
    months += history("back", (True, False, True, True), (100.0, 0.0, 50.0, 0.0))
    told = [("left", 0, 30.0, "red"), ("back", 0, 90.0, "green"), ("back", 3, None, "unscored")]
    scores = [
        {"payer_id": payer, "month_start": starts[n], "health_score": score, "health_band": band}
        for payer, n, score, band in told
    ]
    rows = run_model(
        "int_payer_value", {"fct_customer_months": months, "fct_customer_health": scores}
    )
    found = {row["payer_id"]: row for row in rows}
    left, back = found["left"], found["back"]
    assert (left["clv_historic"], left["mrr"], left["is_active"]) == (90.0, 0.0, False)
    assert (left["churned_month"], left["churn_type"]) == (starts[1], "voluntary")
    assert (left["payer_segment"], left["churn_reason"]) == ("small", "price")
    assert (left["health_score"], left["health_month"]) == (30.0, starts[0])
    assert (back["clv_historic"], back["mrr"], back["is_active"]) == (150.0, 5.0, True)
    assert back["churned_month"] is back["churn_reason"] is back["churn_type"] is None
    assert (back["payer_segment"], back["health_band"]) == ("large", "unscored")
    assert back["health_score"] is None
