"""Typeform's API objects, as Airbyte lands them: nested values stay objects.

A preview leaves no response in Typeform, so there is none.
"""

from demo.history import History, Question, Response, Survey


def tables(history: History) -> dict[str, list[dict]]:
    """Return the raw tables of Typeform: forms with their fields, responses with their answers."""
    surveys = {survey.id: survey for survey in history.surveys}
    return {
        "forms": [_form(survey) for survey in history.surveys],
        "responses": [
            _response(one, surveys[one.survey_id])
            for one in history.responses
            if not one.is_preview
        ],
    }


def _form(survey: Survey) -> dict:
    return {
        "id": survey.id,
        "title": survey.name,
        "type": "quiz",
        "workspace": {"href": "https://api.typeform.com/workspaces/sDaAqs"},
        "settings": {"language": "en", "is_public": True, "autosave_progress": True},
        "fields": [_field(survey, question) for question in survey.questions],
        "hidden": ["contact_id", "email", "first_name", "last_name", "ticket_id", "wave_id"],
        "thankyou_screens": [],
        "created_at": survey.created,
        "last_updated_at": survey.created,
        "published_at": survey.created,
        "_links": {"display": f"https://example.typeform.com/to/{survey.id}"},
    }


def _scale(question: Question) -> tuple[int, int]:
    """Return the ends of a scale_id such as csat_1_5; good or bad is 0 or 1."""
    ends = question.scale.split("_")[1:3]
    return (0, 1) if ends == ["good", "bad"] else (int(ends[0]), int(ends[1]))


def _kind(question: Question) -> str:
    if not question.metric:
        return "long_text"
    low, high = _scale(question)
    if (low, high) == (0, 1):
        return "yes_no"
    # stars are counted from 1, there are ten at most
    return "rating" if question.metric == "csat" and low == 1 else "opinion_scale"


def _field(survey: Survey, question: Question) -> dict:
    kind, properties = _kind(question), {}
    if kind in ("rating", "opinion_scale"):
        low, high = _scale(question)
        properties["steps"] = high - low + 1
        if kind == "rating":
            properties["shape"] = "star"
        else:
            properties["start_at_one"] = low == 1
    return {
        "id": f"{survey.id}{question.id}",
        "ref": question.id,
        "title": question.wording,
        "type": kind,
        "properties": properties,
        "validations": {"required": False},
    }


def _response(response: Response, survey: Survey) -> dict:
    person = response.person
    keys = {
        "contact_id": person.external_id if person else "",
        "email": person.email if person else "",
        "first_name": person.first if person else "",
        "last_name": person.last if person else "",
        "ticket_id": response.ticket_id,
        "wave_id": response.wave_id,
    }
    return {
        "response_id": response.id,
        "token": response.id,
        "landing_id": response.id,
        "form_id": response.survey_id,
        "response_type": "completed" if response.is_finished else "partial",
        "landed_at": response.started,
        # an unsubmitted response is dated to the year 1
        "submitted_at": response.submitted if response.is_finished else "0001-01-01T00:00:00Z",
        "metadata": {"platform": "other", "browser": "default"},
        "hidden": {name: value for name, value in keys.items() if value},
        "calculated": {"score": 0},
        "variables": [],
        "answers": [
            _answer(survey, question, response.answers[question.id])
            for question in survey.questions
            if question.id in response.answers
        ],
    }


def _answer(survey: Survey, question: Question, value: int | str) -> dict:
    kind = _kind(question)
    field = {"id": f"{survey.id}{question.id}", "ref": question.id, "type": kind}
    if kind == "long_text":
        return {"field": field, "type": "text", "text": str(value)}
    if kind == "yes_no":
        return {"field": field, "type": "boolean", "boolean": bool(value)}
    return {"field": field, "type": "number", "number": value}
