"""The worked examples of KPI-27 and KPI-28, and what guards the people behind them."""

import pytest

from tests.python.test_worked_examples import close, estimate, estimated, net


def feedback(run_model, metric_code, answers, team="Billing", wave="W1"):
    """Rows of fct_employee_feedback: one list of item scores for each respondent."""
    rows = [
        {
            "survey_answer_id": f"q:{team}{person}{item}",
            "source_system": "q",
            "survey_id": "q:ex",
            "survey_response_id": f"q:{team}{person}",
            "survey_question_id": f"q:ex:Q{item}",
            "metric_code": metric_code,
            "respondent_identity": f"{team}{person}@example.com",
            "team": team,
            "site": "unknown",
            "tenure_band": "unknown",
            "wave_id": wave,
            "score": score,
            "is_answered": score is not None,
            "submitted_at": "2025-03-03 10:00:00",
        }
        for person, scores in enumerate(answers)
        for item, score in enumerate(scores)
    ]
    return run_model("fct_employee_feedback", {"int_employee_answers": rows})


def engagement(run_model, answers=(), months=()):
    """Rows of rpt_employee_engagement by figure and team."""
    figures = run_model(
        "int_employee_figures",
        {"fct_employee_feedback": answers, "fct_headcount_months": months},
    )
    report = run_model("rpt_employee_engagement", {"int_employee_figures": figures})
    return {(row["kpi_code"], row["team"]): row for row in report}


def observed(run_model, answers=(), months=(), days=()):
    """Observations that reach the scorecard."""
    figures = run_model(
        "int_employee_figures",
        {"fct_employee_feedback": answers, "fct_headcount_months": months},
    )
    return run_model(
        "int_kpi_observations_people",
        {
            "fct_employee_feedback": answers,
            "int_employee_figures": figures,
            "fct_headcount_months": months,
            "fct_agent_days": days,
        },
    )


def scorecard(run_model, observations, kpi_code):
    """The total of one KPI as the scorecard shows it."""
    estimates = estimated(run_model, observations)
    changes = run_model("int_kpi_changes", {"int_kpi_estimates": estimates})
    rows = run_model("rpt_kpi_scorecard", {"int_kpi_changes": changes})
    mine = [row for row in rows if row["kpi_code"] == kpi_code]
    assert {row["cut_type"] for row in mine} == {"all"}
    (total,) = [row for row in mine if row["period_grain"] == "all"]
    return total


ENPS_E1 = [[10], [9], [9], [8], [7], [6], [5], [9]]


def test_employee_e1_enps_uses_the_arithmetic_of_nps(run_model):
    answers = feedback(run_model, "enps", ENPS_E1)
    shown = engagement(run_model, answers)["employee_engagement", "all"]
    assert (shown["n"], shown["value"], shown["is_suppressed"]) == (8, close(25.0), False)
    total = scorecard(run_model, observed(run_model, answers), "employee_engagement")
    assert (total["n"], total["value"], total["is_reportable"]) == (8, close(25.0), True)
    # the interval of the report is that of the scorecard
    assert (shown["ci_lo"], shown["ci_hi"]) == (close(total["ci_lo"]), close(total["ci_hi"]))
    nps = estimate(run_model, "nps", net(4, 2, 2))
    assert (total["ci_lo"], total["ci_hi"]) == (close(nps["ci_lo"]), close(nps["ci_hi"]))


ENGAGEMENT_E2 = [[5, 4, 4], [4, 3, 2], [5, 5, None], [2, 4, 4], [3, 3, 5]]


def test_employee_e2_a_skipped_item_leaves_the_denominator(run_model):
    answers = feedback(run_model, "engagement", ENGAGEMENT_E2)
    shown = engagement(run_model, answers)["engagement_index", "all"]
    assert (shown["people_count"], shown["n"], shown["numerator"]) == (5, 14, 9)
    assert shown["value"] == close(0.642857)
    total = scorecard(run_model, observed(run_model, answers), "engagement_index")
    assert (total["denominator"], total["numerator"], total["value"]) == (14, 9, close(0.642857))
    assert (shown["ci_lo"], shown["ci_hi"]) == (close(total["ci_lo"]), close(total["ci_hi"]))


