"""SurveyMonkey's API objects, as Airbyte lands them: nested values stay objects."""

from demo.history import History, Question, Response, Survey

API = "https://api.surveymonkey.com/v3"
LABELS = {"nps": ("Not at all likely", "Extremely likely"), "ces": ("Very hard", "Very easy")}


def tables(history: History) -> dict[str, list[dict]]:
    """Return the raw tables of SurveyMonkey; one page, a link and an e-mail collector each."""
    surveys = {survey.id: survey for survey in history.surveys}
    return {
        "surveys": [_survey(history, survey) for survey in history.surveys],
        "survey_pages": [_page(survey) for survey in history.surveys],
        "survey_questions": [
            _question(survey, position, question)
            for survey in history.surveys
            for position, question in enumerate(survey.questions, 1)
        ],
        "collectors": [
            _collector(survey, kind) for survey in history.surveys for kind in ("weblink", "email")
        ],
        "recipients": [_recipient(one) for one in history.responses if one.invited],
        "survey_responses": [_response(one, surveys[one.survey_id]) for one in history.responses],
    }


def _survey(history: History, survey: Survey) -> dict:
    return {
        "id": survey.id,
        "title": survey.name,
        "nickname": "",
        "language": "en",
        "category": "customer_feedback",
        "question_count": len(survey.questions),
        "page_count": 1,
        "response_count": sum(one.survey_id == survey.id for one in history.responses),
        "date_created": survey.created,
        "date_modified": survey.created,
        "custom_variables": {"ticket_id": "The ticket", "wave_id": "The wave"},
        "href": f"{API}/surveys/{survey.id}",
    }


def _page(survey: Survey) -> dict:
    return {
        "id": f"{survey.id}-p1",
        "title": "",
        "description": "",
        "position": 1,
        "question_count": len(survey.questions),
        "href": f"{API}/surveys/{survey.id}/pages/{survey.id}-p1",
    }


def _scale(question: Question) -> tuple[int, int]:
    """Return the ends of a scale_id such as csat_1_5; good or bad is 0 or 1."""
    ends = question.scale.split("_")[1:3]
    return (0, 1) if ends == ["good", "bad"] else (int(ends[0]), int(ends[1]))


def _choice_id(survey: Survey, question: Question, score: int) -> str:
    return f"{survey.id}-{question.id}-c{score}"


def _weight(question: Question, score: int) -> int:
    """Return the weight of a choice: of an NPS question what it adds to the NPS, else its score."""
    if question.metric != "nps":
        return score
    return 100 if score >= 9 else 0 if score >= 7 else -100


def _choices(survey: Survey, question: Question) -> list[dict]:
    low, high = _scale(question)
    bottom, top = LABELS.get(question.metric, ("Very dissatisfied", "Very satisfied"))
    names = {low: f"{bottom} - {low}", high: f"{top} - {high}"}
    return [
        {
            "id": _choice_id(survey, question, score),
            "position": position,
            "visible": True,
            "text": names.get(score, str(score)),
            "is_na": False,
            "weight": _weight(question, score),
            "quiz_options": {"score": 0},
        }
        for position, score in enumerate(range(low, high + 1), 1)
    ]


def _question(survey: Survey, position: int, question: Question) -> dict:
    rated = bool(question.metric)
    row = {"id": f"{survey.id}-{question.id}-r1", "position": 1, "visible": True, "text": ""}
    answers = {"rows": [row], "choices": _choices(survey, question)} if rated else None
    return {
        "id": question.id,
        "position": position,
        "visible": True,
        "family": "matrix" if rated else "open_ended",
        "subtype": "rating" if rated else "essay",
        "layout": None,
        "sorting": None,
        "required": None,
        "validation": None,
        "forced_ranking": False,
        "headings": [{"heading": question.wording}],
        "href": f"{API}/surveys/{survey.id}/pages/{survey.id}-p1/questions/{question.id}",
        "answers": answers,
    }


def _collector_id(survey_id: str, kind: str) -> str:
    return f"{survey_id}-{kind}"


def _collector(survey: Survey, kind: str) -> dict:
    return {
        "id": _collector_id(survey.id, kind),
        "survey_id": survey.id,
        "name": "Web Link 1" if kind == "weblink" else "Email Invitation 1",
        "type": kind,
        "status": "open",
        "anonymous_type": "not_anonymous",
        "allow_multiple_responses": False,
        "edit_response_type": "until_complete",
        "close_date": None,
        "date_created": survey.created,
        "date_modified": survey.created,
        "href": f"{API}/collectors/{_collector_id(survey.id, kind)}",
    }


def _recipient_id(response: Response) -> str:
    return f"{response.id}-to" if response.invited else ""


def _recipient(response: Response) -> dict:
    collector = _collector_id(response.survey_id, "email")
    return {
        "id": _recipient_id(response),
        "email": response.person.email if response.person else "",
        "survey_response_status": (
            "completely_responded" if response.is_finished else "partially_responded"
        ),
        "mail_status": "sent",
        "sent_at": response.invited,
        "href": f"{API}/collectors/{collector}/recipients/{_recipient_id(response)}",
    }


def _response(response: Response, survey: Survey) -> dict:
    person = response.person
    keys = {
        "ticket_id": response.ticket_id,
        "wave_id": response.wave_id,
        "contact_id": person.external_id if person else "",
    }
    answered = [
        {"id": question.id, "answers": [_answer(survey, question, response.answers[question.id])]}
        for question in survey.questions
        if question.id in response.answers
    ]
    return {
        "id": response.id,
        "survey_id": response.survey_id,
        "collector_id": _collector_id(
            response.survey_id, "email" if response.invited else "weblink"
        ),
        "recipient_id": _recipient_id(response),
        "response_status": "completed" if response.is_finished else "partial",
        "collection_mode": "preview" if response.is_preview else "default",
        "custom_value": "",
        "custom_variables": {name: value for name, value in keys.items() if value},
        "email_address": person.email if person else "",
        "first_name": person.first if person else "",
        "last_name": person.last if person else "",
        "ip_address": "",
        "metadata": {"contact": {}},
        "logic_path": {},
        "page_path": [],
        "total_time": int((response.submitted - response.started).total_seconds()),
        "date_created": response.started,
        "date_modified": response.submitted,
        "href": f"{API}/surveys/{response.survey_id}/responses/{response.id}",
        "pages": [{"id": f"{survey.id}-p1", "questions": answered}],
    }


def _answer(survey: Survey, question: Question, value: int | str) -> dict:
    if not question.metric:
        return {"tag_data": [], "text": str(value)}
    return {
        "choice_id": _choice_id(survey, question, int(value)),
        "row_id": f"{survey.id}-{question.id}-r1",
        "choice_metadata": {"weight": str(_weight(question, int(value)))},
    }
