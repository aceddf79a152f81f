"""The worked examples of the KPI specification on the voice of the customer (KPI-24, 25, 36)."""

from tests.python.test_worked_examples import close, estimate, estimated, net

DAY = "2025-05-01 09:00:00"


def item(item_id, text=True, score=None, label="unscored", **others):
    """One row of int_feedback_items; a text is read under the item's own id."""
    return {
        "feedback_item_id": item_id,
        "reading_id": item_id if text else None,
        "has_text": text,
        "source_kind": "unsolicited",
        "channel": "email",
        "segment": "unknown",
        "source_system": "zendesk",
        "agent_group": "unassigned",
        "sentiment_score": score,
        "sentiment_label": label,
        "feedback_at": DAY,
        **others,
    }


def observed(run_model, items, matches=()):
    """Run items and theme matches through the facts, the observations and the estimates."""
    inputs = {"int_feedback_items": items, "int_feedback_theme_matches": matches}
    facts = run_model("fct_feedback_items", inputs)
    themes = run_model("fct_feedback_themes", inputs)
    observations = run_model(
        "int_kpi_observations_feedback",
        {"fct_feedback_items": facts, "fct_feedback_themes": themes},
    )
    estimates = estimated(run_model, observations)
    values = {
        (row["kpi_code"], row["cut_type"], row["cut_value"]): row
        for row in estimates
        if row["period_grain"] == "all"
    }
    return facts, themes, values


def test_voc_e1_themes_add_up_to_more_than_one(run_model):
    feedback = {
        "F1": ["price", "delivery"],
        "F2": ["delivery"],
        "F3": ["staff"],
        "F4": None,
        "F5": [],
    }
    items = [item(key, text=themes is not None) for key, themes in feedback.items()]
    matches = [
        {"reading_id": key, "theme_code": theme, "matched_term": theme, "matched_term_count": 1}
        for key, themes in feedback.items()
        for theme in themes or []
    ]
    facts, themes, values = observed(run_model, items, matches)
    assert len(facts) == 5
    coverage = values["voc_coverage", "all", "all"]
    assert coverage["n"] == sum(fact["has_text"] for fact in facts) == 4
    assert coverage["value_sum"] == sum(fact["is_classified"] for fact in facts) == 3
    assert coverage["value"] == close(0.75)
    prevalence = {
        cut: row["value"]
        for (kpi, kind, cut), row in values.items()
        if (kpi, kind) == ("voc_theme_share", "theme") and row["value"]
    }
    assert prevalence == {
        "delivery": close(0.5),
        "price": close(0.25),
        "staff": close(0.25),
        "unclassified": close(0.25),
    }
    assert values["voc_theme_share", "theme", "delivery"]["n"] == 4
    assert sum(theme["mention_count"] for theme in themes if theme["is_classified"]) == 4


def test_voc_e3_no_text_is_no_share(run_model):
    _, themes, values = observed(run_model, [item("F1", text=False), item("F2", text=False)])
    coverage = values["voc_coverage", "all", "all"]
    assert (coverage["n"], coverage["value"]) == (0, None)
    assert themes == []
    shares = [row for (kpi, *_), row in values.items() if kpi == "voc_theme_share"]
    assert [(row["n"], row["value"]) for row in shares] == [(0, None)]


def test_sent_e1_net_sentiment(run_model):
    total = estimate(run_model, "net_sentiment", net(5, 3, 2))
    assert (total["n"], total["value"]) == (10, close(0.3))
    assert total["standard_error"] == close(0.246982)


def test_sent_e2_unscored_is_not_in_the_denominator(run_model):
    texts, readings = [], []
    for number, score in enumerate([0.25, -0.25, 0.2499, 0.0, None]):
        key = str(number)
        texts.append(item(key) | {"customer_id": "C1", "text_hash": key, "feedback_text": key})
        readings.append({"reading_id": key, "plain_text": key, "sentiment_score": score})
    for text in texts:
        for column in ("has_text", "sentiment_score", "sentiment_label"):
            del text[column]
    items = run_model(
        "int_feedback_items", {"int_feedback_texts": texts, "int_feedback_readings": readings}
    )
    labels = [row["sentiment_label"] for row in sorted(items, key=lambda row: row["reading_id"])]
    assert labels == ["positive", "negative", "neutral", "neutral", "unscored"]
    items = [{key: row[key] for key in (*item("x"), "exclusion_reason")} for row in items]
    _, _, values = observed(run_model, items)
    assert values["net_sentiment", "all", "all"]["n"] == 4
    assert values["net_sentiment", "all", "all"]["value"] == close(0.0)
    assert values["sentiment_coverage", "all", "all"]["value"] == close(0.8)