def test_employee_e2_the_rows_of_a_matrix_are_items(run_model):
    """All rows of a matrix have one question: by it alone they would share a key."""
    answers = [
        {
            "survey_answer_id": f"q:r{person}|{item}",
            "source_system": "q",
            "survey_id": "q:ex",
            "survey_response_id": f"q:r{person}",
            "survey_question_id": "q:ex:matrix",
            "source_row_id": str(item),
            "respondent_record_id": f"q:r{person}",
            "wave_id": "W1",
            "score": score,
            "is_answered": score is not None,
            "is_finished": True,
            "submitted_at": "2025-03-03 10:00:00",
        }
        for person, scores in enumerate(ENGAGEMENT_E2)
        for item, score in enumerate(scores, start=1)
    ]
    question = {"survey_question_id": "q:ex:matrix", "metric_code": "engagement"}
    judged = run_model(
        "int_employee_answers",
        {
            "int_survey_responses_unioned": answers,
            "int_surveys_unioned": [question | {"is_employee_survey": True}],
        },
    )
    facts = run_model("fct_employee_feedback", {"int_employee_answers": judged})
    assert len({row["employee_answer_id"] for row in facts}) == 15
    total = scorecard(run_model, observed(run_model, facts), "engagement_index")
    assert (total["denominator"], total["numerator"], total["value"]) == (14, 9, close(0.642857))


HEADCOUNT_E3 = {"month_start": "2025-01-01", "team": "Billing", "is_included": True} | {
    "headcount_month_id": "Billing|2025-01-01",
    "headcount_start": 30,
    "headcount_end": 26,
    "average_headcount": 28.0,
    "leaver_count": 3,
    "voluntary_leaver_count": 2,
}


def test_employee_e3_a_team_of_four_is_suppressed(run_model):
    answers = feedback(run_model, "enps", [[10]] * 4)
    shown = engagement(run_model, answers, [HEADCOUNT_E3])
    small = shown["employee_engagement", "Billing"]
    assert (small["people_count"], small["value"], small["is_suppressed"]) == (4, None, True)
    assert (small["numerator"], small["denominator"]) == (None, None)
    assert (small["ci_lo"], small["ci_hi"]) == (None, None)
    attrition = shown["attrition", "Billing"]
    assert attrition["value"] == close(0.107143)
    assert attrition["annualised_x12"] == close(1.285714)
    assert shown["voluntary_attrition", "Billing"]["value"] == close(2 / 28)
    total = scorecard(run_model, observed(run_model, months=[HEADCOUNT_E3]), "attrition")
    assert (total["n"], total["value"]) == (28, close(0.107143))


def test_employee_e3_headcount_is_averaged(run_model):
    given = {key: HEADCOUNT_E3[key] for key in ("team", "month_start")}
    given |= {"headcount_start": 30, "headcount_end": 26, "leaver_count": 3}
    (month,) = run_model(
        "fct_headcount_months", {"headcount_months": [given | {"voluntary_leaver_count": 2}]}
    )
    assert (month["average_headcount"], month["is_included"]) == (28.0, True)


def test_the_sums_of_too_few_people_never_reach_the_scorecard(run_model):
    """EMPLOYEE-E3: less the other waves, a year would tell what a wave of four hides."""
    small = feedback(run_model, "enps", [[10], [9], [2], [8]], wave="W1")
    large = feedback(run_model, "enps", ENPS_E1, wave="W2")
    assert observed(run_model, small) == []
    total = scorecard(run_model, observed(run_model, small + large), "employee_engagement")
    assert (total["n"], total["value"]) == (8, close(25.0))
    # the index counts answers, but it is people who are hidden
    items = feedback(run_model, "engagement", [[5, 4, 4], [4, 3, 2]])
    assert observed(run_model, items) == []


def test_a_confidential_value_below_its_minimum_is_empty(run_model):
    observations = [
        {
            "observation_id": str(number),
            "kpi_code": "employee_engagement",
            "observed_on": "2025-01-15",
            "channel": "none",
            "segment": "none",
            "source_system": "q",
            "agent_group": "none",
            "topic_type": "team",
            "topic": "Billing",
            "observed_value": 1.0,
            "observed_weight": 1.0,
            "is_pending": False,
        }
        for number in range(4)
    ]
    total = scorecard(run_model, observations, "employee_engagement")
    hidden = ("numerator", "denominator", "value", "ci_lo", "ci_hi", "previous_value", "change")
    assert [total[name] for name in hidden] == [None] * 7
    assert (total["n"], total["is_suppressed"], total["is_reportable"]) == (4, True, False)


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        pytest.param({"A": 5, "B": 9, "C": 12}, set(), id="nobody"),
        pytest.param({"A": 4, "B": 9, "C": 12}, {"A", "B"}, id="the next smallest too"),
        pytest.param({"A": 3, "B": 4, "C": 12}, {"A", "B"}, id="two hide each other"),
        pytest.param({"A": 1, "B": 2, "C": 9, "D": 12}, {"A", "B", "C"}, id="five people together"),
    ],
)
def test_suppression_cannot_be_undone_by_subtraction(run_model, sizes, hidden):
    answers = [
        row
        for team, size in sizes.items()
        for row in feedback(run_model, "enps", [[9]] * size, team=team)
    ]
    # respondents are numbered by wave; here every team was numbered alone
    for row in answers:
        row["respondent_key"] = f"{row['team']}{row['respondent_key']}"
    shown = engagement(run_model, answers)
    assert {team for (_, team), row in shown.items() if row["is_suppressed"]} == hidden
    total = shown["employee_engagement", "all"]
    assert (total["n"], total["value"]) == (sum(sizes.values()), close(100.0))


def agent_card(run_model, events, agents=("A1", "A2"), days=()):
    """Rows of rpt_agent_scorecard by agent."""
    months = run_model(
        "int_agent_months",
        {
            "int_agent_events": [
                {"agent_event_id": str(number), "month_start": "2025-03-01", "weight": 1} | event
                for number, event in enumerate(events)
            ],
            "int_agents_unioned": [
                {"agent_id": agent, "source_system": "z", "is_bot": False, "raw_role": "agent"}
                for agent in agents
            ],
        },
    )
    report = run_model("rpt_agent_scorecard", {"int_agent_months": months, "fct_agent_days": days})
    return {row["agent_id"]: row for row in report}


def ratings(agent, satisfied, n):
    """Events of satisfied and other ratings."""
    return [
        {"agent_id": agent, "measure": "rating", "amount": float(number < satisfied)}
        for number in range(n)
    ]