def test_net_sentiment_is_what_nobody_asked_for(run_model):
    """The headline leaves out surveys and ratings, the companion has them."""
    items = [
        item("asked", score=0.9, label="positive", source_kind="solicited"),
        item("rated", text=False, score=1.0, label="positive", source_kind="solicited"),
        item("said", score=-0.9, label="negative"),
        item("spam", score=-0.9, label="negative", exclusion_reason="spam"),
    ]
    _, _, values = observed(run_model, items)
    headline, companion = (
        values[kpi, "all", "all"] for kpi in ("net_sentiment", "net_sentiment_all")
    )
    assert (headline["n"], headline["value"]) == (1, close(-1.0))
    assert (companion["n"], companion["value"]) == (3, close(1 / 3))


def test_sent_e3_labels_of_ratings(run_model):
    scores = [
        {
            "survey_answer_id": str(number),
            "source_system": "zendesk",
            "source_response_id": str(number),
            "metric_code": "csat",
            "score": score,
            "scale_min": low,
            "scale_max": high,
            "is_answered": True,
        }
        for number, (score, low, high) in enumerate([(5, 1, 5), (3, 1, 5), (1, 1, 5), (7, 1, 10)])
    ]
    ratings = run_model("int_feedback_ratings", {"int_survey_scores_deduplicated": scores})
    items = run_model("int_feedback_items", {"int_feedback_ratings": ratings})
    found = sorted((row["survey_answer_id"], row) for row in items)
    assert [row["sentiment_score"] for _, row in found] == [
        close(1.0),
        close(0.0),
        close(-1.0),
        close(0.333333),
    ]
    labels = [row["sentiment_label"] for _, row in found]
    assert labels == ["positive", "neutral", "negative", "positive"]
    assert {row["sentiment_source"] for _, row in found} == {"rating"}


def gap(run_model, kpi_code, channels):
    """The row of rpt_channel_consistency for satisfied and asked people by channel."""
    aggregates = [
        {
            "kpi_value_id": channel,
            "kpi_code": kpi_code,
            "cut_type": "channel",
            "cut_value": channel,
            "period_grain": "all",
            "n": n,
            "value_sum": float(satisfied),
            "value_square_sum": float(satisfied),
            "weight_sum": float(n),
        }
        for channel, (satisfied, n) in channels.items()
    ]
    estimates = run_model("int_kpi_estimates", {"int_kpi_aggregates": aggregates})
    (row,) = run_model("rpt_channel_consistency", {"int_kpi_estimates": estimates})
    rates = {row["cut_value"]: row["value"] for row in estimates if row["cut_type"] == "channel"}
    return row, rates


def test_consist_e1_channels_with_few_answers_are_left_out(run_model):
    channels = {"email": (80, 100), "phone": (45, 60), "chat": (57, 60), "social": (6, 8)}
    row, rates = gap(run_model, "csat", channels)
    shown = {channel: rates[channel] for channel in ("email", "phone", "chat")}
    assert shown == {"email": close(0.8), "phone": close(0.75), "chat": close(0.95)}
    assert row["gap"] == close(0.2)
    assert (row["best_channel"], row["worst_channel"]) == ("chat", "phone")
    assert row["channel_count"] == 3
    # chat's interval begins at 0.863, that of phone ends at 0.842
    assert row["has_overlapping_intervals"] is False


def test_consist_e2_one_channel_has_no_gap(run_model):
    row, _ = gap(run_model, "csat", {"email": (80, 100), "phone": (5, 6)})
    assert (row["gap"], row["best_channel"], row["worst_channel"]) == (None, None, None)
    assert row["has_overlapping_intervals"] is None


def test_the_best_effort_is_the_lowest(run_model):
    row, _ = gap(run_model, "ces", {"email": (80, 40), "chat": (60, 40), "unmapped": (40, 40)})
    assert (row["best_channel"], row["worst_channel"], row["gap"]) == ("chat", "email", close(0.5))
    assert row["channel_count"] == 2