def test_agent_e1_each_event_goes_to_whoever_had_the_ticket_then(run_model):
    """AGENT-E1: A1 answers first, A2 solves and is rated, A3 has the ticket now.

    If this fails, the words of a response stand with another agent than its scores.
    """
    ticket = {"ticket_id": "z:1", "source_system": "z", "created_at": "2025-03-01 08:00:00"}
    agents = [
        {"agent_id": f"z:A{number}", "source_system": "z", "group_name": f"G{number}"}
        | {"is_bot": False}
        for number in (1, 2, 3)
    ]
    changes = [
        {
            "ticket_event_id": f"e{number}",
            "ticket_id": "z:1",
            "source_system": "z",
            "event_type": "assignee",
            "raw_value": f"A{number}",
            "occurred_at": at,
        }
        for number, at in enumerate(
            ("2025-03-01 08:00:00", "2025-03-01 10:00:00", "2025-03-09 10:00:00"), start=1
        )
    ]
    periods = run_model(
        "int_ticket_assignee_periods",
        {
            "int_tickets_unioned": [ticket | {"assignee_agent_id": "z:A3"}],
            "int_agents_unioned": agents,
            "int_ticket_events_unioned": changes,
        },
    )
    assert [row["agent_id"] for row in sorted(periods, key=lambda r: r["started_at"])] == [
        "z:A1",
        "z:A2",
        "z:A3",
    ]
    solvers = run_model(
        "int_ticket_resolution_agents",
        {
            "int_ticket_resolutions": [{"ticket_id": "z:1", "resolved_at": "2025-03-01 12:00:00"}],
            "int_ticket_assignee_periods": periods,
        },
    )
    answers = [
        {
            "survey_answer_id": f"r1|{question}",
            "survey_response_id": "z:r1",
            "survey_id": "z:s",
            "survey_question_id": f"z:s:{question}",
            "answer_text": text,
            "ticket_id": "z:1",
            "submitted_at": "2025-03-02 09:00:00",
            "is_finished": True,
            "is_answered": True,
        }
        for question, text in (("q", None), ("why", "Solved at once"))
    ]
    rated = run_model(
        "int_rated_contacts",
        {
            "int_survey_answer_tickets": answers,
            "int_ticket_scope": [{"ticket_id": "z:1", "agent_id": "z:A3", "agent_group": "G3"}],
            "int_ticket_assignee_periods": periods,
        },
    )
    asked = {
        "int_survey_answer_tickets": answers,
        "int_surveys_unioned": [{"survey_question_id": "z:s:q", "metric_code": "csat"}],
        "dim_surveys": [{"survey_id": "z:s", "is_employee_survey": False}],
        "int_survey_response_totals": [{"survey_response_id": "z:r1", "ticket_id": "z:1"}],
        "int_rated_contacts": rated,
    }
    readers = ("int_survey_scores", "int_feedback_verbatims", "int_touches_surveys")
    for reader in (*readers, "fct_survey_responses"):
        (row,) = run_model(reader, asked)
        assert (row["agent_id"], row["agent_group"]) == ("z:A2", "G2"), reader
    scores = run_model("int_survey_scores", asked)
    events = run_model(
        "int_agent_events",
        {
            "fct_first_response_time": [
                {
                    "ticket_id": "z:1",
                    "first_responder_record_id": "z:A1",
                    "first_response_at": "2025-03-01 09:00:00",
                    "first_response_calendar_minutes": 60.0,
                    "is_included": True,
                    "is_answered": True,
                }
            ],
            "fct_resolution_time": [
                {"ticket_id": "z:1", "is_included": True, "is_resolved": True, "reopen_count": 0}
                | {"resolved_date": "2025-03-01", "agent_id": "z:A3"}
            ],
            "fct_csat": [
                {
                    "survey_answer_id": "r1",
                    "agent_id": scores[0]["agent_id"],
                    "submitted_date": "2025-03-02",
                    "satisfied_count": 1,
                    "scope": "interaction",
                    "is_included": True,
                }
            ],
            "int_ticket_resolution_agents": solvers,
        },
    )
    assert {row["measure"]: row["agent_id"] for row in events} == {
        "first_reply": "z:A1",
        "solve": "z:A2",
        "rating": "z:A2",
    }
    months = run_model(
        "int_agent_months", {"int_agent_events": events, "int_agents_unioned": agents}
    )
    counts = {
        row["agent_id"]: (row["first_reply_count"], row["resolved_count"], row["rating_count"])
        for row in months
    }
    assert counts == {"z:A1": (1, 0, 0), "z:A2": (0, 1, 1)}


def test_aht_e2_the_second_agent_of_a_call_has_a_handling_time(run_model):
    """AHT-E2: 300 seconds of A1 and 400 of A2, ten calls; all of them are transfers of A1."""
    numbers = range(10)
    parts = [("z:A1", 1, 300.0), ("z:A2", 2, 400.0)]
    contacts = run_model(
        "int_agent_contacts",
        {
            "int_call_scope": [
                {"call_id": f"z:K{number}", "agent_id": "z:A1", "is_answered": True}
                | {"transfer_count": 1, "started_at": "2025-03-03 10:00:00"}
                | {"work_ended_at": "2025-03-03 10:15:00"}
                for number in numbers
            ],
            "int_call_legs_timed": [
                {"call_id": f"z:K{number}", "agent_id": agent, "leg_number": place}
                | {"call_leg_id": f"z:K{number}/{place}", "handle_seconds": seconds}
                for number in numbers
                for agent, place, seconds in parts
            ],
            "fct_handling_time": [
                {"call_id": f"z:K{number}", "is_included": True} for number in numbers
            ],
        },
    )
    events = run_model("int_agent_events", {"int_agent_contacts": contacts})
    cards = agent_card(run_model, events, agents=("z:A1", "z:A2"))
    first, second = cards["z:A1"], cards["z:A2"]
    assert (first["aht_seconds"], second["aht_seconds"]) == (close(300.0), close(400.0))
    assert (first["transfer_rate"], second["transfer_rate"]) == (close(1.0), None)
    assert (first["call_count"], second["call_count"]) == (10, 0)
    assert (first["contact_count"], second["contact_count"]) == (10, 10)


def assignee_periods(run_model, now, *changes):
    """Who had a ticket of 1 March: (agent, begin, end), with `changes` of (before, after, day)."""
    periods = run_model(
        "int_ticket_assignee_periods",
        {
            "int_tickets_unioned": [
                {"ticket_id": "z:1", "assignee_agent_id": now, "created_at": "2025-03-01 00:00:00"}
            ],
            "int_agents_unioned": [{"agent_id": f"z:A{number}"} for number in (1, 2, 3)],
            "int_ticket_events_unioned": [
                {
                    "ticket_event_id": f"e{number}",
                    "ticket_id": "z:1",
                    "source_system": "z",
                    "event_type": "assignee",
                    "raw_previous_value": before,
                    "raw_value": after,
                    "occurred_at": f"2025-03-{day:02d} 00:00:00",
                }
                for number, (before, after, day) in enumerate(changes)
            ],
        },
    )
    periods.sort(key=lambda row: row["started_at"])
    return [
        (row["agent_id"], row["started_at"].day, row["ended_at"] and row["ended_at"].day)
        for row in periods
    ]


@pytest.mark.parametrize(
    ("now", "changes", "periods"),
    [
        pytest.param("z:A3", [], [("z:A3", 1, None)], id="no history: always the present one"),
        pytest.param(None, [], [("unassigned", 1, None)], id="nobody"),
        pytest.param(
            "z:A2",
            [("A1", "A2", 4)],
            [("z:A1", 1, 4), ("z:A2", 4, None)],
            id="the first change names the one before",
        ),
        pytest.param(
            "z:A2",
            [(None, "A2", 4)],
            [("unassigned", 1, 4), ("z:A2", 4, None)],
            id="nobody before the first",
        ),
        pytest.param(
            None,
            [(None, "A1", 1), ("A1", None, 4), (None, "A9", 6)],
            [("z:A1", 1, 4), ("unassigned", 4, 6), ("unassigned", 6, None)],
            id="given back, then to one whom no table knows",
        ),
    ],
)
def test_who_had_a_ticket_when(run_model, now, changes, periods):
    assert assignee_periods(run_model, now, *changes) == periods


def test_agent_e2_nine_of_ten_is_not_ranked_above_170_of_200(run_model):
    cards = agent_card(run_model, ratings("A1", 9, 10) + ratings("A2", 170, 200))
    assert [cards[agent]["csat"] for agent in ("A1", "A2")] == [close(0.9), close(0.85)]
    bounds = {agent: card["csat_wilson_lower"] for agent, card in cards.items()}
    assert bounds == {"A1": close(0.59585), "A2": close(0.793944)}
    assert sorted(bounds, key=bounds.get, reverse=True) == ["A2", "A1"]
    # ten are shown, thirty are ranked
    assert {agent: card["csat_rank"] for agent, card in cards.items()} == {"A1": None, "A2": 1}
    cards = agent_card(run_model, ratings("A1", 27, 30) + ratings("A2", 170, 200))
    assert {agent: card["csat_rank"] for agent, card in cards.items()} == {"A1": 2, "A2": 1}


def test_agent_e2_nine_ratings_are_too_few_to_be_shown(run_model):
    card = agent_card(run_model, ratings("A1", 9, 9))["A1"]
    assert (card["rating_count"], card["csat"], card["csat_wilson_lower"]) == (9, None, None)
    assert (card["is_shown"], card["is_ranked"], card["is_active"]) == (False, False, False)


def days(handle, available, pause):
    """A day of states, as fct_agent_days has it."""
    return [
        {
            "agent_day_id": "A1|2025-03-03",
            "agent_id": "A1",
            "work_date": "2025-03-03",
            "handle_seconds": float(handle),
            "available_seconds": float(available),
            "pause_seconds": float(pause),
            "is_included": handle + available > 0,
        }
    ]


def test_agent_e3_breaks_count_in_neither_part_of_occupancy(run_model):
    contacts = [{"agent_id": "A1", "measure": "contact", "amount": 1.0}] * 10
    card = agent_card(run_model, contacts, days=days(19_800, 5_400, 3_600))["A1"]
    assert (card["occupancy"], card["is_shown"]) == (close(0.785714), True)
    observations = observed(run_model, days=days(19_800, 5_400, 3_600))
    estimates = estimated(run_model, observations)
    values = [
        row["value"]
        for row in estimates
        if row["kpi_code"] == "agent_occupancy" and row["cut_type"] == "all"
    ]
    assert values == [close(0.785714)] * 4


def test_agent_e3_no_logged_time_is_no_occupancy(run_model):
    contacts = [{"agent_id": "A1", "measure": "contact", "amount": 1.0}] * 10
    (day,) = run_model(
        "fct_agent_days",
        {
            "agent_days": [
                {
                    "source_system": "z",
                    "source_agent_id": "A1",
                    "work_date": "2025-03-03",
                    "handle_seconds": 0,
                    "available_seconds": 0,
                    "pause_seconds": 3_600,
                }
            ],
            "int_agents_unioned": [{"agent_id": "z:A1", "is_bot": False}],
        },
    )
    assert (day["is_included"], day["exclusion_reason"]) == (False, "no_work_time")
    card = agent_card(run_model, contacts, days=[day | {"agent_id": "A1"}])["A1"]
    assert card["occupancy"] is None
    assert observed(run_model, days=[day]) == []


def test_who_answers_twice_counts_once_and_nothing_leads_to_the_respondent(run_model):
    answers = [
        {
            "survey_answer_id": f"q:{response}",
            "source_system": "q",
            "survey_id": "q:ex",
            "survey_response_id": f"q:{response}",
            "survey_question_id": "q:ex:Q1",
            "metric_code": "enps",
            "respondent_identity": person,
            "wave_id": wave,
            "score": score,
            "is_answered": True,
            "submitted_at": at,
            "response_exclusion_reason": reason,
        }
        for response, person, wave, score, at, reason in (
            ("r1", "ann", "W1", 2, "2025-03-03 10:00:00", None),
            ("r2", "ann", "W1", 9, "2025-03-05 10:00:00", None),
            ("r3", "ann", "W1", 10, "2025-03-06 10:00:00", "test"),
            ("r4", "ben", "W1", 8, "2025-03-04 10:00:00", None),
            ("r5", "cid", "W1", 8, "2025-03-04 11:00:00", "contractor"),
            ("r6", "ann", "W2", 7, "2025-06-03 10:00:00", None),
        )
    ]
    rows = run_model("fct_employee_feedback", {"int_employee_answers": answers})
    reasons = sorted((row["wave_id"], row["score"], row["exclusion_reason"] or "") for row in rows)
    assert reasons == [
        ("W1", 2, "duplicate"),
        ("W1", 8, ""),
        ("W1", 8, "contractor"),
        ("W1", 9, ""),
        ("W1", 10, "test"),
        ("W2", 7, ""),
    ]
    assert len({row["employee_answer_id"] for row in rows}) == 6
    assert len({row["respondent_key"] for row in rows if row["wave_id"] == "W1"}) == 3
    # one date a wave, and no value that stands in a tool
    assert {str(row["wave_date"]) for row in rows} == {"2025-03-03", "2025-06-03"}
    told = {str(value) for row in rows for value in row.values()}
    assert not told & {"ann", "ben", "cid", *(f"q:r{number}" for number in range(1, 7))}


@pytest.mark.parametrize(
    ("reasons", "wave_date"),
    [
        pytest.param(("preview", None, None), "2025-04-02", id="a preview before the launch"),
        pytest.param((None, None, None), "2025-03-28", id="the first that counts"),
        pytest.param(("preview",) * 3, "2025-03-28", id="previews alone"),
    ],
)
def test_a_preview_does_not_date_the_wave(run_model, reasons, wave_date):
    """A preview of the quarter before would move the answers of all to that quarter."""
    answers = [
        {
            "survey_answer_id": f"q:r{day}",
            "survey_id": "q:ex",
            "survey_response_id": f"q:r{day}",
            "survey_question_id": "q:ex:Q1",
            "metric_code": "enps",
            "respondent_identity": f"{day}@example.com",
            "wave_id": "W1",
            "score": 9,
            "is_answered": True,
            "submitted_at": f"2025-{day} 10:00:00",
            "response_exclusion_reason": reason,
        }
        for day, reason in zip(("03-28", "04-02", "04-03"), reasons, strict=True)
    ]
    rows = run_model("fct_employee_feedback", {"int_employee_answers": answers})
    assert [str(row["wave_date"]) for row in rows] == [wave_date] * 3
